import { describe, expect, it } from 'vitest';
import { planOf } from '../property/solve-plan.ts';
import { NO_COSTS, requestOf, task, vehicle } from '../unit/plan-world.ts';

/** What is large somewhere must not hide what is small elsewhere. */
describe('prizes', () => {
  // All from about 1,000 on were the same number, so that the van served who was near.
  it.each([
    [1500, 6000],
    [1e6, 2e6],
  ])('of %d and %d are told apart, whatever ways cost', (prize, more) => {
    const tasks = Array.from({ length: 24 }, (_, i) =>
      task(`t${i}`, i < 12 ? i + 1 : i + 60, { load: [1], prize: i < 12 ? prize : more }),
    );
    const costs = { ...NO_COSTS, per_km: 0.7 };
    const plan = planOf(requestOf(tasks, [vehicle({ capacity: [12], costs })]));
    expect(plan.unassigned.map(({ cost }) => cost)).toEqual(Array(12).fill(prize));
  });
});

describe('loads', () => {
  // With one scale for all dimensions a parcel of 350 g weighed a kilogram beside one of 50 cubic metres in cm3.
  it.each([
    [0.35, 5e7],
    [5e7, 0.35],
    [0.35123, 2e5],
  ])('of %d and %d fill a vehicle in both dimensions', (first, second) => {
    const tasks = Array.from({ length: 12 }, (_, i) => task(`t${i}`, i + 1, { load: [first, second] }));
    const capacity = [first * 12, second * 12];
    const plan = planOf(requestOf(tasks, [vehicle({ capacity })]), { iterations: 50 });
    expect(plan.unassigned).toEqual([]);
  });
});
