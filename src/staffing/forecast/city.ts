import type { Grid } from './grid.ts';
import type { SpecialDays } from './special-days.ts';

/** One series by days and times of day, and what is known of every cell. */
export interface City extends SpecialDays {
  grid: Grid;
  /** cells; orders per slot, NaN where not known. */
  orders: Float64Array;
  /** Per measure, cells; NaN where not known. */
  weather: Float64Array[];
}

/** How far, before and after, ordinary days are compared. */
const REACH_DAYS = 35;
const FADE_DAYS = 21;

/** Ordinary days of the same weekday about a day, the nearer the heavier. */
export interface Peers {
  days: number[];
  weights: number[];
}

/** @param until days from here on are not known yet */
export function peersOf(city: City, day: number, until: number): Peers {
  const peers: Peers = { days: [], weights: [] };
  for (let peer = day - REACH_DAYS; peer <= Math.min(day + REACH_DAYS, until - 1); peer += 7) {
    if (peer < 0 || peer === day || city.isSpecial[peer]) continue;
    peers.days.push(peer);
    peers.weights.push(Math.exp(-Math.abs(peer - day) / FADE_DAYS));
  }
  return peers;
}

/** Mean of a table of cells over the peers at a time of day; NaN where none of them is known. */
export function meanOfPeers(table: Float64Array, perDay: number, peers: Peers, time: number): number {
  let sum = 0;
  let weights = 0;
  for (let i = 0; i < peers.days.length; i++) {
    const value = table[peers.days[i]! * perDay + time]!;
    if (Number.isNaN(value)) continue;
    sum += peers.weights[i]! * value;
    weights += peers.weights[i]!;
  }
  return sum / weights;
}

/** A day beside what is usual: sums over the cells where both are known, whole or within `reach` cells of each one. */
export class Comparison {
  readonly usual: Float64Array;
  readonly actual: Float64Array;
  /** Share of the day's cells where both are known. */
  readonly known: number;

  /** @param orders cells */
  constructor(orders: Float64Array, perDay: number, day: number, peers: Peers) {
    this.usual = new Float64Array(perDay);
    this.actual = new Float64Array(perDay);
    let known = 0;
    for (let time = 0; time < perDay; time++) {
      const actual = orders[day * perDay + time]!;
      if (Number.isNaN(actual)) continue;
      const usual = meanOfPeers(orders, perDay, peers, time);
      if (Number.isNaN(usual)) continue;
      this.usual[time] = usual;
      this.actual[time] = actual;
      known++;
    }
    this.known = known / perDay;
  }

  /** Log of actual over usual of cells [from, to); 1 order is added to both, so that few orders prove little. */
  logRatio(from = 0, to = this.usual.length): number {
    let actual = 1;
    let usual = 1;
    for (let time = Math.max(0, from); time < Math.min(to, this.usual.length); time++) {
      actual += this.actual[time]!;
      usual += this.usual[time]!;
    }
    return Math.log(actual / usual);
  }
}
