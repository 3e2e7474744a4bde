import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { integerWithin, numberWithin } from '../../src/cli/options.ts';
import { OBJECTIVES } from '../../src/formats/index.ts';
import { busyWarning } from '../machine.ts';
import { digits } from '../table.ts';
import { PRESETS, type Selection } from './presets.ts';
import type { Case, QualityRecord } from './record.ts';
import { excessOf, isValid, qualityMarkdown } from './report.ts';
import { runQuality, writeReport } from './run.ts';
import { instancesOf, openShared, type Shared } from './shared.ts';

interface QualityOptions {
  preset?: string;
  set: string[];
  instances?: string[];
  time?: number;
  iterations?: number;
  threads: number;
  seed: number[];
  objective?: string;
  out?: string;
  keep?: string;
  shared?: string;
}

const list = (text: string) => text.split(',').filter(Boolean);

function seeds(text: string): number[] {
  const values = list(text).map(integerWithin(0, 4_294_967_295));
  if (values.length === 0) throw new InvalidArgumentError('Name at least one seed.');
  return values;
}

export function qualityCommand(): Command {
  return new Command('quality')
    .description('gap to the best known costs on benchmark instances, judged by the tool beside them')
    .addOption(new Option('--preset <name>', 'a named selection of sets').choices(Object.keys(PRESETS)))
    .option(
      '--set <names>',
      'sets, comma-separated or repeated',
      (text, before: string[]) => [...before, ...list(text)],
      [],
    )
    .option('--instances <names>', 'instances of these sets, comma-separated (default: all)', list)
    .option('--time <seconds>', 'per search (default: of the preset, else 20)', numberWithin(0.01, 86_400))
    .option('--iterations <count>', 'per thread and search, instead of the time', integerWithin(0, 1e12))
    .option('--threads <count>', 'per search', integerWithin(1, 64), availableParallelism())
    .option('--seed <list>', 'each instance is solved once per seed', seeds, [1])
    .addOption(
      new Option('--objective <name>', 'how distances are counted (default: as the best known costs are)').choices(
        Object.keys(OBJECTIVES),
      ),
    )
    .option('--out <dir>', 'for the report and the .sol files (default: bench/out/<time>)')
    .option('--keep <name>', 'also write the report to bench/results/<date>-<name>')
    .option('--shared <dir>', 'folder with instances/ and tools/ (default: $BENCH_SHARED or ../shared)')
    .action(quality);
}

/** What the run consists of, in order. */
function casesOf(options: QualityOptions, shared: Shared): Case[] {
  const chosen = options.set.map((set): Selection => ({ set, instances: options.instances ?? null, time_s: 20 }));
  const preset = options.preset === undefined ? [] : PRESETS[options.preset]!;
  return [...preset, ...chosen].flatMap((selection) => {
    const known = instancesOf(shared, selection.set);
    const names = selection.instances ?? [...known.keys()];
    const unknown = names.filter((name) => !known.has(name));
    if (unknown.length > 0) throw new Error(`There is no instance ${unknown.join(', ')} in ${selection.set}`);
    const time_s = options.time ?? (options.iterations === undefined ? selection.time_s : null);
    return names.flatMap((instance) =>
      options.seed.map((seed) => ({
        set: selection.set,
        instance,
        objective: options.objective ?? null,
        seed,
        threads: options.threads,
        time_s,
        iterations: options.iterations ?? null,
      })),
    );
  });
}

async function quality(options: QualityOptions): Promise<void> {
  if (options.preset === undefined && options.set.length === 0) {
    throw new Error(`Name a --set or a --preset (${Object.keys(PRESETS).join(', ')})`);
  }
  const shared = openShared(options.shared);
  const cases = casesOf(options, shared);
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  const out = resolve(options.out ?? join(import.meta.dirname, '../out', time));
  mkdirSync(out, { recursive: true });
  const report = await runQuality(shared, cases, out, options.keep ?? options.preset ?? options.set.join(' '), {
    onStart: (i, count, { set, instance, seed }) =>
      process.stderr.write(`[${i + 1}/${count}] ${set} ${instance} s${seed} `),
    onRecord: (record) => process.stderr.write(`${describe(record)}\n`),
  });
  console.log(qualityMarkdown(report));
  const warning = busyWarning(report.load_before, report.machine.cores);
  if (warning) console.error(`Warning: ${warning}`);
  console.error(`Written to ${out}`);
  if (options.keep) {
    writeReport(report, join(import.meta.dirname, '../results'), `${report.startedAt.slice(0, 10)}-${options.keep}`);
  }
  if (!report.records.every(isValid)) process.exitCode = 1;
}

function describe(record: QualityRecord): string {
  const { solved, judge, errors } = record;
  if (!solved) return `NOT SOLVED: ${errors[0]?.code} ${errors[0]?.cause.slice(0, 160)}`;
  const verdict = isValid(record) ? '' : ' NOT VALID';
  const excess = excessOf(record);
  const vehicles = excess ? ` (${excess > 0 ? '+' : ''}${excess} vehicles)` : '';
  return `gap ${digits(judge?.gap_percent, 3)} %${vehicles}${verdict}, ${digits(solved.wall_s, 2)} s`;
}

/** The process of one search; its answer is one line of JSON. */
export function solveOneCommand(): Command {
  return new Command('solve-one')
    .argument('<file>')
    .argument('<sol>')
    .argument('<case>', 'JSON')
    .action(async (file: string, sol: string, search: string) => {
      const { solveOne } = await import('./solve-one.ts');
      console.log(JSON.stringify(await solveOne(file, sol, JSON.parse(search) as Case)));
    });
}
