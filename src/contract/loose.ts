/**
 * Views of input that may not have passed its schema: what has the wrong type is treated as absent. With them the rules
 * can be checked beside the schema, so that users see all errors at once.
 */
export type Loose = Readonly<Record<string, unknown>>;

/** Stands for what should be an object and is none: nothing can be said about its fields. */
export const NO_RECORD: Loose = {};

export function record(value: unknown): Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : NO_RECORD;
}

/** Most lists hold no more in a valid request; a longer one is reported by the schema and not looked at in full. */
const MAX_ITEMS = 50_000;

export function list(value: unknown, most = MAX_ITEMS): readonly unknown[] {
  if (!Array.isArray(value)) return [];
  return value.length > most ? value.slice(0, most) : value;
}

/** @param most items that a valid request may have of them */
export function records(value: unknown, most = MAX_ITEMS): Loose[] {
  const items = list(value, most);
  const all: Loose[] = [];
  // A loop, unlike map, also visits the holes of sparse arrays; Array.from does too, and is slow.
  for (let i = 0; i < items.length; i++) all.push(record(items[i]));
  return all;
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
