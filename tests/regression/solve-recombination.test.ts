import { describe, expect, it } from 'vitest';
import type { RoutingRequest, Task } from '../../src/contract/request.ts';
import { Recombination } from '../../src/routing/columns/recombination.ts';
import { Seen } from '../../src/routing/columns/seen.ts';
import { type Packed, unpack } from '../../src/routing/state/packed.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { planOf } from '../property/solve-plan.ts';
import { Dice } from '../support/rich-dice.ts';
import { objective, rawRoute, requestOf, task, vehicle } from '../unit/plan-world.ts';
import { compiled } from '../unit/pool-world.ts';

const ENOUGH = 1_000_000;

/** Two tasks far to the left, two far to the right of the depot at 50; a van takes two. */
function twoSides(change: Partial<Task> = {}, vans = 4): RoutingRequest {
  const tasks = [10, 11, 90, 91].map((x, i) => task(`t${i}`, x, { load: [1], ...(i === 3 ? change : {}) }));
  const costs = { fixed: 0, per_km: 1000, per_hour: 0, per_travel_hour: 0 };
  const van = vehicle({ id: 'van', count: vans, capacity: [2], start: 50, end: 50 });
  return requestOf(tasks, [{ ...van, costs: { ...van.costs, ...costs } }]);
}

/** Tours of a request, and what puts them together once solutions were seen. */
function seen(request: RoutingRequest, ...solutions: number[][]) {
  const { problem } = compiled(request);
  const tours = new Tours(problem);
  const recombination = Recombination.for(tours)!;
  for (const words of solutions) {
    unpack(Int32Array.from(words), tours);
    for (let slot = 0; slot < words[0]!; slot++) recombination.seen.note(slot);
  }
  recombination.earn(ENOUGH);
  return { tours, recombination };
}

const shown = (packed: Packed | null) => {
  if (packed === null) return null;
  const routes: number[][] = [];
  let at = 2;
  for (let r = 0; r < packed[0]!; r++, at += 2 + packed[at + 1]!)
    routes.push([...packed.subarray(at + 2, at + 2 + packed[at + 1]!)].sort((a, b) => a - b));
  return { routes: routes.sort((a, b) => a[0]! - b[0]!), absent: [...packed.subarray(at)] };
};

const LEFT = [0, 1];
const RIGHT = [2, 3];
/** Packed: routes of type 0, then absent tasks. */
const LEFT_TOGETHER = [3, 0, 0, 2, 0, 1, 0, 1, 2, 0, 1, 3];
const RIGHT_TOGETHER = [3, 0, 0, 1, 0, 0, 1, 1, 0, 2, 2, 3];
const BEST = [2, 0, 0, 2, 0, 1, 0, 2, 2, 3];
const CROSSED = [2, 0, 0, 2, 0, 2, 0, 2, 1, 3];

describe('routes of several solutions', () => {
  it('are put together to a better one', () => {
    const { recombination } = seen(twoSides(), LEFT_TOGETHER, RIGHT_TOGETHER);
    expect(recombination.isDue).toBe(true);
    expect(shown(recombination.better())).toEqual({ routes: [LEFT, RIGHT], absent: [] });
  });

  it('are nothing new where the best is among them, or too little work is allowed for', () => {
    const best = seen(twoSides(), LEFT_TOGETHER, RIGHT_TOGETHER, BEST);
    expect(best.recombination.better()).toBeNull();
    expect(best.recombination.isDue).toBe(false);
  });

  it('take no more vehicles than there are', () => {
    const leftAndOne = [2, 1, 0, 2, 0, 1, 0, 1, 2, 3];
    const twoAlone = [2, 2, 0, 1, 2, 0, 1, 3, 0, 1];
    expect(seen(twoSides({}, 2), leftAndOne, twoAlone, CROSSED).recombination.better()).toBeNull();
    const three = seen(twoSides({}, 3), leftAndOne, twoAlone, CROSSED).recombination.better();
    expect(shown(three)?.routes).toEqual([LEFT, [2], [3]]);
  });

  it('leave out what may be left out where that is cheaper', () => {
    const cheap = seen(twoSides({ prize: 1 }), LEFT_TOGETHER, [3, 1, 0, 1, 0, 0, 1, 1, 0, 1, 2, 3], LEFT_TOGETHER);
    expect(shown(cheap.recombination.better())).toEqual({ routes: [LEFT, [2]], absent: [3] });
  });

  // Nothing was ever put together where tasks exclude each other, each of which must be served.
  it('are put together without what must be served and is not', () => {
    const { recombination } = seen(twoSides(), LEFT_TOGETHER, [3, 1, 0, 1, 0, 0, 1, 1, 0, 1, 2, 3]);
    expect(shown(recombination.better())).toEqual({ routes: [LEFT, [2]], absent: [3] });
  });

  it('are left alone where some of them are too short to be driven', () => {
    const request = twoSides();
    const vans = request.vehicles.map((van) => ({ ...van, minLoad: [2] }));
    const { recombination } = seen({ ...request, vehicles: vans }, RIGHT_TOGETHER, LEFT_TOGETHER);
    expect(recombination.better()).toBeNull();
  });
});

