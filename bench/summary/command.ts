import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { keptReports } from './kept.ts';
import { summaryMarkdown, withSummary } from './summary.ts';

const README = join(import.meta.dirname, '../../README.md');

export function summaryCommand(): Command {
  return new Command('summary')
    .description('writes the table of results in the README from the reports in bench/results')
    .action(() => {
      const summary = summaryMarkdown(keptReports());
      writeFileSync(README, withSummary(readFileSync(README, 'utf8'), summary));
      console.log(summary);
    });
}
