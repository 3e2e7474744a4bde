import { expect, it } from 'vitest';
import { explainInTurns, explainPlan } from '../../src/explain/index.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { REPORT, rawRoute, requestOf, task, vehicle } from './plan-world.ts';

const tasks = ['a', 'b', 'c'].map((id, i) => task(id, 10 * (i + 1), { load: [1] }));
const slots = [{ task: task('new', 15), windows: [[0, 100] as [number, number]] }];
const explain = { vehicles: [0, 1], unassigned: true, slots };
const request = requestOf(tasks, [vehicle({ id: 'van', capacity: [2] }), vehicle({ id: 'bike', capacity: [1] })], {
  explain,
});
const plan = buildPlan(request, { routes: [rawRoute(0, [0, 1])], unassigned: [2] }, REPORT);

it('explanations in turns are the same, with a pause after each task', async () => {
  let pauses = 0;
  const answered = await explainInTurns(request, plan, 0.5, async () => void pauses++);
  expect(answered).toEqual(explainPlan(request, plan, explain, 0.5));
  expect(Object.keys(answered)).toEqual(['vehicles', 'unassigned', 'slots']);
  expect(pauses).toBe(4);
});

it('explanations in turns end where a pause says so', async () => {
  const over = () => Promise.reject(new Error('over'));
  await expect(explainInTurns(request, plan, 0.5, over)).rejects.toThrow('over');
});
