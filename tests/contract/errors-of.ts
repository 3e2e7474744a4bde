import { parseRequest } from '../../src/contract/parse.ts';

type Json = null | boolean | number | string | undefined | Json[] | { [key: string]: Json };

/** Sets the value at a path such as `tasks.0.load` in a copy of a request; undefined removes it. */
export function withValue(request: unknown, path: string, value: unknown): unknown {
  const copy = structuredClone(request);
  const keys = path.split('.');
  const last = keys.pop()!;
  const holder = keys.reduce((at, key) => (at as Record<string, Json>)[key] as never, copy) as Record<string, unknown>;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

/** The errors as `code path`, in no order. */
export function errorsOf(request: unknown): string[] {
  const parsed = parseRequest(request);
  return parsed.ok ? [] : parsed.errors.map(({ code, path }) => `${code} ${path}`.trim()).sort();
}
