import { describe, expect, it } from 'vitest';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import type { Problem } from '../../src/model/problem.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { Overload } from '../../src/routing/search/overload.ts';
import type { Linked } from '../../src/routing/state/packed.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { vehicle } from '../unit/plan-world.ts';
import { compiled, town } from '../unit/pool-world.ts';

/** Few vehicles that are nearly full, each task one to five units. */
function tightTown(): RoutingRequest {
  const request = town(120);
  const load = request.tasks.reduce((sum, { load: [amount] }) => sum + amount!, 0);
  return { ...request, vehicles: [vehicle({ count: 9, capacity: [Math.ceil(load / 8.8)] })] };
}

/** Load above capacity, counted route by route. */
function overloadOf({ delivered, picked, capacity }: Problem, { slots, size, first, next, type }: Linked): number {
  let overload = 0;
  for (let slot = 0; slot < slots; slot++) {
    if (size[slot] === 0) continue;
    let load = 0;
    for (let v = first[slot]!; v >= 0; v = next[v]!) load += delivered[v]! + picked[v]!;
    overload += Math.max(0, load - capacity[type[slot]!]!);
  }
  return overload;
}

describe('load above capacity at a price', () => {
  const { problem } = compiled(tightTown());
  const run = (seed: number, chunks: number, look: (anneal: Anneal) => void) => {
    const anneal = new Anneal(new Tours(problem), new Rng(seed, 0));
    anneal.construct();
    anneal.softens = true;
    for (let k = 0; k < chunks; k++) {
      anneal.run(20, problem.arcUnit);
      look(anneal);
    }
    return anneal;
  };

  it('is counted right through all that is done and taken back', () => {
    let overloaded = 0;
    for (const seed of [1, 2, 3]) {
      run(seed, 60, ({ tours }) => {
        expect(tours.overload).toBe(overloadOf(problem, tours));
        if (tours.overload > 0) overloaded++;
      });
    }
    expect(overloaded).toBeGreaterThan(10);
  });

  it('is never in the best', () => {
    run(4, 60, ({ bestTours }) => expect(overloadOf(problem, bestTours)).toBe(0));
  });

  it('stays within what a route may have above its capacity', () => {
    const { slack } = Overload.for(problem)!;
    run(5, 60, ({ tours }) => {
      const used = [...tours.size].filter((size) => size > 0).length;
      expect(tours.overload).toBeLessThanOrEqual(slack * used);
    });
  });

  it('costs more the fewer states do without, and less the more', () => {
    const overload = Overload.for(problem)!;
    const { price } = overload;
    for (let k = 0; k < 200; k++) overload.adapt(0, 50);
    expect(overload.price).toBeGreaterThan(price);
    const dear = overload.price;
    for (let k = 0; k < 400; k++) overload.adapt(50, 50);
    expect(overload.price).toBeLessThan(dear);
  });

  it('is for plain problems only', () => {
    const request = tightTown();
    const [van] = request.vehicles;
    const others = [
      { ...request, vehicles: [{ ...van!, shift: [0, 10_000] as [number, number] }] },
      { ...request, vehicles: [van!, { ...van!, id: 'bike', capacity: [10] }] },
      { ...request, vehicles: [{ ...van!, capacity: null }] },
    ];
    for (const other of others) expect(Overload.for(compiled(other).problem)).toBeNull();
  });
});
