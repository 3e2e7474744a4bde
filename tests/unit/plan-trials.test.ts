import { expect, it, vi } from 'vitest';
import { toursOf } from '../../src/plan/tour.ts';
import { Trials } from '../../src/plan/trials.ts';
import { World } from '../../src/plan/world.ts';
import { rawRoute, requestOf, type Step, shipment, vehicle } from './plan-world.ts';

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
