import type { Draft } from './draft.ts';
import { BIG } from './problem.ts';
import type { TravelClass } from './travel-classes.ts';

/** Who drives for longer, or farther than half around the earth, may mean that there is no way. */
const FAR_S = 7 * 86_400;
const FAR_M = 2e7;
/** But not where such ways are no more than so many times the longest of the others. */
const GAP = 10;
/** What is open, or allowed, for longer is no limit. */
const LONGEST_LIMIT_S = 366 * 86_400;

/** Travel ticks of a way that stands for none, at least: so few that, where nothing is limited, a vehicle goes there and back all the same. */
const NO_WAY = Math.floor(0.37 * BIG);

/** How long and far the ways of a class are at most, but for those that stand for none. */
export interface Drivable {
  most_s: number;
  most_m: number;
}

/**
 * A matrix must have no holes, so that whoever knows no way fills in 99999999: one such entry must not make all ticks coarse.
 * @param limit_s what any vehicle may be on the way for is no such entry
 */
export function drivableOf(
  { given, travel, seconds }: TravelClass,
  places: readonly number[],
  limit_s: number,
): Drivable {
  const [times, lengths] = [new Gap(Math.max(FAR_S, limit_s)), new Gap(FAR_M)];
  for (const from of given ? places : []) {
    for (const to of places) {
      times.see(seconds(travel.duration_s(from, to)));
      lengths.see(travel.distance_m(from, to));
    }
  }
  return { most_s: times.most, most_m: lengths.most };
}

/** Tells values that stand far above all others. */
class Gap {
  private below = 0;
  private above = Number.POSITIVE_INFINITY;
  private readonly far: number;

  constructor(far: number) {
    this.far = far;
  }

  see(value: number): void {
    if (value <= this.far) this.below = Math.max(this.below, value);
    else this.above = Math.min(this.above, value);
  }

  get most(): number {
    return this.below > 0 && this.above >= GAP * this.below ? this.below : Number.POSITIVE_INFINITY;
  }
}

type Limited = Pick<Draft, 'request' | 'stops' | 'sites' | 'fleet'>;

const windowsOf = ({ stops, sites, fleet }: Limited) => [
  ...stops.flatMap(({ stop }) => stop.windows),
  ...sites.list.flatMap(({ windows }) => windows),
  ...fleet.flatMap(({ sample }) => (sample.shift === null ? [] : [sample.shift])),
];

const mostOf = (values: number[]) => values.reduce((most, value) => Math.max(most, value), 0);

const dutiesOf = ({ request }: Limited) =>
  request.vehicles.flatMap(({ maxDuty_s, maxDriving_s }) => [maxDuty_s ?? 0, maxDriving_s ?? 0]);

/** The longest that a window, a shift or a duty lasts. */
export function longestLimit_s(limited: Limited): number {
  const spans_s = windowsOf(limited).map(([opens_s, closes_s]) => closes_s - opens_s);
  return mostOf([...spans_s, ...dutiesOf(limited)].filter((span_s) => span_s <= LONGEST_LIMIT_S));
}

/** What travel ticks of any way are at most: more than lie between what opens and what closes, so that what is not in time in fact is not in ticks. */
export function mostTravel(limited: Limited, origin_s: number, timeScale: number): number {
  const ticks = (time_s: number) => Math.max(-BIG, Math.min(BIG, (time_s - origin_s) * timeScale));
  const windows = windowsOf(limited);
  const opens = windows.reduce((least, [opens_s]) => Math.min(least, ticks(opens_s)), BIG);
  const closes = windows.reduce((most, [, closes_s]) => Math.max(most, ticks(closes_s)), -BIG);
  const duty = Math.min(BIG, mostOf(dutiesOf(limited)) * timeScale);
  return Math.max(NO_WAY, Math.ceil(Math.max(closes - opens, duty)) + 2);
}
