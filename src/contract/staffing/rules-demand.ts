import { DAY_S } from '../../kit/units.ts';
import { dayNumber } from '../../kit/wall-time.ts';
import { type Loose, record, records, text } from '../loose.ts';
import type { Look } from './look.ts';
import { checkCounts, checkOrders } from './rules-history.ts';

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
    look.spanOrEmpty(weather, `weather[${i}]`);
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
