import { type CodedError, codedError } from './errors.ts';
import { pathOf } from './issues.ts';

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

/** A list or object inside the value measured. */
interface Container {
  value: object;
  depth: number;
  parent: Container | null;
  key: string | number;
}

/**
 * Walks a parsed value without recursion: `JSON.parse` accepts depths at which `JSON.stringify`, `structuredClone` and
 * schema validation overflow the stack.
 * @returns the errors found: `too_deep`, `too_large` (stop at once), `forbidden_key` (one per key).
 */
export function measureJson(value: unknown, limits: Limits = DEFAULT_LIMITS): CodedError[] {
  const errors: CodedError[] = [];
  const stack: Container[] = [];
  let nodes = 1;
  if (isContainer(value)) stack.push({ value, depth: 1, parent: null, key: '' });
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    if (item.depth > limits.maxDepth) return [tooDeep(item, limits)];
    const keys = Array.isArray(item.value) ? null : Object.keys(item.value);
    const children = keys === null ? (item.value as unknown[]) : Object.values(item.value);
    nodes += children.length;
    if (nodes > limits.maxNodes) return [codedError('too_large', '', `more than ${limits.maxNodes} values`)];
    if (keys) reportForbidden(keys, item, limits, errors);
    for (let i = 0; i < children.length; i++) {
      const child = children[i];
      if (isContainer(child)) stack.push({ value: child, depth: item.depth + 1, parent: item, key: keys?.[i] ?? i });
    }
  }
  return errors;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function tooDeep(item: Container, { maxDepth }: Limits): CodedError {
  let outer = item;
  // The first levels say which part of the input it is.
  while (outer.depth > 4 && outer.parent) outer = outer.parent;
  return codedError('too_deep', pathTo(outer), `nested deeper than ${maxDepth} levels`);
}

function reportForbidden(keys: string[], item: Container, { maxErrors }: Limits, errors: CodedError[]): void {
  for (const key of keys) {
    if (!FORBIDDEN_KEYS.has(key) || errors.length >= maxErrors) continue;
    const path = pathTo({ value: item, depth: 0, parent: item, key });
    errors.push(codedError('forbidden_key', path, `the key '${key}' is not allowed`));
  }
}

function pathTo(item: Container): string {
  const keys: (string | number)[] = [];
  for (let at = item; at.parent !== null; at = at.parent) keys.unshift(at.key);
  return pathOf(keys);
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
