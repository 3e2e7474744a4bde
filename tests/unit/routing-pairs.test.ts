import { describe, expect, it } from 'vitest';
import type { RoutingRequest, Vehicle, Window } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { Blinks } from '../../src/routing/moves/blinks.ts';
import { Insertion } from '../../src/routing/moves/insertion.ts';
import { takeOff } from '../../src/routing/moves/take-off.ts';
import { unpack } from '../../src/routing/state/packed.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { isAllSound } from '../../src/routing/state/sound.ts';
import { NOWHERE, Tours } from '../../src/routing/state/tours.ts';
import { Undo } from '../../src/routing/state/undo.ts';
import { NO_COSTS, pause, placesAt, requestOf, shipment, softWindow, stop, task, vehicle } from './plan-world.ts';
import { compiled, town } from './pool-world.ts';

const PRICES = {
  nothing: {},
  'hours and a longest duty': { costs: { ...NO_COSTS, per_km: 1, per_hour: 20, fixed: 5 }, maxDuty_s: 5000 },
  'waiting, with a longest way': { costs: { ...NO_COSTS, per_km: 1, per_waiting_hour: 30 }, maxDistance_m: 5000 },
  'ways, with a longest driving time': { maxDriving_s: 5000 },
} satisfies Record<string, Partial<Vehicle>>;

/** As it is, or with a break in its middle. */
const broken = ([opens, closes]: Window, isBroken: boolean): Window[] => {
  const noon = (opens + closes) / 2;
  return isBroken
    ? [
        [opens, noon - 400],
        [noon + 400, closes],
      ]
    : [[opens, closes]];
};

/** A town where so many stores send goods to homes, each in a window of its own, or in two. */
function errands(stores: number, of: Partial<Vehicle>, seed: number, breaks = false): RoutingRequest {
  const rng = new Rng(seed);
  const opens = Array.from({ length: stores }, () => rng.below(3000));
  const tasks = Array.from({ length: 24 }, (_, i) => {
    const store = i % stores;
    const pickup = { windows: broken([opens[store]!, opens[store]! + 4000], breaks), service_s: 20 };
    const from = 1000 + rng.below(5000);
    const home = stop(26 + i, { service_s: 30, windows: rng.below(3) > 0 ? broken([from, from + 2500], breaks) : [] });
    return shipment(`s${i}`, 1 + store, 26 + i, { load: [1 + rng.below(6)], ...pickup, deliveryStops: [home] });
  });
  return requestOf(tasks, [vehicle({ count: 24, capacity: [16], shift: [0, 12_000], ...of })], {
    places: town(50).places,
  });
}

/** What the cheapest of all pairs of places on a route adds, each tried out; NOWHERE where none keeps the rules. */
function cheapest(tours: Tours, undo: Undo, task: number, slot: number): number {
  const { problem } = tours;
  const { dimensions, capacity, firstStop, secondStep } = problem;
  const type = tours.type[slot]!;
  const visits = [-1];
  for (let v = tours.first[slot]!; v >= 0; v = tours.next[v]!) visits.push(v);
  const pickup = firstStop[task]!;
  const delivery = secondStep[task]!;
  const before = tours.cost;
  let least = NOWHERE;
  visits.forEach((after, i) => {
    for (const behind of [pickup, ...visits.slice(i + 1)]) {
      undo.begin();
      undo.touch(slot);
      tours.insertAt(pickup, slot, after, type);
      tours.insertAt(delivery, slot, behind, type);
      refresh(tours, slot);
      const peak = tours.peakBefore[tours.last[slot]! * dimensions]!;
      if (isAllSound(tours, undo) && peak <= capacity[type]!) least = Math.min(least, tours.cost - before);
      undo.rollback();
    }
  });
  return least;
}

