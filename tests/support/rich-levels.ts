import type { RoutingPlan } from '../../src/contract/plan.ts';

/** The value of every level of objectives, as the plan tells it. */
export function levelsOf({ objectives }: RoutingPlan): number[] {
  return objectives.map((level) => level.reduce((sum, { weight, value }) => sum + weight * value, 0));
}
