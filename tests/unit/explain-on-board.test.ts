import { expect, it } from 'vitest';
import { explainPlan } from '../../src/explain/index.ts';
import { planOf } from '../property/solve-plan.ts';
import { requestOf, task, vehicle } from './plan-world.ts';

it('a relief of capacity leaves room for what stays on board of a vehicle in progress', () => {
  const van = vehicle({ id: 'van', inProgress: true, capacity: [10], shift: [0, 1000] });
  const tasks = [
    task('kept', 10, { load: [8], onBoardOf: 0, windows: [[0, 5]] }),
    task('more', 20, { kind: 'pickup', load: [5] }),
  ];
  const request = requestOf(tasks, [van]);
  const plan = planOf(request, { iterations: 10 });
  const { unassigned } = explainPlan(request, plan, { vehicles: [], unassigned: true, slots: [] });
  expect(unassigned!.find(({ task: id }) => id === 'more')!.vehicles).toMatchObject([
    { vehicle: 'van', rule: 'load_over_capacity.capacity', frees: "capacity of 'van' 3 more: 13" },
  ]);
});
