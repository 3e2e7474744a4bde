import type { ErrorList } from '../contract/error-list.ts';

/** VROOM's numbers are whole and not below 0; others are errors. */
export class Whole {
  private readonly errors: ErrorList;
  /** Shifts of one vehicle say the same. */
  private readonly known = new Set<string>();

  constructor(errors: ErrorList) {
    this.errors = errors;
  }

  one(value: number, path: string): number {
    if (Number.isInteger(value) && value >= 0) return value;
    const action = 'Use another unit, or another second 0.';
    if (!this.known.has(path))
      this.errors.add('wrong_value', path, `${value}, but VROOM takes whole numbers from 0 on`, action);
    this.known.add(path);
    return 0;
  }

  all(values: readonly number[], path: string): number[] {
    return values.map((value, i) => this.one(value, `${path}[${i}]`));
  }

  /** Names the first value that is wrong: there may be millions. */
  matrix(rows: readonly (readonly number[])[], path: string): void {
    for (const [i, row] of rows.entries()) {
      const j = row.findIndex((value) => !Number.isInteger(value) || value < 0);
      if (j < 0) continue;
      this.one(row[j]!, `${path}[${i}][${j}]`);
      return;
    }
  }
}

const MAX_SCALE = 1e6;

/** The least power of ten that makes all prices whole. */
export function scaleOf(prices: number[], errors: ErrorList): number {
  // 0.07 x 100 is not quite 7.
  const isWhole = (value: number) => Math.abs(value - Math.round(value)) <= 1e-9 * Math.max(1, value);
  for (let scale = 1; scale <= MAX_SCALE; scale *= 10)
    if (prices.every((price) => isWhole(price * scale))) return scale;
  const cause = `VROOM's costs are whole numbers, and these are not even times ${MAX_SCALE}`;
  errors.add('wrong_value', 'vehicles', cause, 'Round the costs of the vehicles.');
  return 1;
}
