import { describe, expect, it } from 'vitest';
import type { Relation } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { Joins } from '../../src/routing/moves/joins.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { Undo } from '../../src/routing/state/undo.ts';
import { NO_COSTS, reload, requestOf, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

const bound = (kind: Relation['kind'], ...tasks: number[]): Relation => ({ kind, tasks, minGap_s: 0 });

/** Two routes of two tasks each, on vans that may reload. */
function twoRoutes(relations: Relation[]): Tours {
  const list = Array.from({ length: 4 }, (_, i) => task(`t${i}`, i + 1, { load: [1] }));
  const van = vehicle({ count: 4, capacity: [2], reloads: [reload(0)], costs: { ...NO_COSTS, per_km: 1 } });
  const tours = new Tours(compiled(requestOf(list, [van], { relations })).problem);
  for (const visit of [0, 1]) tours.append(visit, 0, 0);
  for (const visit of [2, 3]) tours.append(visit, 1, 0);
  for (const slot of [0, 1]) refresh(tours, slot);
  return tours;
}

describe('a route that is driven after another', () => {
  it.each<[string, Relation[], boolean, boolean]>([
    ['nothing binds them', [], true, true],
    ['each keeps its own together', [bound('same_vehicle', 0, 1), bound('sequence', 2, 3)], true, true],
    ['two are to be kept apart', [bound('different_vehicles', 1, 3)], false, false],
    ['the one comes first anyway', [bound('sequence', 1, 2)], false, true],
  ])('may be so where %s', (_, relations, mayFollow, mayBeFollowed) => {
    const { bonds } = twoRoutes(relations).exact!;
    expect([bonds.letsFollow(0, 1), bonds.letsFollow(1, 0)]).toEqual([mayFollow, mayBeFollowed]);
  });

  it.each<[string, Relation[], number]>([
    ['nothing is in the way', [bound('same_vehicle', 0, 1)], 1],
    ['two are to be kept apart', [bound('different_vehicles', 1, 3)], 2],
  ])('is so before long, after a reload, where %s', (_, relations, routes) => {
    const tours = twoRoutes(relations);
    const undo = new Undo(tours);
    const joins = new Joins(tours, undo, new Rng(1));
    undo.begin();
    undo.touch(0);
    for (let k = 0; k < 200; k++) joins.perhaps(0);
    expect(tours.usedVehicles).toBe(routes);
    if (routes === 1) expect([tours.size[1], tours.reloads(1)]).toEqual([5, 1]);
    undo.rollback();
    expect([...tours.size.subarray(0, 2)]).toEqual([2, 2]);
  });

  // Where one vehicle reloads, a reload was looked for on the routes of all.
  it.each<[string, number, number]>([
    ['it needs no reload where another vehicle has some', 4, 1],
    ['it has too much for one trip', 3, 2],
  ])('does without those it may not have: %s', (_, capacity, routes) => {
    const list = Array.from({ length: 4 }, (_, i) => task(`t${i}`, i + 1, { load: [1] }));
    const costs = { ...NO_COSTS, per_km: 1 };
    const van = vehicle({ count: 4, capacity: [capacity], costs });
    const truck = vehicle({ id: 'truck', capacity: [9], reloads: [reload(0)], costs });
    const tours = new Tours(compiled(requestOf(list, [van, truck])).problem);
    for (const visit of [0, 1]) tours.append(visit, 0, 0);
    for (const visit of [2, 3]) tours.append(visit, 1, 0);
    for (const slot of [0, 1]) refresh(tours, slot);
    const undo = new Undo(tours);
    const joins = new Joins(tours, undo, new Rng(1));
    undo.begin();
    undo.touch(0);
    for (let k = 0; k < 200; k++) joins.perhaps(0);
    expect(tours.usedVehicles).toBe(routes);
  });
});
