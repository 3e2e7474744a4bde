import type { Traffic } from '../contract/request.ts';

/** Speeds over the day of journeys that leave one place; null: always as the profile says. */
export type Speeds = Traffic['steps'] | null;

/** The first entry whose zone contains the place left, else the one without a zone. */
export function speedsAt(traffic: Traffic[], zones: Set<number>): Speeds {
  const entry =
    traffic.find(({ zone }) => zone !== null && zones.has(zone)) ?? traffic.find(({ zone }) => zone === null) ?? null;
  return entry === null || entry.steps.length === 0 ? null : entry.steps;
}

/** Seconds that a journey takes which takes `work_s` at factor 1 and begins at `from_s`. */
export function secondsFor(speeds: Speeds, from_s: number, work_s: number): number {
  if (speeds === null || from_s === Number.NEGATIVE_INFINITY) return work_s;
  let [left_s, now_s] = [work_s, from_s];
  for (const { until_s, factor } of pieces(speeds, from_s)) {
    const done_s = (until_s - now_s) * factor;
    if (done_s >= left_s) break;
    left_s -= done_s;
    now_s = until_s;
  }
  return now_s - from_s + left_s / factorAt(speeds, now_s);
}

/** How much of a journey, in seconds at factor 1, is driven from `from_s` on in `seconds`. */
export function workIn(speeds: Speeds, from_s: number, seconds: number): number {
  if (speeds === null || from_s === Number.NEGATIVE_INFINITY) return seconds;
  const to_s = from_s + seconds;
  let [work_s, now_s] = [0, from_s];
  for (const { until_s, factor } of pieces(speeds, from_s)) {
    work_s += (Math.min(until_s, to_s) - now_s) * factor;
    if (until_s >= to_s) return work_s;
    now_s = until_s;
  }
  return work_s;
}

function factorAt(speeds: Traffic['steps'], time_s: number): number {
  return speeds.findLast(({ from_s }) => from_s <= time_s)?.factor ?? 1;
}

/** From a moment on, until when which factor holds; the last holds for ever. */
function pieces(speeds: Traffic['steps'], from_s: number): { until_s: number; factor: number }[] {
  const later = speeds.filter((step) => step.from_s > from_s);
  return [...later, { from_s: Number.POSITIVE_INFINITY }].map(({ from_s: until_s }, i) => ({
    until_s,
    factor: i === 0 ? factorAt(speeds, from_s) : later[i - 1]!.factor,
  }));
}