describe('routes that were seen', () => {
  it('are remembered once, in the cheapest order', () => {
    const request = twoSides();
    const [van] = request.vehicles;
    const tours = new Tours(compiled({ ...request, vehicles: [{ ...van!, capacity: [4] }] }).problem);
    const routes = new Seen(tours);
    const note = (...order: number[]) => {
      unpack(Int32Array.from([1, 1, 0, 3, ...order, 3]), tours);
      return routes.note(0);
    };
    expect(note(0, 2, 1)).toBe(0);
    const dear = routes.cost[0]!;
    expect(note(0, 1, 2)).toBe(0);
    expect(routes.cost[0]).toBeLessThan(dear);
    expect(note(1, 2, 0)).toBe(0);
    expect([...routes.words.subarray(0, routes.start[routes.count])]).toEqual([0, 1, 2]);
  });

  it('are forgotten where there are too many, those of long ago first', () => {
    const tasks = Array.from({ length: 60 }, (_, i) => task(`t${i}`, i + 1));
    const tours = new Tours(compiled(requestOf(tasks, [vehicle({ id: 'van', count: 20 })])).problem);
    const routes = new Seen(tours);
    const dice = new Dice(1);
    let order = tasks.map((_, t) => t);
    const known = new Set<string>();
    for (let k = 0; k < 1000; k++) {
      order = dice.shuffled(order);
      const words = Array.from({ length: 20 }, (_, r) => [0, 3, ...order.slice(3 * r, 3 * r + 3)]).flat();
      unpack(Int32Array.from([20, 0, ...words]), tours);
      for (let slot = 0; slot < 20; slot++) expect(routes.note(slot)).toBeGreaterThanOrEqual(0);
      for (let r = 0; r < 20; r++) known.add(`${order.slice(3 * r, 3 * r + 3).sort((a, b) => a - b)}`);
    }
    expect(routes.count).toBeLessThan(known.size / 2);
    // The last are all there, and found again.
    const { count } = routes;
    for (let slot = 0; slot < 20; slot++) {
      const at = routes.note(slot);
      const visits = [...routes.words.subarray(routes.start[at], routes.start[at + 1])];
      expect(visits.sort((a, b) => a - b)).toEqual(order.slice(3 * slot, 3 * slot + 3).sort((a, b) => a - b));
    }
    expect(routes.count).toBe(count);
  });
});

describe('a locked task that may be left out', () => {
  // Routes put together had it covered by nothing, where ways were all that counted, and the plan was refused.
  it('stays where it is', () => {
    const tasks = [
      task('a', 54, { kind: 'visit', prize: 5 }),
      task('b', 12, { kind: 'pickup', load: [3], windows: [[18_000, 25_200]] }),
      task('c', 65, { kind: 'visit', prize: 5 }),
      task('d', 23, { load: [1] }),
    ];
    const vehicles = [
      vehicle({ id: 'v', capacity: [15], start: 76, end: 76 }),
      vehicle({ id: 'w', capacity: [10], start: 34, end: 34, unloading: 'lifo' }),
    ];
    const keep = (index: number, steps: number[]) => ({ ...rawRoute(index, steps), locked: 1, pinned: false });
    const request = requestOf(tasks, vehicles, {
      routes: [keep(0, [0, 1]), keep(1, [2])],
      objectives: [[objective('unserved')], [objective('lateness')]],
    });
    expect(planOf(request, { iterations: 2000 }).unassigned).toEqual([]);
  });
});
