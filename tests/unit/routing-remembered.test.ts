import { afterEach, describe, expect, it, vi } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { pack, packedLength } from '../../src/routing/state/packed.ts';
import { Remembered } from '../../src/routing/state/remembered.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { pause, requestOf, vehicle } from './plan-world.ts';
import { compiled, town } from './pool-world.ts';

/** Routes of up to three steps, reloads among them, for eight types; and some long ones that differ in a step. */
function* routes(): Generator<[number, Int32Array]> {
  const steps = Array.from({ length: 16 }, (_, i) => i - 3);
  for (let type = 0; type < 8; type++) {
    yield [type, Int32Array.of()];
    for (const a of steps) {
      yield [type, Int32Array.of(a)];
      for (const b of steps) {
        yield [type, Int32Array.of(a, b)];
        for (const c of steps) yield [type, Int32Array.of(a, b, c)];
      }
    }
  }
  const rng = new Rng(1);
  const long = Int32Array.from({ length: 60 }, () => rng.below(2000));
  for (let at = 0; at < long.length; at++) yield [0, long.with(at, 2000)];
}

describe('routes remembered', () => {
  // Once a route of another type and with another step was taken for the same.
  it('are told apart by type, by steps and by their order', () => {
    const remembered = new Remembered(2000);
    let known = 0;
    for (const look of ['first', 'again']) {
      let route = 0;
      for (const [type, steps] of routes()) {
        const isKnown = remembered.find(type, steps, steps.length);
        if (look === 'first') {
          expect(isKnown).toBe(false);
          remembered.note(route, 2 * route, 3 * route, route % 2 === 1);
        } else if (isKnown) {
          known++;
          expect([type, ...steps, remembered.total]).toEqual([type, ...steps, route]);
          expect([remembered.share, remembered.idle, remembered.belowMinimum]).toEqual([
            2 * route,
            3 * route,
            route % 2 === 1,
          ]);
        }
        route++;
      }
    }
    expect(known).toBeGreaterThan(20_000);
  });

  it('are of so many steps, whatever comes after them', () => {
    const remembered = new Remembered(2000);
    remembered.find(1, Int32Array.of(5, 6, 7), 2);
    remembered.note(42, 0, 0, false);
    expect(remembered.find(1, Int32Array.of(5, 6, 8), 2)).toBe(true);
    expect(remembered.total).toBe(42);
    expect(remembered.find(1, Int32Array.of(5, 6, 8), 3)).toBe(false);
  });
});

describe('where a sequence binds some tasks', () => {
  afterEach(() => vi.restoreAllMocks());

  /** A search of a day with lunch breaks: two pairs of homes are served one after the other. */
  function search(): { words: Int32Array; known: number } {
    const { tasks, places } = town(40);
    const relations = [
      [3, 17],
      [5, 30],
    ].map((pair) => ({ kind: 'sequence' as const, tasks: pair, minGap_s: 200 }));
    const lunch = pause('lunch', 600, { windows: [[3000, 6000]] });
    const van = vehicle({ count: 6, capacity: [12], shift: [0, 12_000], breaks: [lunch] });
    const { problem } = compiled(requestOf(tasks, [van], { places, relations }));
    const tours = new Tours(problem);
    const find = vi.spyOn(Remembered.prototype, 'find');
    const anneal = new Anneal(tours, new Rng(1, 1));
    anneal.construct();
    anneal.run(300, problem.arcUnit);
    const known = find.mock.results.filter(({ value }) => value === true).length;
    const words = new Int32Array(packedLength(problem, tours.slots));
    pack(problem, anneal.bestTours, words);
    return { words, known };
  }

  // One pair of two hundred jobs, and every route was simulated anew each time.
  it('the other routes are remembered, and plans are what they are without', () => {
    const { words, known } = search();
    expect(known).toBeGreaterThan(1000);
    vi.restoreAllMocks();
    vi.spyOn(Remembered.prototype, 'find').mockReturnValue(false);
    expect(search()).toEqual({ words, known: 0 });
  });
});
