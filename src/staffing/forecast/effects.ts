import { type City, Comparison, peersOf } from './city.ts';
import { Ridge } from './ridge.ts';
import { MARKS } from './special-days.ts';
import { weatherEffect } from './weather-effect.ts';

const NOISE_DAYS = 56;
/** Holidays of one kind differ among themselves by this much (log), however quiet ordinary days are. */
const UNLIKE = 0.1;
/** How strong marks may be (standard deviation of their log effect); how likely each is, the data say. */
const STRENGTHS = [0.02, 0.05, 0.12, 0.25, 0.5];
const MIN_KNOWN = 0.5;
/** Effects of a time of day are taken from so much about it on both sides. */
const SMOOTH_S = 3600;

export interface Effects {
  /** Log of how much more than usual is expected per cell, for holidays and weather together. */
  log: Float64Array;
  /** Standard deviation of the log of whole ordinary days about the usual. */
  noise: number;
}

/**
 * What holidays, the days about them and the weather do, learnt from the days before `until` for all days. Every mark of
 * a special day has an effect per time of day, all shrunk towards none and towards each other by sharing marks; how far,
 * is averaged over prior strengths by their marginal likelihood, so that a city that does not care for holidays is not
 * given their effect. Ridge regression as in Hoerl & Kennard 1970, its penalty from the evidence as in MacKay 1992.
 */
export function effectsOf(city: City, until: number): Effects {
  const { grid, orders } = city;
  const log = weatherEffect(city, until);
  const usual = orders.map((value, cell) => value / Math.exp(log[cell]!));
  const noise = noiseOf(city, usual, until);
  addSpecialDays(city, usual, until, noise, log, 86_400 / grid.perDay);
  return { log, noise };
}

/** From the median of absolute deviations; 0.2 where too little is known. */
function noiseOf(city: City, orders: Float64Array, until: number): number {
  const ratios: number[] = [];
  for (let day = Math.max(0, until - NOISE_DAYS); day < until; day++) {
    if (city.isSpecial[day]) continue;
    const compared = new Comparison(orders, city.grid.perDay, day, peersOf(city, day, until));
    if (compared.known >= MIN_KNOWN) ratios.push(Math.abs(compared.logRatio()));
  }
  if (ratios.length < 7) return 0.2;
  ratios.sort((a, b) => a - b);
  return 1.4826 * ratios[ratios.length >> 1]!;
}

function addSpecialDays(
  city: City,
  orders: Float64Array,
  until: number,
  noise: number,
  log: Float64Array,
  slot_s: number,
): void {
  const { grid, marks, isSpecial } = city;
  const { perDay } = grid;
  const size = MARKS;
  const seen: { day: number; compared: Comparison }[] = [];
  const ridge = new Ridge(size);
  for (let day = 0; day < until; day++) {
    if (!isSpecial[day]) continue;
    const compared = new Comparison(orders, perDay, day, peersOf(city, day, until));
    if (compared.known < MIN_KNOWN) continue;
    seen.push({ day, compared });
    ridge.add(marks, day * size);
  }
  if (seen.length === 0) return;
  /** X'y of a number per seen day. */
  const project = (y: (compared: Comparison) => number) => {
    const sums = new Float64Array(size);
    for (const { day, compared } of seen) {
      const value = y(compared);
      for (let mark = 0; mark < size; mark++) sums[mark]! += marks[day * size + mark]! * value;
    }
    return sums;
  };
  const variance = noise ** 2 + UNLIKE ** 2;
  const whole = project((compared) => compared.logRatio());
  const strengths = STRENGTHS.map((strength) => {
    const penalty = variance / strength ** 2;
    const solve = ridge.factor(penalty);
    const fitted = solve(whole.slice());
    const explained = fitted.reduce((sum, value, mark) => sum + value * whole[mark]!, 0);
    const evidence = (explained / variance - ridge.logDeterminant(penalty) + size * Math.log(penalty)) / 2;
    return { solve, evidence };
  });
  const best = Math.max(...strengths.map(({ evidence }) => evidence));
  const shares = strengths.map(({ evidence }) => Math.exp(evidence - best));
  const total = shares.reduce((sum, share) => sum + share, 0);

  const reach = Math.round(SMOOTH_S / slot_s);
  for (let time = 0; time < perDay; time++) {
    const projected = project((compared) => compared.logRatio(time - reach, time + reach + 1));
    const effect = new Float64Array(size);
    strengths.forEach(({ solve }, which) => {
      const fitted = solve(projected.slice());
      for (let mark = 0; mark < size; mark++) effect[mark]! += (shares[which]! / total) * fitted[mark]!;
    });
    for (let day = 0; day < grid.days; day++) {
      if (!isSpecial[day]) continue;
      for (let mark = 0; mark < size; mark++) log[day * perDay + time]! += marks[day * size + mark]! * effect[mark]!;
    }
  }
}
