import { describe, expect, it } from 'vitest';
import { Listing } from '../../src/routing/small/listing.ts';
import { solveSmall } from '../../src/routing/small/solve.ts';
import { unpack } from '../../src/routing/state/packed.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { line, requestOf, shipment, task, vehicle } from './plan-world.ts';
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
