import { describe, expect, it } from 'vitest';
import type { Task, Vehicle } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { extraCost } from '../../src/routing/moves/feasible.ts';
import { INFEASIBLE } from '../../src/routing/state/exact.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { NOWHERE, type Tours } from '../../src/routing/state/tours.ts';
import { eachPlace, eachTaskOff, toursOf, visitsOf } from './places-world.ts';
import { NO_COSTS, reload, requestOf, shipment, stop, vehicle } from './plan-world.ts';
import { town } from './pool-world.ts';

const COSTS = { ...NO_COSTS, per_km: 1, per_hour: 20, fixed: 5 };
const SEEDS = [1, 2, 3];

function cost(tours: Tours, slot: number, added: readonly (readonly [visit: number, after: number])[]): number {
  tours.exact!.clear();
  for (const [visit, after] of added) tours.exact!.add(visit, after);
  return tours.exact!.addedCost(slot, 0);
}

/** A town in which everything is done to some task. */
function rounds(tasks: (given: Task, i: number, rng: Rng) => Task, seed: number, of: Partial<Vehicle> = {}) {
  const rng = new Rng(seed);
  const { tasks: all, places } = town(30);
  const van = vehicle({ count: 8, capacity: [30], shift: [0, 12_000], costs: COSTS, ...of });
  return requestOf(
    all.map((each, i) => tasks(each, i, rng)),
    [van],
    { places },
  );
}

/**
 * Places that keep no rule are told in constant time, so that few are simulated. One that keeps all of them must never be ruled
 * out, and most that break this rule should be.
 */
