import { createHash } from 'node:crypto';
import { ErrorList } from '../contract/error-list.ts';
import { type CodedError, codedError } from '../contract/errors.ts';
import { DEFAULT_LIMITS, measureJson } from '../contract/limits.ts';
import type { JobData } from './types.ts';
import { addressErrors, isDropped } from './webhooks/address.ts';

/** A payload that may be worked on. */
export interface CheckedData {
  payload: unknown;
  timeout_s?: number;
  webhook?: string;
  /** sha256 (hex) of the payload as canonical JSON: the same for any order of keys. */
  inputHash: string;
}

/** True for what JSON drops or changes without a word: NaN, undefined in lists, functions, dates. */
function isLossy(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value === 'object' && value !== null) return 'toJSON' in value && typeof value.toJSON === 'function';
  return typeof value !== 'string' && typeof value !== 'boolean' && value !== null;
}

/** Adds where a value is not JSON. Recursive, like `canonicalJson`. */
function findLossy(value: unknown, path: string, errors: ErrorList): void {
  if (isLossy(value)) {
    const shown = typeof value === 'number' ? String(value) : `a ${value?.constructor.name ?? typeof value}`;
    errors.add('wrong_type', path, `${shown} cannot be written as JSON`, 'Send numbers, texts and lists only.');
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) findLossy(item, `${path}[${index}]`, errors);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (item !== undefined) findLossy(item, `${path}.${key}`, errors);
    }
  }
}

/** PostgreSQL's JSON takes neither NUL nor half a surrogate pair; refused everywhere, so that stores agree. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** JSON with sorted keys. Recursive: only for values that `measureJson` has passed. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const record = value as Record<string, unknown>;
  const fields = Object.keys(record)
    .filter((key) => record[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`);
  return `{${fields.join()}}`;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Id under which the plan of a job is kept: one per job id and input. */
export function planIdOf(kind: string, jobId: string, inputHash: string): string {
  return `plan-${sha256(`${kind}\n${jobId}\n${inputHash}`).slice(0, 40)}`;
}

/**
 * Checks what can be checked without knowing the kind of job, at the door and again in the worker, since other
 * producers may write to the queue. Never recursive before the depth is known.
 * @param origins those that webhooks may call; at the door, where the worker's are not known, any.
 */
export function checkData(
  data: unknown,
  maxBytes: number,
  origins?: readonly string[],
): CheckedData | { errors: CodedError[] } {
  const beyond = measureJson(data, { ...DEFAULT_LIMITS, maxDepth: DEFAULT_LIMITS.maxDepth + 1 });
  if (beyond.length > 0) return { errors: beyond };
  if (typeof data !== 'object' || data === null || !('payload' in data)) {
    return { errors: [codedError('missing_field', 'payload', 'the job has no payload')] };
  }
  const { payload, timeout_s, webhook, ...unknown } = data as JobData & Record<string, unknown>;
  const errors = new ErrorList(DEFAULT_LIMITS.maxErrors);
  for (const key of Object.keys(unknown)) {
    errors.add('unknown_field', key, `a job has payload, timeout_s and webhook, not '${key}'`);
  }
  if (timeout_s !== undefined && !(typeof timeout_s === 'number' && timeout_s > 0 && timeout_s <= 604_800)) {
    errors.add('out_of_bounds', 'timeout_s', `${timeout_s} is not a number of seconds up to 604800`);
  }
  // A worker does without a call that nobody can make: it was asked for when clients let it pass, and the plan is worth more.
  if (webhook !== undefined && (origins === undefined || !isDropped(webhook))) {
    errors.addAll(addressErrors(webhook, origins));
  }
  findLossy(payload, 'payload', errors);
  if (!errors.isEmpty) return { errors: errors.all() };
  const text = canonicalJson(payload);
  if (text.includes('\\u') && UNSTORABLE.test(text)) {
    errors.add('wrong_value', 'payload', 'a text has a NUL character or half a surrogate pair');
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBytes) {
    errors.add('too_large', 'payload', `${bytes} bytes, more than the ${maxBytes} allowed`);
  }
  return errors.isEmpty ? { payload, timeout_s, webhook, inputHash: sha256(text) } : { errors: errors.all() };
}
