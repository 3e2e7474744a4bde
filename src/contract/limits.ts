import { type CodedError, codedError } from './errors.ts';

/** Bounds on an input, checked before anything recursive touches it. */
export interface Limits {
  /** Text size in bytes. Default 64 MiB. */
  maxBytes: number;
  /** Nesting depth; a valid request needs about ten. Default 64. */
  maxDepth: number;
  /** Values in all (a matrix of 2,000 places has 4 million per table). Default 60 million. */
  maxNodes: number;
  /** Errors reported before the rest is only counted. Default 200. */
  maxErrors: number;
}

export const DEFAULT_LIMITS: Limits = { maxBytes: 64 * 2 ** 20, maxDepth: 64, maxNodes: 60_000_000, maxErrors: 200 };

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Walks a parsed value without recursion: `JSON.parse` accepts depths at which `JSON.stringify`, `structuredClone` and
 * schema validation overflow the stack.
 * @returns the errors found: `too_deep`, `too_large` (stop at once), `forbidden_key` (one per key).
 */
export function measureJson(value: unknown, limits: Limits = DEFAULT_LIMITS): CodedError[] {
  const errors: CodedError[] = [];
  const stack: { value: object; depth: number }[] = [];
  let nodes = 1;
  if (typeof value === 'object' && value !== null) stack.push({ value, depth: 1 });
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    if (item.depth > limits.maxDepth) {
      return [codedError('too_deep', '', `nested deeper than ${limits.maxDepth} levels`)];
    }
    const isList = Array.isArray(item.value);
    const children = isList ? (item.value as unknown[]) : Object.values(item.value);
    if (!isList) {
      for (const key of Object.keys(item.value)) {
        if (FORBIDDEN_KEYS.has(key) && errors.length < limits.maxErrors) {
          errors.push(codedError('forbidden_key', key, `the key '${key}' is not allowed`));
        }
      }
    }
    nodes += children.length;
    if (nodes > limits.maxNodes) return [codedError('too_large', '', `more than ${limits.maxNodes} values`)];
    for (const child of children) {
      if (typeof child === 'object' && child !== null) stack.push({ value: child, depth: item.depth + 1 });
    }
  }
  return errors;
}

/** Parses JSON text within the limits. */
export function parseJson(
  text: string,
  limits: Limits = DEFAULT_LIMITS,
): { ok: true; value: unknown } | { ok: false; errors: CodedError[] } {
  const bytes = Buffer.byteLength(text);
  if (bytes > limits.maxBytes) {
    const cause = `${bytes} bytes, more than the ${limits.maxBytes} allowed`;
    return { ok: false, errors: [codedError('too_large', '', cause)] };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, errors: [codedError('not_json', '', (error as Error).message.slice(0, 200))] };
  }
  const errors = measureJson(value, limits);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value };
}
