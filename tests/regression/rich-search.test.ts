import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { GivenRoute, RoutingRequest } from '../../src/contract/request.ts';
import { decode } from '../../src/jobs/decode.ts';
import { Rng } from '../../src/kit/rng.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { Splits } from '../../src/routing/moves/splits.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { pack, packedLength, unpack } from '../../src/routing/state/packed.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { Undo } from '../../src/routing/state/undo.ts';
import { compiled } from '../property/solve-plan.ts';
import {
  objective,
  pause,
  REPORT,
  rawRoute,
  reload,
  requestOf,
  type Step,
  stepOf,
  task,
  vehicle,
} from '../unit/plan-world.ts';

const sequence = (...tasks: number[]) => ({ kind: 'sequence' as const, tasks, minGap_s: 0 });
const given = (vehicleIndex: number, locked: number, ...steps: Step[]): GivenRoute => ({
  ...{ vehicle: vehicleIndex, number: 1, steps: steps.map(stepOf), locked, pinned: false },
});

/** The plan of ruin and recreate alone, which must be legal: a day this small is otherwise solved by trying everything. */
function searched(request: RoutingRequest) {
  const all = compiled(request);
  const { problem } = all;
  const tours = new Tours(problem);
  const anneal = new Anneal(tours, new Rng(1, 1));
  anneal.construct(false, undefined, undefined, problem.initial);
  anneal.run(200, problem.arcUnit);
  const words = new Int32Array(packedLength(problem, tours.slots));
  pack(problem, anneal.bestTours, words);
  const plan = buildPlan(request, decode(words, all), REPORT);
  expect(checkPlan(request, plan).violations).toEqual([]);
  return plan;
}

const leftOf = (plan: ReturnType<typeof searched>) => plan.unassigned.map(({ task: id }) => id);

describe('routes that sequences bind', () => {
  it('keep what they are waited for early, though that makes another ride too long', () => {
    // By itself 'one' leaves at 280 for 'b'. Waited for, 'a' is served as early as it can be, and 'b' rides from second 0.
    const tasks = [
      task('a', 10, { kind: 'visit', windows: [[0, 290]], onlyVehicles: ['one'], priority: 1 }),
      task('b', 20, { windows: [[300, 300]], maxRide_s: 150, onlyVehicles: ['one'], priority: 1 }),
      task('c', 30, { kind: 'visit', onlyVehicles: ['two'] }),
    ];
    const vans = ['one', 'two'].map((id) => vehicle({ id, shift: [0, 1000] }));
    expect(leftOf(searched(requestOf(tasks, vans, { relations: [sequence(0, 2)] })))).toEqual(['c']);
  });

  it('may need the wait for another for a break that they could not take otherwise', () => {
    // Without the wait at 'w' the rest falls on the way back, with more on board than it allows.
    const rest = pause('rest', 10, { afterDriving_s: 100, maxLoad: [2] });
    const tasks = [
      task('a', 40, { kind: 'visit', windows: [[200, 200]] }),
      task('w', 70, { kind: 'visit' }),
      task('p', 75, { kind: 'pickup', load: [3] }),
    ];
    const vans = [vehicle({ id: 'one', shift: [0, 1000] }), vehicle({ id: 'two', shift: [0, 1000], breaks: [rest] })];
    const request = requestOf(tasks, vans, { relations: [sequence(0, 1)] });
    const plan = buildPlan(request, { routes: [rawRoute(0, [0]), rawRoute(1, [1, 2])], unassigned: [] }, REPORT);
    expect(checkPlan(request, plan).violations).toEqual([]);
    expect(plan.routes[1]).toMatchObject({ ends_s: 280, break_s: 10 });
  });

  it('lose what waits with a route that is given up', () => {
    const tasks = [
      task('a', 10, { onlyVehicles: ['one'], prize: 0.001 }),
      task('b', 20, { onlyVehicles: ['two'], prize: 1000 }),
    ];
    const objectives = [[objective('unserved')], [objective('vehicles')], [objective('cost')]];
    const vans = ['one', 'two'].map((id) => vehicle({ id }));
    const request = requestOf(tasks, vans, { objectives, relations: [sequence(0, 1)] });
    const { problem } = compiled(request);
    for (let seed = 1; seed <= 10; seed++) {
      const tours = new Tours(problem);
      const anneal = new Anneal(tours, new Rng(seed, 1));
      unpack(Int32Array.of(2, 0, 0, 1, 0, 1, 1, 1), tours);
      anneal.restart();
      anneal.routes.drop();
      for (let slot = 0; slot < tours.slots; slot++)
        if (tours.size[slot]! > 0) expect(tours.exact!.bonds.hold(slot)).toBe(true);
    }
  });

  it('serve what a locked task waits for, though it costs more than it is worth', () => {
    const tasks = [task('a', 90, { prize: 0.001, onlyVehicles: ['one'] }), task('b', 20), task('c', 30)];
    const vans = ['one', 'two'].map((id) => vehicle({ id }));
    const routes = [given(0, 0, 0), given(1, 1, 1)];
    const plan = searched(requestOf(tasks, vans, { routes, relations: [sequence(0, 1)] }));
    expect(leftOf(plan)).toEqual([]);
  });
});

describe('a cut at a reload', () => {
  it('leaves tasks of one vehicle on one route', () => {
    const same = { kind: 'same_vehicle' as const, tasks: [0, 1], minGap_s: 0 };
    const van = vehicle({ count: 2, reloads: [reload(0)] });
    const { problem } = compiled(requestOf([task('a', 10), task('b', 20)], [van], { relations: [same] }));
    const tours = new Tours(problem);
    const undo = new Undo(tours);
    const splits = new Splits(tours, undo, new Rng(1, 1));
    unpack(Int32Array.of(1, 0, 0, 3, 0, -1, 1), tours);
    for (let i = 0; i < 50; i++) {
      undo.begin();
      splits.perhaps(0);
      expect(tours.size[0]).toBe(3);
    }
  });
});

describe('a locked reload', () => {
  const vans = [vehicle({ reloads: [reload(5), reload(6)], capacity: [2] }), vehicle({ id: 'other' })];
  const tasks = [1, 2, 3, 4].map((x) => task(`t${x}`, 10 * x, { load: [1] }));

  it('stays at the end of what is locked', () => {
    searched(requestOf(tasks, vans, { routes: [given(0, 2, 0, { reload: 1 }, 1)] }));
  });

  it('stays where nothing else is locked, whatever comes after it', () => {
    const far = vehicle({ reloads: [reload(99)], costs: { ...vehicle().costs, per_km: 100_000 } });
    searched(requestOf(tasks, [far, vehicle({ id: 'other' })], { routes: [given(0, 1, { reload: 0 }, 1)] }));
  });
});
