import type { Highs } from 'highs';
import { boundOf } from './bound.ts';
import { ColumnMaster, type Master } from './columns.ts';
import type { Crew } from './crew.ts';
import { Relaxed } from './relaxed.ts';
import type { MoveEnv, MoveProblem } from './types.ts';

/** Rounds of prices before a block's days are mixed, and the share of them after which days are kept. */
const ROUNDS = 60;
const FROM = 0.5;

/**
 * Mixes days of riders by the master, and takes over what costs less than what they do now.
 * @param members rider in `crew` of each rider in `relaxed`
 */
export function mixDays(
  crew: Crew,
  relaxed: Relaxed,
  master: ColumnMaster,
  members: readonly number[],
  env?: MoveEnv,
): Master {
  for (const [k, { riders }] of relaxed.classes.entries()) {
    for (const r of riders) master.add(k, crew.days[members[r]!]!);
  }
  const mixed = master.run(env);
  const cost = crew.cost();
  const before = members.map((rider) => crew.days[rider]!);
  for (const rider of members) crew.take(rider);
  const left: number[] = [];
  for (const [k, { riders }] of relaxed.classes.entries()) {
    for (const [i, r] of riders.entries()) {
      const day = mixed.days[k]?.[i];
      if (day) crew.put(members[r]!, day);
      else left.push(members[r]!);
    }
  }
  // Riders left over find the best for themselves, by the prices first.
  for (const rider of left)
    crew.put(rider, crew.best(rider, mixed.bound > Number.NEGATIVE_INFINITY ? mixed.prices : undefined));
  for (const rider of left) {
    crew.take(rider);
    crew.put(rider, crew.best(rider));
  }
  if (crew.cost() > cost) {
    for (const rider of members) crew.take(rider);
    for (const [i, rider] of members.entries()) crew.put(rider, before[i]!);
  }
  return mixed;
}

/**
 * Goes through all riders in blocks of those who are on duty at the same time in zones near each other, and mixes the days of each
 * block while all others stay as they are.
 */
export function mixBlocks(crew: Crew, prices: Float64Array, size: number, highs: Highs, env?: MoveEnv): void {
  const { riders } = crew.problem;
  const order = [...riders.keys()].sort((a, b) => riders[a]!.start_slot - riders[b]!.start_slot || a - b);
  const done = new Set<number>();
  for (const seed of order) {
    if (done.has(seed)) continue;
    if (env?.stop?.()) return;
    const members = blockOf(crew.problem, seed, size, done);
    for (const rider of members) done.add(rider);
    mixBlock(crew, prices, members, highs, env);
  }
}

/** Riders on duty at the same time as one of them, the nearest zones first; those not yet in a block before others. */
function blockOf({ zones, links, riders }: MoveProblem, seed: number, size: number, done: Set<number>): number[] {
  const { zone, start_slot, end_slot } = riders[seed]!;
  const hops = new Int32Array(zones).fill(zones);
  hops[zone] = 0;
  const open = [zone];
  for (let i = 0; i < open.length; i++) {
    for (const [k, from] of links.from.entries()) {
      const to = links.to[k]!;
      if (from !== open[i] || hops[to]! < zones) continue;
      hops[to] = hops[open[i]!]! + 1;
      open.push(to);
    }
  }
  return [...riders.keys()]
    .filter((r) => r === seed || (riders[r]!.start_slot < end_slot && riders[r]!.end_slot > start_slot))
    .sort((a, b) => {
      const late = (r: number) => (r === seed ? -1 : hops[riders[r]!.zone]! + (done.has(r) ? 0.5 : 0));
      return late(a) - late(b) || a - b;
    })
    .slice(0, size);
}

function mixBlock(crew: Crew, prices: Float64Array, members: number[], highs: Highs, env?: MoveEnv): void {
  const { problem, network } = crew;
  const before = members.map((rider) => crew.days[rider]!);
  const cost = crew.cost();
  for (const rider of members) crew.take(rider);
  const alone = crew.cost();
  const required = reachable(problem, members, crew.short);
  for (const [i, rider] of members.entries()) crew.put(rider, before[i]!);
  const block: MoveProblem = { ...problem, required, riders: members.map((rider) => problem.riders[rider]!) };
  const relaxed = new Relaxed(block, {
    groups: network.groups,
    variants: members.map((rider) => network.variants[rider]!),
    optional: members.map((rider) => network.optional[rider]!),
  });
  const master = new ColumnMaster(block, relaxed, highs);
  let round = 0;
  const keep = () => {
    if (++round > FROM * ROUNDS) master.addAll(relaxed.days);
  };
  // What is missing out of reach costs the same whatever the block does.
  const beyond = alone - required.reduce((sum, missing, c) => sum + missing * problem.shortage_cost[c]!, 0);
  boundOf(block, relaxed, cost - beyond, prices, ROUNDS, keep, env);
  mixDays(crew, relaxed, master, members, env);
}

/** What is missing in zones and slots that one of the riders may be in. */
function reachable({ slots, zones, riders }: MoveProblem, members: number[], short: Float64Array): Float64Array {
  const required = new Float64Array(short.length);
  for (const rider of members) {
    const { known, start_slot, end_slot, layers = [] } = riders[rider]!;
    for (const z of known ?? Array.from({ length: zones }, (_, k) => k)) {
      for (const layer of [0, ...layers]) {
        const row = (layer * zones + z) * slots;
        for (let c = row + start_slot; c < row + end_slot; c++) required[c] = short[c]!;
      }
    }
  }
  return required;
}
