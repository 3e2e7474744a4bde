import { z } from 'zod';
import type { ErrorList } from './error-list.ts';
import { explain, pathOf } from './explain.ts';

/** Values in one item of a list. The longest item that makes sense has some ten thousand. */
const MAX_ITEM_VALUES = 200_000;
/** Lists of numbers that have bounds of their own, see `matrix.ts`; the last three are VROOM's. */
const MATRICES = new Set(['durations_s', 'distances_m', 'durations', 'distances', 'costs']);

/** A schema taken apart: the lists right below the root, and the rest with those lists unexamined. */
interface Pieces {
  shell: z.ZodObject;
  items: Map<string, z.ZodType>;
}

const known = new WeakMap<z.ZodObject, Pieces>();

/**
 * Parses with a schema, one item of the lists below the root at a time. The result is that of `schema.safeParse`, but
 * the errors stay few: zod gathers every issue of an input, which for 60 MB of wrong items is gigabytes.
 * @returns the parsed value; undefined where errors were added.
 */
export function parseInPieces<S extends z.ZodObject>(
  schema: S,
  input: unknown,
  errors: ErrorList,
): z.output<S> | undefined {
  const { shell, items } = takeApart(schema);
  const oversized = Object.entries(Object(input)).find(([name, value]) => !items.has(name) && isTooBig(value));
  if (oversized) {
    errors.add('too_large', pathOf([oversized[0]]), `it has more than ${MAX_ITEM_VALUES} values`);
    return undefined;
  }
  const outer = shell.safeParse(input);
  if (!outer.success) for (const issue of outer.error.issues) errors.addAll(explain(issue, input));
  const whole: Record<string, unknown> = { ...outer.data };
  let isWhole = outer.success;
  for (const [name, item] of items) {
    const values = Object(input)[name];
    const isTooLong = outer.error?.issues.some(({ path, code }) => path[0] === name && code === 'too_big');
    if (!Array.isArray(values) || isTooLong) continue;
    const parsed = parseItems(item, name, values, errors);
    if (parsed === undefined) isWhole = false;
    else whole[name] = parsed;
  }
  return isWhole ? (whole as z.output<S>) : undefined;
}

function takeApart(schema: z.ZodObject): Pieces {
  const done = known.get(schema);
  if (done) return done;
  const items = new Map<string, z.ZodType>();
  const open: Record<string, z.ZodType> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    const isOptional = field instanceof z.ZodOptional;
    const array = isOptional ? field.unwrap() : field;
    if (!(array instanceof z.ZodArray)) continue;
    items.set(name, array.element as z.ZodType);
    const unexamined = array.clone({ ...array.def, element: z.unknown() });
    open[name] = isOptional ? unexamined.optional() : unexamined;
  }
  const pieces = { shell: schema.extend(open), items };
  known.set(schema, pieces);
  return pieces;
}

function parseItems(schema: z.ZodType, name: string, values: unknown[], errors: ErrorList): unknown[] | undefined {
  const parsed: unknown[] = [];
  let isWhole = true;
  for (const [i, value] of values.entries()) {
    if (errors.isFull) {
      errors.omit(1);
      return undefined;
    }
    if (isTooBig(value)) {
      isWhole = false;
      errors.add('too_large', `${name}[${i}]`, `the item has more than ${MAX_ITEM_VALUES} values`);
      continue;
    }
    const result = schema.safeParse(value);
    if (result.success) parsed.push(result.data);
    else {
      isWhole = false;
      for (const issue of result.error.issues) errors.addAll(explain(issue, value, [name, i]));
    }
  }
  return isWhole ? parsed : undefined;
}

/** Counts without recursion and stops early; depth has been measured before. */
function isTooBig(item: unknown): boolean {
  const stack: unknown[] = [item];
  let count = 0;
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const children = Array.isArray(value) ? value : childrenOf(value);
    count += children.length;
    if (count > MAX_ITEM_VALUES) return true;
    for (const child of children) if (typeof child === 'object' && child !== null) stack.push(child);
  }
  return false;
}

function childrenOf(value: object): unknown[] {
  return Object.entries(value).flatMap(([key, child]) => (Array.isArray(child) && MATRICES.has(key) ? [] : [child]));
}
