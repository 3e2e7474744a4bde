import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { gateCases } from './cases.ts';
import { type Baseline, gateReport } from './gate.ts';

const BASELINE = join(import.meta.dirname, '../gate.json');

export function gateCommand(): Command {
  return new Command('gate')
    .description('cost on generated instances with iteration budgets, against bench/gate.json; the same on any machine')
    .option('--update', 'write the results of this run as the new baseline')
    .action(gate);
}

async function gate({ update = false }: { update?: boolean }): Promise<void> {
  const { runGate } = await import('./run.ts');
  const run = await runGate(gateCases());
  const baseline = JSON.parse(readFileSync(BASELINE, 'utf8')) as Baseline;
  const { text, passed, next } = gateReport(baseline, run, update);
  console.log(text);
  if (next !== null) {
    writeFileSync(BASELINE, `${JSON.stringify(next, null, 2)}\n`);
    console.log(`\nWritten to ${BASELINE}`);
  }
  if (!passed) process.exitCode = 1;
}
