import { Command } from 'commander';
import { readReport } from '../quality/read.ts';
import { compareMarkdown } from './compare.ts';

export function compareCommand(): Command {
  return new Command('compare')
    .description('two reports of quality side by side')
    .argument('<before>', 'JSON that quality wrote')
    .argument('<after>', 'JSON that quality wrote')
    .action((before: string, after: string) => console.log(compareMarkdown(readReport(before), readReport(after))));
}
