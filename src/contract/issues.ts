import type { z } from 'zod';
import { type CodedError, codedError, type ErrorCode } from './errors.ts';

type Issue = z.core.$ZodIssue;
type Key = PropertyKey;

/** Keys of one object that are reported one by one. */
const MAX_KEYS = 200;
const AS_THE_EXAMPLE = 'Write it as in the example, with leading zeros.';

/** `['tasks', 3, 'windows', 0]` -> `tasks[3].windows[0]`; keys that are no words are quoted: `costs["per mile"]`. */
export function pathOf(keys: readonly Key[]): string {
  return keys.map(stepOf).join('').replace(/^\./, '');
}

function stepOf(key: Key): string {
  if (typeof key === 'number') return `[${key}]`;
  const name = shorten(String(key));
  return /^[A-Za-z_$][\w$-]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/**
 * Says what an issue of the schema means to someone who sends requests.
 * @param input the value the schema was given, @param base where that value stands in the whole input.
 */
export function explain(issue: Issue, input: unknown, base: readonly Key[] = []): CodedError[] {
  const keys = [...base, ...issue.path];
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<Key, unknown> | undefined | null)?.[key], input);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .slice(0, MAX_KEYS)
      .map((key) => codedError('unknown_field', pathOf([...keys, key]), `there is no field '${shorten(key)}' here`));
  }
  if (value === undefined && keys.length > 0)
    return [codedError('missing_field', pathOf(keys), 'the field is required')];
  if (issue.code === 'invalid_union') return explainUnion(issue, value, keys);
  const [code, cause] = tell(issue, value);
  return [codedError(code, pathOf(keys), cause, isPattern(issue) ? AS_THE_EXAMPLE : undefined)];
}

function tell(issue: Exclude<Issue, z.core.$ZodIssueInvalidUnion>, value: unknown): [ErrorCode, string] {
  switch (issue.code) {
    case 'invalid_type':
      return tellType(issue.expected, value);
    case 'too_small':
      return tellBound(value, issue.minimum, 'at least');
    case 'too_big':
      return tellBound(value, issue.maximum, 'at most');
    case 'invalid_value':
      return ['wrong_value', `${shown(value)} is not ${oneOf(issue.values)}`];
    case 'invalid_format':
      if (isPattern(issue)) return ['bad_time', `${shown(value)} is not ${issue.message}`];
      return ['bad_time', `${shown(value)} is not an ISO 8601 time with an offset, such as 2026-03-01T08:00:00+01:00`];
    default:
      return ['wrong_value', `${shown(value)}: ${issue.message}`];
  }
}

/** Whether a text breaks a pattern: of dates and times of the wall clock, the message of which says what it should be. */
function isPattern(issue: Issue): issue is z.core.$ZodIssueInvalidStringFormat {
  return issue.code === 'invalid_format' && issue.format === 'regex';
}

function tellType(expected: string, value: unknown): [ErrorCode, string] {
  // NaN and Infinity cannot come from JSON, but from callers without it in between.
  if (typeof value === 'number' && !Number.isFinite(value)) return ['out_of_bounds', `${value} is not a finite number`];
  return ['wrong_type', `expected ${named(expected)}, not ${shown(value)}`];
}

function tellBound(value: unknown, bound: number | bigint, which: 'at least' | 'at most'): [ErrorCode, string] {
  if (typeof value === 'number') return ['out_of_bounds', `${value} is not ${which} ${bound}`];
  if (typeof value === 'string') return ['wrong_length', `${value.length} characters; ${which} ${bound} are allowed`];
  return ['wrong_length', `${Array.isArray(value) ? value.length : 0} items; ${which} ${bound} are allowed`];
}

/** Unions are "this kind of thing or that": explains by the alternative that the value looks most like. */
function explainUnion(issue: z.core.$ZodIssueInvalidUnion, value: unknown, keys: readonly Key[]): CodedError[] {
  if ('options' in issue && issue.options) {
    return [codedError('wrong_value', pathOf(keys), `${shown(value)} is not ${oneOf(issue.options)}`)];
  }
  const typeCodes = typeof value === 'object' ? ['invalid_type', 'invalid_value'] : ['invalid_type'];
  const isOfOtherType = (branch: Issue[]) =>
    branch.some(({ code, path }) => typeCodes.includes(code) && path.length === 0);
  const branches = issue.errors.filter((branch) => !isOfOtherType(branch)).sort((a, b) => a.length - b.length);
  const [alike, ...others] = branches;
  if (alike) {
    const asAlike = others.filter(({ length }) => length === alike.length);
    return alike.flatMap((inner) => explain(withPatternsOf(asAlike, inner), value, keys));
  }
  const [code, cause] = tellType(expectedOf(issue), value);
  return [codedError(code, pathOf(keys), cause)];
}

/** A text that may have this form or that is told both. */
function withPatternsOf(others: Issue[][], issue: Issue): Issue {
  if (!isPattern(issue)) return issue;
  const isSame = (other: Issue) => isPattern(other) && pathOf(other.path) === pathOf(issue.path);
  const messages = [issue, ...others.flat().filter(isSame)].map(({ message }) => message);
  return { ...issue, message: [...new Set(messages)].join(' or ') };
}

/** What the alternatives of a union expect, in words. */
function expectedOf(issue: z.core.$ZodIssueInvalidUnion): string {
  const types = issue.errors.flatMap((branch) =>
    branch.flatMap((inner) => ('expected' in inner ? [inner.expected] : [])),
  );
  return [...new Set(types)].map(named).join(' or ');
}

const TYPES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list of two',
  object: 'an object',
};

function named(type: string): string {
  return TYPES[type] ?? type;
}

function oneOf(values: readonly unknown[]): string {
  const quoted = values.map((value) => shown(value));
  return quoted.length === 1 ? quoted.join() : `one of ${quoted.join(', ')}`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${shorten(value)}'`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
