import { describe, expect, it } from 'vitest';
import type { RoutingRequest, Vehicle } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { mostSaved } from '../../src/routing/moves/saving.ts';
import { arcsAdded, eachCost, toursOf } from './places-world.ts';
import { NO_COSTS, pause, requestOf, softWindow, vehicle } from './plan-world.ts';
import { town } from './pool-world.ts';

const COSTS = { ...NO_COSTS, per_km: 1, per_hour: 20, fixed: 5 };
const VANS = {
  'a lunch break': { breaks: [pause('lunch', 600, { windows: [[3000, 5000]] })] },
  'two breaks and paid waiting': {
    costs: { ...COSTS, per_waiting_hour: 10 },
    breaks: [pause('tea', 300, { windows: [[1500, 2500]] }), pause('lunch', 600, { windows: [[4000, 6000]] })],
  },
  'breaks for driving': { breaks: [pause('rest', 400, { afterDriving_s: 1200 })] },
  overtime: { costs: { ...COSTS, overtime: { after_s: 3000, per_hour: 30 } } },
} satisfies Record<string, Partial<Vehicle>>;

/** A town with windows for some, and perhaps times that others would rather have. */
function rounds(of: Partial<Vehicle>, seed: number, when: string): RoutingRequest {
  const wishes = when !== 'no wishes';
  const rng = new Rng(seed);
  const { tasks, places } = town(30);
  const wishing = tasks.map((task) => {
    const opens = rng.below(6000);
    const kind = rng.below(3);
    const windows: [number, number][] = kind === 0 || (kind === 1 && !wishes) ? [[opens, opens + 1500]] : [];
    const softWindows = wishes && kind === 1 ? [softWindow([opens, opens + 1000], 40, when === 'wishes' ? 15 : 0)] : [];
    return { ...task, stops: task.stops.map((stop) => ({ ...stop, service_s: 60, windows, softWindows })) };
  });
  return requestOf(wishing, [vehicle({ count: 8, capacity: [30], shift: [0, 12_000], costs: COSTS, ...of })], {
    places,
  });
}

describe('what filling gaps may save', () => {
  // Places are simulated from the cheapest arcs on until none can be cheaper: a bound that is none would hide the best.
  it.each(
    Object.entries(VANS).flatMap(([name, of]) => [
      [name, 'wishes', of] as const,
      [name, 'late wishes', of] as const,
      [name, 'no wishes', of] as const,
    ]),
  )('bounds what a visit adds from below: %s, %s', (name, when, of) => {
    const wishes = when === 'wishes';
    let [places, saving, capped, less] = [0, 0, 0, 0];
    for (const seed of [1, 2, 3]) {
      const tours = toursOf(rounds(of, seed, when), seed);
      eachCost(tours, ({ task, visit, slot, after, before, cost }) => {
        const delta = arcsAdded(tours, visit, after, before);
        const saved = mostSaved(tours, visit, slot, after);
        places++;
        if (cost < delta - 1) saving++;
        if (saved < tours.idle[slot]!) capped++;
        // Prices of waiting are rounded.
        const isLess = cost < delta - saved - 3 - 1e-4 * saved;
        if (isLess) less++;
        if (wishes) expect([seed, task, slot, after, isLess]).toEqual([seed, task, slot, after, false]);
      });
    }
    expect(places).toBeGreaterThan(wishes ? 1000 : 500);
    expect(saving).toBeGreaterThan(wishes ? 10 : 0);
    // One more stop may let a break be taken at a better time, or spare a rest: looking for that takes longer than it is worth.
    expect(less).toBeLessThanOrEqual((name === 'overtime' ? 0 : 0.04) * places);
    if (when === 'no wishes') expect(capped).toBeGreaterThan(0);
  });
});