describe('two places for a shipment', () => {
  for (const [stores, breaks] of [1, 4, 24].flatMap((count) => [false, true].map((each) => [count, each] as const))) {
    for (const [of, rules] of Object.entries(PRICES)) {
      const world = `stores ${stores}${breaks ? ', with broken windows' : ''}`;
      it(`are the cheapest of a route that keep all rules, without simulation: ${world}, priced ${of}`, () => {
        const seen = { found: 0, none: 0 };
        for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
          const { problem } = compiled(errands(stores, rules, seed, breaks));
          expect(problem.features.exact).toBe(false);
          const tours = new Tours(problem);
          const undo = new Undo(tours);
          const insertion = new Insertion(tours, null, new Blinks(new Rng(seed), 0), problem.nearest);
          undo.begin();
          for (let task = 0; task < 20; task++) insertion.place(task, undo);
          for (let slot = 0; slot < tours.slots; slot++) {
            if (tours.size[slot] === 0) continue;
            for (let task = 20; task < 24; task++) {
              const least = cheapest(tours, undo, task, slot);
              const isFound = insertion.findOn(task, slot);
              expect([seed, task, isFound]).toEqual([seed, task, least < NOWHERE]);
              seen[isFound ? 'found' : 'none']++;
              if (!isFound) continue;
              expect([seed, task, insertion.cost]).toEqual([seed, task, least]);
              const { cost } = tours;
              undo.begin();
              undo.touch(slot);
              insertion.apply(task);
              expect(tours.cost - cost).toBe(least);
              undo.rollback();
            }
          }
        }
        expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
      });
    }
  }

  // Few of all pairs of places are simulated: those with the lowest bounds.
  it('are mostly the cheapest of all where routes are simulated and waiting is paid', () => {
    const costs = { ...NO_COSTS, per_km: 1, per_hour: 60 };
    let [looks, best] = [0, 0];
    for (let seed = 1; seed <= 12; seed++) {
      const day = errands(24, { costs }, seed);
      const more = [seed, seed + 100, seed + 200].flatMap((other) => errands(24, { costs }, other).tasks);
      const tasks = more.map((each, i) => ({
        ...each,
        id: `s${i}`,
        deliveryStops: each.deliveryStops.map((home) => ({ ...home, softWindows: [softWindow([0, 9000], 40)] })),
      }));
      const { problem } = compiled({ ...day, tasks });
      expect(problem.features.exact).toBe(true);
      const tours = new Tours(problem);
      const undo = new Undo(tours);
      const insertion = new Insertion(tours, null, new Blinks(new Rng(seed), 0), problem.nearest);
      undo.begin();
      for (let task = 0; task < 60; task++) insertion.place(task, undo);
      for (let task = 60; task < 72; task++) {
        const used = Array.from({ length: tours.slots }, (_, slot) => slot).filter((slot) => tours.size[slot]! > 0);
        const least = Math.min(...used.map((slot) => cheapest(tours, undo, task, slot)));
        if (!insertion.find(task) || tours.size[insertion.slot] === 0) continue;
        looks++;
        if (insertion.cost <= least + 1) best++;
      }
    }
    expect(looks).toBeGreaterThan(100);
    expect(best).toBeGreaterThan(0.9 * looks);
  });

  // Of routes that cannot take it for what only a simulation tells, all of the few that are simulated were.
  it.each<[string, Partial<Vehicle>]>([
    ['hours', { maxDuty_s: 12_000 }],
    ['range', { maxDistance_m: 3600 }],
  ])('are found on the one route that has the %s', (_, of) => {
    // Two vans go up a street with twelve stops each, the third has next to nothing to do at the other side of the depot.
    const street = Array.from({ length: 12 }, (_, i): [number, number] => [1000, 100 * i]);
    const positions: [number, number][] = [[0, 0], ...street, ...street, [0, -100], [1040, 300], [1040, 800]];
    const homes = positions.slice(1, 26).map((_, i) => task(`t${i}`, i + 1, { service_s: 650 }));
    const errand = shipment('s', 26, 27, { service_s: 700 });
    const lunch = pause('lunch', 60, { windows: [[0, 20_000]] });
    const van = vehicle({ count: 3, shift: [0, 20_000], breaks: [lunch], ...of });
    const { problem } = compiled(requestOf([...homes, errand], [van], { places: placesAt(positions) }));
    const tours = new Tours(problem);
    const visits = positions.map((_, i) => i);
    const streets = [0, 12, ...visits.slice(0, 12), 0, 12, ...visits.slice(12, 24)];
    unpack(Int32Array.from([3, 0, ...streets, 0, 1, 24]), tours);
    expect(tours.isFeasible).toBe(true);
    const insertion = new Insertion(tours, null, new Blinks(new Rng(1), 0), problem.nearest);
    expect([insertion.find(25), insertion.slot]).toEqual([true, 2]);
  });

  // What is known of a route is known by its visits and its vehicle: tours change, come back, and get other slots.
  it('are those of a search that has never looked before, however often tours change', () => {
    const { problem } = compiled(errands(4, PRICES['hours and a longest duty'], 3));
    const tours = new Tours(problem);
    const undo = new Undo(tours);
    const rng = new Rng(5);
    const fresh = () => new Insertion(tours, null, new Blinks(new Rng(1), 0), problem.nearest);
    const insertion = fresh();
    undo.begin();
    for (let task = 0; task < 24; task++) insertion.place(task, undo);
    const seen = { found: 0, none: 0, dearer: 0 };
    for (let k = 0; k < 300; k++) {
      undo.begin();
      const off = Array.from({ length: 4 }, () => rng.below(24)).filter((task, i, all) => all.indexOf(task) === i);
      for (const task of off) {
        if (tours.absentAt[task]! >= 0) tours.takeAbsent(tours.absentAt[task]!);
        else takeOff(tours, undo, task);
      }
      for (const task of off) {
        for (let slot = 0; slot < tours.slots; slot++) {
          if (tours.size[slot] === 0) continue;
          const other = fresh();
          const isFound = other.findOn(task, slot);
          expect([k, task, insertion.findOn(task, slot)]).toEqual([k, task, isFound]);
          seen[isFound ? 'found' : 'none']++;
          if (isFound) expect([k, task, insertion.cost]).toEqual([k, task, other.cost]);
        }
        const bound = rng.below(400);
        const finds = fresh().find(task, bound);
        expect([k, task, insertion.find(task, bound)]).toEqual([k, task, finds]);
        if (!finds) seen.dearer++;
        const before = tours.cost;
        insertion.place(task, undo);
        if (tours.absentAt[task]! < 0) expect(tours.cost - before).toBe(insertion.cost);
      }
      if (rng.below(2) === 0) undo.rollback();
    }
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
  });

  it('cost for a vehicle of their own what its route then costs', () => {
    const worlds = Object.values(PRICES).flatMap((rules) => [false, true].map((breaks) => ({ rules, breaks })));
    for (const { rules, breaks } of worlds) {
      const { problem } = compiled(errands(24, rules, 1, breaks));
      const tours = new Tours(problem);
      const undo = new Undo(tours);
      const insertion = new Insertion(tours, null, new Blinks(new Rng(1), 0), problem.nearest);
      undo.begin();
      for (let task = 0; task < 24; task++) {
        const { cost, usedVehicles } = tours;
        if (!insertion.find(task)) continue;
        insertion.apply(task);
        expect(tours.cost - cost).toBe(insertion.cost);
        if (usedVehicles === 0) expect(tours.usedVehicles).toBe(1);
        expect(isAllSound(tours, undo)).toBe(true);
      }
      expect(tours.usedVehicles).toBeGreaterThan(1);
    }
  });
});
