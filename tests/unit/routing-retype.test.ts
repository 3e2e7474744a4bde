import { describe, expect, it } from 'vitest';
import { refresh } from '../../src/routing/state/refresh.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { NO_COSTS, placesAt, requestOf, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

/** A van that is paid while it waits and may be on duty for an hour, and a bike of which neither holds. */
const { problem } = compiled(
  requestOf(
    [task('early', 1, { windows: [[0, 600]] }), task('late', 2, { windows: [[7200, 9000]] })],
    [
      vehicle({ id: 'van', costs: { ...NO_COSTS, per_km: 1, per_waiting_hour: 20 }, maxDuty_s: 3600 }),
      vehicle({ id: 'bike', costs: { ...NO_COSTS, per_km: 1 }, capacity: [77] }),
    ],
    {
      places: placesAt([
        [0, 0],
        [500, 0],
        [900, 0],
      ]),
    },
  ),
);

function routeOf(type: number): Tours {
  const tours = new Tours(problem);
  tours.excess.mostDuty.fill(1e6);
  for (const visit of [0, 1]) tours.append(visit, 0, type);
  refresh(tours, 0);
  return tours;
}

describe('a route that gets a vehicle of another type', () => {
  it.each([
    ['the bike', 0, 1],
    ['the van', 1, 0],
  ])('costs what it costs with %s, waiting and duty too long included', (_, before, after) => {
    const tours = routeOf(before);
    tours.retype(0, after);
    refresh(tours, 0);
    const fresh = routeOf(after);
    expect([tours.cost, tours.extra[0], tours.excess.duty]).toEqual([fresh.cost, fresh.extra[0], fresh.excess.duty]);
    expect(routeOf(0).extra[0]).toBeGreaterThan(0);
    expect(routeOf(0).excess.duty).toBeGreaterThan(0);
  });
});
