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
    { vehicle: 'van', rule: 'no_room.capacity', frees: "capacity of 'van' 3 more: 13" },
  ]);
});

it('what is in the way of a task that needs others beside it is what is planned, not that it is too little alone', () => {
  const van = vehicle({ id: 'van', capacity: [5], minLoad: [4] });
  const tasks = Array.from({ length: 6 }, (_, i) => task(`t${i}`, 10 + i, { load: [1] }));
  const ask = (count: number) => {
    const request = requestOf(tasks.slice(0, count), [van]);
    const plan = planOf(request, { iterations: 50 });
    return explainPlan(request, plan, { vehicles: [], unassigned: true, slots: [] }).unassigned![0]!.vehicles;
  };
  expect(ask(6)).toMatchObject([{ rule: 'no_room.capacity', frees: "capacity of 'van' 1 more: 6" }]);
  expect(ask(1)).toMatchObject([{ rule: 'no_room.minimum', frees: "'van' without a minimum" }]);
});
