import { BIG, type Problem } from '../../model/problem.ts';
import { TourChanges } from './changes.ts';
import { Exact } from './exact.ts';

/** Tours with what judges them; every object of `TourTables` is one of these. */
export class Tours extends TourChanges {
  /** Judges routes by simulation; null where `features.exact` is false. */
  readonly exact: Exact | null;

  constructor(problem: Problem) {
    super(problem);
    this.exact = problem.rich === null ? null : new Exact(this, problem.rich);
  }
}

/** Nothing fits: larger than any cost. */
export const NOWHERE = BIG * 3;
