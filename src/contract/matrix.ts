import { z } from 'zod';

/** Most places of a given matrix. */
const MAX_SIZE = 5000;
/** Seconds or metres. */
const MAX_VALUE = 1e9;
/** One wrong value in every cell is told well enough by a few. */
const MAX_ISSUES = 200;

/** Rows of numbers, or null where a value is missing. */
export type Matrix = (number | null)[][];

/**
 * A matrix has millions of values and zod takes 100 ns and an object for each, so this walks them itself. The JSON
 * Schema says the same. Holes (null) pass: `rules.ts` reports them by place.
 */
export const matrixSchema = z
  .any()
  .check(({ value, issues }) => {
    const report = (issue: z.core.$ZodRawIssue) => issues.push(issue);
    if (!isList(value, [], report)) return;
    for (let row = 0; row < value.length; row++) {
      const values: unknown = value[row];
      if (isList(values, [row], report)) checkValues(values, row, report);
      if (issues.length >= MAX_ISSUES) return;
    }
  })
  .meta({
    type: 'array',
    maxItems: MAX_SIZE,
    items: {
      type: 'array',
      maxItems: MAX_SIZE,
      items: { type: ['number', 'null'], minimum: 0, maximum: MAX_VALUE },
    },
  }) as unknown as z.ZodType<Matrix, Matrix>;

type Report = (issue: z.core.$ZodRawIssue) => void;

function isList(value: unknown, path: number[], report: Report): value is unknown[] {
  if (!Array.isArray(value)) report({ code: 'invalid_type', expected: 'array', input: value, path });
  else if (value.length > MAX_SIZE) {
    report({ code: 'too_big', origin: 'array', maximum: MAX_SIZE, inclusive: true, input: value, path });
  } else return true;
  return false;
}

function checkValues(values: unknown[], row: number, report: Report): void {
  let found = 0;
  for (let column = 0; column < values.length; column++) {
    const value = values[column];
    if (value === null || (typeof value === 'number' && value >= 0 && value <= MAX_VALUE)) continue;
    report(issueOf(value, [row, column]));
    if (++found >= MAX_ISSUES) return;
  }
}

function issueOf(input: unknown, path: number[]): z.core.$ZodRawIssue {
  if (typeof input !== 'number' || !Number.isFinite(input)) {
    return { code: 'invalid_type', expected: 'number', input, path };
  }
  const bound = { origin: 'number', inclusive: true, input, path } as const;
  return input < 0 ? { code: 'too_small', minimum: 0, ...bound } : { code: 'too_big', maximum: MAX_VALUE, ...bound };
}
