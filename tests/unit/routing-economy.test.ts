import { describe, expect, it, vi } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { WHOLE } from '../../src/routing/parts.ts';
import { Economy } from '../../src/routing/search/economy.ts';
import { leastVehicles } from '../../src/routing/search/least-vehicles.ts';
import { Section } from '../../src/routing/search/section.ts';
import { Temperatures } from '../../src/routing/search/temperatures.ts';
import { solveInline } from '../../src/routing/solve.ts';
import { packedLength } from '../../src/routing/state/packed.ts';
import { objective, reload, requestOf, shipment, task, vehicle } from './plan-world.ts';
import { compiled, params, town } from './pool-world.ts';

/** A first solution of forty tasks, and routes to be given up: neither loads nor numbers say how many vehicles it takes. */
function served(seed = 1) {
  const { problem } = compiled({ ...town(40), vehicles: [vehicle({ count: 40, maxDistance_m: 4000 })] });
  const all = Section.ofWhole(problem, new Rng(seed));
  const { anneal, tours } = all;
  anneal.construct();
  const words = packedLength(problem, tours.slots);
  return { problem, all, anneal, tours, words, economy: new Economy(all, words) };
}

describe('giving up routes', () => {
  it('allows for one vehicle fewer, and takes that back when it is over', () => {
    const { all, tours, words, economy } = served();
    const before = tours.usedVehicles;
    const solution = new Int32Array(words);
    all.packCurrent(solution);
    economy.run(true);
    expect(tours.mostVehicles).toBe(before - 1);
    expect(tours.absentCount).toBeGreaterThan(0);
    economy.run(false);
    expect(tours.mostVehicles).toBe(before);
    expect(tours.absentCount).toBe(0);
    const after = new Int32Array(words);
    all.packCurrent(after);
    expect(after).toEqual(solution);
  });

  it('uses no more vehicles than there are where it never began', () => {
    const { tours, economy } = served();
    economy.run(false);
    expect(tours.mostVehicles).toBe(tours.usedVehicles);
    expect(tours.absentCount).toBe(0);
  });

  it('goes on from what another has, with no more vehicles than that', () => {
    const { all, tours, words, economy } = served();
    const theirs = new Int32Array(words);
    all.packCurrent(theirs);
    economy.run(true);
    economy.takeOver(theirs);
    expect(tours.absentCount).toBe(0);
    expect(tours.mostVehicles).toBe(tours.usedVehicles);
    // And gives up a route of that next.
    economy.run(true);
    expect(tours.mostVehicles).toBe(tours.usedVehicles);
    expect(tours.absentCount).toBeGreaterThan(0);
  });

  it('leaves vehicles to a plan that does not serve all yet', () => {
    const { all, tours, words, economy } = served();
    economy.run(true);
    const theirs = new Int32Array(words);
    all.packCurrent(theirs);
    expect(theirs[1]).toBeGreaterThan(0);
    economy.takeOver(theirs);
    expect(tours.mostVehicles).toBe(Number.POSITIVE_INFINITY);
  });

  it('bears what is left out for a while though there are vehicles to spare, and makes no room for that', () => {
    const request = town(40);
    const atNoon = { skills: ['lift'], windows: [[600, 660] as [number, number]], service_s: 300 };
    const rivals = ['one', 'other'].map((id, i) => task(id, 10 + 20 * i, { load: [1], ...atNoon }));
    const lift = vehicle({ id: 'lift', capacity: [30], skills: ['lift'] });
    const { problem } = compiled({
      ...{ ...request, tasks: [...request.tasks, ...rivals], vehicles: [...request.vehicles, lift] },
      objectives: [[objective('unserved')], [objective('vehicles')], [objective('cost')]],
    });
    const all = Section.ofWhole(problem, new Rng(1));
    const { anneal, tours } = all;
    anneal.construct();
    const best = new Int32Array(packedLength(problem, tours.slots));
    all.packBest(best);
    const economy = new Economy(all, best.length);
    economy.note(anneal.bestMissing, best);
    economy.run(true);
    expect([tours.absentCount, tours.mostVehicles]).toEqual([1, Number.POSITIVE_INFINITY]);
    for (let round = 0; round < 2; round++) economy.note(anneal.bestMissing, best);
    const [before, left] = [tours.usedVehicles, tours.absent[0]!];
    const inTooShort = new Economy(all, best.length);
    const borne = tours.borne;
    // More is missing than is absent: on routes that are too short to be driven.
    for (let round = 0; round < 4; round++) inTooShort.note(anneal.bestMissing + tours.unservedUnit, best);
    expect([borne, tours.borne]).toEqual([tours.unservedUnit, tours.unservedUnit]);
    economy.run(true);
    expect(tours.mostVehicles).toBe(before - 1);
    expect(tours.absentCount).toBeGreaterThan(1);
    // Its rival would make way for it, and it for its rival next.
    anneal.wander(2000);
    expect([tours.absentAt[left]! >= 0, tours.isServed()]).toEqual([true, tours.absentCount === 1]);
  });

  it('is never done by what is more than vehicles carry, while none is given up', () => {
    const request = town(200);
    const tasks = request.tasks.map((each, i) => ({ ...each, load: [10 + ((i * 7) % 13)] }));
    const load = tasks.reduce((sum, { load: [amount] }) => sum + amount!, 0);
    const objectives = [[objective('unserved')], [objective('vehicles')], [objective('cost')]];
    // A little more than thirty vehicles carry: what may be too much for now is enough to do with thirty.
    const vans = vehicle({ count: 60, capacity: [Math.floor(load / 30.1)] });
    const { problem } = compiled({ ...request, tasks, objectives, vehicles: [vans] });
    const all = Section.ofWhole(problem, new Rng(1));
    const { anneal, tours } = all;
    anneal.construct();
    anneal.softens = true;
    const economy = new Economy(all, packedLength(problem, tours.slots));
    let beyond = 0;
    for (let k = 0; k < 150; k++) {
      economy.run(false);
      anneal.run(20, problem.arcUnit);
      if (!anneal.isBeyond) continue;
      beyond++;
      expect(tours.missing).toBeGreaterThanOrEqual(anneal.bestMissing);
    }
    expect(beyond).toBeGreaterThan(10);
  });

  it('prefers short ones', () => {
    let given = 0;
    let mean = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const { anneal, tours } = served(seed);
      mean += 40 / tours.usedVehicles;
      anneal.routes.drop();
      given += tours.absentCount;
    }
    expect(given).toBeLessThan(mean);
  });

  it('goes on for longer where one was given up not long ago', () => {
    const temperatures = () => new Temperatures(served().problem);
    const usual = temperatures().economy;
    const afterwards = (...done: number[]) => {
      const some = temperatures();
      for (const at of done) some.economise(at);
      return some.economy;
    };
    expect(afterwards(0.05)).toBe(usual);
    expect(afterwards(0.35)).toBeGreaterThan(usual);
    expect(afterwards(0.35, 0.55)).toBeGreaterThan(afterwards(0.35));
    // Some of the budget is left to make plans shorter.
    expect(afterwards(0.35, 0.55, 0.75)).toBeLessThan(0.9);
    // Once it is over it stays so: the search is hot then.
    expect(afterwards(usual + 0.01)).toBe(usual);
    const without = new Temperatures(served().problem, ['fewer-vehicles']);
    without.economise(0.35);
    expect(without.economy).toBe(0);
  });

  it('ends early in some lanes, of shipments, which get hot anew when another lane has given one up', () => {
    const request = requestOf([shipment('one', 10, 30), shipment('other', 20, 40)], [vehicle({ count: 2 })], {
      objectives: [[objective('unserved')], [objective('vehicles')], [objective('cost')]],
    });
    const { problem } = compiled(request);
    const alone = new Temperatures(problem);
    const early = new Temperatures(problem, WHOLE, 0, 2);
    const late = new Temperatures(problem, WHOLE, 1, 2);
    expect(late.ownEconomy).toBe(late.economy);
    expect(late.economy).toBeGreaterThan(alone.economy);
    expect(early.ownEconomy).toBeLessThan(late.economy);
    const done = early.ownEconomy + 0.1;
    expect(early.at(done)).toBeGreaterThan(late.at(done));
    expect([early.roomFirst(done), late.roomFirst(done)]).toEqual([false, true]);
    const [hot, cooler] = [early.at(early.ownEconomy), early.at(done)];
    expect(hot).toBeGreaterThan(cooler);
    for (const lane of [early, late]) lane.economise(done);
    expect(early.at(done)).toBe(hot);
    expect([early.roomFirst(done), late.roomFirst(done)]).toEqual([false, true]);
    // All lanes agree on when the last of them is through, and go on as one from there.
    expect(early.economy).toBe(late.economy);
    expect(late.at(early.economy)).toBe(early.at(early.economy));
    expect(late.at(early.economy)).toBeLessThan(hot);
    // One given up before that prolongs it.
    const soon = new Temperatures(problem, WHOLE, 0, 2);
    const usual = soon.ownEconomy;
    soon.economise(usual - 0.02);
    expect(soon.ownEconomy).toBeGreaterThan(usual);
    expect(soon.roomFirst(usual)).toBe(true);
    // Deliveries alone have no such lanes.
    for (const lane of [0, 1])
      expect(new Temperatures(served().problem, WHOLE, lane, 2).ownEconomy).toBe(alone.ownEconomy);
  });
});

