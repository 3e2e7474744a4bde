/** Errors of past forecasts count half after so many weeks. */
const HALF_LIFE_WEEKS = 8;
/** Weights go with error ^ -POWER: of two members, one with 10 % less error weighs twice as much. */
const POWER = 8;

/**
 * Weights of forecasters from their errors in past weeks, the more recent the heavier, summing to 1; equal without a past
 * (combination after Bates & Granger 1969).
 * @param errors per past week, oldest first, and forecaster: sum of |forecast - orders|  @param power default 8
 */
export function weightsOf(errors: number[][], forecasters: number, power = POWER): Float64Array {
  const sums = new Float64Array(forecasters);
  errors.forEach((week, index) => {
    const weight = 0.5 ** ((errors.length - 1 - index) / HALF_LIFE_WEEKS);
    for (let f = 0; f < forecasters; f++) sums[f]! += weight * week[f]!;
  });
  const least = Math.min(...sums);
  if (errors.length === 0 || least === 0)
    return sums.map((sum) => (errors.length === 0 ? 1 : sum === 0 ? 1 : 0)).map(share);
  return sums.map((sum) => (least / sum) ** power).map(share);
}

const share = (weight: number, _: number, all: Float64Array) => weight / all.reduce((sum, each) => sum + each, 0);

/** Sum of |forecast - actual| over what is known of both. */
export function absoluteError(forecast: ArrayLike<number>, actual: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < actual.length; i++) {
    const error = Math.abs(forecast[i]! - actual[i]!);
    if (!Number.isNaN(error)) sum += error;
  }
  return sum;
}

/** Weighted sum of the forecasters' forecasts. */
export function blend(forecasts: Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(forecasts[0]!.length);
  forecasts.forEach((forecast, f) => {
    for (let i = 0; i < sum.length; i++) sum[i]! += weights[f]! * forecast[i]!;
  });
  return sum;
}
