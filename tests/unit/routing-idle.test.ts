import { describe, expect, it } from 'vitest';
import type { RoutingRequest, Vehicle } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { INFEASIBLE } from '../../src/routing/state/exact.ts';
import { refresh } from '../../src/routing/state/refresh.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { NO_COSTS, pause, requestOf, softWindow, vehicle } from './plan-world.ts';
import { compiled, town } from './pool-world.ts';

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

/** A town with windows for some, and times that others would rather have. */
function rounds(of: Partial<Vehicle>, seed: number): RoutingRequest {
  const rng = new Rng(seed);
  const { tasks, places } = town(30);
  const wishing = tasks.map((task) => {
    const opens = rng.below(6000);
    const kind = rng.below(3);
    const windows: [number, number][] = kind === 0 ? [[opens, opens + 1500]] : [];
    const softWindows = kind === 1 ? [softWindow([opens, opens + 1000], 40, 15)] : [];
    return { ...task, stops: task.stops.map((stop) => ({ ...stop, service_s: 60, windows, softWindows })) };
  });
  return requestOf(wishing, [vehicle({ count: 8, capacity: [30], shift: [0, 12_000], costs: COSTS, ...of })], {
    places,
  });
}

describe('what filling gaps may save', () => {
  // Places are simulated from the cheapest arcs on until none can be cheaper: a bound that is none would hide the best.
  it.each(Object.entries(VANS))('bounds what a visit adds from below: %s', (_, of) => {
    let [places, saving] = [0, 0];
    for (const seed of [1, 2, 3]) {
      const { problem } = compiled(rounds(of, seed));
      const { nodes, arcs, startNode, endNode, arcUnit } = problem;
      const tours = new Tours(problem);
      const anneal = new Anneal(tours, new Rng(seed, 1));
      anneal.construct();
      anneal.run(30, arcUnit);
      const exact = tours.exact!;
      for (let task = 0; task < problem.tasks; task++) {
        const visit = tours.at[task]!;
        const home = tours.route[visit]!;
        if (home < 0) continue;
        tours.cutTask(task);
        refresh(tours, home);
        for (let slot = 0; slot < tours.slots; slot++) {
          if (tours.size[slot] === 0) continue;
          for (let after = -1; ; ) {
            const before = after < 0 ? tours.first[slot]! : tours.next[after]!;
            const [from, to] = [after < 0 ? startNode[0]! : after, before < 0 ? endNode[0]! : before];
            const arc = (a: number, b: number) => arcs[a * nodes + b]!;
            exact.clear();
            exact.add(visit, after);
            const cost = exact.addedCost(slot, 0);
            const delta = arc(from, visit) + arc(visit, to) - arc(from, to);
            if (cost < INFEASIBLE) {
              places++;
              if (cost < delta - 1) saving++;
              expect(cost).toBeGreaterThanOrEqual(delta - tours.idle[slot]! - 3);
            }
            if (before < 0) break;
            after = before;
          }
        }
        tours.insertAt(visit, home, -1, 0);
        refresh(tours, home);
        if (tours.feasible[home] === 0) {
          tours.cutTask(task);
          refresh(tours, home);
          tours.addAbsent(task);
        }
      }
    }
    expect(places).toBeGreaterThan(1000);
    expect(saving).toBeGreaterThan(10);
  });
});
