import { Command } from 'commander';
import { Bench } from 'tinybench';
import { numberWithin } from '../../src/cli/options.ts';
import { busyWarning, describeMachine, loadNow } from '../machine.ts';
import { digits, markdownTable } from '../table.ts';
import type { MicroCase } from './case.ts';

interface MicroOptions {
  time: number;
  filter?: string;
}

export function microCommand(): Command {
  return new Command('micro')
    .description('nanoseconds of the hot parts of the solver')
    .option('--time <seconds>', 'per case', numberWithin(0.05, 600), 1)
    .option('--filter <text>', 'only cases whose name holds this')
    .action(micro);
}

async function micro({ time, filter }: MicroOptions): Promise<void> {
  const { microCases } = await import('./cases.ts');
  const cases = microCases().filter(({ name }) => name.includes(filter ?? ''));
  if (cases.length === 0) throw new Error(`No case has '${filter}' in its name`);
  const machine = describeMachine();
  const warning = busyWarning(loadNow(), machine.cores);
  if (warning) console.error(`Warning: ${warning}`);
  console.log(`${machine.cpu}, Node ${machine.node}, commit ${machine.commit ?? 'unknown'}\n`);
  const rows: string[][] = [];
  for (const one of cases) rows.push(await timed(one, time));
  console.log(markdownTable(['case', 'median ns', 'p75 ns', '± %', 'per second'], rows));
}

/** Each in a bench of its own, so that none waits for the warm-up of the others. */
async function timed({ name, operations, run }: MicroCase, time_s: number): Promise<string[]> {
  const warm_ms = Math.min(500, time_s * 500);
  const bench = new Bench({ time: time_s * 1000, iterations: 5, warmupTime: warm_ms, warmupIterations: 1 });
  bench.add(name, run, { async: false });
  const [task] = await bench.run();
  const result = task?.result;
  if (result?.state !== 'completed') throw new Error(`${name}: ${result?.state}`);
  const { p50, p75, rme } = result.latency;
  const ns = (value_ms: number) => (value_ms * 1e6) / operations;
  return [name, digits(ns(p50), 1), digits(ns(p75), 1), digits(rme, 1), digits(1e9 / ns(p50), 0)];
}
