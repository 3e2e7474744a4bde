import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import type { Problem } from '../../src/model/problem.ts';
import { FleetTrial } from '../../src/routing/search/fleet-trial.ts';
import { Section } from '../../src/routing/search/section.ts';
import { costOf, type PartName, solveInline } from '../../src/routing/solve.ts';
import { packedLength, routesEnd } from '../../src/routing/state/packed.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { NO_COSTS, objective, placesAt, requestOf, task, vehicle } from './plan-world.ts';
import { compiled, params } from './pool-world.ts';

const COSTS = { ...NO_COSTS, per_km: 1, per_hour: 1 };

/** Homes of which a third have windows, for vans, and perhaps bikes, that take them in long routes. @param fixed what a van costs @param chilled whether two more tasks are for one van at one time, far apart */
function homes(tasks: number, fixed: number, shift_s: number, step = 1, bikes = 2, chilled = false): Problem {
  const spread = (i: number, stride: number) => (i * stride * step) % 997;
  const positions = Array.from({ length: tasks + 1 }, (_, i): [number, number] => [spread(i, 389), spread(i, 631)]);
  const window = (i: number): [number, number][] => (i % 3 > 0 ? [] : [[(i * 37) % 3000, ((i * 37) % 3000) + 3000]]);
  const list = Array.from({ length: tasks }, (_, i) =>
    task(`t${i}`, i + 1, { windows: window(i), service_s: 60, load: [1] }),
  );
  const van = vehicle({ count: 10, shift: [0, shift_s], costs: { ...COSTS, fixed } });
  const bike = vehicle({ ...van, id: 'bike', count: bikes, capacity: [12], costs: { ...COSTS, fixed: fixed / 5 } });
  const cooled = vehicle({ ...van, id: 'cooled', count: 1, skills: ['cold'] });
  const at = { skills: ['cold'], windows: [[4000, 4100]] as [number, number][] };
  const drops = chilled ? [task('c1', tasks + 1, at), task('c2', tasks + 2, at)] : [];
  const vans = [van, ...(bikes > 0 ? [bike] : []), ...(chilled ? [cooled] : [])];
  const places = placesAt([...positions, [0, 500], [997, 500]]);
  return compiled(requestOf([...list, ...drops], vans, { places })).problem;
}

function trialOf(problem: Problem, seed = 1) {
  const all = Section.ofWhole(problem, new Rng(seed));
  all.anneal.construct();
  return { all, ...all, trial: FleetTrial.for(all, packedLength(problem, all.tours.slots)) };
}

