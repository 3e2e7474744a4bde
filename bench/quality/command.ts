import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { integerWithin, numberWithin } from '../../src/cli/options.ts';
import { OBJECTIVES } from '../../src/formats/index.ts';
import { fixedFive, type Selection } from './cases.ts';
import { PRESETS } from './presets.ts';
import type { Case } from './record.ts';
import { qualityMarkdown } from './report.ts';
import { keepReport, runSession, type SessionOptions, withSessionOptions } from './session.ts';
import { instancesOf, type Shared, sizesOf } from './shared.ts';

interface QualityOptions extends SessionOptions {
  preset?: string;
  set: string[];
  instances?: string[];
  time?: number;
  iterations?: number;
  threads: number;
  seed?: number[];
  objective?: string;
  warm?: true;
}

const list = (text: string) => text.split(',').filter(Boolean);

function seeds(text: string): number[] {
  const values = list(text).map(integerWithin(0, 4_294_967_295));
  if (values.length === 0) throw new InvalidArgumentError('Name at least one seed.');
  return values;
}

export function qualityCommand(): Command {
  const command = new Command('quality')
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
    .option('--warm', 'threads do made-up days before the clock starts, as those of a worker have done')
    .option('--seed <list>', 'each instance is solved once per seed (default: of the preset, else 1)', seeds)
    .addOption(
      new Option('--objective <name>', 'how distances are counted (default: as the best known costs are)').choices(
        Object.keys(OBJECTIVES),
      ),
    );
  return withSessionOptions(command).action(quality);
}

/** What the run consists of, in order. */
function casesOf(options: QualityOptions, shared: Shared): Case[] {
  const chosen = options.set.map((set): Selection => ({ set, instances: options.instances ?? null, time_s: 20 }));
  const preset = options.preset === undefined ? [] : PRESETS[options.preset]!;
  return [...preset, ...chosen].flatMap((selection) => {
    const names = namesOf(selection, shared);
    const time_s = options.time ?? (options.iterations === undefined ? selection.time_s : null);
    return names.flatMap((instance) =>
      (options.seed ?? selection.seeds ?? [1]).map((seed) => ({
        set: selection.set,
        instance,
        objective: options.objective ?? null,
        seed,
        threads: options.threads,
        time_s,
        iterations: options.iterations ?? null,
        ...(options.warm || selection.warm ? { warm: true as const } : {}),
      })),
    );
  });
}

function namesOf({ set, instances }: Selection, shared: Shared): string[] {
  if (instances === 'five') return fixedFive(sizesOf(shared, set));
  const known = instancesOf(shared, set);
  const names = instances ?? [...known.keys()];
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`There is no instance ${unknown.join(', ')} in ${set}`);
  return names;
}

async function quality(options: QualityOptions): Promise<void> {
  const named = options.preset !== undefined || options.set.length > 0;
  if (options.resume === undefined && !named) {
    throw new Error(`Name a --set or a --preset (${Object.keys(PRESETS).join(', ')})`);
  }
  if (options.resume !== undefined && named) {
    throw new Error('A run that is gone on with has its searches already: leave out --preset and --set');
  }
  const name = options.keep ?? options.preset ?? options.set.join(' ');
  const { report } = await runSession(options, { name, choose: (shared) => casesOf(options, shared) });
  console.log(qualityMarkdown(report));
  if (options.keep) keepReport(report, options.keep);
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
