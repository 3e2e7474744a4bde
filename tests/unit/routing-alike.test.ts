import { describe, expect, it } from 'vitest';
import type { Vehicle } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import type { Problem } from '../../src/model/problem.ts';
import { Alike } from '../../src/routing/moves/alike.ts';
import { NOWHERE } from '../../src/routing/state/tours.ts';
import { NO_COSTS, placesAt, requestOf, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

/** Vehicles that differ in what they cost, where they start and end, and when they work. */
function fleet(seed: number, timed: boolean): Problem {
  const rng = new Rng(seed);
  const positions = Array.from({ length: 12 }, (): [number, number] => [rng.below(1000), rng.below(1000)]);
  const vehicles = Array.from({ length: 20 }, (_, i): Vehicle => {
    const ofTasks = { per_km: 1 + rng.below(2), per_task: rng.below(2) };
    const costs = { ...NO_COSTS, ...ofTasks, fixed: rng.below(50), per_waiting_hour: timed ? rng.below(2) : 0 };
    const [start, end] = [rng.below(2), rng.below(2)];
    const shift: [number, number] | null = timed ? [0, 5000 + 1000 * rng.below(2)] : null;
    return vehicle({ id: `van ${i}`, start, end, shift, costs });
  });
  const tasks = positions.slice(2).map((_, i) => task(`t${i}`, i + 2));
  return compiled(requestOf(tasks, vehicles, { places: placesAt(positions) })).problem;
}

describe('types of vehicle that may drive each other’s routes', () => {
  it.each([false, true])(
    'are those that differ in nothing but cost, and may cost so much more (with shifts: %s)',
    (timed) => {
      let [known, alikes] = [0, 0];
      for (const seed of [1, 2, 3]) {
        const problem = fleet(seed, timed);
        const { types, nodes, stops, arcs, costClass, startNode, endNode, opens, closes, fixed, waitPrice } = problem;
        // What they cost makes no other table of durations.
        expect(problem.durations.length).toBe(timed ? nodes * nodes : 0);
        const alike = new Alike(problem);
        const all = Array.from({ length: types }, (_, type) => type);
        const arc = (type: number, v: number) => arcs[(costClass[type]! * nodes + startNode[type]!) * nodes + v]!;
        for (const type of all) {
          const tables = timed ? [startNode, endNode, opens, closes] : [];
          const same = all.filter((other) => tables.every((table) => table[type] === table[other]));
          expect([...alike.types[type]!]).toEqual(same);
          alikes += same.length - 1;
          for (const other of all) {
            const isSame = startNode[type] === startNode[other] && endNode[type] === endNode[other];
            const waits = waitPrice[other]! >= waitPrice[type]!;
            const tells = isSame && waits && range(stops).every((v) => arc(other, v) >= arc(type, v));
            expect(alike.dearer(type, other)).toBe(tells ? fixed[other]! - fixed[type]! : -NOWHERE);
            if (tells && costClass[type] !== costClass[other]) known++;
          }
        }
        expect(alike.any).toBe(true);
      }
      expect(known).toBeGreaterThan(20);
      expect(alikes).toBeGreaterThan(20);
    },
  );
});

const range = (length: number) => Array.from({ length }, (_, i) => i);
