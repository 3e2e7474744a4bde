import type { City } from './city.ts';
import { withoutEvents } from './events.ts';
import { type Grid, gridOf, toCells } from './grid.ts';
import { partOfWeek } from './shares.ts';
import { specialDays } from './special-days.ts';
import type { DemandEvent, DemandHistory, ForecastInput, SlotCalendar } from './types.ts';
import { wholeOf } from './whole.ts';

/** The input, laid out for looking at it from any day of the past. */
export interface Prepared {
  history: DemandHistory;
  grid: Grid;
  events: DemandEvent[];
  /** zones x slots of the history, without what events did. */
  plain: Float64Array;
  /** Slots of the history: all zones of `plain`, and of the counts as they were. */
  plainWhole: Float64Array;
  rawWhole: Float64Array;
  city: City;
  /** days + 1; where each day begins, in slots of history and horizon. */
  firstSlot: Int32Array;
  /** days; ISO. */
  dates: string[];
  /** Slots of history and horizon: class of the time, and whether the day is special. */
  classOf: Uint8Array;
  special: Uint8Array;
}

/** @throws RangeError where lengths do not agree, or counts are negative */
export function prepare(input: ForecastInput): Prepared {
  const { history, calendar } = input;
  const events = input.events ?? [];
  const weather = input.weather ?? [];
  check(history, calendar, events, weather);
  const grid = gridOf(calendar);
  const plain = events.length > 0 ? withoutEvents(history, events, grid.perDay) : history.counts;
  const plainWhole = wholeOf(plain, history.zones, history.slots);
  const city = {
    grid,
    orders: toCells(grid, plainWhole),
    weather: weather.map((values) => toCells(grid, values)),
    ...specialDays(calendar.weekday, calendar.holiday),
  };
  const classOf = Uint8Array.from({ length: calendar.slots }, (_, slot) => {
    const day = calendar.dayOf[slot]!;
    const isFree = calendar.holiday[day] === 1 || grid.weekday[day]! >= 5;
    return partOfWeek(isFree ? 6 : 0, grid.cellOf[slot]!, grid.perDay);
  });
  return {
    history,
    grid,
    events,
    plain,
    plainWhole,
    rawWhole: plain === history.counts ? plainWhole : wholeOf(history.counts, history.zones, history.slots),
    city,
    firstSlot: firstSlots(calendar, grid.days),
    dates: calendar.dates,
    classOf,
    special: Uint8Array.from(calendar.dayOf, (day) => city.isSpecial[day]!),
  };
}

function firstSlots({ dayOf, slots }: SlotCalendar, days: number): Int32Array {
  const first = new Int32Array(days + 1).fill(slots);
  for (let slot = slots - 1; slot >= 0; slot--) first[dayOf[slot]!] = slot;
  return first;
}

function check(
  { zones, slots, counts }: DemandHistory,
  calendar: SlotCalendar,
  events: DemandEvent[],
  weather: Float64Array[],
): void {
  if (!(zones >= 1 && slots >= 1)) throw new RangeError('a history has one zone and one slot at least');
  if (counts.length !== zones * slots)
    throw new RangeError(`${counts.length} counts of ${zones} zones x ${slots} slots`);
  if (calendar.slots <= slots) throw new RangeError('the calendar does not reach beyond the history');
  if (counts.some((count) => count < 0 || count === Number.POSITIVE_INFINITY)) {
    throw new RangeError('counts are 0 or more, or NaN where not known');
  }
  if (weather.some((values) => values.length !== calendar.slots)) {
    throw new RangeError('weather has a value per slot of history and horizon');
  }
  for (const { name, factor, zones: of } of events) {
    if (factor !== null && !(factor > 0 && factor < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`event ${name}: a factor is above 0`);
    }
    if (of?.some((zone) => !(zone >= 0 && zone < zones))) throw new RangeError(`event ${name}: no such zone`);
  }
}
