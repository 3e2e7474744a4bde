import type { PlanRider } from '../../contract/staffing/plan.ts';
import type { ShortReason } from '../../contract/staffing/reasons.ts';

/** Words for the reasons; the tables of the contract are passed in, for the planner may not import them. */
export interface ReasonWords {
  short: Record<ShortReason, string>;
  rider: Record<NonNullable<PlanRider['reason']>, string>;
}
