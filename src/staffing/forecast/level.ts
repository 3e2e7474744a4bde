/**
 * Level and weekdays of a daily series (logs), followed by a Kalman filter: day = level + effect of the weekday + noise,
 * where level and weekdays wander (basic structural model, Harvey 1989, ch. 2). Days that are far out move the state no
 * more than a bounded surprise would (Gelper, Fried & Croux 2010), so that a strike does not become the new usual; the
 * bound doubles with every day after the fourth in a row that is far out on the same side, so that a level shift is followed
 * within days.
 */
export interface LevelParams {
  /** Variance of a day's step of the level, in parts of the noise's. */
  levelStep: number;
  /** As levelStep, of each weekday's effect. */
  weekdayStep: number;
}

/** A surprise counts up to so many standard deviations. */
const CLIP = 2;
/** So many days in a row may be odd, as a long weekend nobody told of; then it is taken for a shift. */
const ODD_DAYS = 3;
/** Days until surprises are clipped: the state has to be found first. */
const SETTLING_DAYS = 14;
const SIZE = 8;
/** Prior variances in parts of the noise's: the level is unknown, weekdays are somewhat alike. */
const PRIOR_LEVEL = 1e3;
const PRIOR_WEEKDAY = 10;
const FIRST_NOISE = 0.15;

/**
 * The log of a day that is expected, by weekday 0..6.
 * @param days log of each day, NaN where not known  @param precision per day, in parts of a wholly known ordinary day
 * (0: it tells nothing)  @param until the state after the days before this one
 */
export function levelAfter(
  days: Float64Array,
  precision: Float64Array,
  weekday: Uint8Array,
  until: number,
  { levelStep, weekdayStep }: LevelParams,
): Float64Array {
  const state = new Float64Array(SIZE);
  const cov = new Float64Array(SIZE * SIZE);
  for (let i = 0; i < SIZE; i++) cov[i * SIZE + i] = i === 0 ? PRIOR_LEVEL : PRIOR_WEEKDAY;
  const gain = new Float64Array(SIZE);
  let noise = FIRST_NOISE;
  let seen = 0;
  /** Days in a row, up to now, that were far out: above 0 too high, below too low. */
  let run = 0;
  for (let day = 0; day < until; day++) {
    cov[0]! += levelStep;
    // Steps of weekdays sum to nothing, else they were steps of the level.
    for (let i = 1; i < SIZE; i++) {
      for (let j = 1; j < SIZE; j++) cov[i * SIZE + j]! += weekdayStep * (i === j ? 1 : -1 / 6);
    }
    const value = days[day]!;
    if (Number.isNaN(value) || !(precision[day]! > 0)) continue;
    const at = 1 + weekday[day]!;
    for (let i = 0; i < SIZE; i++) gain[i] = cov[i * SIZE]! + cov[i * SIZE + at]!;
    const variance = gain[0]! + gain[at]! + 1 / precision[day]!;
    let surprise = value - state[0]! - state[at]!;
    seen++;
    if (seen > SETTLING_DAYS) {
      const limit = CLIP * noise * Math.sqrt(variance);
      const isFar = Math.abs(surprise) > limit;
      if (!isFar || run * surprise < 0) run = 0;
      const bound = limit * 2 ** Math.max(0, Math.min(20, Math.abs(run)) - ODD_DAYS);
      if (isFar) run += Math.sign(surprise);
      surprise = Math.max(-bound, Math.min(bound, surprise));
    }
    if (seen > 7) {
      const share = seen > SETTLING_DAYS ? 0.03 : 0.1;
      noise = Math.sqrt((1 - share) * noise ** 2 + (share * surprise ** 2) / variance);
    }
    for (let i = 0; i < SIZE; i++) state[i]! += (gain[i]! / variance) * surprise;
    for (let i = 0; i < SIZE; i++) {
      for (let j = 0; j < SIZE; j++) cov[i * SIZE + j]! -= (gain[i]! * gain[j]!) / variance;
    }
  }
  return Float64Array.from({ length: 7 }, (_, day) => state[0]! + state[1 + day]!);
}

/**
 * How much the variance of a day so many days ahead is above that of days of the first week, where a level wanders by
 * `step` (see `LevelParams`) and is known as well as it can be.
 */
export function growthAhead(step: number, daysAhead: number): number {
  if (daysAhead <= 7) return 1;
  const known = (Math.sqrt(step * step + 4 * step) - step) / 2;
  return (1 + known + step * daysAhead) / (1 + known + step * 4);
}
