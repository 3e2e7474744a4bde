import type { Highs } from 'highs';
import type { PlanPool } from '../../contract/staffing/plan.ts';
import type { Span, StaffingRequest } from '../../contract/staffing/request.ts';
import type { Draft } from './draft.ts';

/** What a plan is made with besides its request: clock, stop and progress are the caller's. */
export interface StaffingEnv {
  /** Seconds since the job began, or of a what-if since that was begun: `time_s` is counted from there. */
  elapsed_s(): number;
  /** True: end with what there is. */
  stop(): boolean;
  /** Seconds left for a step that has a limit of its own. Default: no limit. */
  left_s?(): number;
  /** Share of the time of a step with a limit of its own that is over. Default: no limit. */
  past?(): number;
  progress(state: StaffingProgress): void;
  /** HiGHS, loaded: moves are then proven best to within a little. Null: found by search, with a bound. */
  highs: Highs | null;
  /** What is needed after the moves, as far as can be told. */
  check_s(request: StaffingRequest, draft: Draft): CheckTime;
  /** Simulated days of a request, for the orders expected by `zone * slots + slot`; asked where `service.by` is the simulation. */
  trial(request: StaffingRequest, mean: Float64Array, dispersion: Float64Array, pools: PlanPool[]): ZoneTrial;
}

/** Seconds for the plan as users read it and its simulation: of all days, and of one of each kind, which is never cut short. */
export interface CheckTime {
  all_s: number;
  least_s: number;
}

/** What a simulated day makes of shifts of a zone, or of zones that share riders. The same verdict each time it is asked the same. */
export type ZoneTrial = (
  zones: readonly number[],
  shifts: { zone: number; span: Span; meal: Span | null }[],
  day: number,
) => {
  /** Share of orders that are late or undelivered. */
  lateShare: number;
  /** Orders by shift. */
  delivered: Int32Array;
  /** Waiting for riders, by slot. */
  waited_s: Float64Array;
};

export interface StaffingProgress {
  /** Of the best roster so far. */
  cost: number;
  iterations: number;
}