describe('places ruled out without simulation', () => {
  it.each([
    ['of one trip', {}],
    ['of several, each with a reload', { reloads: [reload(0, { service_s: 100 })], capacity: [8] }],
  ])('are late for what must be back in time: %s', (_, of: Partial<Vehicle>) => {
    const seen = { kept: 0, out: 0, missed: 0 };
    for (const seed of SEEDS) {
      const collected = (each: Task, i: number, rng: Rng): Task => {
        const opens = rng.below(4000);
        const windows = i % 3 === 0 ? [[opens, opens + 3000] as [number, number]] : [];
        const stops = each.stops.map((one) => ({ ...one, service_s: 60, windows }));
        return { ...each, kind: 'pickup', due_s: i % 2 === 0 ? 2500 + rng.below(5000) : null, stops };
      };
      const tours = toursOf(rounds(collected, seed, of), seed);
      const dues = tours.exact!.dues!;
      eachTaskOff(tours, (task) => {
        const visit = tours.at[task]!;
        eachPlace(tours, (slot, after, before) => {
          const lets = dues.lets(visit, 0, after, before);
          const isFeasible = cost(tours, slot, [[visit, after]]) < INFEASIBLE;
          if (isFeasible) expect([seed, task, slot, after, lets]).toEqual([seed, task, slot, after, true]);
          const { trips } = tours.exact!;
          const fits = trips === null || trips.hasRoom(visit, slot, 0, after);
          if (fits && extraCost(tours, visit, slot, 0, after, before) < NOWHERE)
            seen[isFeasible ? 'kept' : lets ? 'missed' : 'out']++;
          if (tours.exact!.trips === null || tours.reloads(slot) >= tours.problem.rich!.mostReloads[0]!) return;
          const fresh = tours.exact!.reloads.free(0);
          for (const first of [true, false]) {
            const pair = first ? [fresh, visit] : [visit, fresh];
            const works =
              cost(tours, slot, [
                [pair[0]!, after],
                [pair[1]!, after],
              ]) < INFEASIBLE;
            if (works) expect(dues.letsSplit(visit, fresh, first, 0, after, before)).toBe(true);
          }
        });
      });
    }
    expect(seen.kept).toBeGreaterThan(200);
    expect(seen.out).toBeGreaterThan(5 * seen.missed);
  });

  it('keep others of a sequence waiting, or wait too long themselves', () => {
    const seen = { kept: 0, out: 0, missed: 0 };
    for (const seed of SEEDS) {
      const visits = (each: Task, _: number, rng: Rng): Task => {
        const opens = rng.below(5000);
        const windows = rng.below(3) === 0 ? [[opens, opens + 2500] as [number, number]] : [];
        return { ...each, stops: each.stops.map((one) => ({ ...one, service_s: 60, windows })) };
      };
      const request = rounds(visits, seed);
      const pairs = Array.from({ length: 8 }, (_, i) => [2 * i, 2 * i + 1]);
      const relations = pairs.map((tasks) => ({ kind: 'sequence' as const, tasks, minGap_s: 200 }));
      const tours = toursOf({ ...request, relations }, seed);
      const bound = new Set(pairs.flat());
      eachTaskOff(tours, (task) => {
        // What waits for a task goes with it.
        if (bound.has(task) && task % 2 === 0) return;
        // Tables have the times of other routes as of when theirs was refreshed.
        for (let slot = 0; slot < tours.slots; slot++) refresh(tours, slot);
        const visit = tours.at[task]!;
        eachPlace(tours, (slot, after, before) => {
          const isFeasible = cost(tours, slot, [[visit, after]]) < INFEASIBLE;
          const isOut = extraCost(tours, visit, slot, 0, after, before) >= NOWHERE;
          if (isFeasible) expect([seed, task, slot, after, isOut]).toEqual([seed, task, slot, after, false]);
          seen[isFeasible ? 'kept' : isOut ? 'out' : 'missed']++;
        });
      });
    }
    expect(seen.kept).toBeGreaterThan(200);
    // Those missed are mostly before what has to come first.
    expect(seen.out).toBeGreaterThan(seen.missed);
  });

  it('make a ride too long', () => {
    const seen = { kept: 0, out: 0, missed: 0 };
    for (const seed of SEEDS) {
      const rng = new Rng(seed);
      const meals = Array.from({ length: 24 }, (_, i) =>
        shipment(`m${i}`, 1 + (i % 5), 10 + i, {
          load: [1],
          service_s: 30,
          maxRide_s: 500 + rng.below(900),
          deliveryStops: [stop(10 + i, { service_s: 60 })],
        }),
      );
      const van = vehicle({ count: 12, capacity: [6], shift: [0, 12_000], costs: COSTS });
      const tours = toursOf(requestOf(meals, [van], { places: town(40).places }), seed);
      const { firstStop, secondStep } = tours.problem;
      const rides = tours.exact!.rides!;
      const fits = (task: number, slot: number, after: number, behind: number) => {
        const [pickup, delivery] = [firstStop[task]!, secondStep[task]!];
        const follows = after < 0 ? tours.first[slot]! : tours.next[after]!;
        if (!rides.lets(pickup, slot, 0, after, follows)) return false;
        return behind === after || rides.lets(delivery, slot, 0, behind, tours.next[behind]!);
      };
      for (let slot = 0; slot < tours.slots; slot++) {
        if (tours.size[slot] === 0) continue;
        const visits = visitsOf(tours, slot);
        for (let task = 0; task < meals.length; task++) {
          if (tours.route[tours.at[task]!] === slot) continue;
          visits.forEach((after, i) => {
            for (const behind of visits.slice(i)) {
              const isFeasible =
                cost(tours, slot, [
                  [firstStop[task]!, after],
                  [secondStep[task]!, behind],
                ]) < INFEASIBLE;
              const lets = fits(task, slot, after, behind);
              if (isFeasible)
                expect([seed, task, slot, after, behind, lets]).toEqual([seed, task, slot, after, behind, true]);
              seen[isFeasible ? 'kept' : lets ? 'missed' : 'out']++;
            }
          });
        }
      }
    }
    expect(seen.kept).toBeGreaterThan(100);
    expect(seen.out).toBeGreaterThan(seen.missed);
  });
});
