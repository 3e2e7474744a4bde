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

/** The same town with vans of two sizes, and with a third of the tasks collected after all deliveries. */
function twoSizes(): RoutingRequest {
  const request = tightTown();
  const [van] = request.vehicles;
  const [most] = van!.capacity!;
  const costs = { ...van!.costs, fixed: 500 };
  return { ...request, vehicles: [van!, { ...van!, id: 'truck', count: 4, capacity: [2 * most!], costs }] };
}
function backhauls(): RoutingRequest {
  const request = tightTown();
  const tasks = request.tasks.map((task, i) => (i % 3 > 0 ? task : { ...task, kind: 'pickup' as const }));
  const load = tasks.reduce((sum, { kind, load: [amount] }) => sum + (kind === 'pickup' ? 0 : amount!), 0);
  const van = { ...request.vehicles[0]!, capacity: [Math.ceil(load / 8.8)], backhauls: 'after_deliveries' as const };
  return { ...request, tasks, vehicles: [van] };
}

/** Load above capacity, counted route by route: of all together, or where pickups come last of either kind. */
function overloadOf({ delivered, picked, capacity, features }: Problem, { slots, size, first, next, type }: Linked) {
  let overload = 0;
  for (let slot = 0; slot < slots; slot++) {
    if (size[slot] === 0) continue;
    let [brought, taken] = [0, 0];
    for (let v = first[slot]!; v >= 0; v = next[v]!) {
      brought += delivered[v]!;
      taken += picked[v]!;
    }
    const loads = features.backhauls ? [brought, taken] : [brought + taken];
    for (const load of loads) overload += Math.max(0, load - capacity[type[slot]!]!);
  }
  return overload;
}

describe.each([
  ['one kind of vehicle', tightTown],
  ['two kinds of vehicles', twoSizes],
  ['backhauls', backhauls],
])('load above capacity at a price, %s', (_, make) => {
  const { problem } = compiled(make());
  const run = (seed: number, chunks: number, look: (anneal: Anneal) => void) => {
    const anneal = new Anneal(new Tours(problem), new Rng(seed, 0));
    anneal.construct();
    anneal.softens = true;
    for (let k = 0; k < chunks; k++) {
      anneal.run(20, problem.arcUnit);
      look(anneal);
    }
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
    const kinds = problem.features.backhauls ? 2 : 1;
    run(5, 60, ({ tours }) => {
      const used = [...tours.size.keys()].filter((slot) => tours.size[slot]! > 0);
      const most = used.reduce((sum, slot) => sum + kinds * slack[tours.type[slot]!]!, 0);
      expect(tours.overload).toBeLessThanOrEqual(most);
    });
  });
});

describe('load above capacity at a price', () => {
  const { problem } = compiled(tightTown());

  it('costs more the fewer states do without, and less the more', () => {
    const overload = Overload.for(problem)!;
    const { price } = overload;
    for (let k = 0; k < 200; k++) overload.adapt(0, 50);
    expect(overload.price).toBeGreaterThan(price);
    const dear = overload.price;
    for (let k = 0; k < 400; k++) overload.adapt(50, 50);
    expect(overload.price).toBeLessThan(dear);
  });

  it('is for problems without times that have walls only', () => {
    const request = tightTown();
    const [van] = request.vehicles;
    const others = [
      { ...request, vehicles: [{ ...van!, shift: [0, 10_000] as [number, number] }] },
      { ...request, vehicles: [{ ...van!, capacity: null }] },
    ];
    for (const other of others) expect(Overload.for(compiled(other).problem)).toBeNull();
  });
});
