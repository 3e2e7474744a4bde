import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { integerWithin, numberWithin } from '../../src/cli/options.ts';
import { ablationTen } from '../ablation/instances.ts';
import { describeMachine, loadNow } from '../machine.ts';
import type { Case } from '../quality/record.ts';
import { runQuality } from '../quality/run.ts';
import { openShared, sizesOf } from '../quality/shared.ts';
import { SCALE_TARGETS } from '../quality/targets.ts';
import type { ScaleCase, ScaleFigures, ScaleReport, ThreadFigures } from './record.ts';
import { scaleMarkdown, threadFigures } from './report.ts';

interface ScaleOptions {
  sizes: number[];
  time: number[];
  firsts: number;
  withThreads?: boolean;
  out?: string;
  keep?: string;
  shared?: string;
}

const RESULTS = join(import.meta.dirname, '../results');
const FIRST_SIZES = [200, 1000];
/** Beyond its time limit a measurement gets this long: what does not keep its limit is to be seen, not to be killed. */
const MARGIN_S = 300;
/** Per 1,000 tasks: so that there is a search after the first plan. */
const LEAST_S_PER_1000 = 1;

function numbers(parse: (text: string) => number) {
  return (text: string) => {
    const values = text.split(',').filter(Boolean).map(parse);
    if (values.length === 0) throw new InvalidArgumentError('Name at least one.');
    return values;
  };
}

export function scaleCommand(): Command {
  return new Command('scale')
    .description('time limits, memory, time per iteration and to the first plan, by the number of tasks')
    .option(
      '--sizes <list>',
      'numbers of tasks',
      numbers(integerWithin(10, 100_000)),
      [200, 1000, 3000, 10_000, 30_000],
    )
    .option('--time <list>', 'time limits in seconds', numbers(numberWithin(0.05, 3600)), [1, 10])
    .option('--firsts <count>', 'processes per first plan', integerWithin(0, 100), 5)
    .option('--with-threads', 'two threads in 35 s against one in 60 s on ten benchmark instances, 17 minutes more')
    .option('--out <dir>', 'for the report (default: bench/out/<time>)')
    .option('--keep <name>', 'also write the report to bench/results/<date>-<name>')
    .option('--shared <dir>', 'with --with-threads: folder with instances/ and tools/')
    .action(scale);
}

/** The process of one measurement; its answer is one line of JSON. */
export function scaleOneCommand(): Command {
  return new Command('scale-one').argument('<case>', 'JSON').action(async (text: string) => {
    const { measure } = await import('./measure.ts');
    console.log(JSON.stringify(await measure(JSON.parse(text) as ScaleCase)));
  });
}

/** All cores for what a user sees, one thread for the time of an iteration. */
export function scaleCases({ sizes, time, firsts }: Pick<ScaleOptions, 'sizes' | 'time' | 'firsts'>): ScaleCase[] {
  const longest_s = Math.max(...time);
  const searching = (n: number) => Math.max(longest_s, (LEAST_S_PER_1000 * n) / 1000);
  const first = FIRST_SIZES.filter((n) => sizes.includes(n)).flatMap((n) =>
    Array.from({ length: firsts }, (): ScaleCase => ({ what: 'first', n, time_s: 0, threads: 1 })),
  );
  return [
    ...first,
    ...sizes.flatMap((n) =>
      time.map((time_s): ScaleCase => ({ what: 'search', n, time_s, threads: availableParallelism() })),
    ),
    ...sizes.map((n): ScaleCase => ({ what: 'search', n, time_s: searching(n), threads: 1 })),
  ];
}

async function scale(options: ScaleOptions): Promise<void> {
  const startedAt = new Date().toISOString();
  const out = resolve(options.out ?? join(import.meta.dirname, '../out', startedAt.slice(0, 19).replaceAll(':', '')));
  mkdirSync(out, { recursive: true });
  const report: ScaleReport = {
    kind: 'scale',
    name: options.keep ?? 'scale',
    startedAt,
    machine: describeMachine(),
    load_before: loadNow(),
    load_after: 0,
    figures: [],
    threads: null,
  };
  const cases = scaleCases(options);
  for (const [i, one] of cases.entries()) {
    process.stderr.write(
      `[${i + 1}/${cases.length}] ${one.what} ${one.n} tasks, ${one.threads} threads, ${one.time_s} s `,
    );
    const figures = measured(one);
    process.stderr.write(`${figures.error ?? 'ok'}\n`);
    report.figures.push(figures);
    write(report, out, 'scale');
  }
  if (options.withThreads) report.threads = await searchOnThreads(options, out);
  write(report, out, 'scale');
  console.log(scaleMarkdown(report));
  console.error(`Written to ${out}`);
  if (options.keep) write(report, RESULTS, `${startedAt.slice(0, 10)}-${options.keep}`);
  if (report.figures.some(({ error }) => error !== null)) process.exitCode = 1;
}

function write(report: ScaleReport, folder: string, name: string): void {
  report.load_after = loadNow();
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(join(folder, `${name}.md`), scaleMarkdown(report));
}

/** What fails in there (memory, a crash) is a figure, too. */
function measured(one: ScaleCase): ScaleFigures {
  const args = [join(import.meta.dirname, '../main.ts'), 'scale-one', JSON.stringify(one)];
  const timeout = (one.time_s + MARGIN_S) * 1000;
  const ended = spawnSync(process.execPath, args, { encoding: 'utf8', timeout });
  return ended.status === 0 ? (JSON.parse(ended.stdout) as ScaleFigures) : failureOf(one, ended);
}

interface Ended {
  status: number | null;
  signal: string | null;
  stderr: string;
}

export function failureOf({ what, n, time_s, threads }: ScaleCase, { status, signal, stderr }: Ended): ScaleFigures {
  const error = signal ? `ended by ${signal}` : stderr.trim().split('\n').at(-1) || `ended with ${status}`;
  if (what === 'first') return { what, n, compile_s: null, first_s: null, error };
  return { what, n, time_s, threads, wall_s: null, cpu_s: null, peak_mb: null, search: null, error };
}

async function searchOnThreads({ shared: path }: ScaleOptions, out: string): Promise<ThreadFigures> {
  const { one_s, two_s } = SCALE_TARGETS.threads;
  const shared = openShared(path);
  const cases = ablationTen((set) => sizesOf(shared, set)).flatMap(({ set, instance }): Case[] => {
    const search = { set, instance, objective: null, seed: 1, iterations: null };
    return [
      { ...search, threads: 1, time_s: one_s },
      { ...search, threads: 2, time_s: two_s },
    ];
  });
  const { records } = await runQuality(
    { shared, cases, out, name: 'two threads against one' },
    {
      onStart: (i, count, { instance, threads }) =>
        process.stderr.write(`[${i + 1}/${count}] ${instance}, ${threads} `),
      onRecord: ({ judge }) => process.stderr.write(`${judge?.gap_percent ?? 'no gap'}\n`),
    },
  );
  return threadFigures(records);
}
