import type { Objective, RoutingRequest } from '../contract/request.ts';
import { amountOf, type Counted } from './objectives.ts';
import { timeSlack } from './verdict.ts';

/** Levels count so many times the next, per unit of each (docs/model.md, objectives). */
const STEP = 10_000;
/** Below this share of a slack a difference is one of rounding, and none above its double. */
const NOISE = 1e-3;

/** What counts where nothing is asked for below. */
const UNASKED: Objective[][] = [[{ name: 'cost', weight: 1, of: 'hours', measure: 'max' }]];

/** A route as it was timed. */
export type Timed = Counted & { ends_s: number };

/** Whether a plan is better with a task that has a prize than without it. */
export interface Worth {
  isBetter: boolean;
  /** Too close to call in doubles. */
  isClose: boolean;
}

/**
 * Compares level by level, each weighed against the next; where the fewest vehicles come first, nothing makes up for one more.
 * @param all the routes of the plan; of those that do not change, the longest and the shortest are enough.
 * @param before those of them that change; one less than `after` where one is new.
 */
export function worthOf(
  request: RoutingRequest,
  task: number,
  all: () => Timed[],
  before: Timed[],
  after: Timed[],
): Worth {
  const prize = request.tasks[task]!.prize ?? 0;
  const ends_s = after.reduce((latest, one) => Math.max(latest, one.ends_s), 0);
  const changeOf = (objective: Objective): { by: number; slack: number } => {
    const rest = objective.name === 'balance' ? all().filter((route) => !before.includes(route)) : [];
    const [old, now] = [
      [...rest, ...before],
      [...rest, ...after],
    ];
    const by = amountOf(request, objective, now, []) - amountOf(request, objective, old, [task]);
    const isTime = ['duration', 'lateness', 'balance'].includes(objective.name);
    const slack = objective.name === 'cost' ? 1e-6 * Math.max(1, prize) : isTime ? 1e-5 + timeSlack(ends_s) : 1e-6;
    return { by, slack };
  };
  const asked = request.objectives.slice(1);
  const [first] = asked;
  const isExact = first?.length === 1 && first[0]!.name === 'vehicles';
  if (isExact && after.length !== before.length) return { isBetter: after.length < before.length, isClose: false };
  let [total, size, isClose] = [0, 0, false];
  const levels = asked.slice(isExact ? 1 : 0);
  (levels.length > 0 ? levels : UNASKED).forEach((level, k) => {
    for (const objective of level) {
      const { by, slack } = changeOf(objective);
      if (Math.abs(by) > NOISE * slack && Math.abs(by) < 2 * slack) isClose = true;
      if (Math.abs(by) <= slack) continue;
      const weighed = (objective.weight * by) / STEP ** k;
      total += weighed;
      size += Math.abs(weighed);
    }
  });
  return { isBetter: total < 0, isClose: isClose || (total !== 0 && Math.abs(total) <= 1e-6 * size) };
}
