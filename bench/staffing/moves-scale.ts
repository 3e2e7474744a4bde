import { Rng } from '../../src/kit/rng.ts';
import type { MoveProblem, MoveRider } from '../../src/staffing/moves/index.ts';

const SLOTS = 96;
const NEAR = 6;
/** Riders know the zones nearest to their own. */
const KNOWN = 8;

/**
 * A made city: zones at random places, lunch and dinner at their own height and time in each, riders where the zones' mean demand
 * is but not when it is, so that moves pay. Wanted riders are whole; in sum some less than there are.
 */
export function madeCity(zones: number, count: number, seed: number): MoveProblem {
  const rng = new Rng(seed);
  const size_m = 1800 * Math.sqrt(zones);
  const x = Array.from({ length: zones }, () => rng.double() * size_m);
  const y = Array.from({ length: zones }, () => rng.double() * size_m);
  const apart = (a: number, b: number) => Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!);
  const nearest = Array.from({ length: zones }, (_, a) =>
    Array.from({ length: zones }, (_, b) => b).sort((b, c) => apart(a, b) - apart(a, c)),
  );
  const pairs = nearest.flatMap((list, a) => list.slice(1, NEAR + 1).map((b) => [a, b] as const));
  const riders = Array.from({ length: count }, (): MoveRider => {
    const zone = rng.below(zones);
    const start_slot = Math.max(0, (rng.below(2) === 0 ? 44 : 70) + rng.below(9) - 6);
    const end_slot = Math.min(SLOTS, start_slot + 8 + 4 * rng.below(6));
    const half = Math.floor((start_slot + end_slot) / 2);
    const pause = { earliest_slot: half - 4, latest_slot: half + 4, slots: 2, planned_slot: half, shift_cost: 1 };
    const breaks = end_slot - start_slot >= 24 ? [pause] : [];
    return { zone, known: nearest[zone]!.slice(0, KNOWN), start_slot, end_slot, breaks };
  });
  const there = new Float64Array(SLOTS);
  for (const { start_slot, end_slot } of riders) for (let s = start_slot; s < end_slot; s++) there[s]!++;
  const lunch = Array.from({ length: zones }, () => ({ height: 0.5 + rng.double(), at: 48 + 4 * rng.double() }));
  const dinner = Array.from({ length: zones }, () => ({ height: 0.5 + rng.double(), at: 76 + 4 * rng.double() }));
  const bell = ({ height, at }: { height: number; at: number }, s: number) => height * Math.exp(-(((s - at) / 5) ** 2));
  const required = new Float64Array(zones * SLOTS);
  for (let s = 0; s < SLOTS; s++) {
    const shape = Array.from({ length: zones }, (_, z) => 0.1 + bell(lunch[z]!, s) + bell(dinner[z]!, s));
    const sum = shape.reduce((all, v) => all + v, 0);
    for (let z = 0; z < zones; z++) required[z * SLOTS + s] = Math.round((0.9 * there[s]! * shape[z]!) / sum);
  }
  return {
    zones,
    slots: SLOTS,
    slot_s: 900,
    required,
    shortage_cost: new Float64Array(zones * SLOTS).fill(6),
    links: {
      from: Int32Array.from(pairs, ([a]) => a),
      to: Int32Array.from(pairs, ([, b]) => b),
      travel_s: Int32Array.from(pairs, ([a, b]) => Math.round(apart(a, b) / 4.2)),
      cost: Float64Array.from(pairs, ([a, b]) => apart(a, b) / 1500),
    },
    riders,
  };
}
