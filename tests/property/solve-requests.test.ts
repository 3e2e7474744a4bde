import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { solveRouting } from '../../src/jobs/solve.ts';
import { createSolverPool } from '../../src/pool/pool.ts';
import { planOf } from './solve-plan.ts';
import { anyRequest } from './solve-world.ts';

const DAY = { tasks: [30, 80], kinds: [1, 3], count: [1, 8] } as const satisfies Parameters<typeof anyRequest>[0];

describe('any day of 30 to 80 tasks', () => {
  it('gets a plan that breaks no rule, and the same one again', () => {
    fc.assert(
      fc.property(anyRequest(DAY), fc.integer({ min: 1, max: 3 }), fc.nat(2 ** 32 - 1), (request, lanes, seed) => {
        const plan = planOf(request, { lanes, seed, iterations: 120 });
        expect(checkPlan(request, plan).violations).toEqual([]);
        expect(planOf(request, { lanes, seed, iterations: 120 })).toEqual(plan);
      }),
      { seed: 21, numRuns: 40 },
    );
  });

  it('keeps its rules whatever the order of the input and the names in it', () => {
    fc.assert(
      fc.property(anyRequest(DAY), fc.nat(1000), (request, turn) => {
        const other = shuffled(request, turn);
        const [plan, again] = [planOf(request, { iterations: 60 }), planOf(other, { iterations: 60 })];
        expect(checkPlan(other, again).violations).toEqual([]);
        expect(hopeless(again)).toEqual(hopeless(plan).map(renamed).sort());
      }),
      { seed: 22, numRuns: 30 },
    );
  });
});

describe('the number of threads', () => {
  const pools = [1, 2].map((threads) => createSolverPool({ threads }));
  afterAll(() => Promise.all(pools.map((pool) => pool.close())));

  it('makes no difference to a plan of counted iterations', async () => {
    await fc.assert(
      fc.asyncProperty(anyRequest(DAY), fc.integer({ min: 1, max: 4 }), async (drawn, threads) => {
        const request = { ...drawn, options: { search: true, time_s: null, iterations: 100, seed: 3, threads } };
        const [one, two] = await Promise.all(pools.map((pool) => solveRouting(request, pool)));
        if (!one!.ok || !two!.ok) throw new Error(JSON.stringify([one, two]));
        expect(withoutTimes(two!.plan)).toEqual(withoutTimes(one!.plan));
        const inline = planOf(request, { seed: 3, lanes: threads, iterations: 100 });
        expect(one!.plan).toEqual({ ...inline, solver: one!.plan.solver });
      }),
      { seed: 23, numRuns: 15 },
    );
  });
});

const renamed = (id: string) => `other ${id}`;

/** The same day told in another order, with other names. */
function shuffled(request: RoutingRequest, turn: number): RoutingRequest {
  const order = request.tasks.map((task, i) => ({ task, key: ((i + 1) * (2 * turn + 7919)) % 1009 }));
  order.sort((a, b) => a.key - b.key);
  const tasks = order.map(({ task }) => ({
    ...task,
    id: renamed(task.id),
    onlyVehicles: task.onlyVehicles?.map(renamed) ?? null,
    forbiddenVehicles: task.forbiddenVehicles.map(renamed),
  }));
  const vehicles = request.vehicles.map((vehicle) => ({ ...vehicle, id: renamed(vehicle.id) })).reverse();
  return { ...request, tasks, vehicles };
}

/** Tasks that no vehicle could serve even alone: that does not depend on the search. */
function hopeless(plan: RoutingPlan): string[] {
  const searched = new Set<string>(['no_room', 'not_worth_it', 'search_ended']);
  return plan.unassigned
    .filter(({ reason }) => !searched.has(reason))
    .map(({ task }) => task)
    .sort();
}

function withoutTimes(plan: RoutingPlan) {
  const { elapsed_s: _, first_solution_s: __, trace, ...solver } = plan.solver;
  return { ...plan, solver: { ...solver, trace: trace.map(({ elapsed_s: ___, ...point }) => point) } };
}
