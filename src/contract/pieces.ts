import { z } from 'zod';
import type { ErrorList } from './error-list.ts';
import { explain, pathOf } from './issues.ts';

/** Values in one item of a list. The longest item that makes sense has some ten thousand. */
const MAX_ITEM_VALUES = 200_000;
/** Lists of numbers that have bounds of their own, see `matrix.ts`; the last three are VROOM's. */
const MATRICES = new Set(['durations_s', 'distances_m', 'durations', 'distances', 'costs']);

/** A schema taken apart: the lists and the objects right below the root, and all of it with those lists unexamined. */
interface Pieces {
  shell: z.ZodObject;
  items: Map<string, z.ZodType>;
  objects: Map<string, z.ZodObject>;
}

const known = new WeakMap<z.ZodObject, Pieces>();

/**
 * Parses with a schema, one item of the lists below the root at a time. The result is that of `schema.safeParse`, but
 * the errors stay few: zod gathers every issue of an input, which for 60 MB of wrong items is gigabytes.
 * @param isDeep what is too big is itself parsed in pieces, where it is an object of the schema. Default: it is refused.
 * @param base where the input stands in the whole.
 * @returns the parsed value; undefined where errors were added.
 */
export function parseInPieces<S extends z.ZodObject>(
  schema: S,
  input: unknown,
  errors: ErrorList,
  isDeep = false,
  base: readonly PropertyKey[] = [],
): z.output<S> | undefined {
  const { shell, items, objects } = takeApart(schema);
  const fields = Object.entries(Object(input)).filter(([name]) => !items.has(name));
  const large = fields.flatMap(([name, value]) => (isTooBig(value) ? [name] : []));
  const refused = large.find((name) => !isDeep || !objects.has(name));
  if (refused !== undefined) {
    errors.add('too_large', pathOf([...base, refused]), `it has more than ${MAX_ITEM_VALUES} values`);
    return undefined;
  }
  const unexamined = Object.fromEntries(large.map((name) => [name, z.unknown()]));
  const outer = (large.length > 0 ? shell.extend(unexamined) : shell).safeParse(input);
  if (!outer.success) for (const issue of outer.error.issues) errors.addAll(explain(issue, input, base));
  const whole: Record<string, unknown> = { ...outer.data };
  let isWhole = outer.success;
  const keep = (name: string, parsed: unknown) => {
    if (parsed === undefined) isWhole = false;
    else whole[name] = parsed;
  };
  for (const name of large) {
    keep(name, parseInPieces(objects.get(name)!, Object(input)[name], errors, isDeep, [...base, name]));
  }
  for (const [name, item] of items) {
    const values = Object(input)[name];
    const isTooLong = outer.error?.issues.some(({ path, code }) => path[0] === name && code === 'too_big');
    if (!Array.isArray(values) || isTooLong) continue;
    keep(name, parseItems(item, [...base, name], values, errors, isDeep));
  }
  return isWhole ? (whole as z.output<S>) : undefined;
}

function takeApart(schema: z.ZodObject): Pieces {
  const done = known.get(schema);
  if (done) return done;
  const items = new Map<string, z.ZodType>();
  const objects = new Map<string, z.ZodObject>();
  const open: Record<string, z.ZodType> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    const isOptional = field instanceof z.ZodOptional;
    const inner = isOptional ? field.unwrap() : field;
    const object = presentOf(field);
    if (object instanceof z.ZodObject) objects.set(name, object);
    if (!(inner instanceof z.ZodArray)) continue;
    items.set(name, inner.element as z.ZodType);
    const unexamined = inner.clone({ ...inner.def, element: z.unknown() });
    open[name] = isOptional ? unexamined.optional() : unexamined;
  }
  const pieces = { shell: schema.extend(open), items, objects };
  known.set(schema, pieces);
  return pieces;
}

/** The schema of a value that is there, where it may be absent or null. */
function presentOf(field: z.ZodType): z.ZodType {
  const mayBeAbsent =
    field instanceof z.ZodOptional || field instanceof z.ZodNullable || field instanceof z.ZodPrefault;
  return mayBeAbsent ? presentOf(field.unwrap() as z.ZodType) : field;
}

function parseItems(
  schema: z.ZodType,
  base: readonly PropertyKey[],
  values: unknown[],
  errors: ErrorList,
  isDeep: boolean,
): unknown[] | undefined {
  const parsed: unknown[] = [];
  let isWhole = true;
  for (const [i, value] of values.entries()) {
    if (errors.isFull) {
      errors.omit(1);
      return undefined;
    }
    if (isTooBig(value)) {
      const inPieces = isDeep && schema instanceof z.ZodObject;
      const part = inPieces ? parseInPieces(schema, value, errors, isDeep, [...base, i]) : undefined;
      if (!inPieces) errors.add('too_large', pathOf([...base, i]), `the item has more than ${MAX_ITEM_VALUES} values`);
      if (part === undefined) isWhole = false;
      else parsed.push(part);
      continue;
    }
    const result = schema.safeParse(value);
    if (result.success) parsed.push(result.data);
    else {
      isWhole = false;
      for (const issue of result.error.issues) errors.addAll(explain(issue, value, [...base, i]));
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
