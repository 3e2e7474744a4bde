import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../src/staffing/forecast/index.ts';

const at = (iso: string) => Temporal.Instant.from(iso).epochMilliseconds / 1000;
const ZONES = [
  'Europe/Madrid',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'UTC',
  '+05:30',
];

const CHANGES = [
  ...['2011-12-29T18:00:00Z', '2026-03-28T17:00:00Z', '2026-10-24T22:10:00Z'],
  ...['2026-03-07T20:00:00Z', '2026-11-01T01:30:00Z', '2026-04-04T08:00:00Z', '2026-10-03T09:00:00Z'],
].map(at);

describe('calendar of slots', () => {
  it('has 92 quarter hours where the clock is put forward and 100 where it is put back', () => {
    const count = (start: string) => {
      const { dayOf } = calendarOf({ start_s: at(start), slots: 200, slot_s: 900, timeZone: 'Europe/Madrid' });
      return dayOf.filter((day) => day === 0).length;
    };
    expect(count('2026-03-29T00:00:00+01:00')).toBe(92);
    expect(count('2026-10-25T00:00:00+02:00')).toBe(100);
    expect(count('2026-03-28T00:00:00+01:00')).toBe(96);
  });

  it('says what the clock on the wall says in every slot, in any zone and year', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        // Days in which some of them change their clocks, and Apia leaves one out; or any.
        fc.oneof(
          fc.integer({ min: at('2009-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') }),
          fc.constantFrom(...CHANGES),
        ),
        fc.constantFrom(900, 1800, 3600),
        (timeZone, start_s, slot_s) => {
          const slots = 150;
          const calendar = calendarOf({ start_s, slots, slot_s, timeZone });
          for (let slot = 0; slot < slots; slot++) {
            const local = Temporal.Instant.fromEpochMilliseconds((start_s + slot * slot_s) * 1000).toZonedDateTimeISO(
              timeZone,
            );
            const day = calendar.dayOf[slot]!;
            expect(calendar.dates[day]).toBe(local.toPlainDate().toString());
            expect(calendar.weekday[day]).toBe(local.dayOfWeek - 1);
            expect(calendar.minuteOfDay[slot]).toBe(local.hour * 60 + local.minute);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('marks holidays, those soon after the last slot too', () => {
    const holidays = new Map([
      ['2026-12-25', 1],
      ['2026-12-28', 2],
      ['1999-01-01', 1],
    ] as const);
    const start_s = at('2026-12-24T00:00:00+01:00');
    const { holiday, dates } = calendarOf({ start_s, slots: 24, slot_s: 3600, timeZone: 'Europe/Madrid', holidays });
    const marked = dates.flatMap((date, day) => (holiday[day]! > 0 ? [`${date} ${holiday[day]}`] : []));
    expect(marked).toEqual(['2026-12-25 1', '2026-12-28 2']);
  });

  it('refuses zones that are not, and slots that do not divide the day', () => {
    const input = { start_s: 0, slots: 4, slot_s: 900 };
    expect(() => calendarOf({ ...input, timeZone: 'Europe/Atlantis' })).toThrow(RangeError);
    expect(() => calendarOf({ ...input, slot_s: 7 * 3600, timeZone: 'UTC' })).toThrow(RangeError);
    expect(() => calendarOf({ ...input, slot_s: 0, timeZone: 'UTC' })).toThrow(RangeError);
  });
});
