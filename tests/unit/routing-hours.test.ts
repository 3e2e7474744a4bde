import { describe, expect, it, vi } from 'vitest';
import type { Vehicle } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { extraCost } from '../../src/routing/moves/feasible.ts';
import { travelAdded } from '../../src/routing/moves/saving.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { Exact, INFEASIBLE } from '../../src/routing/state/exact.ts';
import { NOWHERE, Tours } from '../../src/routing/state/tours.ts';
import { eachPlace, eachTaskOff, toursOf } from './places-world.ts';
import { NO_COSTS, pause, placesAt, requestOf, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

const HOUR_S = 3600;
const noon = pause('noon', 1800, { windows: [[4 * HOUR_S, 5 * HOUR_S]] });
const morning = pause('morning', 900, { windows: [[HOUR_S, 2 * HOUR_S]] });
const driving = pause('driving', 2700, { afterDriving_s: HOUR_S });

/** A day of stops all over a square, some with a window, for vans that have eight hours. */
function day(tasks: number, vans: number, seed: number, of: Partial<Vehicle>, windowed = 0) {
  const rng = new Rng(seed);
  const positions = Array.from({ length: tasks + 1 }, (): [number, number] => [rng.below(3000), rng.below(3000)]);
  const all = positions.slice(1).map((_, i) => {
    const opens = rng.below(6) * HOUR_S;
    const windows: [number, number][] = rng.double() < windowed ? [[opens, opens + 2 * HOUR_S]] : [];
    return task(`t${i}`, i + 1, { service_s: 600, windows });
  });
  const costs = { ...NO_COSTS, per_km: 1, per_hour: 20 };
  const van = vehicle({ count: vans, shift: [0, 8 * HOUR_S], costs, ...of });
  return requestOf(all, [van], { places: placesAt(positions) });
}

function simulationsOf(run: () => void): number {
  const spy = vi.spyOn(Exact.prototype, 'addedCost');
  run();
  const { length } = spy.mock.calls;
  spy.mockRestore();
  return length;
}

describe('places on routes that have not the hours', () => {
  it.each<[string, Partial<Vehicle>, windowed: number, least: number]>([
    ['for a break at noon', { breaks: [noon] }, 0, 20],
    ['for two breaks, beside windows', { breaks: [morning, noon] }, 0.2, 0.5],
    ['for breaks after driving', { breaks: [driving] }, 0, 20],
    ['for breaks of both kinds', { breaks: [morning, driving] }, 0, 1],
    ['of the longest duty', { breaks: [noon], maxDuty_s: 5.5 * HOUR_S }, 0, 20],
  ])('are ruled out without simulation, and no others are: %s', (_, of, windowed, least) => {
    const seen = { kept: 0, out: 0, missed: 0 };
    for (const seed of [1, 2, 3]) {
      const tours = toursOf(day(40, 3, seed, of, windowed), seed);
      const exact = tours.exact!;
      eachTaskOff(tours, (each) => {
        const visit = tours.at[each]!;
        eachPlace(tours, (slot, after, before) => {
          const lets = exact.hours!.lets(
            slot,
            0,
            travelAdded(tours, visit, slot, after),
            tours.problem.service[visit]!,
          );
          exact.clear();
          exact.add(visit, after);
          const isFeasible = exact.addedCost(slot, 0) < INFEASIBLE;
          if (isFeasible) expect([seed, each, slot, after, lets]).toEqual([seed, each, slot, after, true]);
          if (extraCost(tours, visit, slot, 0, after, before) < NOWHERE)
            seen[isFeasible ? 'kept' : lets ? 'missed' : 'out']++;
        });
      });
    }
    expect(seen.kept).toBeGreaterThan(200);
    expect(seen.out).toBeGreaterThan(least * seen.missed);
  });

  // Every place of every route was simulated for each task that no route has time for: a minute for thousands of tasks.
  it('are not simulated one by one for tasks too many', () => {
    const { problem } = compiled(day(200, 2, 1, { breaks: [noon] }));
    const tours = new Tours(problem);
    const simulations = simulationsOf(() => new Anneal(tours, new Rng(1)).construct());
    expect(tours.absentCount).toBeGreaterThan(100);
    expect(simulations).toBeLessThan(5 * 200);
  });

  // Where the clock decides how long travel takes only a simulation tells: of the cheapest places, no more.
  it('are simulated for so long only where nothing else tells', () => {
    const request = day(150, 2, 1, {});
    const steps = [1, 0.7, 1].map((factor, i) => ({ from_s: 3 * i * HOUR_S, factor }));
    const profiles = request.profiles.map((profile) => ({ ...profile, traffic: [{ zone: null, steps }] }));
    const { problem } = compiled({ ...request, profiles });
    const tours = new Tours(problem);
    const simulations = simulationsOf(() => new Anneal(tours, new Rng(1)).construct());
    expect(tours.absentCount).toBeGreaterThan(50);
    expect(simulations).toBeLessThan(20 * 150);
  });
});

describe('a first solution that takes far longer than there is time for', () => {
  it.each([{ breaks: [noon] }, {}])('leaves out what has no place yet', (of) => {
    const { problem } = compiled(day(60, 6, 1, of));
    const tours = new Tours(problem);
    const anneal = new Anneal(tours, new Rng(1));
    let looks = 0;
    anneal.isLate = () => ++looks > 25;
    anneal.construct();
    expect([tours.absentCount, tours.isFeasible]).toEqual([35, true]);
    anneal.isLate = null;
    anneal.placeAbsent();
    expect(tours.absentCount).toBe(0);
  });
});
