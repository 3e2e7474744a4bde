/**
 * What is known beforehand of days around holidays. Days off are weekends and public holidays; a working day between two
 * of them, one a holiday, is a bridge. A run of days off with a holiday in it is a long weekend, the day before it an eve.
 */
export const MARKS = 6;

const LONG = 0;
const HOLIDAY = 1;
const BRIDGE = 2;
const WEEKEND = 3;
const EVE = 4;
const LESSER = 5;

/** A lesser holiday is taken for this much of a public one until some have been seen. */
const LESSER_SHARE = 1 / 3;

export interface SpecialDays {
  /** days x MARKS: how much each mark applies, 0..1. */
  marks: Float64Array;
  /** days; 1 where any mark applies. */
  isSpecial: Uint8Array;
}

/** @param holiday per day, see `HolidayKind`  @param weekday per day, 0 = Monday */
export function specialDays(weekday: Uint8Array, holiday: Uint8Array): SpecialDays {
  const days = weekday.length;
  const marks = new Float64Array(days * MARKS);
  const mark = (day: number, which: number, much = 1) => {
    if (day < 0 || day >= days) return;
    const at = day * MARKS + which;
    marks[at] = Math.max(marks[at]!, much);
  };
  const isFree = (day: number) => day >= 0 && day < days && (weekday[day]! >= 5 || holiday[day] === 1);
  const isHoliday = (day: number) => holiday[day] === 1;
  const isBridge = (day: number) =>
    !isFree(day) && isFree(day - 1) && isFree(day + 1) && (isHoliday(day - 1) || isHoliday(day + 1));
  const isOff = (day: number) => isFree(day) || (day >= 0 && day < days && isBridge(day));

  for (let day = 0; day < days; day++) {
    if (holiday[day] !== 2) continue;
    mark(day, LONG, LESSER_SHARE);
    mark(day, HOLIDAY, LESSER_SHARE);
    mark(day, LESSER);
  }
  for (let first = 0; first < days; first++) {
    if (!isOff(first)) continue;
    let end = first;
    let holidays = 0;
    while (isOff(end)) if (isHoliday(end++)) holidays++;
    if (holidays > 0) {
      for (let day = first; day < end; day++) {
        mark(day, LONG);
        mark(day, isHoliday(day) ? HOLIDAY : isBridge(day) ? BRIDGE : WEEKEND);
      }
      mark(first - 1, EVE);
    }
    first = end - 1;
  }
  const isSpecial = new Uint8Array(days);
  for (let at = 0; at < marks.length; at++) if (marks[at]! > 0) isSpecial[Math.floor(at / MARKS)] = 1;
  return { marks, isSpecial };
}
