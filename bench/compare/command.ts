import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { QualityReport } from '../quality/record.ts';
import { compareMarkdown } from './compare.ts';

export function compareCommand(): Command {
  return new Command('compare')
    .description('two reports of quality side by side')
    .argument('<before>', 'JSON that quality wrote')
    .argument('<after>', 'JSON that quality wrote')
    .action((before: string, after: string) => console.log(compareMarkdown(readReport(before), readReport(after))));
}

function readReport(file: string): QualityReport {
  const report = JSON.parse(readFileSync(file, 'utf8')) as Partial<QualityReport>;
  if (report.kind !== 'quality' || !Array.isArray(report.records)) throw new Error(`${file} is no report of quality`);
  return report as QualityReport;
}
