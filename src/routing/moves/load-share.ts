import type { Problem } from '../../model/problem.ts';
import { shareOfLoad } from '../../model/shares.ts';

/** What part of a new vehicle's cost counts for one stop, where the vehicle is for all tasks that are to be placed. */
export class LoadShare {
  /** Load of the tasks still to be placed, the one at hand included; 0: a vehicle is for that one alone. */
  pending = 0;
  private readonly problem: Problem;
  /** Capacity in all dimensions together. Per type. */
  private readonly holds: Float64Array;

  constructor(problem: Problem) {
    const { types, dimensions, capacity } = problem;
    const shares = shareOfLoad(problem);
    this.problem = problem;
    this.holds = Float64Array.from({ length: types }, (_, type) =>
      shares.reduce((sum, share, d) => sum + share * capacity[type * dimensions + d]!, 0),
    );
  }

  /** The stop's part of the load that a vehicle of the type is for, 0..1. */
  of(visit: number, type: number): number {
    if (this.pending === 0) return 1;
    const { size, taskOf } = this.problem;
    const load = size[taskOf[visit]!]!;
    return load === 0 ? 1 : Math.min(1, load / Math.min(this.pending, this.holds[type]!));
  }
}
