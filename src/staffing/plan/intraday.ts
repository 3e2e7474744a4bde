import type { IntradayAnswer } from '../../contract/staffing/plan.ts';
import type { StaffingRequest } from '../../contract/staffing/request.ts';
import type { Draft } from './draft.ts';
import type { StaffingEnv } from './env.ts';

/** What to do now, on a day under way. */
export function intradayAnswer(_request: StaffingRequest, _draft: Draft, _env: StaffingEnv): IntradayAnswer {
  throw new Error('days under way are not planned yet');
}
