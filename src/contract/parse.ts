import type { z } from 'zod';
import { type CodedError, codedError, type ErrorCode } from './errors.ts';
import { DEFAULT_LIMITS, type Limits, measureJson } from './limits.ts';
import { normalise } from './normalise.ts';
import { planSchema, type RoutingPlan } from './plan.ts';
import type { RoutingRequest } from './request.ts';
import { brokenRules } from './rules.ts';
import { requestSchema } from './schema.ts';
import { unsupportedFields } from './support.ts';

export type Parsed<T> = { ok: true; value: T } | { ok: false; errors: CodedError[] };

/**
 * Reads a routing request: structure, then meaning, then what this version supports. All errors of a stage are
 * reported together; a later stage needs the earlier one to hold.
 */
export function parseRequest(input: unknown, limits: Limits = DEFAULT_LIMITS): Parsed<RoutingRequest> {
  const measured = measureJson(input, limits);
  if (measured.length > 0) return { ok: false, errors: measured };
  const structure = requestSchema.safeParse(input);
  if (!structure.success) return { ok: false, errors: fromZod(structure.error, input, limits.maxErrors) };
  const errors = [...brokenRules(structure.data), ...unsupportedFields(structure.data)];
  if (errors.length > 0) return { ok: false, errors: cap(errors, limits.maxErrors) };
  return { ok: true, value: normalise(structure.data) };
}

/** Reads a plan, for example one that came back from another system to be checked. */
export function parsePlan(input: unknown, limits: Limits = DEFAULT_LIMITS): Parsed<RoutingPlan> {
  const measured = measureJson(input, limits);
  if (measured.length > 0) return { ok: false, errors: measured };
  const result = planSchema.safeParse(input);
  if (!result.success) return { ok: false, errors: fromZod(result.error, input, limits.maxErrors) };
  return { ok: true, value: result.data };
}

function cap(errors: CodedError[], most: number): CodedError[] {
  if (errors.length <= most) return errors;
  const rest = errors.length - most;
  return [
    ...errors.slice(0, most),
    codedError('too_large', '', `${rest} further errors are not listed`, 'Mend these first.'),
  ];
}

/** `['tasks', 3, 'windows', 0]` -> `tasks[3].windows[0]`. */
function pathOf(keys: readonly PropertyKey[]): string {
  return keys
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

function fromZod(error: z.ZodError, input: unknown, most: number): CodedError[] {
  return cap(
    error.issues.flatMap((issue) => issueToErrors(issue, input)),
    most,
  );
}

function issueToErrors(issue: z.core.$ZodIssue, input: unknown): CodedError[] {
  const path = pathOf(issue.path);
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], input);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      codedError('unknown_field', path ? `${path}.${key}` : key, `there is no field '${key}' here`),
    );
  }
  if (value === undefined) return [codedError('missing_field', path, 'the field is required')];
  return [codedError(codeOf(issue, value), path, `${shown(value)}: ${issue.message}`)];
}

function codeOf(issue: z.core.$ZodIssue, value: unknown): ErrorCode {
  switch (issue.code) {
    case 'invalid_type':
      // NaN and Infinity are of type number, and are what callers without JSON in between can send.
      return typeof value === 'number' ? 'out_of_bounds' : 'wrong_type';
    case 'too_big':
    case 'too_small':
      return typeof value === 'number' ? 'out_of_bounds' : 'wrong_length';
    case 'invalid_value':
      return 'wrong_value';
    case 'invalid_format':
      return 'bad_time';
    case 'invalid_union':
      return unionCode(issue, value);
    default:
      return 'wrong_value';
  }
}

/** Unions here are "time", "location" and "kind of": say what the closest branch would have said. */
function unionCode(issue: z.core.$ZodIssueInvalidUnion, value: unknown): ErrorCode {
  const branches = issue.errors.flat();
  if (branches.some((branch) => branch.code === 'invalid_format') && typeof value === 'string') return 'bad_time';
  if (typeof value === 'number') return 'out_of_bounds';
  return branches.length === 0 ? 'wrong_value' : 'wrong_type';
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value.slice(0, 60)}'`;
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
  return String(value);
}
