import { BIG, type Problem } from '../../model/problem.ts';
import { Exact } from './exact.ts';
import { TourTables } from './tables.ts';

/** Tours that can be changed visit by visit, with what judges them; every object of `TourTables` is one of these. */
export class Tours extends TourTables {
  /** Judges routes by simulation; null where `features.exact` is false. */
  readonly exact: Exact | null;

  constructor(problem: Problem) {
    super(problem);
    this.exact = problem.rich === null ? null : new Exact(this, problem.rich);
  }
}

/** Nothing fits: larger than any cost. */
export const NOWHERE = BIG * 3;
