import { describe, expect, it } from 'vitest';
import { Candidates } from '../../src/routing/small/candidates.ts';
import { Choice } from '../../src/routing/small/choice.ts';
import { Judge } from '../../src/routing/small/judge.ts';
import { Listing } from '../../src/routing/small/listing.ts';
import { Rest } from '../../src/routing/small/rest.ts';
import { solveSmall } from '../../src/routing/small/solve.ts';
import { unpack } from '../../src/routing/state/packed.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { line, NO_COSTS, objective, requestOf, shipment, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

const never = () => false;

/** Tours that serve nothing. */
function nothing(tasks: number): Tours {
  const all = Array.from({ length: tasks }, (_, i) => task(`t${i}`, 1));
  const { problem } = compiled(requestOf(all, [vehicle({ id: 'v' }), vehicle({ id: 'w', capacity: [9] })]));
  const tours = new Tours(problem);
  for (let t = 0; t < tasks; t++) tours.addAbsent(t);
  return tours;
}

describe('a small problem', () => {
  it('is solved at once', () => {
    const tours = nothing(5);
    const best = solveSmall(tours, 1000, never)!;
    expect(tours.absentCount).toBe(5);
    unpack(best, tours);
    expect([tours.missing, tours.absentCount]).toEqual([0, 0]);
  });

  it('is left alone where there is nothing better', () => {
    const tours = nothing(5);
    unpack(solveSmall(tours, 1000, never)!, tours);
    expect(solveSmall(tours, 1000, never)).toBeNull();
  });

  it('is not one with more routes or tasks than may be tried', () => {
    expect(solveSmall(nothing(5), 100, never)).toBeNull();
    expect(solveSmall(nothing(10), Number.POSITIVE_INFINITY, never)).toBeNull();
  });

  it('is given up when the time is over', () => {
    let looks = 0;
    expect(solveSmall(nothing(5), 1000, () => ++looks > 2)).toBeNull();
    expect(looks).toBe(3);
  });
});

describe('the routes of a vehicle', () => {
  /** Of a vehicle that may go to both ends of some shipments, and of others to one. */
  function listing(served: number, undeliverable: number, unfetchable = 0) {
    const ends = [
      ...Array.from({ length: undeliverable }, () => [10, 60]),
      ...Array.from({ length: served }, () => [10, 20]),
      ...Array.from({ length: unfetchable }, () => [60, 10]),
    ];
    const all = ends.map(([from, to], i) => shipment(`s${i}`, from!, to!));
    const places = line.map((place, x) => ({ ...place, zones: x < 50 ? [0] : [] }));
    const { problem } = compiled(requestOf(all, [vehicle({ zones: [0] })], { places }));
    return new Listing(problem);
  }

  function listed(routes: Listing): number {
    let count = 0;
    expect(routes.each(0, () => ++count > 0)).toBe(true);
    return count;
  }

  it('have nothing on board that it may not deliver', () => {
    const few = listing(3, 0);
    const many = listing(3, 6);
    for (const routes of [few, many]) routes.stepsLeft = 1000;
    // Every order of one, two or three pairs: 3 + 3 x 6 + 90.
    expect(listed(many)).toBe(111);
    expect(listed(few)).toBe(111);
    expect(many.stepsLeft).toBe(few.stepsLeft);
    expect(listed(listing(2, 1, 6))).toBe(2 + 6);
    expect(listed(listing(0, 9))).toBe(0);
  });

  it('are listed for so many steps only', () => {
    const routes = listing(3, 0);
    routes.stepsLeft = 100;
    let count = 0;
    expect(routes.each(0, () => ++count > 0)).toBe(false);
    expect(count).toBeGreaterThan(30);
    expect(count).toBeLessThan(100);
  });
});

describe('sharing tasks out', () => {
  /** Vehicles for one task each that all start elsewhere, of which the first is by far the cheapest. */
  function sharing(tasks: number, vehicles: number, rest: Parameters<typeof requestOf>[2] = {}) {
    const all = Array.from({ length: tasks }, (_, i) => task(`t${i}`, 10 + i));
    const fleet = Array.from({ length: vehicles }, (_, v) => {
      const costs = { ...NO_COSTS, per_km: 1000, fixed: v === 0 ? 0 : 1000 };
      return vehicle({ id: `v${v}`, start: 99 - v, end: 99 - v, maxTasks: 1, costs });
    });
    const { problem } = compiled(requestOf(all, fleet, rest));
    const tours = new Tours(problem);
    for (let t = 0; t < tasks; t++) tours.addAbsent(t);
    const listing = new Listing(problem);
    const judge = new Judge(problem);
    const candidates = new Candidates(problem, judge, listing);
    for (let type = 0; type < problem.types; type++)
      listing.each(type, () => {
        candidates.consider(type);
        return true;
      });
    return { tours, judge, listing, list: candidates.list() };
  }

  it('looks at no more vehicles than a plan may take', () => {
    const { list, tours } = sharing(5, 60);
    expect(list).toHaveLength(5 * 5);
    // The clock, as routes are counted and judged, and hardly ever after that.
    const routes = 60 * 325;
    const looks = Math.floor(routes / 1000) + Math.floor(routes / 50);
    let looked = 0;
    const best = solveSmall(tours, 2 * routes, () => ++looked > looks + 5)!;
    unpack(best, tours);
    // The cheapest vehicle and those that are nearest, each there and back.
    expect(tours.absentCount).toBe(0);
    expect(tours.cost / tours.problem.costScale).toBe(4000 + 2 * (99 + 43 + 42 + 41 + 40 - (10 + 11 + 12 + 13 + 14)));
    // Differences between routes may make any vehicle worth its while.
    const balanced = sharing(5, 60, {
      objectives: [[objective('unserved')], [objective('cost'), objective('balance')]],
    });
    expect(balanced.list).toHaveLength(5 * 60);
  });

  it('ends when it has looked at as many as may be judged', () => {
    const balance = [[objective('unserved')], [objective('cost'), objective('balance', { of: 'tasks' })]];
    const { tours, judge, listing, list } = sharing(5, 60, { objectives: balance });
    let asked = 0;
    const choice = new Choice(
      ...([tours, judge, listing, list] as const),
      () => true,
      () => ++asked < 50,
    );
    choice.run();
    expect(asked).toBe(50);
    expect(choice.best).not.toBeNull();
  });

  it('knows what is left to cost at least', () => {
    const { tours, list } = sharing(3, 5);
    const rest = new Rest(tours, list, 0);
    const cheapest = (t: number) => Math.min(...list.filter(({ served }) => served === 1 << t).map(({ cost }) => cost));
    expect([rest.missing[0], rest.cost[0]]).toEqual([0, 0]);
    expect([rest.missing[7], rest.cost[7]]).toEqual([0, cheapest(0) + cheapest(1) + cheapest(2)]);
    expect([rest.missing[5], rest.cost[5]]).toEqual([0, cheapest(0) + cheapest(2)]);
    // What nobody serves is left out, if it may be.
    const none = new Rest(tours, [], 0);
    expect(none.missing[7]).toBe(tours.missing);
    expect(new Rest(tours, [], 1).missing[7]).toBe(Number.POSITIVE_INFINITY);
  });
});
