import type { Spread } from './types.ts';

const NONE: Spread = { count: 0, mean: 0, sd: 0, min: 0, p10: 0, median: 0, p90: 0, max: 0 };

/** Mean, sample standard deviation and quantiles, linear between order statistics. All 0 where there are no values. */
export function spreadOf(values: ArrayLike<number>): Spread {
  const count = values.length;
  if (count === 0) return { ...NONE };
  const sorted = Float64Array.from(values).sort();
  let sum = 0;
  for (const value of sorted) sum += value;
  const mean = sum / count;
  let squares = 0;
  for (const value of sorted) squares += (value - mean) ** 2;
  return {
    count,
    mean,
    sd: count > 1 ? Math.sqrt(squares / (count - 1)) : 0,
    min: sorted[0]!,
    p10: quantile(sorted, 0.1),
    median: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    max: sorted[count - 1]!,
  };
}

/** @param sorted ascending, not empty  @param share 0..1 */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below]!;
  return below + 1 < sorted.length ? low + (at - below) * (sorted[below + 1]! - low) : low;
}
