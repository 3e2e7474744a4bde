import type { RouteStep } from '../contract/request.ts';

/** What the solver decides, in indices into the request; the plan adds times, costs and reasons to it. */
export interface RawSolution {
  routes: RawRoute[];
  /** Indices into `request.tasks` of what is on no route, ascending. */
  unassigned: number[];
}

export interface RawRoute {
  /** Index into `request.vehicles`. */
  vehicle: number;
  /** Which of the vehicles of this kind, `firstNumber`..`firstNumber + count - 1`; each at most once per vehicle. */
  number: number;
  /** In the order of the route; at least one step of a task. */
  steps: RouteStep[];
}
