import type { Highs } from 'highs';

/** What a plan is made with besides its request: clock, stop and progress are the caller's. */
export interface StaffingEnv {
  /** Seconds since the plan was begun. */
  elapsed_s(): number;
  /** True: end with what there is. */
  stop(): boolean;
  progress(state: StaffingProgress): void;
  /** HiGHS, loaded: moves are then proven best to within a little. Null: found by search, with a bound. */
  highs: Highs | null;
}

export interface StaffingProgress {
  /** Of the best roster so far. */
  cost: number;
  iterations: number;
}
