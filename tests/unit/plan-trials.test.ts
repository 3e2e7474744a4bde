import { expect, it, vi } from 'vitest';
import type { Relation } from '../../src/contract/request.ts';
import { toursOf } from '../../src/plan/tour.ts';
import { Trials } from '../../src/plan/trials.ts';
import { World } from '../../src/plan/world.ts';
import { rawRoute, requestOf, type Step, shipment, task, vehicle } from './plan-world.ts';

const RIDES = 20;

it('full vehicles are tried for a shipment only where there is room for it', () => {
  const rides = Array.from({ length: RIDES + 1 }, (_, i) => shipment(`ride ${i}`, i, i + 1, { load: [1] }));
  const request = requestOf(rides, [vehicle({ capacity: [1] })]);
  const steps = rides.slice(1).flatMap((_, task): Step[] => [{ task }, { task, part: 1 }]);
  const world = new World(request);
  const tours = toursOf(world, [rawRoute(0, steps)]);
  const run = vi.spyOn(world, 'run');
  const placed = new Trials(world, tours).best(RIDES, false);
  expect(placed).not.toBeNull();
  // Between two rides, before them all and after them all; all pairs of places would be some 800.
  expect(run.mock.calls.length).toBeLessThanOrEqual(2 * RIDES + 2);
  expect(run.mock.calls.length).toBeGreaterThan(RIDES);
});

it('relations are looked up once, not for every task and route', () => {
  const tasks = Array.from({ length: 6 }, (_, i) => task(`t${i}`, i + 1));
  const relations: Relation[] = [
    { kind: 'same_vehicle', tasks: [1, 3], minGap_s: 0 },
    { kind: 'different_vehicles', tasks: [2, 4], minGap_s: 0 },
    { kind: 'sequence', tasks: [0, 5], minGap_s: 0 },
  ];
  const request = requestOf(tasks, [vehicle({ count: 3 })], { relations });
  let looked = 0;
  Object.defineProperty(request, 'relations', {
    get() {
      looked++;
      return relations;
    },
  });
  const routes = [0, 1, 2].map((t) => ({ ...rawRoute(0, [t]), number: t + 1 }));
  const world = new World(request);
  const tours = toursOf(world, routes);
  looked = 0;
  const trials = new Trials(world, tours);
  const made = looked;
  for (const t of [3, 4, 5]) expect(trials.best(t, false), `t${t}`).not.toBeNull();
  expect(looked - made).toBe(0);
});
