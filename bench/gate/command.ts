import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { digits } from '../table.ts';
import { gateCases } from './cases.ts';
import { type Baseline, type GateResult, gateMarkdown, judgeGate, TOLERANCE_PERCENT } from './gate.ts';

const BASELINE = join(import.meta.dirname, '../gate.json');

export function gateCommand(): Command {
  return new Command('gate')
    .description('cost on generated instances with iteration budgets, against bench/gate.json; the same on any machine')
    .option('--update', 'write the results of this run as the new baseline')
    .action(gate);
}

async function gate({ update }: { update?: boolean }): Promise<void> {
  const { runGate } = await import('./run.ts');
  const run = await runGate(gateCases());
  const baseline = update ? toBaseline(run.results) : (JSON.parse(readFileSync(BASELINE, 'utf8')) as Baseline);
  console.log(gateMarkdown(baseline, run.results));
  const verdict = judgeGate(baseline, run);
  if (update && verdict.passed) {
    writeFileSync(BASELINE, `${JSON.stringify(baseline, null, 2)}\n`);
    console.log(`\nWritten to ${BASELINE}`);
    return;
  }
  console.log(
    `\nMean change ${digits(verdict.change_percent, 3)} %. ${verdict.passed ? 'The gate is passed.' : 'FAILED:'}`,
  );
  for (const fault of verdict.faults) console.log(`- ${fault}`);
  if (!verdict.passed) process.exitCode = 1;
}

function toBaseline(results: GateResult[]): Baseline {
  return { tolerance_percent: TOLERANCE_PERCENT, results };
}
