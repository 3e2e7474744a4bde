import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { planOf } from '../property/solve-plan.ts';
import { placesAt, requestOf, shipment, task, vehicle } from '../unit/plan-world.ts';

const LOCKERS = 30;

/** A day of lockers with five to fifteen parcels each: one task per parcel, or per locker. */
function lockerDay(seed: number, perParcel: boolean): RoutingRequest {
  const rng = new Rng(seed);
  const positions = Array.from({ length: LOCKERS + 1 }, (): [number, number] => [rng.below(10_000), rng.below(10_000)]);
  const tasks = positions.slice(1).flatMap((_, i) => {
    const parcels = 5 + rng.below(11);
    if (!perParcel) return [task(`l${i}`, i + 1, { load: [parcels], service_s: 30 * parcels })];
    return Array.from({ length: parcels }, (_, k) => task(`l${i}-${k}`, i + 1, { load: [1], service_s: 30 }));
  });
  return requestOf(tasks, [vehicle({ count: 5, capacity: [90] })], { places: placesAt(positions) });
}

/** A few full lockers, and a letter from one place to another. */
function letterDay(seed: number, perParcel: boolean): RoutingRequest {
  const rng = new Rng(seed);
  const positions = Array.from({ length: 17 }, (): [number, number] => [rng.below(10_000), rng.below(10_000)]);
  const tasks = positions.slice(1).flatMap((_, i) => {
    const parcels = 10 + rng.below(11);
    const loads = perParcel ? Array.from({ length: parcels }, () => 1) : [parcels];
    return loads.map((load, k) => task(`l${i}-${k}`, i + 1, { load: [load], service_s: 30 * load }));
  });
  const letter = shipment('letter', 17, 18, { load: [0], service_s: 30 });
  const places = placesAt([...positions, [7000, 3000], [7100, 3000]]);
  return requestOf([...tasks, letter], [vehicle({ count: 8, capacity: [60] })], { places });
}

/** A day of villages of ten to twenty homes each, so many metres wide: a task per home, or per village. */
function villageDay(seed: number, perHome: boolean, width_m: number): RoutingRequest {
  const rng = new Rng(seed);
  const positions: [number, number][] = [[5000, 5000]];
  const tasks: ReturnType<typeof task>[] = [];
  for (let village = 0; village < LOCKERS; village++) {
    const [x, y, homes] = [rng.below(10_000), rng.below(10_000), 10 + rng.below(11)];
    for (let home = 0; home < homes; home++) {
      const at: [number, number] = [x + rng.below(width_m), y + rng.below(width_m)];
      if (!perHome && home > 0) continue;
      positions.push(at);
      tasks.push(task(`${village}-${home}`, positions.length - 1, { load: [perHome ? 1 : homes] }));
    }
  }
  return requestOf(tasks, [vehicle({ count: 5, capacity: [130] })], { places: placesAt(positions) });
}

/** Metres of a plan that serves all and keeps all rules. */
function metresOf(request: RoutingRequest, seed: number, iterations: number): number {
  const plan = planOf(request, { seed, iterations });
  expect(checkPlan(request, plan).violations).toEqual([]);
  expect(plan.unassigned).toEqual([]);
  return plan.summary.distance_m;
}

describe('a day of lockers', () => {
  // Parcels of a locker had only each other for neighbours, temperatures were next to nothing, and no string took a locker whole.
  it.each([1, 3, 5])('has tours as short with a task per parcel as with one per locker (seed %i)', (seed) => {
    const merged_m = metresOf(lockerDay(seed, false), seed, 8_000);
    expect(metresOf(lockerDay(seed, true), seed, 8_000)).toBeLessThan(1.03 * merged_m);
  });
});

describe('a day of lockers with one shipment', () => {
  // It kept strings of spots from the whole day: 1.13 to 1.27 times as long.
  it.each([3, 4, 6])('has tours as short with a task per parcel as with one per locker (seed %i)', (seed) => {
    const merged_m = metresOf(letterDay(seed, false), seed, 4_000);
    expect(metresOf(letterDay(seed, true), seed, 12_000)).toBeLessThan(1.05 * merged_m);
  });
});

describe('a day of villages', () => {
  // As with lockers; what is driven within villages of a hundred metres comes to an eighth of the whole.
  it.each([1, 2, 3])('has tours little longer than those from village to village (seed %i)', (seed) => {
    const merged_m = metresOf(villageDay(seed, false, 100), seed, 8_000);
    expect(metresOf(villageDay(seed, true, 100), seed, 25_000)).toBeLessThan(1.3 * merged_m);
  });

  // So wide they are no spots, but most of a village stayed where it was, whatever string was taken: 1.65 to 1.93 times.
  it.each([1, 2, 3, 4])('has tours from village to village where those are wide, too (seed %i)', (seed) => {
    const merged_m = metresOf(villageDay(seed, false, 500), seed, 8_000);
    expect(metresOf(villageDay(seed, true, 500), seed, 25_000)).toBeLessThan(1.6 * merged_m);
  });
});
