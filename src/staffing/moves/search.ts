import type { Rng } from '../../kit/rng.ts';
import type { Day } from './best-day.ts';
import type { Crew } from './crew.ts';
import type { MoveEnv } from './types.ts';

/** Riders taken out at once, and the first temperature in mean costs of a missing rider-slot. */
const MOST_RUINED = 12;
export const HOT = 0.5;
/** Where time is the limit: after so many times the steps asked for more are of no use. */
const ENOUGH = 20;
/** Passes over all riders at most; later ones find next to nothing. */
const PASSES = 20;

/** Everyone's best day in turn, given those of the others, until no one can do better. */
export function settle(crew: Crew, rng: Rng, env?: MoveEnv): void {
  const order = Int32Array.from(crew.days, (_, r) => r);
  for (let pass = 0, improved = true; pass < PASSES && improved; pass++) {
    improved = false;
    shuffle(order, rng);
    for (const rider of order) {
      if (pass > 0 && env?.stop?.()) return;
      const day = crew.days[rider]!;
      const before = crew.take(rider);
      const next = crew.best(rider);
      const after = crew.put(rider, next);
      if (after > before + 1e-9) improved = true;
      else if (pass > 0 && after < before) {
        crew.take(rider);
        crew.put(rider, day);
      }
    }
  }
}

/** Everyone chooses anew in a random order, by the prices first and then as things are; kept where that is better. */
export function restart(crew: Crew, prices: Float64Array, rng: Rng, env?: MoveEnv): void {
  const before = [...crew.days];
  const cost = crew.cost();
  const order = Int32Array.from(before, (_, r) => r);
  shuffle(order, rng);
  for (const rider of order) crew.take(rider);
  for (const rider of order) crew.put(rider, crew.best(rider, prices));
  settle(crew, rng, env);
  if (crew.cost() > cost) for (const [rider, day] of before.entries()) replace(crew, rider, day);
}

/**
 * Ruin and recreate under simulated annealing: some riders who are near each other in zone and time leave, and come back one by
 * one in a new order. Half of the times they look for what is missing by its cost, else by its price: a price knows what
 * riders from further off could do there, so that chains of moves form.
 * @param prices worth of one more rider in each cell, from the bound
 * @param until share of the time until which it goes on, where there is a limit of time
 */
export function improve(
  crew: Crew,
  rng: Rng,
  prices: Float64Array,
  steps: number,
  env?: MoveEnv,
  heat = HOT,
  until = 1,
): void {
  const riders = crew.days.length;
  if (riders === 0) return;
  const presence = new Presence(crew);
  let cost = 0;
  let best = 0;
  let kept = [...crew.days];
  const hot = heat * meanCost(crew);
  const begun = env?.past?.() ?? 0;
  const done = (i: number) =>
    env?.past ? Math.max((env.past() - begun) / Math.max(1e-9, until - begun), i / (ENOUGH * steps)) : i / steps;
  for (let i = 0; ; i++) {
    const share = done(i);
    if (share >= 1 || env?.stop?.()) break;
    const ruined = presence.pick(rng);
    const before: Day[] = ruined.map((rider) => crew.days[rider]!);
    let change = 0;
    for (const rider of ruined) {
      presence.exit(rider);
      change -= crew.take(rider);
    }
    const order = Int32Array.from(ruined, (_, k) => k);
    shuffle(order, rng);
    const rate = rng.below(2) === 0 ? prices : undefined;
    for (const k of order) change += crew.put(ruined[k]!, crew.best(ruined[k]!, rate));
    const temperature = hot * (1 - share) ** 2;
    if (change < temperature * Math.log(rng.double()) - 1e-9) {
      for (const rider of ruined) crew.take(rider);
      for (const [k, rider] of ruined.entries()) crew.put(rider, before[k]!);
    } else {
      cost -= change;
      if (cost < best - 1e-9) {
        best = cost;
        kept = [...crew.days];
      }
    }
    for (const rider of ruined) presence.enter(rider);
  }
  if (best < cost) for (const [rider, day] of kept.entries()) replace(crew, rider, day);
}

function replace(crew: Crew, rider: number, day: Day): void {
  if (crew.days[rider] === day) return;
  crew.take(rider);
  crew.put(rider, day);
}

function meanCost({ problem: { shortage_cost } }: Crew): number {
  let [sum, cells] = [0, 0];
  for (const cost of shortage_cost) {
    if (cost <= 0) continue;
    sum += cost;
    cells++;
  }
  return cells > 0 ? sum / cells : 0;
}

/** Who works in which cell. */
class Presence {
  private readonly crew: Crew;
  private readonly inCell = new Map<number, Set<number>>();

  constructor(crew: Crew) {
    this.crew = crew;
    for (const rider of crew.days.keys()) this.enter(rider);
  }

  enter(rider: number): void {
    for (const cell of this.crew.days[rider]!.cells) {
      const there = this.inCell.get(cell);
      if (there) there.add(rider);
      else this.inCell.set(cell, new Set([rider]));
    }
  }

  exit(rider: number): void {
    for (const cell of this.crew.days[rider]!.cells) this.inCell.get(cell)?.delete(rider);
  }

  /** One rider, and others who work where or when one of them does. */
  pick(rng: Rng): number[] {
    const { days, problem } = this.crew;
    const { slots, zones } = problem;
    const chosen = [rng.below(days.length)];
    const wanted = Math.min(days.length, 2 + rng.below(MOST_RUINED - 1));
    for (let tries = 0; tries < 4 * MOST_RUINED && chosen.length < wanted; tries++) {
      const { cells } = days[chosen[rng.below(chosen.length)]!]!;
      const cell = cells.length === 0 ? -1 : cells[rng.below(cells.length)]!;
      const there = this.inCell.get(rng.below(2) === 0 ? cell : rng.below(zones) * slots + (cell % slots));
      const other = there && there.size > 0 ? nth(there, rng.below(there.size)) : rng.below(days.length);
      if (!chosen.includes(other)) chosen.push(other);
    }
    return chosen;
  }
}

function nth(set: Set<number>, n: number): number {
  for (const value of set) if (n-- === 0) return value;
  return -1;
}

function shuffle(order: Int32Array, rng: Rng): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = rng.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
}
