import { describe, expect, it } from 'vitest';
import { NearRoutes } from '../../src/routing/moves/near-routes.ts';
import { Upgrades } from '../../src/routing/moves/upgrades.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { NOWHERE, Tours } from '../../src/routing/state/tours.ts';
import { NO_COSTS, placesAt, requestOf, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

/** A full van that waits for an hour and a half between two homes, and a lorry that could take a third one along. */
function fullVan(van: Partial<typeof NO_COSTS>, lorry: Partial<typeof NO_COSTS>) {
  const homes = [
    task('early', 1, { load: [1], windows: [[0, 600]] }),
    task('late', 2, { load: [1], windows: [[7200, 9000]] }),
    task('any', 3, { load: [1] }),
  ];
  const places = placesAt([0, 500, 900, 700].map((x) => [x, 0]));
  const vehicles = [
    vehicle({ id: 'van', capacity: [2], costs: { ...NO_COSTS, per_km: 1, ...van } }),
    vehicle({ id: 'lorry', capacity: [9], costs: { ...NO_COSTS, per_km: 2, fixed: 3, ...lorry } }),
  ];
  const tours = new Tours(compiled(requestOf(homes, vehicles, { places })).problem);
  for (const visit of [0, 1]) tours.append(visit, 0, 0);
  refresh(tours, 0);
  return tours;
}

describe('a larger vehicle for one more task', () => {
  it.each<[string, Partial<typeof NO_COSTS>, Partial<typeof NO_COSTS>]>([
    ['nobody is paid while waiting', {}, {}],
    ['both are paid while waiting', { per_waiting_hour: 20 }, { per_waiting_hour: 30 }],
    ['the larger one is not paid while waiting', { per_waiting_hour: 20 }, {}],
    ['the smaller one is not paid while waiting', {}, { per_waiting_hour: 20 }],
  ])('costs what it is said to where %s', (_, van, lorry) => {
    const tours = fullVan(van, lorry);
    const routes = new NearRoutes(tours, 9);
    routes.listsFull = true;
    expect(routes.withRoom(2)).toBe(0);
    const upgrades = Upgrades.for(tours, routes)!;
    expect(upgrades.find(2, NOWHERE)).toBe(true);
    const before = tours.cost;
    tours.retype(0, upgrades.type);
    tours.insertAt(2, upgrades.slot, upgrades.after, upgrades.type);
    refresh(tours, 0);
    // What waiting costs is rounded, once for each.
    expect(Math.abs(tours.cost - before - upgrades.cost)).toBeLessThanOrEqual(2);
  });
});
