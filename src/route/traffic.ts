import type { RoutingRequest } from '../contract/request.ts';

/**
 * Speeds by time of day (rule T3). A curve is a step function of speed; a journey of `seconds` at normal speed lasts until
 * its integral has grown by that much, so travel is first in, first out (Ichoua, Gendreau & Potvin 2003,
 * doi 10.1016/S0377-2217(02)00147-9).
 */
export interface TrafficFacts {
  /** Per vehicle: its row in `curveOf`, or -1 where its profile has no traffic. */
  trafficOf: Int32Array;
  places: number;
  /** Per row and place left: the curve, or -1. */
  curveOf: Int32Array;
  /** Per curve, one more. */
  curveFrom: Int32Array;
  /** From when on the speed holds; before the first of a curve it is 1. */
  speedFrom_s: Float64Array;
  speed: Float64Array;
}

export function trafficFacts({ profiles, places, vehicles }: RoutingRequest): TrafficFacts {
  const rows: number[] = [];
  const [from, since, speed] = [[0], [] as number[], [] as number[]];
  const curveOf: number[] = [];
  profiles.forEach(({ traffic }, profile) => {
    if (traffic.length === 0) return;
    rows.push(profile);
    const first = from.length - 1;
    for (const { steps } of traffic) {
      for (const { from_s, factor } of steps) {
        since.push(from_s);
        speed.push(factor);
      }
      from.push(since.length);
    }
    const anywhere = traffic.findIndex(({ zone }) => zone === null);
    for (const { zones } of places) {
      const inside = traffic.findIndex(({ zone }) => zone !== null && zones.includes(zone));
      const entry = inside >= 0 ? inside : anywhere;
      curveOf.push(entry < 0 ? -1 : first + entry);
    }
  });
  return {
    trafficOf: Int32Array.from(vehicles, ({ profile }) => rows.indexOf(profile)),
    places: places.length,
    curveOf: Int32Array.from(curveOf),
    curveFrom: Int32Array.from(from),
    speedFrom_s: Float64Array.from(since),
    speed: Float64Array.from(speed),
  };
}

/** The last step of the curve that holds at `time_s` (for `before`: just before it), or one before its first. */
function stepAt({ curveFrom, speedFrom_s }: TrafficFacts, curve: number, time_s: number, before: boolean): number {
  let low = curveFrom[curve]!;
  let high = curveFrom[curve + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    const isBefore = before ? speedFrom_s[middle]! < time_s : speedFrom_s[middle]! <= time_s;
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** When a journey that leaves at `time_s` and takes `seconds` at normal speed arrives. */
export function arriveBy(facts: TrafficFacts, curve: number, time_s: number, seconds: number): number {
  const { curveFrom, speedFrom_s, speed } = facts;
  const last = curveFrom[curve + 1]! - 1;
  let step = stepAt(facts, curve, time_s, false);
  let now_s = time_s;
  let left_s = seconds;
  for (; step < last; step++) {
    const factor = step < curveFrom[curve]! ? 1 : speed[step]!;
    const done_s = (speedFrom_s[step + 1]! - now_s) * factor;
    if (left_s <= done_s) return now_s + left_s / factor;
    left_s -= done_s;
    now_s = speedFrom_s[step + 1]!;
  }
  return now_s + left_s / (step < curveFrom[curve]! ? 1 : speed[step]!);
}

/** When a journey must leave to arrive at `time_s`: the exact inverse. */
export function leaveBy(facts: TrafficFacts, curve: number, time_s: number, seconds: number): number {
  const { curveFrom, speedFrom_s, speed } = facts;
  const first = curveFrom[curve]!;
  let step = stepAt(facts, curve, time_s, true);
  let now_s = time_s;
  let left_s = seconds;
  for (; step >= first; step--) {
    const done_s = (now_s - speedFrom_s[step]!) * speed[step]!;
    if (left_s <= done_s) return now_s - left_s / speed[step]!;
    left_s -= done_s;
    now_s = speedFrom_s[step]!;
  }
  return now_s - left_s;
}

/** How much of a journey, in seconds at normal speed, is driven between two times. */
export function drivenBetween(facts: TrafficFacts, curve: number, from_s: number, to_s: number): number {
  const { curveFrom, speedFrom_s, speed } = facts;
  const last = curveFrom[curve + 1]! - 1;
  let step = stepAt(facts, curve, from_s, false);
  let now_s = from_s;
  let driven_s = 0;
  for (; step < last && speedFrom_s[step + 1]! < to_s; step++) {
    driven_s += (speedFrom_s[step + 1]! - now_s) * (step < curveFrom[curve]! ? 1 : speed[step]!);
    now_s = speedFrom_s[step + 1]!;
  }
  return driven_s + (to_s - now_s) * (step < curveFrom[curve]! ? 1 : speed[step]!);
}
