import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { WHOLE } from '../../src/routing/parts.ts';
import { Economy } from '../../src/routing/search/economy.ts';
import { Section } from '../../src/routing/search/section.ts';
import { Temperatures } from '../../src/routing/search/temperatures.ts';
import { packedLength } from '../../src/routing/state/packed.ts';
import { objective, requestOf, shipment, vehicle } from './plan-world.ts';
import { compiled, town } from './pool-world.ts';

/** A first solution of forty tasks, and routes to be given up. */
function served(seed = 1) {
  const { problem } = compiled({ ...town(40), vehicles: [vehicle({ count: 40, capacity: [60] })] });
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

  it('prefers short ones', () => {
    let given = 0;
    let mean = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const { anneal, tours } = served(seed);
      mean += 40 / tours.usedVehicles;
      anneal.dropRoute();
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
