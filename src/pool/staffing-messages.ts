import type { ErrorCode } from '../contract/errors.ts';
import type { StaffingPlan } from '../contract/staffing/plan.ts';
import type { StaffingRequest } from '../contract/staffing/request.ts';
import type { Demand } from '../staffing/plan/index.ts';

/** What a thread gets of a staffing job: the plan itself, or one scenario to hold against it. */
export interface StaffingTask {
  /** Zones still to be designed only where `scenario` is null. */
  request: StaffingRequest;
  /** Of the request's scenarios, with what was found for the plan; null: the plan itself. */
  scenario: { index: number; demand: Demand; plan: StaffingPlan } | null;
  control: SharedArrayBuffer;
  /** `process.hrtime` nanoseconds of second 0. */
  started_ns: bigint;
}

/** What became of it; errors travel as data. */
export type StaffingAnswer =
  | { ok: true; plan: StaffingPlan; demand: Demand; request: StaffingRequest }
  | { ok: true; row: StaffingPlan['scenarios'][number]; done_s: number }
  | { ok: false; code: ErrorCode; message: string };
