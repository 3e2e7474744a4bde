import type { Case } from './record.ts';

/** Instances of one set, all with the same time limit. */
export interface Selection {
  set: string;
  /** Null: all of the set; `five`: the fixed five of it, see `fixedFive`. */
  instances: string[] | 'five' | null;
  time_s: number;
  /** Default: 1. */
  seeds?: number[];
  /** Searched in a pool that is warm, see `Case`. */
  warm?: true;
}

/** What one search is, but for what it runs on: searches of the same key are the same search. */
export function keyOf(search: Case): string {
  const { set, instance, objective, seed, threads, time_s, iterations, warm, shuffle, without } = search;
  return [
    ...[`${set}/${instance}`, `seed ${seed}`, `${threads} threads`],
    ...(time_s === null ? [] : [`${time_s} s`]),
    ...(iterations === null ? [] : [`${iterations} iterations`]),
    ...(objective === null ? [] : [`objective ${objective}`]),
    ...(warm === undefined ? [] : ['warm']),
    ...(shuffle === undefined ? [] : [`shuffled ${shuffle}`]),
    ...(without === undefined ? [] : [`without ${without.join(' ')}`]),
  ].join(', ');
}

/** Name of the `.sol` file: no two searches of a run write the same one. */
export function solutionName({ instance, seed, time_s, iterations, warm, shuffle, without }: Case): string {
  const budget = [...(time_s === null ? [] : [`${time_s}s`]), ...(iterations === null ? [] : [`${iterations}i`])];
  const variant = [
    ...(warm === undefined ? [] : ['warm']),
    ...(shuffle === undefined ? [] : [`shuffled${shuffle}`]),
    ...(without ?? []).map((p) => `no-${p}`),
  ];
  return `${[instance, `s${seed}`, ...budget, ...variant].join('-')}.sol`;
}

/** Each search once, where it is first asked for. */
export function distinct(cases: Case[]): Case[] {
  const seen = new Set<string>();
  return cases.filter((one) => seen.size < seen.add(keyOf(one)).size);
}

/** The cases that none of the searches done is of. */
export function outstanding(cases: Case[], done: Case[]): Case[] {
  const known = new Set(done.map(keyOf));
  return cases.filter((one) => !known.has(keyOf(one)));
}

/** An instance and how many tasks it has. */
export interface Sized {
  name: string;
  n: number;
}

/**
 * Five instances of a set, chosen before any of them was solved: the smallest, the largest and those at the quarters
 * when sorted by size, those of one size by name.
 */
export function fixedFive(instances: Sized[]): string[] {
  return [...new Set([0, 0.25, 0.5, 0.75, 1].map((part) => atQuantile(instances, part)))];
}

/** The instance at a part (0..1) of the list sorted by size, those of one size by name. */
export function atQuantile(instances: Sized[], part: number): string {
  const sorted = instances.toSorted((a, b) => a.n - b.n || a.name.localeCompare(b.name, 'en', { numeric: true }));
  return sorted[Math.round(part * (sorted.length - 1))]!.name;
}
