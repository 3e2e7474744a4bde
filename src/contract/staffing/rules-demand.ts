import { dayNumber } from '../../kit/wall-time.ts';
import { type Loose, record, records, text } from '../loose.ts';
import type { Look } from './look.ts';

/** Least history to forecast from: two weeks, so that there is a week to repeat and one to see it in. */
const MIN_HISTORY_DAYS = 14;
/** Slots of the past, those of each zone counted: a value is kept for each. */
const MAX_CELLS = 20_000_000;
/** With more of the history missing than this, nothing is forecast. */
const MAX_HOLES = 0.2;
const DAY_S = 86_400;

/** Demand is given, or can be forecast; calendar, handling and orders are sound. */
export function checkDemand(look: Look): void {
  const { demand, history_counts, history_orders, design_zones } = look.request;
  const hasGiven = demand !== undefined;
  const isForecast = history_counts !== undefined || (history_orders !== undefined && !hasGiven);
  if (hasGiven && history_counts !== undefined) {
    look.add('conflicting_fields', 'history_counts', "'demand' is given; nothing is to be forecast");
  }
  if (history_counts !== undefined && history_orders !== undefined) {
    look.add('conflicting_fields', 'history_orders', "'history_counts' and 'history_orders' are both given");
  }
  if (!hasGiven && !isForecast && design_zones === undefined) {
    look.add('missing_field', 'demand', "neither 'demand' nor a history is given", 'Give one of them.');
  }
  if (hasGiven) checkGiven(demand, look);
  checkCounts(history_counts, look);
  checkOrders(history_orders, 'history_orders', look, hasGiven ? 'any' : 'past');
  checkCalendar(look);
  checkHandling(record(look.request.handling), look);
}

function checkGiven(demand: unknown, look: Look): void {
  const named = look.unique(demand, 'demand', 'zone');
  records(demand).forEach((entry, i) => {
    look.refer(entry.zone, 'zone', `demand[${i}].zone`);
    checkPerSlot(entry, `demand[${i}]`, look);
  });
  for (const [i, zone] of records(look.request.zones).entries()) {
    const id = text(zone.id);
    if (id === undefined || named.has(id)) continue;
    look.add(
      'missing_field',
      'demand',
      `zone '${id}' (zones[${i}]) has no entry`,
      'Add one; `orders: [0, ...]` for none.',
    );
  }
}

/** Orders per slot of the horizon, or of one day that repeats; dispersions as many. */
export function checkPerSlot({ orders, dispersion }: Loose, path: string, look: Look): void {
  if (!Array.isArray(orders) || look.clock === null) return;
  const day = DAY_S / look.slot_s;
  if (orders.length !== look.slots && orders.length !== day) {
    const cause = `${orders.length} values, and the horizon has ${look.slots} slots (a day to be repeated ${day})`;
    look.add('wrong_length', `${path}.orders`, cause);
  } else if (Array.isArray(dispersion) && dispersion.length !== orders.length) {
    look.add('wrong_length', `${path}.dispersion`, `${dispersion.length} values for ${orders.length} of 'orders'`);
  }
}

/** Counts of the past: known zones, no two pieces over each other, long enough, without too many holes. */
function checkCounts(pieces: unknown, look: Look): void {
  const { clock, slot_s } = look;
  const spans: { i: number; zone: string; from: number; to: number }[] = [];
  let missing = 0;
  records(pieces).forEach(({ zone, starts_on, counts }, i) => {
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
    missing += counts.filter((value, at) => value === null && from + at < 0).length;
    spans.push({ i, zone: zone as string, from, to: Math.min(0, from + counts.length) });
  });
  if (spans.length === 0) return;
  const byZone = Map.groupBy(spans, ({ zone }) => zone);
  const first = Math.min(...spans.map(({ from }) => from));
  for (const own of byZone.values()) {
    own.sort((a, b) => a.from - b.from);
    for (const [k, { i, from }] of own.entries()) {
      const before = own[k - 1];
      if (before && from < before.to) {
        const cause = `it begins before history_counts[${before.i}] of the same zone ends`;
        look.add('overlapping_history', `history_counts[${i}]`, cause);
      }
      // A gap between two pieces, and before the horizon.
      missing += Math.max(0, from - (before?.to ?? first));
    }
    missing += Math.max(0, -own.at(-1)!.to);
  }
  checkExtent(-first * look.slot_s, missing / (byZone.size * Math.max(1, -first)), 'history_counts', look);
}

