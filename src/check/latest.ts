import { follow, lastOpen, type Placing, roundingAt, type Schedule, type Way } from './timing.ts';

/**
 * Rule T5, second half: with this placing of breaks, leaves as late as it can and still ends when the earliest schedule
 * does, with no begin later than both its earliest and the close of its soft window.
 */
export function leaveLatest(way: Way, placing: Placing | null, earliest: Schedule): Schedule {
  const idles = earliest.begins_s.some((begin_s, i) => begin_s > earliest.arrivals_s[i]!);
  const waits = earliest.pauses.some(({ begin_s, arrival_s }) => begin_s > arrival_s);
  if (!idles && !waits && Number.isFinite(earliest.starts_s)) return earliest;
  const bounds = way.visits.map((_, i) => latestBegin(way, i, earliest));
  const isPlain = placing === null && way.legs.every((leg) => leg === null || leg.speeds === null);
  const latest_s = isPlain ? workBackwards(way, bounds, earliest) : search(way, placing, bounds, earliest);
  return follow(way, placing, Math.max(latest_s, way.earliest_s)) ?? earliest;
}

/** No later than both the earliest and the close of its first soft window that is open then or later. */
function latestBegin({ visits }: Way, at: number, { begins_s }: Schedule): number {
  const { softWindows, until_s, isKept } = visits[at]!;
  const earliest_s = begins_s[at]!;
  if (isKept) return earliest_s;
  if (softWindows.length === 0) return until_s;
  const closes = softWindows.map(({ window }) => window[1]).filter((close) => close >= earliest_s);
  return Math.min(until_s, closes.length > 0 ? Math.min(...closes) : earliest_s);
}

/** Without breaks and traffic: the latest begin at every visit from which the next is still reached. */
function workBackwards({ visits, legs }: Way, bounds: number[], { ends_s }: Schedule): number {
  const latest = [...bounds];
  let next_s = ends_s - (legs[visits.length]?.work_s ?? 0);
  for (let i = visits.length - 1; i >= 0; i--) {
    const { windows, stay_s, after } = visits[i]!;
    const begin_s = lastOpen(windows, Math.min(latest[i]!, next_s - stay_s));
    for (const { visit, gap_s } of after) {
      latest[visit] = Math.min(latest[visit]!, begin_s - gap_s - visits[visit]!.stay_s);
    }
    next_s = begin_s - (legs[i]?.work_s ?? 0);
  }
  return next_s;
}

/** Bisection, to the last bit: leaving later makes nothing earlier. */
function search(way: Way, placing: Placing | null, bounds: number[], { ends_s, starts_s }: Schedule): number {
  const isFine = (leaves_s: number) => {
    const schedule = follow(way, placing, leaves_s);
    if (schedule === null || schedule.ends_s > ends_s + roundingAt(ends_s)) return false;
    return schedule.begins_s.every((begin_s, i) => begin_s <= bounds[i]! + roundingAt(ends_s));
  };
  let [from_s, to_s] = [Math.max(starts_s, way.earliest_s), ends_s];
  for (let before_s = 1; from_s === Number.NEGATIVE_INFINITY; before_s *= 2) {
    if (before_s > 1e12) return starts_s;
    if (isFine(ends_s - before_s)) from_s = ends_s - before_s;
    else to_s = ends_s - before_s;
  }
  while (to_s - from_s > roundingAt(ends_s) / 10) {
    const middle_s = (from_s + to_s) / 2;
    if (middle_s <= from_s || middle_s >= to_s) break;
    if (isFine(middle_s)) from_s = middle_s;
    else to_s = middle_s;
  }
  // The search finds the last of the slack there is; whole seconds are what was meant.
  const whole_s = Math.round(from_s);
  return Math.abs(whole_s - from_s) < 5e-6 && isFine(whole_s) ? whole_s : from_s;
}
