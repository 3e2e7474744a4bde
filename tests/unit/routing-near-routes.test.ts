import { describe, expect, it } from 'vitest';
import type { Task, Vehicle } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { Blinks } from '../../src/routing/moves/blinks.ts';
import { hasRoom } from '../../src/routing/moves/feasible.ts';
import { Insertion } from '../../src/routing/moves/insertion.ts';
import { NearRoutes } from '../../src/routing/moves/near-routes.ts';
import { Recreate } from '../../src/routing/moves/recreate.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { Undo } from '../../src/routing/state/undo.ts';
import { placesAt, reload, requestOf, shipment, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

/** Six homes; a route of the first three, one of the next two of them, and the last on none. */
function toursOf(rest: (i: number) => Partial<Task>, of: Partial<Vehicle>): Tours {
  const homes = Array.from({ length: 6 }, (_, i) => task(`t${i}`, i + 1, rest(i)));
  const tours = new Tours(compiled(requestOf(homes, [vehicle({ count: 3, ...of })])).problem);
  for (const visit of [0, 1, 2]) tours.append(visit, 0, 0);
  for (const visit of [3, 4]) tours.append(visit, 1, 0);
  for (const slot of [0, 1]) refresh(tours, slot);
  return tours;
}

describe('routes near a stop that have room for it', () => {
  it.each<[string, (i: number) => Partial<Task>, Partial<Vehicle>]>([
    ['nothing has a load', () => ({ load: [] }), {}],
    ['loads have one dimension', () => ({ load: [1] }), { capacity: [9] }],
    ['loads have two dimensions', () => ({ load: [1, 1] }), { capacity: [9, 9] }],
    ['some is collected', (i) => ({ load: [1], kind: i % 2 === 0 ? 'pickup' : 'delivery' }), { capacity: [9] }],
    ['vehicles reload', () => ({ load: [1] }), { capacity: [9], reloads: [reload(0)] }],
  ])('are none that serve as many tasks as they may, where %s', (_, rest, of) => {
    const tours = toursOf(rest, { maxTasks: 3, ...of });
    const routes = new NearRoutes(tours, 9);
    for (const listsFull of [false, true]) {
      routes.listsFull = listsFull;
      expect(routes.withRoom(5)).toBe(1);
      expect(routes.slots[0]).toBe(1);
      expect([routes.fits(5, 0), routes.fits(5, 1)]).toEqual([false, true]);
      if (listsFull) expect([...routes.full.subarray(0, routes.fullCount)]).toEqual([0]);
    }
    expect(new NearRoutes(toursOf(rest, { maxTasks: 4, ...of }), 9).withRoom(5)).toBe(2);
  });

  it.each([
    [2, false],
    [3, true],
  ])('serve a shipment as one task: two of %i', (maxTasks, has) => {
    const shipments = [shipment('a', 1, 2), shipment('b', 3, 4), shipment('c', 5, 6)];
    const tours = new Tours(compiled(requestOf(shipments, [vehicle({ maxTasks, reloads: [reload(0)] })])).problem);
    for (const visit of [0, 1, 2, 3]) tours.append(visit, 0, 0);
    tours.append(tours.problem.stops, 0, 0);
    refresh(tours, 0);
    for (const visit of [4, 5]) expect(hasRoom(tours, visit, 0, 0)).toBe(has);
  });
});

describe('tasks that share a route', () => {
  // One at either end of a street, and homes in between that are nearer than any that is listed.
  const homes = Array.from({ length: 30 }, (_, i) => task(`t${i}`, i + 1));
  const together = (...tasks: number[]) => ({ kind: 'same_vehicle' as const, tasks, minGap_s: 0 });
  const world = (tasks: Task[], relations: ReturnType<typeof together>[]) => {
    const places = placesAt(Array.from({ length: 61 }, (_, i) => [100 * i, 0]));
    const { problem } = compiled(requestOf(tasks, [vehicle({ count: 6 })], { places, relations }));
    return new Tours(problem);
  };

  it('have one route to be on once one of them is, wherever that is', () => {
    const tours = world(homes, [together(0, 29)]);
    tours.append(0, 0, 0);
    for (let visit = 20; visit < 29; visit++) tours.append(visit, 1 + (visit % 3), 0);
    for (const slot of [0, 1, 2, 3]) refresh(tours, slot);
    const routes = new NearRoutes(tours, 5);
    expect([routes.withRoom(29), routes.slots[0]]).toEqual([1, 0]);
    expect([routes.ofEither(29, 29), routes.slots[0]]).toEqual([1, 0]);
    expect(routes.withRoom(19)).toBeGreaterThan(1);
  });

  it('are placed one after the other, or the first goes where the others do not fit', () => {
    const tours = world(homes, [together(0, 29, 15), together(3, 20)]);
    const undo = new Undo(tours);
    const rng = new Rng(1);
    const insertion = new Insertion(tours, rng, new Blinks(rng, 0), 5);
    undo.begin();
    const list = Int32Array.from(homes, (_, i) => i);
    new Recreate(tours, undo, rng, insertion).run(list, list.length);
    for (const group of [
      [0, 15, 29],
      [3, 20],
    ]) {
      const at = group.map((each) => list.indexOf(each)).sort((a, b) => a - b);
      expect(at.at(-1)! - at[0]!).toBe(group.length - 1);
      expect(new Set(group.map((each) => tours.route[each])).size).toBe(1);
    }
  });
});
