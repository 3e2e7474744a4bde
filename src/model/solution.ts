/** What the solver decides, in indices into the request; the plan adds times, costs and reasons to it. */
export interface RawSolution {
  routes: RawRoute[];
  /** Indices into `request.tasks` of what is on no route, ascending. */
  unassigned: number[];
}

export interface RawRoute {
  /** Index into `request.vehicles`. */
  vehicle: number;
  /** Which of the vehicles of this kind, 1..count; each number at most once per vehicle. */
  number: number;
  /** Indices into `request.tasks`, in the order of service; never empty. */
  tasks: number[];
}
