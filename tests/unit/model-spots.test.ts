import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stopsPerSpot } from '../../src/model/spots.ts';
import { NO_COSTS, placesAt, requestOf, shipment, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';
import { type Position, problemAt, scattered, villages } from './positions-world.ts';

const seeds = fc.nat({ max: 2 ** 32 - 1 });

describe('spots', () => {
  it('are the stops, where nothing is near because there is one task', () => {
    const options = Array.from({ length: 9 }, (_, place) => ({ ...task('x', place).stops[0]! }));
    const only = { ...task('only', 0), stops: options };
    const positions = options.map((_, i): Position => [100 * i, 0]);
    const { problem } = compiled(requestOf([only], [vehicle()], { places: placesAt(positions) }));
    expect(problem.nearest).toBe(0);
    expect([...problem.spot.subarray(0, 9)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('are stops by themselves, where stops lie anywhere or in rows', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 60, max: 400 }), (seed, count) => {
        const { spot, stops } = problemAt(scattered(seed, count));
        expect([...spot.subarray(0, stops)]).toEqual([...Array(stops).keys()]);
      }),
      // Of some hundred days of sixty stops one has groups by chance, as below.
      { seed: 5, numRuns: 60 },
    );
    const rows = Array.from({ length: 400 }, (_, i): Position => [50 * (i % 20), 50 * Math.floor(i / 20)]);
    expect(stopsPerSpot(problemAt(rows))).toBe(1);
  });

  it('are hardly ever shared by a few stops anywhere: now and then those lie in groups by chance', () => {
    let alone = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const { spot, stops } = problemAt(scattered(seed, 2 + (seed % 58)));
      if (spot.subarray(0, stops).every((number, stop) => number === stop)) alone++;
    }
    expect(alone).toBeGreaterThan(990);
  });

  it('are the lockers, whatever they are beside', () => {
    const homes = scattered(1, 50);
    const lockers = scattered(2, 20).flatMap((position) => Array<Position>(12).fill(position));
    const { spot, stops } = problemAt([...homes, ...lockers]);
    expect(new Set(spot.subarray(0, stops)).size).toBe(70);
    expect(new Set(spot.subarray(50, stops)).size).toBe(20);
  });

  it('lie within the villages, and are far fewer than homes', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 10, max: 20 }), fc.integer({ min: 1, max: 100 }), (seed, homes, side_m) => {
        const { spot, stops } = problemAt(villages(seed, homes, side_m));
        const villageOf = new Map<number, number>();
        for (let stop = 0; stop < stops; stop++) {
          const village = Math.floor(stop / homes);
          expect(villageOf.get(spot[stop]!) ?? village).toBe(village);
          villageOf.set(spot[stop]!, village);
        }
        expect(villageOf.size).toBeLessThan(stops / 3);
      }),
      { numRuns: 40 },
    );
  });

  it('know nothing of scale', () => {
    const small = villages(3, 12, 40);
    const large = small.map(([x, y]): Position => [100 * x, 100 * y]);
    expect(problemAt(large).spot).toEqual(problemAt(small).spot);
  });

  it('are stops by themselves where it costs nothing to drive, whether or not it takes time', () => {
    const positions = scattered(4, 30);
    const tasks = positions.map((_, i) => task(`t${i}`, i, { cost: 5 }));
    for (const shift of [null, [0, 1e6] as [number, number]]) {
      const request = requestOf(tasks, [vehicle({ costs: { ...NO_COSTS }, shift })], { places: placesAt(positions) });
      expect(stopsPerSpot(compiled(request).problem)).toBe(1);
    }
  });

  it('of shipments hold what is near, whatever belongs together', () => {
    const positions = villages(5, 12, 20);
    const pairs = Array.from({ length: positions.length / 2 }, (_, i) =>
      shipment(`s${i}`, i, positions.length - 1 - i),
    );
    const { problem } = compiled(requestOf(pairs, [vehicle()], { places: placesAt(positions) }));
    expect(new Set(problem.spot.subarray(0, problem.stops)).size).toBeLessThan(problem.stops / 3);
  });
});