function checkExtent(length_s: number, holes: number, path: string, look: Look): void {
  const days = Math.floor(length_s / DAY_S);
  const cells = (length_s / look.slot_s) * records(look.request.zones).length;
  if (cells > MAX_CELLS) {
    const cause = `${Math.floor(cells)} slots of all zones together; at most ${MAX_CELLS} are allowed`;
    look.add('too_large', path, cause, 'Send less of the past, longer slots or fewer zones.');
  } else if (days < MIN_HISTORY_DAYS) {
    look.add('history_short', path, `it begins ${days} days before the horizon, and ${MIN_HISTORY_DAYS} are needed`);
  } else if (holes > MAX_HOLES) {
    const percent = Math.round(holes * 1000) / 10;
    look.add('history_holes', path, `${percent} % of its slots are missing; ${MAX_HOLES * 100} % are allowed`);
  }
}

/**
 * Orders have a time, and a zone or a place.
 * @param when `past`: to forecast from, so that there must be enough of them before the horizon.
 */
export function checkOrders(orders: unknown, path: string, look: Look, when: 'past' | 'any'): void {
  if (!Array.isArray(orders)) return;
  const days = new Set<number>();
  let first_s = Number.POSITIVE_INFINITY;
  for (let i = 0; i < orders.length && !look.errors.isFull; i++) {
    const order = record(orders[i]);
    const at = `${path}[${i}]`;
    if (order.zone !== undefined) look.refer(order.zone, 'zone', `${at}.zone`);
    else if (order.at === undefined && order.pickup === undefined && order.time !== undefined) {
      look.add('missing_field', `${at}.at`, "neither a zone nor a place ('at', 'pickup') is given");
    }
    const time_s = look.time(order.time, `${at}.time`);
    if (time_s === undefined || !(time_s < 0)) continue;
    first_s = Math.min(first_s, time_s);
    days.add(Math.floor(time_s / DAY_S));
  }
  if (when === 'any' || look.clock === null || look.errors.isFull) return;
  if (days.size === 0) {
    look.add('history_short', path, 'no order of it was placed before the horizon');
    return;
  }
  const length_s = Math.ceil(-first_s / DAY_S) * DAY_S;
  checkExtent(length_s, 1 - days.size / (length_s / DAY_S), path, look);
}

function checkCalendar(look: Look): void {
  records(look.request.holidays).forEach(({ date }, i) => {
    if (typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date) && Number.isNaN(dayNumber(date))) {
      look.add('bad_time', `holidays[${i}].date`, `there is no day '${date}'`, 'Correct the date.');
    }
  });
  records(look.request.events).forEach((event, i) => {
    look.span(event, `events[${i}]`);
    look.referAll(event.zones, 'zone', `events[${i}].zones`, 'mapped');
  });
  records(look.request.weather).forEach((weather, i) => {
    look.span(weather, `weather[${i}]`);
  });
}

function checkHandling(handling: Loose, look: Look): void {
  look.unique(handling.by_zone, 'handling.by_zone', 'zone');
  records(handling.by_zone).forEach(({ zone }, i) => {
    look.refer(zone, 'zone', `handling.by_zone[${i}].zone`, 'mapped');
  });
  if (handling.tours_min === undefined) return;
  for (const field of ['minutes', 'by_zone']) {
    if (handling[field] === undefined) continue;
    look.add('conflicting_fields', `handling.${field}`, `'tours_min' and '${field}' are both given`);
  }
}
