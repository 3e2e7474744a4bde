import type { Span, StaffingRequest } from '../../contract/staffing/request.ts';
import type { ReadShift, Rulings } from './read.ts';

/** Riders on duty and on breaks by zone and slot. */
interface Counts {
  duty: Int32Array;
  meals: Int32Array;
}

/**
 * At most a share of those on duty in a zone and slot may have their meal at once, though always one. It is broken where a
 * meal could be moved within its window to where no slot has more than its share, its own slots being over it now.
 */
export function judgeMealShare(request: StaffingRequest, shifts: ReadShift[], rulings: Rulings): void {
  const rule = request.rules.meal;
  if (rule === null) return;
  const { slots, slot_s } = request.horizon;
  const size = request.zones.length * slots;
  const counts: Counts = { duty: new Int32Array(size), meals: new Int32Array(size) };
  const cells = (zone: number, span: Span, each: (cell: number) => void) => {
    for (let s = Math.max(0, Math.floor(span.from_s / slot_s)); s < slots && s * slot_s < span.to_s; s++) {
      each(zone * slots + s);
    }
  };
  for (const { zone, span, meal } of shifts) {
    cells(zone, span, (cell) => counts.duty[cell]!++);
    if (meal) cells(zone, meal, (cell) => counts.meals[cell]!++);
  }
  const allowed = (cell: number) => Math.max(1, Math.floor(rule.maxShare * counts.duty[cell]! + 1e-9));
  for (const { zone, span, meal, path, booked } of shifts) {
    if (meal === null || booked) continue;
    let over = false;
    cells(zone, meal, (cell) => {
      if (counts.meals[cell]! > allowed(cell)) over = true;
    });
    if (!over) continue;
    cells(zone, meal, (cell) => counts.meals[cell]!--);
    const first_s = span.from_s + rule.earliestAfterStart_s;
    const last_s = span.to_s - rule.latestBeforeEnd_s - rule.length_s;
    for (let at_s = Math.ceil(first_s / slot_s) * slot_s; at_s <= last_s; at_s += slot_s) {
      let fits = true;
      cells(zone, { from_s: at_s, to_s: at_s + rule.length_s }, (cell) => {
        if (counts.meals[cell]! + 1 > allowed(cell)) fits = false;
      });
      if (!fits) continue;
      rulings.add('meals_at_once', `${path}.meal`, 'too many have their meal then, and it could be at another time');
      break;
    }
    cells(zone, meal, (cell) => counts.meals[cell]!++);
  }
}
