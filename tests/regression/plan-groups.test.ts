import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { Relation, RoutingRequest } from '../../src/contract/request.ts';
import { explainPlan } from '../../src/explain/index.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { REPORT, rawRoute, requestOf, type Step, task, vehicle } from '../unit/plan-world.ts';

const sequence = (...tasks: number[]): Relation => ({ kind: 'sequence', tasks, minGap_s: 0 });
const vans = ['v', 'w', 'u', 'x'].map((id) => vehicle({ id, shift: [0, 1000] }));
const options = { search: false, time_s: null, iterations: null, seed: 1, threads: 1 };

/** The plan of routes given, one for each van, and what the checker has against it. */
function judged(request: RoutingRequest, routes: Step[][]) {
  const driven = routes.map((steps, index) => rawRoute(index, steps)).filter(({ steps }) => steps.length > 0);
  const served = new Set(driven.flatMap(({ steps }) => steps.map((step) => (step.kind === 'step' ? step.task : -1))));
  const unassigned = [...request.tasks.keys()].filter((index) => !served.has(index));
  const plan = buildPlan(request, { routes: driven, unassigned }, REPORT);
  const begins = Object.fromEntries(
    plan.routes.flatMap(({ stops }) =>
      stops.flatMap(({ task: id, begin_s }) => (id === undefined ? [] : [[id, begin_s]])),
    ),
  );
  return { plan, begins, causes: checkPlan(request, plan).violations.map(({ cause }) => cause) };
}

describe('routes that wait for each other', () => {
  const tasks = [task('a', 99), task('b', 10), task('z', 50, { windows: [[0, 20]] })];
  const request = requestOf(tasks, vans, { relations: [sequence(0, 1)], options });

  it('wait beside a route that is late', () => {
    const { begins, causes } = judged(request, [[0], [1], [2]]);
    expect(begins).toMatchObject({ a: 99, b: 99 });
    expect(causes).toEqual(['window_missed']);
  });

  it('wait beside others that cannot', () => {
    const more = [...tasks, task('c', 20, { windows: [[0, 30]] })];
    const both = { ...request, tasks: more, relations: [sequence(0, 1), sequence(2, 3)] };
    expect(judged(both, [[0], [1], [2], [3]]).begins).toMatchObject({ a: 99, b: 99 });
    // Nobody serves 'z', which comes before 'c'.
    const { begins, causes } = judged(both, [[0], [1], [], [3]]);
    expect(begins).toMatchObject({ a: 99, b: 99 });
    expect(causes).toEqual(['sequence_broken']);
  });

  it('wait for each other where one of them waits for what nobody serves, and have room for others', () => {
    const chain = { ...request, relations: [sequence(2, 0, 1)] };
    chain.tasks = [...tasks, task('d', 5)];
    const { begins, causes, plan } = judged(chain, [[0], [1]]);
    expect(begins).toMatchObject({ a: 99, b: 99 });
    expect(plan.unassigned.map(({ task: id, reason }) => [id, reason])).toEqual([
      ['z', 'window_unreachable'],
      ['d', 'search_ended'],
    ]);
    expect(causes).toEqual(['sequence_broken']);
  });

  it('are explained as they are planned, whatever others do', () => {
    const more = [...tasks, task('c', 20), task('d', 30, { windows: [[0, 40]] })];
    const both = { ...request, tasks: more, relations: [sequence(0, 1), sequence(2, 3)] };
    const { plan } = judged(both, [[0], [1], [2], [3]]);
    expect(plan.unassigned).toMatchObject([{ task: 'd', reason: 'search_ended' }]);
    const { unassigned } = explainPlan(both, plan, { vehicles: [], unassigned: true, slots: [] });
    const rules = Object.fromEntries(unassigned![0]!.vehicles.map(({ vehicle: id, rule }) => [id, rule]));
    expect(rules).toMatchObject({ v: 'search_ended.time', w: 'search_ended.time' });
  });
});
