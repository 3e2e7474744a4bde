import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { integerWithin, numberWithin } from '../../src/cli/options.ts';
import { atQuantile, fixedFive } from '../quality/cases.ts';
import type { Case } from '../quality/record.ts';
import { solveInChild } from '../quality/run.ts';
import { keepReport, runSession, type SessionOptions, withSessionOptions } from '../quality/session.ts';
import { instancesOf, openShared, type Shared, sizesOf } from '../quality/shared.ts';
import { SET_TARGETS } from '../quality/targets.ts';
import { type Repeat, steadyMarkdown } from './report.ts';

interface SteadyOptions extends SessionOptions {
  set?: string[];
  whole?: boolean;
  time: number;
  threads: number;
  seeds: number;
  orders: number;
  repeat: boolean;
}

/** Per thread: some seconds, and enough for threads to exchange what they found several times. */
const REPEATED_ITERATIONS = 2000;

export function steadyCommand(): Command {
  const command = new Command('steady')
    .description(
      'how far other seeds and the order of the input move the mean gap of a set; whether repeats are the same',
    )
    .option(
      '--set <names>',
      'comma-separated (default: all with a target but the largest, and those where vehicles count)',
      (text) => text.split(',').filter(Boolean),
    )
    .option('--whole', 'all instances of the sets instead of five of each')
    .option('--time <seconds>', 'per search', numberWithin(0.01, 86_400), 20)
    .option('--threads <count>', 'per search', integerWithin(1, 64), availableParallelism())
    .option('--seeds <count>', 'seeds 1, 2, ...', integerWithin(1, 100), 3)
    .option('--orders <count>', 'orders of the tasks, drawn at random', integerWithin(0, 100), 3)
    .option('--no-repeat', 'leave out whether counted iterations give the same plan twice');
  return withSessionOptions(command).action(steady);
}

async function steady(options: SteadyOptions): Promise<void> {
  const { report, out, complete } = await runSession(options, {
    name: options.keep ?? 'steady',
    study: 'steady',
    choose: (shared) => casesOf(options, shared),
  });
  const sets = [...new Set(report.records.map(({ set }) => set))];
  const repeats = complete && options.repeat ? await repeated(openShared(options.shared), sets, out) : [];
  const markdown = steadyMarkdown(report, repeats);
  writeFileSync(join(out, 'steady.md'), markdown);
  console.log(markdown);
  if (!repeats.every(({ same }) => same)) process.exitCode = 1;
  if (options.keep) keepReport(report, options.keep, markdown);
}

function casesOf({ set, whole, time, threads, seeds, orders }: SteadyOptions, shared: Shared): Case[] {
  const byCost = SET_TARGETS.filter(({ vehicles, count }) => vehicles === undefined && count > 4);
  const sets = set ?? byCost.map((target) => target.set);
  const numbers = (count: number) => Array.from({ length: count }, (_, k) => k + 1);
  return sets.flatMap((name) => {
    const instances = whole ? [...instancesOf(shared, name).keys()] : fixedFive(sizesOf(shared, name));
    return instances.flatMap((instance) => {
      const one = (seed: number): Case => {
        return { set: name, instance, objective: null, seed, threads, time_s: time, iterations: null };
      };
      return [...numbers(seeds).map(one), ...numbers(orders).map((shuffle) => ({ ...one(1), shuffle }))];
    });
  });
}

/** The smallest instance of each set, twice with counted iterations and two threads. */
async function repeated(shared: Shared, sets: string[], out: string): Promise<Repeat[]> {
  const repeats: Repeat[] = [];
  for (const set of sets) {
    const instance = atQuantile(sizesOf(shared, set), 0);
    const file = instancesOf(shared, set).get(instance)!;
    const budget = { seed: 1, threads: 2, time_s: null, iterations: REPEATED_ITERATIONS };
    const texts: string[] = [];
    for (const turn of [1, 2]) {
      const solution = join(out, set, `${instance}-turn${turn}.sol`);
      const { solved } = await solveInChild(file, solution, { set, instance, objective: null, ...budget });
      texts.push(solved === null ? `not solved, turn ${turn}` : readFileSync(solution, 'utf8'));
    }
    repeats.push({ set, instance, same: texts[0] === texts[1] });
  }
  return repeats;
}
