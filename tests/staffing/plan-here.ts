import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import type { StaffingPlan } from '../../src/contract/staffing/plan.ts';
import type { StaffingRequest } from '../../src/contract/staffing/request.ts';
import { Control } from '../../src/pool/control.ts';
import { runStaffing } from '../../src/pool/staffing-thread.ts';
import type { Highs } from '../../src/staffing/highs.ts';

/** A request as it is read from JSON. @throws where it is not accepted */
export function readRequest(input: unknown): StaffingRequest {
  const parsed = parseStaffing(JSON.parse(JSON.stringify(input)));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.value;
}

/** What a thread of the pool does, in this one. @throws where it does not come to a plan */
export function planHere(
  request: StaffingRequest,
  highs: Highs | null = null,
): { plan: StaffingPlan; request: StaffingRequest } {
  const started_ns = process.hrtime.bigint();
  const answer = runStaffing({ request, scenario: null, control: new Control().buffer, started_ns }, highs);
  if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`);
  if (!('plan' in answer)) throw new Error('no plan');
  return answer;
}
