import { describe, expect, it } from 'vitest';
import type { RoutingRequest, Task } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { Blinks } from '../../src/routing/moves/blinks.ts';
import { Insertion } from '../../src/routing/moves/insertion.ts';
import { Trials } from '../../src/routing/moves/trials.ts';
import { INFEASIBLE } from '../../src/routing/state/exact.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { toursOf } from './places-world.ts';
import { NO_COSTS, pause, placesAt, requestOf, shipment, task, vehicle } from './plan-world.ts';

const HOUR_S = 3600;
const VANS = 40;

type Profile = Partial<Extract<RoutingRequest['profiles'][number], { kind: 'euclidean' }>>;

/** Technicians who start at home, each a type of vehicle of its own, with a break at noon so that their routes are simulated. */
function technicians(seed: number, make: (i: number) => Task, profile: Profile = {}): RoutingRequest {
  const rng = new Rng(seed);
  const positions = Array.from({ length: 30 + VANS }, (): [number, number] => [rng.below(9000), rng.below(9000)]);
  const vehicles = Array.from({ length: VANS }, (_, v) =>
    vehicle({
      ...{ id: `van ${v}`, start: 30 + v, end: 30 + v, shift: [0, 8 * HOUR_S] },
      costs: { ...NO_COSTS, fixed: 20, per_km: 1, per_hour: 2, per_travel_hour: 4 },
      breaks: [pause('noon', 900, { windows: [[3 * HOUR_S, 5 * HOUR_S]] })],
    }),
  );
  const tasks = Array.from({ length: 15 }, (_, i) => make(i));
  const request = requestOf(tasks, vehicles, { places: placesAt(positions) });
  const [line] = request.profiles;
  return { ...request, profiles: [{ ...line!, ...profile } as RoutingRequest['profiles'][number]] };
}

const visit = (i: number) => task(`t${i}`, i, { kind: 'visit', service_s: 600 });
const errand = (i: number) => shipment(`s${i}`, i, 15 + i, { service_s: 300 });
const quickAtNight: Profile = {
  traffic: [
    { zone: null, steps: [2 * HOUR_S, 6 * HOUR_S].map((from_s, k) => ({ from_s, factor: k === 0 ? 1.6 : 0.7 })) },
  ],
};

describe('vehicles for a task alone', () => {
  it.each([
    ['visits', visit],
    ['shipments', errand],
  ])('are simulated only where vehicle and arcs alone are not too dear: %s', (_, make) => {
    let judged = 0;
    let looks = 0;
    for (const seed of [1, 2, 3]) {
      const tours = toursOf(technicians(seed, make), seed);
      const exact = tours.exact!;
      const insertion = new Insertion(tours, null, new Blinks(new Rng(seed), 0), tours.problem.nearest);
      for (let each = 0; each < tours.problem.tasks; each++) {
        const home = tours.route[tours.at[each]!]!;
        tours.cutTask(each);
        refresh(tours, home);
        const before = exact.judged;
        insertion.find(each);
        judged += exact.judged - before;
        looks++;
        insertion.apply(each);
      }
    }
    // All forty were.
    expect(judged / looks).toBeLessThan(0.6 * VANS);
  });

  it.each([
    ['visits', visit, {}],
    ['shipments', errand, {}],
    ['visits, with quick hours', visit, quickAtNight],
    ['shipments, with quick hours', errand, quickAtNight],
  ] as const)('are told to be too dear only where they are: %s', (_, make, profile) => {
    let feasible = 0;
    for (const seed of [1, 2]) {
      const tours = toursOf(technicians(seed, make, profile), seed);
      const exact = tours.exact!;
      const trials = new Trials(tours, exact, null);
      const { firstStop, secondStep, types, tasks } = tours.problem;
      const free = tours.freeSlot();
      for (let each = 0; each < tasks; each++) {
        const pickup = firstStop[each]!;
        const isPair = secondStep[each]! < firstStop[each + 1]!;
        const delivery = isPair ? secondStep[each]! : pickup;
        for (let type = 0; type < types; type++) {
          exact.clear();
          exact.add(pickup, -1);
          if (isPair) exact.add(delivery, -1);
          const cost = exact.addedCost(free, type);
          if (cost === INFEASIBLE) continue;
          feasible++;
          const below = (bound: number) =>
            isPair ? trials.pair(pickup, -1, delivery, -1, free, type, bound) : trials.alone(pickup, free, type, bound);
          expect([seed, each, type, below(cost + 0.001)]).toEqual([seed, each, type, cost]);
          expect(below(cost)).toBe(INFEASIBLE);
        }
      }
    }
    expect(feasible).toBeGreaterThan(500);
  });
});