describe('the vehicles that it takes at least', () => {
  const loads = (kind: 'delivery' | 'pickup', ...amounts: number[][]) =>
    amounts.map((load, i) => task(`${kind} ${i}`, 10 + i, { kind, load }));
  const least = (tasks: ReturnType<typeof loads>, ...vehicles: Parameters<typeof vehicle>[0][]) => {
    const fleet = vehicles.map((each, v) => vehicle({ id: `v${v}`, count: 9, ...each }));
    return leastVehicles(compiled(requestOf(tasks, fleet)).problem);
  };
  const parcels = loads('delivery', [3], [3], [3], [2]);

  it('are those that carry all, the largest first', () => {
    expect(least(parcels, { capacity: [20] })).toBe(1);
    expect(least(parcels, { capacity: [11] })).toBe(1);
    expect(least(parcels, { capacity: [10] })).toBe(2);
    expect(least(parcels, { capacity: [3] })).toBe(4);
    expect(least(parcels, { capacity: [3] }, { capacity: [6], count: 1 })).toBe(3);
    expect(least(parcels, { capacity: [3] }, { capacity: null, count: 1 })).toBe(1);
    const bulky = loads('delivery', [1, 9], [1, 9], [1, 9]);
    expect(least(bulky, { capacity: [3, 10] })).toBe(3);
  });

  it('are those of deliveries or of pickups, which may take turns', () => {
    const empties = loads('pickup', [4], [4]);
    expect(least([...parcels, ...empties], { capacity: [11] })).toBe(1);
    expect(least([...parcels, ...empties], { capacity: [6] })).toBe(2);
    expect(least([...empties, ...loads('delivery', [1])], { capacity: [4] })).toBe(2);
  });

  it('are those that may serve so many tasks, also where they come back for more', () => {
    expect(least(parcels, { maxTasks: 3 })).toBe(2);
    expect(least(parcels, { maxTasks: 3, capacity: [3] })).toBe(4);
    expect(least(parcels, { maxTasks: 1, count: 3 }, { maxTasks: 2, count: 1 })).toBe(3);
    expect(least(parcels, { maxTasks: 1, capacity: [3], reloads: [reload(0)] })).toBe(4);
  });

  it('are one where a vehicle gets rid of its load on the way', () => {
    expect(
      least([shipment('one', 10, 20, { load: [5] }), shipment('other', 30, 40, { load: [5] })], { capacity: [5] }),
    ).toBe(1);
    expect(least(parcels, { capacity: [3] }, { capacity: [3], reloads: [reload(0)] })).toBe(1);
  });

  it('are none where nothing must be served', () => {
    const optional = loads('delivery', [9], [9]).map((each) => ({ ...each, id: `${each.id} or not`, prize: 1 }));
    expect(least(optional, { capacity: [9] })).toBe(0);
    expect(least([...optional, ...parcels], { capacity: [9] })).toBe(2);
  });

  it('are not tried to do without', () => {
    const { problem } = compiled({ ...town(40), vehicles: [vehicle({ count: 40, capacity: [60] })] });
    const all = Section.ofWhole(problem, new Rng(1));
    all.anneal.construct();
    const { tours } = all;
    expect([tours.usedVehicles, leastVehicles(problem)]).toEqual([2, 2]);
    const economy = new Economy(all, packedLength(problem, tours.slots));
    economy.run(true);
    expect([tours.absentCount, tours.mostVehicles]).toEqual([0, 2]);
  });

  it('end giving up routes in a search whose plan has no more of them', () => {
    const settle = vi.spyOn(Temperatures.prototype, 'settle');
    const economise = vi.spyOn(Temperatures.prototype, 'economise');
    const objectives = [[objective('unserved')], [objective('vehicles')], [objective('cost')]];
    const search = (capacity: number, iterations: number) => {
      const tasks = town(40).tasks.map((each) => ({ ...each, load: [3] }));
      const request = { ...town(40), tasks, objectives, vehicles: [vehicle({ count: 40, capacity: [capacity] })] };
      const { problem } = compiled(request);
      const least = leastVehicles(problem);
      settle.mockClear();
      economise.mockClear();
      const { best } = solveInline(problem, params({ lanes: 2, iterations }), { elapsed_s: () => 0 });
      return { surplus: best[0]! - least, settled: settle.mock.calls[0]?.[0] };
    };
    // The first plan is one of that kind, and no route is given up.
    expect(search(60, 200)).toEqual({ surplus: 0, settled: 0 });
    expect(economise).not.toHaveBeenCalled();
    // Two do not fit into one, however long that is tried.
    expect(search(5, 400).surplus).toBeGreaterThan(0);
    expect(settle).not.toHaveBeenCalled();
  });

  it('are not found early in a leg of a longer search by getting hot anew', () => {
    const request = requestOf([shipment('one', 10, 30), shipment('other', 20, 40)], [vehicle({ count: 2 })], {
      objectives: [[objective('unserved')], [objective('vehicles')], [objective('cost')]],
    });
    const { problem } = compiled(request);
    const [first, later] = [new Temperatures(problem, WHOLE, 0, 2), new Temperatures(problem, WHOLE, 0, 2)];
    first.settle(0, 0);
    later.settle(0.4, 0);
    for (const done of [0.4, 0.5, 0.9]) expect(later.at(done)).toBe(first.at(done));
    // Also where giving up routes would be over by then.
    const last = new Temperatures(problem);
    last.settle(0.6, 0);
    for (const done of [0.6, 0.9]) expect(last.at(done)).toBe(first.at(done));
  });

  it('end giving up routes for good', () => {
    const temperatures = new Temperatures(served().problem);
    const usual = temperatures.economy;
    temperatures.settle(0.1);
    expect(temperatures.economy).toBe(0.1);
    // It stays so.
    temperatures.settle(0.2);
    temperatures.economise(0.2);
    expect([temperatures.economy, temperatures.ownEconomy, temperatures.costsFrom]).toEqual([0.1, 0.1, 0.1]);
    const late = new Temperatures(served().problem);
    late.settle(usual + 0.1);
    expect(late.economy).toBe(usual);
  });
});
