import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { integerWithin, numberWithin } from '../../src/cli/options.ts';
import { PARTS } from '../../src/routing/parts.ts';
import type { Case } from '../quality/record.ts';
import { keepReport, runSession, type SessionOptions, withSessionOptions } from '../quality/session.ts';
import { type Shared, sizesOf } from '../quality/shared.ts';
import { ablationTen } from './instances.ts';
import { ablationMarkdown } from './report.ts';
import { partsOf } from './switches.ts';

interface AblationOptions extends SessionOptions {
  parts?: string[];
  time: number;
  threads: number;
  seeds: number;
}

export function ablationCommand(): Command {
  const command = new Command('ablation')
    .description('what each part of the search is worth: each switched off, on ten fixed instances, in the same time')
    .option('--parts <names>', 'only these, comma-separated (default: all)', (text) => text.split(',').filter(Boolean))
    .option('--time <seconds>', 'per search', numberWithin(0.01, 86_400), 20)
    .option('--threads <count>', 'per search', integerWithin(1, 64), availableParallelism())
    .option('--seeds <count>', 'each search is made with seeds 1, 2, ...', integerWithin(1, 100), 3);
  return withSessionOptions(command).action(ablation);
}

async function ablation(options: AblationOptions): Promise<void> {
  const parts = partsOf(options.parts ?? PARTS);
  const { report, out } = await runSession(options, {
    name: options.keep ?? 'ablation',
    study: 'ablation',
    choose: (shared) => casesOf(options, parts, shared),
  });
  const markdown = ablationMarkdown(report);
  writeFileSync(join(out, 'ablation.md'), markdown);
  console.log(markdown);
  if (options.keep) keepReport(report, options.keep, markdown);
}

/** The variants of a search one after the other: what changes on the machine in the course of hours then concerns all. */
function casesOf({ time, threads, seeds }: AblationOptions, parts: readonly string[], shared: Shared): Case[] {
  const ten = ablationTen((set) => sizesOf(shared, set));
  return Array.from({ length: seeds }, (_, k) => k + 1).flatMap((seed) =>
    ten.flatMap(({ set, instance }) => {
      const whole: Case = { set, instance, objective: null, seed, threads, time_s: time, iterations: null };
      return [whole, ...parts.map((part) => ({ ...whole, without: [part] }))];
    }),
  );
}
