import { ErrorList } from './error-list.ts';
import type { CodedError } from './errors.ts';
import { DEFAULT_LIMITS, type Limits, measureJson } from './limits.ts';
import { normalise } from './normalise.ts';
import { parseInPieces } from './pieces.ts';
import { planSchema, type RoutingPlan } from './plan.ts';
import type { RoutingRequest } from './request.ts';
import { checkRules } from './rules.ts';
import { requestSchema } from './schema.ts';

export type Parsed<T> = { ok: true; value: T } | { ok: false; errors: CodedError[] };

/**
 * Reads a routing request. All errors are reported together: of structure, and of meaning as far as the structure lets
 * it be seen. Only an input that is too large, too deep or has forbidden keys is
 * refused before a closer look. Never throws.
 * @param limits default: 64 MiB of text, 64 levels, 60 million values, 200 errors listed.
 */
export function parseRequest(input: unknown, limits: Limits = DEFAULT_LIMITS): Parsed<RoutingRequest> {
  const measured = measureJson(input, limits);
  if (measured.length > 0) return { ok: false, errors: measured };
  const errors = new ErrorList(limits.maxErrors);
  const request = parseInPieces(requestSchema, input, errors);
  checkRules(input, errors);
  if (request === undefined || !errors.isEmpty) return { ok: false, errors: errors.all() };
  return { ok: true, value: normalise(request) };
}

/** Reads a plan, for example one that came back from another system to be checked. Never throws. */
export function parsePlan(input: unknown, limits: Limits = DEFAULT_LIMITS): Parsed<RoutingPlan> {
  const measured = measureJson(input, limits);
  if (measured.length > 0) return { ok: false, errors: measured };
  const errors = new ErrorList(limits.maxErrors);
  const plan = parseInPieces(planSchema, input, errors, true);
  return plan === undefined ? { ok: false, errors: errors.all() } : { ok: true, value: plan };
}
