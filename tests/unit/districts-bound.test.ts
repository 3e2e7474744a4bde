import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { Relation, RoutingRequest } from '../../src/contract/request.ts';
import { boundGroups, relationsWithin } from '../../src/districts/bound.ts';
import { Districts, isDivisible } from '../../src/districts/index.ts';
import { DistrictSearch } from '../../src/jobs/district-search.ts';
import { Rng } from '../../src/kit/rng.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { createSolverPool } from '../../src/pool/pool.ts';
import { NO_COSTS, REPORT, vehicle } from './plan-world.ts';
import { params, town } from './pool-world.ts';

const pool = createSolverPool({ threads: 2 });
afterAll(() => pool.close());

const relation = (kind: Relation['kind'], ...tasks: number[]): Relation => ({ kind, tasks, minGap_s: 0 });
const nothing = ({ tasks }: RoutingRequest) => ({ routes: [], unassigned: tasks.map((_, t) => t) });

const TASKS = 240;
const RELATIONS = [
  relation('same_vehicle', 3, 120, 200),
  relation('same_vehicle', 200, 77),
  relation('different_vehicles', 5, 6, 7),
  relation('sequence', 11, 190),
];

function day(relations: Relation[] = RELATIONS): RoutingRequest {
  const request = town(TASKS);
  const vans = vehicle({ count: 40, capacity: [30], shift: [0, 20_000], costs: { ...NO_COSTS, fixed: 50, per_km: 1 } });
  return { ...request, vehicles: [vans], relations };
}

async function solved(request: RoutingRequest) {
  const asked = { request, pool, params: params({ lanes: 2, iterations: 3000 }), hooks: {}, rehearse: () => 0 };
  const answer = await new DistrictSearch({ ...asked, started_ns: process.hrtime.bigint() }, 60).run(nothing(request));
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  const plan = buildPlan(request, answer.solution, REPORT);
  expect(checkPlan(request, plan).violations).toEqual([]);
  expect(plan.unassigned).toEqual([]);
  return plan;
}

describe('relations of a large request', () => {
  it('keep it from districts only where sequences are many', () => {
    expect(isDivisible(day())).toBe(true);
    expect(isDivisible(day(Array.from({ length: 100 }, (_, i) => relation('same_vehicle', i, i + 100))))).toBe(true);
    expect(isDivisible(day([relation('sequence', 1, 2), relation('sequence', 2, 3)]))).toBe(false);
  });

  it('have what shares a vehicle or waits for each other in one district, in its numbers', () => {
    const request = day();
    for (const { tasks, request: part } of new Districts(request).divide(nothing(request), new Rng(1), 60)) {
      const bound = part.relations.filter(({ kind }) => kind !== 'different_vehicles');
      for (const { kind, tasks: related } of bound)
        expect(RELATIONS).toContainEqual(relation(kind, ...related.map((task) => tasks[task]!)));
      for (const group of [
        [3, 77, 120, 200],
        [11, 190],
      ])
        expect([0, group.length]).toContain(group.filter((task) => tasks.includes(task)).length);
    }
  });

  it('are kept by plans that are put together', async () => {
    const plan = await solved(day());
    const routeOf = (task: number) =>
      plan.routes.findIndex(({ stops }) => stops.some((stop) => stop.task === `t${task}`));
    expect(new Set([3, 77, 120, 200].map(routeOf)).size).toBe(1);
    expect(new Set([5, 6, 7].map(routeOf)).size).toBe(3);
  });

  it('are kept by a carrier, whose routes of all districts are one', async () => {
    const request = day([relation('different_vehicles', 5, 6), relation('same_vehicle', 9, 150)]);
    const profiles = [...request.profiles, { ...request.profiles[0]!, kind: 'none' as const, name: 'carrier' }];
    const carrier = vehicle({
      id: 'carrier',
      profile: 1,
      start: null,
      end: null,
      costs: { ...NO_COSTS, per_task: 0.5 },
    });
    await solved({
      ...request,
      profiles: profiles as RoutingRequest['profiles'],
      vehicles: [...request.vehicles, carrier],
    });
  });
});

describe('groups that relations hold together', () => {
  it('have every item once, and all of a relation in one of them', () => {
    const tasks = fc.uniqueArray(fc.nat(19), { minLength: 2, maxLength: 4 });
    const kinds = fc.constantFrom<Relation['kind']>('same_vehicle', 'different_vehicles', 'sequence');
    fc.assert(
      fc.property(fc.array(fc.tuple(kinds, tasks), { maxLength: 8 }), (drawn) => {
        const relations = drawn.map(([kind, related]) => relation(kind, ...related));
        const items = Array.from({ length: 10 }, (_, i) => [2 * i, 2 * i + 1]);
        const groups = boundGroups(relations, items);
        expect(groups.flat().sort((a, b) => a - b)).toEqual(items.map((_, i) => i));
        for (const { kind, tasks: related } of relations) {
          if (kind === 'different_vehicles') continue;
          expect(
            groups.filter((group) => group.some((i) => related.some((task) => items[i]!.includes(task)))),
          ).toHaveLength(1);
        }
        if (relations.length === 0) expect(groups).toEqual(items.map((_, i) => [i]));
      }),
    );
  });

  it('leave no relation of a single task', () => {
    const within = relationsWithin(
      RELATIONS,
      new Map([
        [5, 0],
        [7, 1],
        [3, 2],
      ]),
    );
    expect(within).toEqual([relation('different_vehicles', 0, 1)]);
  });
});
