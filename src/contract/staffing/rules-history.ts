import { DAY_S } from '../../kit/units.ts';
import { dayNumber } from '../../kit/wall-time.ts';
import { record, records, text } from '../loose.ts';
import { closedDays } from './history-holes.ts';
import type { Look } from './look.ts';

/** Least history to forecast from: two weeks, so that there is a week to repeat and one to see it in. */
const MIN_HISTORY_DAYS = 14;
/** Slots of the past, those of each zone counted: a value is kept for each. */
const MAX_CELLS = 20_000_000;
/** With more of the history missing than this, nothing is forecast. */
const MAX_HOLES = 0.2;
/**
 * What is planned ahead has a history that ends before: so many days, where these are no more than so much of the time since it
 * begins and leave the least history; of long ones as much as may be missing.
 */
const MAX_LEAD_DAYS = 28;
const MAX_LEAD = 1 / 3;

/** A piece of the counts, in slots before the horizon: from where to where, how many are known, the first and the end of the last. */
interface Piece {
  i: number;
  zone: string;
  from: number;
  to: number;
  known: number;
  first: number;
  last: number;
}

/** Counts of the past: known zones, no two pieces over each other, long enough, without too many holes. */
export function checkCounts(entries: unknown, look: Look): void {
  const { clock, slot_s } = look;
  const pieces: Piece[] = [];
  records(entries).forEach(({ zone, starts_on, counts }, i) => {
    const path = `history_counts[${i}]`;
    look.refer(zone, 'zone', `${path}.zone`);
    if (typeof starts_on !== 'string' || clock === null) return;
    if (Number.isNaN(dayNumber(starts_on))) {
      if (/^\d{4}-\d\d-\d\d$/.test(starts_on))
        look.add('bad_time', `${path}.starts_on`, `there is no day '${starts_on}'`);
      return;
    }
    const from = clock.startOf(starts_on) / slot_s;
    if (!Array.isArray(counts) || text(zone) === undefined) return;
    if (from >= 0) {
      look.add('out_of_bounds', `${path}.starts_on`, `${starts_on} is not before the horizon`, 'Send the past only.');
    }
    if (from % 1 !== 0) {
      const cause = `${starts_on} and the horizon are no whole number of slots apart, for clocks were changed by less`;
      look.add('bad_time', `${path}.starts_on`, cause, 'Begin later.');
      return;
    }
    pieces.push({ i, zone: zone as string, from, to: Math.min(0, from + counts.length), ...knownOf(counts, from) });
  });
  if (pieces.length === 0) return;
  const byZone = Map.groupBy(pieces, ({ zone }) => zone);
  for (const own of byZone.values()) {
    own.sort((a, b) => a.from - b.from);
    for (const [k, { i, from }] of own.entries()) {
      const before = own[k - 1];
      if (before && from < before.to) {
        const cause = `it begins before history_counts[${before.i}] of the same zone ends`;
        look.add('overlapping_history', `history_counts[${i}]`, cause);
      }
    }
  }
  const begins = Math.min(...pieces.map(({ from }) => from));
  const [first, last] = [Math.min(...pieces.map((piece) => piece.first)), Math.max(...pieces.map(({ last }) => last))];
  const known = { first: Number.isFinite(first) ? first : begins, last };
  checkExtent({ begins, ...known }, holesOf([...byZone.values()], last), 'history_counts', look);
}

/** Without any value `first` is Infinity and `last` -Infinity. */
function knownOf(counts: readonly unknown[], from: number): Pick<Piece, 'known' | 'first' | 'last'> {
  let [known, first, last] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = 0; at < counts.length && from + at < 0; at++) {
    if (counts[at] === null) continue;
    known++;
    first = Math.min(first, from + at);
    last = from + at + 1;
  }
  return { known, first, last };
}

/** Share of slots without a count: of each zone from its first one, for it may have been opened then, to the last of all. */
function holesOf(zones: readonly Piece[][], last: number): number {
  let [cells, known] = [0, 0];
  for (const own of zones) {
    cells += Math.max(0, last - Math.min(...own.map(({ first }) => first)));
    known += own.reduce((sum, piece) => sum + piece.known, 0);
  }
  return known === 0 ? 1 : 1 - known / cells;
}

/**
 * Long enough, not too long ago, and without too many holes.
 * @param extent in slots before the horizon: where it begins, the first one that is known, and the end of the last such
 */
function checkExtent(extent: { begins: number; first: number; last: number }, holes: number, path: string, look: Look) {
  const [since_s, lead_s] = [-extent.first * look.slot_s, -extent.last * look.slot_s];
  const ahead_s = Math.min(MAX_LEAD * since_s, MAX_LEAD_DAYS * DAY_S, since_s - MIN_HISTORY_DAYS * DAY_S);
  const allowed_s = Math.max(MAX_HOLES * since_s, ahead_s);
  const days = (seconds: number) => Math.floor(seconds / DAY_S);
  const cells = -extent.begins * records(look.request.zones).length;
  if (cells > MAX_CELLS) {
    const cause = `${Math.floor(cells)} slots of all zones together; at most ${MAX_CELLS} are allowed`;
    look.add('too_large', path, cause, 'Send less of the past, longer slots or fewer zones.');
  } else if (days(since_s) < MIN_HISTORY_DAYS) {
    const cause = `it begins ${days(since_s)} days before the horizon, and ${MIN_HISTORY_DAYS} are needed`;
    look.add('history_short', path, cause);
  } else if (holes > MAX_HOLES) {
    const percent = Math.round(holes * 1000) / 10;
    look.add('history_holes', path, `${percent} % of its slots are missing; ${MAX_HOLES * 100} % are allowed`);
  } else if (lead_s > allowed_s) {
    const cause = `it ends ${days(lead_s)} days before the horizon; ${days(allowed_s)} are allowed of one that begins ${days(since_s)} before`;
    look.add('history_holes', path, cause);
  }
}

/**
 * Orders have a time, and a zone or a place.
 * @param when `past`: to forecast from, so that there must be enough of them before the horizon.
 */
export function checkOrders(orders: unknown, path: string, look: Look, when: 'past' | 'any'): void {
  if (!Array.isArray(orders)) return;
  const days = new Set<number>();
  let [first, last] = [0, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < orders.length && !look.errors.isFull; i++) {
    const order = record(orders[i]);
    const at = `${path}[${i}]`;
    if (order.zone !== undefined) look.refer(order.zone, 'zone', `${at}.zone`);
    else if (order.at === undefined && order.pickup === undefined && order.time !== undefined) {
      look.add('missing_field', `${at}.at`, "neither a zone nor a place ('at', 'pickup') is given");
    }
    const time_s = look.time(order.time, `${at}.time`);
    if (time_s === undefined || !(time_s < 0)) continue;
    const day = Math.floor(time_s / DAY_S);
    days.add(day);
    [first, last] = [Math.min(first, day), Math.max(last, day + 1)];
  }
  if (when === 'any' || look.clock === null || look.errors.isFull) return;
  if (days.size === 0) {
    look.add('history_short', path, 'no order of it was placed before the horizon');
    return;
  }
  const slots = DAY_S / look.slot_s;
  const extent = { begins: first * slots, first: first * slots, last: last * slots };
  const closed = Array.from(closedDays(days)).filter((day) => day < last).length;
  checkExtent(extent, 1 - (days.size + closed) / (last - first), path, look);
}
