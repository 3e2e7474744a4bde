import { expect, it } from 'vitest';
import { explainPlan } from '../../src/explain/index.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { objective, REPORT, rawRoute, requestOf, task, vehicle } from './plan-world.ts';

it('a task with a prize is not worth a vehicle where these come first, and no prize would make it so', () => {
  const objectives = [[objective('unserved')], [objective('vehicles')], [objective('cost')]];
  const tasks = [task('a', 10), task('b', 20, { prize: 100 })];
  const ask = (maxTasks: number) => {
    const request = requestOf(tasks, [vehicle({ count: 2, maxTasks })], { objectives });
    const plan = buildPlan(request, { routes: [rawRoute(0, [0])], unassigned: [1] }, REPORT);
    return explainPlan(request, plan, { vehicles: [], unassigned: true, slots: [] }).unassigned![0]!.vehicles;
  };
  const obstacle = "there is room on a route of its own, for 40; it would make 'vehicles' 1 worse";
  expect(ask(1)).toMatchObject([{ rule: 'not_worth_it.objectives', obstacle, frees: null }]);
  expect(ask(2)).toMatchObject([{ rule: 'search_ended.time' }]);
});
