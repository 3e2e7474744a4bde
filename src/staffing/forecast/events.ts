import type { Grid } from './grid.ts';
import type { DemandEvent, DemandHistory } from './types.ts';

/** Standard deviations of logs: of an event's effect before any was seen, and of one occurrence about the effect. */
const STRENGTH = 0.5;
const NOISE = 0.2;
/** Weeks before and after that an occurrence is compared with. */
const REACH_WEEKS = 5;

/** A zone of which events would leave less than this, and less than half, keeps the counts: there is nothing else to forecast it from. */
const LEAST_DAYS = 7;

/**
 * History without what events did to it: orders of events of known effect divided by it; those of other events are holes,
 * to be forecast as if they had not been, unless they cover next to all there is.
 * @param perDay slots of a day
 */
export function withoutEvents(history: DemandHistory, events: readonly DemandEvent[], perDay: number): Float64Array {
  const { zones, slots, counts } = history;
  const plain = counts.slice();
  for (const { factor, ...event } of events) {
    if (factor !== null) eachCell(event, zones, slots, 0, slots, (cell) => (plain[cell]! /= factor));
  }
  const holed = plain.slice();
  for (const event of events) {
    if (event.factor === null) eachCell(event, zones, slots, 0, slots, (cell) => (holed[cell] = Number.NaN));
  }
  for (let at = 0; at < counts.length; at += slots) {
    const [known, left] = [plain, holed].map((table) => knownIn(table.subarray(at, at + slots)));
    if (left! < Math.min(LEAST_DAYS * perDay, known! / 2)) holed.set(plain.subarray(at, at + slots), at);
  }
  return holed;
}

function knownIn(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + (Number.isNaN(count) ? 0 : 1), 0);
}

/** Multiplies zones x slots, the first of which is `from`, by what each event does; learnt ones by name. */
export function applyEvents(
  table: Float64Array,
  zones: number,
  from: number,
  to: number,
  events: readonly DemandEvent[],
  learnt: ReadonlyMap<string, number>,
): void {
  for (const event of events) {
    const factor = event.factor ?? learnt.get(event.name) ?? 1;
    eachCell(event, zones, to - from, from, to, (cell) => {
      table[cell]! *= factor;
    });
  }
}

/**
 * Factor per name, from the occurrences before slot `until`: orders against those of the same time of the week in the
 * weeks about, shrunk towards 1 where occurrences are few. Names without one are absent.
 * @param plain see `withoutEvents`
 */
export function learnEvents(
  history: DemandHistory,
  plain: Float64Array,
  events: readonly DemandEvent[],
  grid: Grid,
  until: number,
): Map<string, number> {
  const logs = new Map<string, number[]>();
  for (const event of events) {
    if (event.factor !== null || event.fromSlot >= until) continue;
    const zones = event.zones ?? Array.from({ length: history.zones }, (_, zone) => zone);
    const log = logOf(event, zones, history, plain, grid, until);
    if (log !== null) logs.set(event.name, [...(logs.get(event.name) ?? []), log]);
  }
  return new Map(
    Array.from(logs, ([name, seen]) => {
      const sum = seen.reduce((total, log) => total + log, 0);
      return [name, Math.exp(sum / (seen.length + (NOISE / STRENGTH) ** 2))];
    }),
  );
}

/** Whether orders of it are known at any time. */
export function isCounted(event: DemandEvent, { zones, slots, counts }: DemandHistory): boolean {
  let isKnown = false;
  eachCell(event, zones, slots, 0, slots, (cell) => {
    isKnown ||= !Number.isNaN(counts[cell]!);
  });
  return isKnown;
}

/** Null where nothing is known to compare with. */
function logOf(
  event: DemandEvent,
  zones: number[],
  history: DemandHistory,
  plain: Float64Array,
  grid: Grid,
  until: number,
): number | null {
  const { slots, counts } = history;
  const week = 7 * grid.perDay;
  let actual = 1;
  let usual = 1;
  let compared = 0;
  for (let slot = Math.max(0, event.fromSlot); slot < Math.min(event.toSlot, slots, until); slot++) {
    for (const zone of zones) {
      const orders = counts[zone * slots + slot]!;
      // Of a zone that keeps the counts of events there is next to no time without.
      if (Number.isNaN(orders) || !Number.isNaN(plain[zone * slots + slot]!)) continue;
      let sum = 0;
      let known = 0;
      for (let away = -REACH_WEEKS; away <= REACH_WEEKS; away++) {
        const peer = grid.slotAt[grid.cellOf[slot]! + away * week] ?? -1;
        if (away === 0 || peer < 0 || peer >= Math.min(slots, until)) continue;
        const value = plain[zone * slots + peer]!;
        if (Number.isNaN(value)) continue;
        sum += value;
        known++;
      }
      if (known === 0) continue;
      actual += orders;
      usual += sum / known;
      compared++;
    }
  }
  return compared > 0 ? Math.log(actual / usual) : null;
}

/** Cells of zones x `width` slots, the first of which is `from`, that an event covers. */
function eachCell(
  event: Pick<DemandEvent, 'fromSlot' | 'toSlot' | 'zones'>,
  zones: number,
  width: number,
  from: number,
  to: number,
  visit: (cell: number) => void,
): void {
  const first = Math.max(from, event.fromSlot);
  const end = Math.min(to, event.toSlot);
  for (let zone = 0; zone < zones; zone++) {
    if (event.zones !== null && !event.zones.includes(zone)) continue;
    for (let slot = first; slot < end; slot++) visit(zone * width + slot - from);
  }
}
