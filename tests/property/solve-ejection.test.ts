import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { Blinks } from '../../src/routing/moves/blinks.ts';
import { Ejection } from '../../src/routing/moves/ejection.ts';
import { Insertion } from '../../src/routing/moves/insertion.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { isAllSound } from '../../src/routing/state/sound.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { Undo } from '../../src/routing/state/undo.ts';
import { objective, requestOf, shipment, task, vehicle } from '../unit/plan-world.ts';
import { compiled, town } from '../unit/pool-world.ts';
import { planOf } from './solve-plan.ts';

const FEWEST = [[objective('unserved')], [objective('vehicles')], [objective('cost')]];

/** A town of which every second place sends something to the one after it, in a window, or gets something from the depot. */
function errands(tasks: number, seed: number): RoutingRequest {
  const rng = new Rng(seed);
  const { places } = town(2 * tasks);
  const jobs = Array.from({ length: tasks }, (_, i) => {
    const opens = rng.below(6000);
    const rest = { load: [1 + rng.below(5)], windows: [[opens, opens + 1500] as [number, number]], service_s: 20 };
    const at = 2 * i + 1;
    return rng.below(4) > 0 ? shipment(`s${i}`, at, at + 1, rest) : task(`t${i}`, at, rest);
  });
  const fleet = [vehicle({ count: tasks, capacity: [12], shift: [0, 12_000] })];
  return requestOf(jobs, fleet, { places, objectives: FEWEST });
}

/** The same in a city whose shortest ways are not the ones driven: by another place it is often shorter. */
function detours(tasks: number, seed: number): RoutingRequest {
  const request = errands(tasks, seed);
  const rng = new Rng(seed + 100);
  const count = request.places.length;
  const matrix = Array.from({ length: count }, (_, from) =>
    Array.from({ length: count }, (_, to) => (from === to ? 0 : 50 + rng.below(800))),
  );
  return {
    ...request,
    profiles: [{ kind: 'matrix', name: 'city', durations_s: matrix, distances_m: matrix, traffic: [] }],
  };
}

/** A search with a first solution. */
function begun(request: RoutingRequest, seed: number): Anneal {
  const anneal = new Anneal(new Tours(compiled(request).problem), new Rng(seed));
  anneal.construct();
  return anneal;
}

/** How often each task is on a route or absent; routes are read forwards. */
function timesHeld(tours: Tours): number[] {
  const { problem } = tours;
  const held = Array.from({ length: problem.tasks }, () => 0);
  for (let slot = 0; slot < tours.slots; slot++) {
    if (tours.size[slot] === 0) continue;
    for (let v = tours.first[slot]!; v >= 0; v = tours.next[v]!) {
      const owner = problem.taskOf[v]!;
      if (tours.at[owner] === v) held[owner]!++;
    }
  }
  for (let k = 0; k < tours.absentCount; k++) held[tours.absent[k]!]!++;
  return held;
}

/** Cost of the same routes, put together anew. */
function costAnew(tours: Tours): number {
  const anew = new Tours(tours.problem);
  for (let slot = 0; slot < tours.slots; slot++) {
    if (tours.size[slot] === 0) continue;
    for (let v = tours.first[slot]!; v >= 0; v = tours.next[v]!) anew.append(v, slot, tours.type[slot]!);
  }
  return anew.cost;
}

/** Whether all routes keep their windows and shifts. */
function keepsAll(tours: Tours): boolean {
  const undo = new Undo(tours);
  undo.begin();
  for (let slot = 0; slot < tours.slots; slot++) if (tours.size[slot]! > 0) undo.touch(slot);
  return isAllSound(tours, undo);
}

describe('ejections', () => {
  it('serve a task at the expense of the one that is the least trouble', () => {
    const sizes = [2, 3, 8];
    const { problem } = compiled(
      requestOf(
        sizes.map((load, i) => task(`t${i}`, i + 1, { load: [load] })),
        [vehicle({ capacity: [10] })],
        { objectives: FEWEST },
      ),
    );
    const tours = new Tours(problem);
    const rng = new Rng(1);
    const insertion = new Insertion(tours, null, new Blinks(rng, 0), problem.nearest);
    const ejection = new Ejection(tours, new Undo(tours), rng, insertion);
    const large = sizes.indexOf(8);
    for (let t = 0; t < 3; t++) if (t !== large) tours.append(tours.at[t]!, 0, 0);
    tours.addAbsent(large);
    expect(ejection.step()).toBe(true);
    // Two and eight are what fits: the one of three had to go.
    expect([...tours.absent.subarray(0, tours.absentCount)]).toEqual([sizes.indexOf(3)]);
    expect(tours.route[tours.at[large]!]).toBe(0);
  });

  it('leave tours alone where nothing would make room', () => {
    const { problem } = compiled(
      requestOf([task('small', 1, { load: [2] }), task('huge', 2, { load: [11] })], [vehicle({ capacity: [10] })], {
        objectives: FEWEST,
      }),
    );
    const tours = new Tours(problem);
    const rng = new Rng(1);
    const insertion = new Insertion(tours, null, new Blinks(rng, 0), problem.nearest);
    tours.append(0, 0, 0);
    tours.addAbsent(1);
    expect(new Ejection(tours, new Undo(tours), rng, insertion).step()).toBe(false);
    expect([tours.size[0], tours.absentCount, tours.absent[0]]).toEqual([1, 1, 1]);
  });

  it('lose nothing and count right, with shipments and windows', () => {
    let ejected = 0;
    for (const seed of [1, 2, 3]) {
      const anneal = begun(errands(40, seed), seed);
      for (let k = 0; k < 60; k++) {
        if (anneal.tours.absentCount === 0) anneal.routes.drop();
        const before = [...anneal.tours.absent.subarray(0, anneal.tours.absentCount)].join();
        anneal.eject();
        if ([...anneal.tours.absent.subarray(0, anneal.tours.absentCount)].join() !== before) ejected++;
        anneal.run(5, anneal.tours.problem.arcUnit);
        expect(timesHeld(anneal.tours).every((times) => times === 1)).toBe(true);
        expect(anneal.tours.cost).toBe(costAnew(anneal.tours));
      }
    }
    expect(ejected).toBeGreaterThan(50);
  });

  it('go on by themselves with random moves, which leave nothing out and keep all limits', () => {
    let served = 0;
    for (const seed of [1, 2, 3]) {
      const anneal = begun(errands(40, seed), seed);
      for (let k = 0; k < 30; k++) {
        const { tours } = anneal;
        if (tours.absentCount === 0) anneal.routes.drop();
        anneal.wander(100);
        if (tours.absentCount === 0) served++;
        expect(timesHeld(tours).every((times) => times === 1)).toBe(true);
        expect(tours.cost).toBe(costAnew(tours));
      }
    }
    expect(served).toBeGreaterThan(0);
  });

  it('keep windows and shifts where the way past a place is longer than by it', () => {
    for (const seed of [1, 2, 3]) {
      const anneal = begun(detours(40, seed), seed);
      for (let k = 0; k < 60; k++) {
        if (anneal.tours.absentCount === 0) anneal.routes.drop();
        if (k % 2 === 0) anneal.eject();
        else anneal.wander(32);
        expect(keepsAll(anneal.tours)).toBe(true);
      }
    }
  });

  it('end in plans that are accepted', () => {
    for (const seed of [4, 5, 6]) {
      const request = errands(40, seed);
      expect(checkPlan(request, planOf(request, { seed, iterations: 3000 }))).toMatchObject({
        ok: true,
        unassigned: 0,
      });
    }
  });
});
