import { HOUR_S } from '../../kit/units.ts';
import { type Loose, record, records } from '../loose.ts';
import { type Look, minuteOf } from './look.ts';

const WHOLE_SLOTS = 'Give a multiple of `horizon.slot_min`.';

/** What shifts the rules allow, in seconds; for the rules of riders, too. */
export interface Lengths {
  min_s: number;
  max_s: number;
  step_s: number;
  /** Paid time of the shortest shift. */
  shortestPaid_s: number;
  /** Paid time of the shift that has most of it: the longest one, or the longest without a break. */
  longestPaid_s: number;
  perDay: number;
}

/** Rules that no shift can keep are named, one by one. */
export function checkShiftRules(look: Look): void {
  const rules = record(look.request.rules);
  const { min_s, max_s, step_s, shortestPaid_s, longestPaid_s } = lengthsOf(look);
  const impossible = (path: string, cause: string) => look.add('impossible_rules', `rules.${path}`, cause);
  for (const field of ['shift_step_min', 'start_step_min'] as const) {
    const value = rules[field];
    if (typeof value === 'number' && (value * 60) % look.slot_s !== 0) {
      const cause = `${value} minutes are no whole number of slots`;
      look.add('wrong_value', `rules.${field}`, cause, WHOLE_SLOTS);
    }
  }
  if (min_s > max_s)
    impossible('shift_max_h', `the longest shift (${h(max_s)}) is shorter than the shortest (${h(min_s)})`);
  else if (Math.floor(max_s / step_s) * step_s < Math.max(min_s, step_s)) {
    impossible('shift_step_min', `no multiple of ${step_s / 60} minutes lies between ${h(min_s)} and ${h(max_s)}`);
  }
  checkMeal(rules, look, { min_s, max_s, step_s });
  checkOpening(rules, look, min_s);
  checkVehicles(rules, look);
  const perDay = typeof rules.shifts_per_day === 'number' ? rules.shifts_per_day : 1;
  const gap_s = seconds(rules.split_gap_min, 60, HOUR_S);
  if (perDay > 1 && perDay * min_s + (perDay - 1) * gap_s > 24 * HOUR_S) {
    impossible(
      'shifts_per_day',
      `${perDay} shifts of ${h(min_s)} with gaps of ${gap_s / 60} minutes are longer than a day`,
    );
  }
  const maxDay_s = seconds(rules.max_h_day, HOUR_S, 10 * HOUR_S);
  if (maxDay_s < shortestPaid_s) {
    impossible(
      'max_h_day',
      `the shortest shift (${h(min_s)}) is longer than a rider may ride on a day (${h(maxDay_s)})`,
    );
  }
  const maxWeek_s = seconds(rules.max_h_week, HOUR_S, 48 * HOUR_S);
  if (maxWeek_s < shortestPaid_s) {
    impossible(
      'max_h_week',
      `the shortest shift (${h(min_s)}) is longer than a rider may ride in a week (${h(maxWeek_s)})`,
    );
  }
  const minDay_s = seconds(rules.min_h_day, HOUR_S, 0);
  if (minDay_s > maxDay_s) impossible('min_h_day', `more than 'max_h_day' (${h(maxDay_s)})`);
  else if (minDay_s > perDay * longestPaid_s) {
    impossible('min_h_day', `more than is paid of ${perDay} of the longest shifts (${h(longestPaid_s)} each)`);
  }
}

export function lengthsOf(look: Look): Lengths {
  const rules = record(look.request.rules);
  const min_s = seconds(rules.shift_min_h, HOUR_S, 2 * HOUR_S);
  const max_s = seconds(rules.shift_max_h, HOUR_S, 8 * HOUR_S);
  const meal = rules.meal === null ? null : record(rules.meal);
  const step_s = seconds(rules.shift_step_min, 60, look.slot_s);
  const longerThan_s = seconds(meal?.longer_than_h, HOUR_S, 6 * HOUR_S);
  const meal_s = meal === null || meal.paid === true ? 0 : seconds(meal.minutes, 60, 1800);
  const paidOf = (length_s: number) => length_s - (length_s > longerThan_s ? meal_s : 0);
  const onStep = (time_s: number) => Math.floor(time_s / step_s) * step_s;
  const longest_s = onStep(max_s);
  const unbroken_s = onStep(Math.min(max_s, longerThan_s));
  const longestPaid_s = Math.max(paidOf(longest_s), unbroken_s >= min_s ? unbroken_s : 0);
  const perDay = typeof rules.shifts_per_day === 'number' ? rules.shifts_per_day : 1;
  return { min_s, max_s, step_s, shortestPaid_s: paidOf(min_s), longestPaid_s, perDay };
}

