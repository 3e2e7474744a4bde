import { ErrorList } from '../error-list.ts';
import { DEFAULT_LIMITS, type Limits, measureJson } from '../limits.ts';
import type { Parsed } from '../parse.ts';
import { parseInPieces } from '../pieces.ts';
import { normaliseStaffing } from './normalise.ts';
import { type StaffingPlan, staffingPlanSchema } from './plan.ts';
import type { StaffingRequest } from './request.ts';
import { checkStaffingRules } from './rules.ts';
import { staffingRequestSchema } from './schema.ts';

/**
 * Reads a staffing request. All errors are reported together: of structure, and of meaning as far as the structure lets it be
 * seen. Only an input that is too large, too deep or has forbidden keys is refused before a closer look. Never throws.
 */
export function parseStaffing(input: unknown, limits: Limits = DEFAULT_LIMITS): Parsed<StaffingRequest> {
  const measured = measureJson(input, limits);
  if (measured.length > 0) return { ok: false, errors: measured };
  const errors = new ErrorList(limits.maxErrors);
  const request = parseInPieces(staffingRequestSchema, input, errors, true);
  checkStaffingRules(input, errors);
  if (request === undefined || !errors.isEmpty) return { ok: false, errors: errors.all() };
  return { ok: true, value: normaliseStaffing(request) };
}

/** Reads a staffing plan, for example one that came back to be published or drawn. Never throws. */
export function parseStaffingPlan(input: unknown, limits: Limits = DEFAULT_LIMITS): Parsed<StaffingPlan> {
  const measured = measureJson(input, limits);
  if (measured.length > 0) return { ok: false, errors: measured };
  const errors = new ErrorList(limits.maxErrors);
  const plan = parseInPieces(staffingPlanSchema, input, errors, true);
  return plan === undefined ? { ok: false, errors: errors.all() } : { ok: true, value: plan };
}
