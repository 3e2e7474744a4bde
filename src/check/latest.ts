import { follow, lastOpen, type Pause, type Placing, roundingAt, type Schedule, type Way } from './timing.ts';

/** Parts of a search that are looked at by themselves: with traffic, breaks for driving may go and come back. */
const TRAFFIC_PIECES = 8;

/**
 * Rule T5, second half: with this placing of breaks, leaves as late as it can and still ends when the earliest schedule
 * does, with no begin later than both its earliest and the close of its soft window.
 */
export function leaveLatest(way: Way, placing: Placing | null, earliest: Schedule): Schedule {
  const idles = earliest.begins_s.some((begin_s, i) => begin_s > earliest.arrivals_s[i]!);
  const waits = earliest.pauses.some(({ begin_s, arrival_s }) => begin_s > arrival_s);
  // Leaving later, it may do without a break for driving.
  const rests = earliest.pauses.some(({ break: { windows } }) => windows === null);
  if (!idles && !waits && !rests && Number.isFinite(earliest.starts_s)) return earliest;
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

/** Bisection, to the last bit; where breaks for driving come and go with the departure, piece by piece. */
function search(way: Way, placing: Placing | null, bounds: number[], earliest: Schedule): number {
  const { ends_s, starts_s } = earliest;
  const tryAt = (leaves_s: number): Trial => {
    const pauses: Pause[] = [];
    const schedule = follow(way, placing, leaves_s, pauses);
    const keepsBounds =
      schedule?.begins_s.every((begin_s, i) => begin_s <= bounds[i]! + roundingAt(ends_s)) &&
      schedule.ends_s <= ends_s + roundingAt(ends_s);
    return { leaves_s, isFine: keepsBounds ?? false, breaks: pauses.map(nameOf).join() };
  };
  // Without breaks for driving, leaving later makes nothing earlier: with them it is no later than that.
  const unruled = placing && { ...placing, atVisit: placing.atVisit.map(() => null) };
  const most_s = way.rules.length === 0 ? ends_s : search({ ...way, rules: [] }, unruled, bounds, earliest);
  let from = tryAt(Math.max(starts_s, way.earliest_s));
  const isOpen = from.leaves_s === Number.NEGATIVE_INFINITY;
  for (let before_s = 1; isOpen && !(Number.isFinite(from.leaves_s) && from.isFine); before_s *= 2) {
    if (before_s > 1e12) return starts_s;
    from = tryAt(most_s - before_s);
  }
  const hasTraffic = way.legs.some((leg) => leg !== null && leg.speeds !== null);
  const pieces = way.rules.length > 0 && hasTraffic ? TRAFFIC_PIECES : 1;
  const latest_s = latestFine(tryAt, from, tryAt(most_s), pieces, roundingAt(ends_s) / 10) ?? from.leaves_s;
  // The search finds the last of the slack there is; whole seconds are what was meant.
  const whole_s = Math.round(latest_s);
  return Math.abs(whole_s - latest_s) < 5e-6 && tryAt(whole_s).isFine ? whole_s : latest_s;
}

/** Which break it is, on which leg, and in which of its windows. */
function nameOf({ leg, begin_s, break: { id, windows } }: Pause): string {
  return `${leg} ${id} ${windows?.findIndex(([, closes]) => begin_s <= closes)}`;
}

/** A departure; the breaks it meets, on which legs and in which windows. */
interface Trial {
  leaves_s: number;
  isFine: boolean;
  breaks: string;
}

/** Between departures that meet the same breaks alike, leaving later makes nothing earlier. Null: none is fine. */
function latestFine(
  tryAt: (leaves_s: number) => Trial,
  from: Trial,
  to: Trial,
  pieces: number,
  precision_s: number,
): number | null {
  if (to.isFine) return to.leaves_s;
  const isOnePiece = pieces <= 1 && from.breaks === to.breaks;
  const middle = tryAt((from.leaves_s + to.leaves_s) / 2);
  // Less than a second to leave in, between two departures that are not fine, is passed over.
  const isNarrow = to.leaves_s - from.leaves_s <= (from.isFine ? precision_s : 1);
  if (isNarrow || middle.leaves_s <= from.leaves_s || middle.leaves_s >= to.leaves_s || (isOnePiece && !from.isFine))
    return from.isFine ? from.leaves_s : null;
  if (isOnePiece)
    return middle.isFine
      ? latestFine(tryAt, middle, to, 1, precision_s)
      : latestFine(tryAt, from, middle, 1, precision_s);
  return (
    latestFine(tryAt, middle, to, pieces / 2, precision_s) ?? latestFine(tryAt, from, middle, pieces / 2, precision_s)
  );
}