describe('doing without one of few vehicles', () => {
  it('is tried where vehicles cost something and cost decides', () => {
    expect(trialOf(homes(20, 10, 9000)).trial).not.toBeNull();
    expect(trialOf(homes(20, 0, 9000)).trial).toBeNull();
    const van = vehicle({ count: 3, costs: { ...COSTS, fixed: 5 } });
    const fewest = requestOf([task('a', 1)], [van], {
      objectives: [[objective('unserved')], [objective('vehicles')], [objective('cost')]],
    });
    expect(trialOf(compiled(fewest).problem).trial).toBeNull();
  });

  it('forbids vehicles while it is on only, and goes back to what was where it does not pay', () => {
    const problem = homes(60, 20, 9000);
    let ended = 0;
    for (const seed of [1, 2, 3]) {
      const { all, tours, anneal, trial } = trialOf(problem, seed);
      let before = { used: 0, missing: 0 };
      for (let k = 0; k < 200; k++) {
        const wasOn = trial!.isOn;
        if (!wasOn) before = { used: tours.usedVehicles, missing: tours.missing };
        trial!.step(k / 400);
        const isFree =
          tours.mostVehicles === Number.POSITIVE_INFINITY && tours.available.join() === problem.count.join();
        expect(isFree).toBe(!trial!.isOn);
        if (trial!.isOn) expect(tours.mostVehicles < before.used || !isFree).toBe(true);
        if (wasOn && !trial!.isOn) {
          ended++;
          expect(tours.missing).toBeLessThanOrEqual(before.missing);
        }
        anneal.roomFirst = trial!.isOn;
        anneal.run(20, problem.arcUnit);
        trial!.note(20);
      }
      trial!.forget();
      expect(tours.available).toEqual(problem.count);
      const best = new Int32Array(packedLength(problem, tours.slots));
      all.packBest(best);
      expect(best[1]).toBe(0);
    }
    expect(ended).toBeGreaterThan(9);
  });

  it('gives up own vans beside carriers of a job each', () => {
    const far = Array.from({ length: 25 }, (_, i): [number, number] => [9000 + 97 * i, (i * 631) % 9973]);
    const near = Array.from({ length: 61 }, (_, i): [number, number] => [(i * 389) % 997, (i * 631) % 997]);
    const list = Array.from({ length: 85 }, (_, i) => task(`t${i}`, i + 1, { load: [1], service_s: 60 }));
    const van = vehicle({ count: 6, capacity: [40], shift: [0, 9000], costs: { ...COSTS, fixed: 50 } });
    const taxi = vehicle({
      id: 'taxi',
      count: 40,
      capacity: [1],
      end: null,
      maxTasks: 1,
      costs: { ...COSTS, fixed: 1 },
    });
    const { problem } = compiled(requestOf(list, [van, taxi], { places: placesAt([...near, ...far]) }));
    const { tours, anneal, trial } = trialOf(problem);
    let began = 0;
    for (let k = 0; k < 100; k++) {
      const vans = tours.used[0]!;
      const wasOn = trial!.isOn;
      trial!.step(k / 200);
      if (!wasOn && trial!.isOn) {
        began++;
        // They would count for twenty-five vehicles, of which nearly any route drawn is.
        expect(tours.available[0]! === vans - 1 || tours.mostVehicles < Number.POSITIVE_INFINITY).toBe(true);
        expect(tours.available[1]).toBe(40);
      }
      anneal.roomFirst = trial!.isOn;
      anneal.run(20, problem.arcUnit);
      trial!.note(20);
    }
    expect(tours.used[1]).toBeGreaterThan(20);
    expect(began).toBeGreaterThan(0);
  });

  it.each([
    ['has no room', 40, 21, false, 4, 1],
    ['lacks room for one', 41, 40, false, 8, 3],
    ['has room only above its capacity, at a price', 41, 40, true, 8, 3],
  ])('tries no fleet for ever that %s', (_, tasks, capacity, softens, most, lengths) => {
    // Two vans carry all of it, and one cannot.
    const positions = Array.from({ length: tasks + 1 }, (_, i): [number, number] => [(i * 389) % 997, (i * 631) % 997]);
    const list = Array.from({ length: tasks }, (_, i) => task(`t${i}`, i + 1, { load: [1] }));
    const van = vehicle({ count: 10, capacity: [capacity], costs: { ...COSTS, fixed: 50 } });
    const { problem } = compiled(requestOf(list, [van], { places: placesAt(positions) }));
    const { all, tours, anneal, trial } = trialOf(problem);
    anneal.softens = softens;
    let [began, looks, longest] = [0, 0, 0];
    for (let k = 0; k < 2000; k++) {
      const wasOn = trial!.isOn;
      trial!.step(k / 4000);
      if (!wasOn && trial!.isOn && tours.mostVehicles === 1) began++;
      looks = trial!.isOn ? looks + 1 : 0;
      longest = Math.max(longest, looks);
      anneal.roomFirst = trial!.isOn;
      anneal.run(20, problem.arcUnit);
      trial!.note(20);
    }
    const best = new Int32Array(packedLength(problem, tours.slots));
    all.packBest(best);
    expect([...best.subarray(0, 2)]).toEqual([2, 0]);
    expect(began).toBeLessThanOrEqual(most);
    expect(began).toBeGreaterThan(2);
    // Three iterations per task, or more where nearly all have a place.
    expect(Math.round((20 * longest) / (3 * tasks))).toBe(lengths);
  });

  it('stays with what serves more, though it is dearer', () => {
    const { tours, anneal, trial } = trialOf(homes(60, 20, 9000));
    tours.cutTask(0);
    for (let slot = 0; slot < tours.slots; slot++) refresh(tours, slot);
    tours.addAbsent(0);
    anneal.restart();
    const lacked = tours.missing;
    expect(lacked).toBeGreaterThan(0);
    for (const done of [0, 0.05, 0.1]) {
      trial!.step(done);
      trial!.note(1000);
    }
    expect(trial!.isOn).toBe(true);
    // With as many vehicles as ever: more is served, and it costs more.
    tours.mostVehicles = Number.POSITIVE_INFINITY;
    tours.available.set(tours.problem.count);
    anneal.placeAbsent();
    expect(tours.missing).toBeLessThan(lacked);
    trial!.note(1000);
    trial!.step(0.15);
    expect(trial!.isOn).toBe(false);
    expect(tours.missing).toBeLessThan(lacked);
  });

  it('is taken back where there is no time to judge it', () => {
    const { all, tours, anneal, trial } = trialOf(homes(60, 20, 9000));
    const words = packedLength(tours.problem, tours.slots);
    const [before, after] = [new Int32Array(words), new Int32Array(words)];
    for (let k = 0; k < 400 && !trial!.isOn; k++) {
      all.packCurrent(before);
      trial!.step(k / 800);
      if (trial!.isOn) break;
      anneal.run(20, tours.problem.arcUnit);
      trial!.note(20);
    }
    expect(trial!.isOn).toBe(true);
    anneal.run(20, tours.problem.arcUnit);
    trial!.takeBack();
    all.packCurrent(after);
    const end = routesEnd(before) + before[1]!;
    expect(after.slice(0, end)).toEqual(before.slice(0, end));
    expect([trial!.isOn, tours.mostVehicles]).toEqual([false, Number.POSITIVE_INFINITY]);
    expect(tours.available).toEqual(tours.problem.count);
  });

  it.each([
    ['where no ruin empties a long route', false],
    ['also where a task is left out that another excludes', true],
  ])('leads to plans with fewer vehicles, %s', (_, chilled) => {
    const costs = (without: readonly PartName[]) =>
      [1, 3, 5, 7].map((step) => {
        const problem = homes(80, 20, 9000, step, 0, chilled);
        const { best } = solveInline(problem, params({ iterations: 4000, without }), { elapsed_s: () => 0 });
        expect(best[1]).toBe(chilled ? 1 : 0);
        return costOf(problem, best);
      });
    const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);
    expect(sum(costs([]))).toBeLessThan(0.93 * sum(costs(['fleet-trials'])));
  });
});
