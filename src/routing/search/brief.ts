import type { Problem } from '../../model/problem.ts';

/** With less than this per task a good first solution counts for more than one to anneal from. */
const BRIEF_S = 0.004;
const BRIEF_ITERATIONS = 30;

/** Whether there is hardly time for more than a first solution. @param iterations,time_s the budget; null: no bound */
export function isBrief({ tasks }: Problem, iterations: number | null, time_s: number | null): boolean {
  return (
    (time_s !== null && time_s < BRIEF_S * tasks) || (iterations !== null && iterations < BRIEF_ITERATIONS * tasks)
  );
}
