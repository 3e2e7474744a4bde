import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import { requirementOf } from '../../src/staffing/load/index.ts';
import { demandOf } from '../../src/staffing/plan/demand.ts';
import { expectedPay_per_h } from '../../src/staffing/plan/expected-pay.ts';
import { openTable } from '../../src/staffing/plan/open.ts';
import { rosterProblem } from '../../src/staffing/plan/roster.ts';
import { requirementInput } from '../../src/staffing/plan/work.ts';
import type { RosterProblem } from '../../src/staffing/roster/types.ts';

/** The roster problem of the sample week in data/staffing, as the chain of a plan comes to it. */
export function sampleWeek(): RosterProblem {
  const file = join(import.meta.dirname, '../../data/staffing/week.json');
  const parsed = parseStaffing(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.ok) throw new Error('the sample week is no request');
  const request = parsed.value;
  const demand = demandOf(request);
  const input = requirementInput(request, demand);
  const requirement = requirementOf(input);
  const open = openTable(request);
  const booked = requirement.booked.map((riders, i) => (open[i] === 0 && demand.mean[i] === 0 ? 0 : riders));
  const toBook = { ...requirement, booked };
  return rosterProblem(request, input, toBook, expectedPay_per_h(request, input, toBook)).problem;
}