/** The shortest shift that has a break must have room for it, which begins on a slot. */
function checkMeal(
  rules: Loose,
  look: Look,
  { min_s, max_s, step_s }: { min_s: number; max_s: number; step_s: number },
): void {
  if (rules.meal === null) return;
  const meal = record(rules.meal);
  const longerThan_s = seconds(meal.longer_than_h, HOUR_S, 6 * HOUR_S);
  const shortest_s = Math.max(Math.ceil(min_s / step_s), Math.floor(longerThan_s / step_s) + 1) * step_s;
  const length_s = seconds(meal.minutes, 60, 1800);
  if (length_s % look.slot_s !== 0) {
    const cause = `${length_s / 60} minutes are no whole number of slots`;
    look.add('wrong_value', 'rules.meal.minutes', cause, WHOLE_SLOTS);
  }
  if (shortest_s > max_s) return;
  const wholeSlots = (time_s: number) => Math.ceil(time_s / look.slot_s) * look.slot_s;
  const before_s = wholeSlots(seconds(meal.earliest_h, HOUR_S, 2 * HOUR_S));
  const after_s = wholeSlots(seconds(meal.latest_before_end_h, HOUR_S, HOUR_S));
  const needed_s = before_s + length_s + after_s;
  if (needed_s <= shortest_s) return;
  const cause = `a shift of ${h(shortest_s)} has a break, and ${h(needed_s)} are needed for it with what lies before and after`;
  look.add('impossible_rules', 'rules.meal', cause);
}

function checkOpening({ opening, peaks }: Loose, look: Look, min_s: number): void {
  const windows = records(opening);
  windows.forEach((window, i) => {
    look.dailySpan(window, `rules.opening[${i}]`);
    look.referAll(window.zones, 'zone', `rules.opening[${i}].zones`, 'mapped');
  });
  const longest = longestOpen_s(windows);
  if (longest > 0 && longest < min_s) {
    const cause = `no opening is longer than ${h(longest)}, and the shortest shift is ${h(min_s)}`;
    look.add('impossible_rules', windows.length === 1 ? 'rules.opening[0]' : 'rules.opening', cause);
  }
  records(peaks).forEach((peak, i) => {
    look.dailySpan(peak, `rules.peaks[${i}]`);
  });
}

function checkVehicles({ vehicles }: Loose, look: Look): void {
  records(vehicles).forEach((each, i) => {
    const path = `rules.vehicles[${i}]`;
    look.refer(each.vehicle, 'vehicle', `${path}.vehicle`);
    look.referAll(each.zones, 'zone', `${path}.zones`);
    look.dailySpan({ from: '00:00', to: '24:00', ...each }, path);
  });
}

/**
 * Longest stretch of all windows taken together, those of the day after among them; 0 where there is none. In no zone and on no day is
 * it longer.
 */
function longestOpen_s(windows: Loose[]): number {
  const daily = windows.flatMap(({ from, to }) => {
    const [begin, end] = [minuteOf(from), minuteOf(to)];
    return begin === undefined || end === undefined || end <= begin ? [] : [[begin, end] as const];
  });
  const spans = [0, 1440, 2880].flatMap((later) => daily.map(([from, to]) => [from + later, to + later] as const));
  spans.sort((a, b) => a[0] - b[0]);
  let [longest, from, to] = [0, 0, 0];
  for (const [begin, end] of spans) {
    if (begin > to) from = begin;
    to = Math.max(begin > to ? end : to, end);
    longest = Math.max(longest, to - from);
  }
  return longest * 60;
}

export function seconds(value: unknown, unit_s: number, fallback_s: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value * unit_s) : fallback_s;
}

/** Hours in words. */
export function h(time_s: number): string {
  return `${Math.round((time_s / HOUR_S) * 100) / 100} h`;
}
