import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { WallClock, weekdayOf } from '../../src/contract/staffing/clock.ts';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import type { StaffingRequest } from '../../src/contract/staffing/request.ts';
import { dateOf, dayNumber } from '../../src/kit/wall-time.ts';
import { smallDay } from './samples.ts';

const ZONES = [
  'Europe/Vienna',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'UTC',
];
const day = fc.integer({ min: dayNumber('2015-01-01'), max: dayNumber('2035-12-31') });

describe('the clock on the wall', () => {
  it('is read as Temporal reads it, clocks being changed or not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        day,
        day,
        fc.integer({ min: 0, max: 1439 }),
        (zone, origin, when, minute) => {
          const clock = new WallClock(zone, dateOf(origin));
          const time = Temporal.PlainDateTime.from(`${dateOf(when)}T00:00`).add({ minutes: minute });
          const expected = time.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds / 1000;
          expect(clock.at(when, minute) + clock.origin_s).toBe(expected);
          expect(clock.parse(time.toString().slice(0, 16)) + clock.origin_s).toBe(expected);
          const iso = clock.iso(expected - clock.origin_s);
          expect(Date.parse(iso) / 1000).toBe(expected);
          const zoned = Temporal.Instant.fromEpochMilliseconds(expected * 1000).toZonedDateTimeISO(zone);
          expect(iso).toBe(zoned.toString({ timeZoneName: 'never' }));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes an offset for what it is', () => {
    const clock = new WallClock('Europe/Vienna', '2026-03-02');
    expect(clock.parse('2026-03-02T00:00:00+01:00')).toBe(0);
    expect(clock.parse('2026-03-01T23:30Z')).toBe(1800);
    expect(clock.parse('2026-03-02T12:00')).toBe(12 * 3600);
    expect(clock.parse('2026-03-02 12:00')).toBeNaN();
  });

  it('has no days that are none', () => {
    const clock = new WallClock('Europe/Vienna', '2026-03-02');
    for (const text of [
      '2026-02-30T11:00',
      '2026-02-29T11:00Z',
      '2026-04-31T11:00:00+02:00',
      '2026-13-01T11:00',
      '2026-02-00T11:00',
    ])
      expect(clock.parse(text)).toBeNaN();
    expect(clock.parse('2026-02-28T00:00Z')).toBe(Date.UTC(2026, 1, 28) / 1000 - clock.origin_s);
    expect(clock.parse('2028-02-29T00:00Z')).toBe(Date.UTC(2028, 1, 29) / 1000 - clock.origin_s);
    const [ann, ...others] = smallDay().riders!;
    const availability = [{ from: '2026-02-30T11:00', to: '2026-03-02T15:00' }];
    const parsed = parseStaffing({ ...smallDay(), riders: [{ ...ann!, availability }, ...others] });
    expect(parsed.ok ? [] : parsed.errors.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'bad_time riders[0].availability[0].from',
    ]);
  });

  it('does not go through the changes of thousands of years for a time without end', () => {
    const clock = new WallClock('Europe/Vienna', '2026-03-02');
    const far = clock.parse('9999-12-31T23:59') + clock.origin_s;
    expect(Math.abs(far - Date.UTC(9999, 11, 31, 23, 59) / 1000)).toBeLessThanOrEqual(2 * 3600);
    clock.parse('0000-01-01T00:00');
    // Two a year.
    expect(clock.offsets(-1e11, 1e12).length).toBeLessThan(200);
    expect(clock.parse('2045-07-01T12:00') + clock.origin_s).toBe(Date.UTC(2045, 6, 1, 10) / 1000);
  });
});

function read(horizon: object): StaffingRequest {
  const parsed = parseStaffing({ ...smallDay(), horizon: { ...smallDay().horizon, ...horizon } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.value;
}

describe('the horizon', () => {
  it('has 92 slots where clocks go forward, and 100 where they go back', () => {
    const slots = (starts_on: string) => {
      const parsed = parseStaffing({
        ...smallDay(),
        horizon: { time_zone: 'Europe/Vienna', starts_on, slot_min: 15 },
        demand: ['west', 'east'].map((zone) => ({ zone, orders: Array(96).fill(1) })),
      });
      return parsed.ok ? parsed.value.horizon.slots : parsed.errors;
    };
    expect([slots('2026-03-28'), slots('2026-03-29'), slots('2026-10-25')]).toEqual([96, 92, 100]);
  });

  it('reads opening hours and availability by the wall clock on both sides of a change', () => {
    const { horizon, rules, riders } = read({ starts_on: '2026-03-28', days: 2 });
    expect(horizon.dayStarts_s).toEqual([0, 86_400, 169_200]);
    expect(rules.opening[0]!.filter(({ from_s }) => from_s >= 0 && from_s < 169_200)).toEqual([
      { from_s: 36_000, to_s: 82_800 },
      { from_s: 86_400 + 9 * 3600, to_s: 86_400 + 22 * 3600 },
    ]);
    expect(riders[0]!.availability[2]).toEqual({ from_s: 86_400 + 9 * 3600, to_s: 86_400 + 14 * 3600 });
  });

  it('repeats a day of demand by the wall clock', () => {
    const { demand, horizon } = read({ starts_on: '2026-03-28', days: 2 });
    if (demand.kind !== 'given') throw new Error('demand is given');
    const noon = (day: number) => demand.mean[(horizon.dayStarts_s[day]! + (day === 1 ? 11.5 : 12.5) * 3600) / 1800];
    expect(noon(1)).toBe(noon(0));
    expect(demand.mean.length).toBe(2 * 94);
  });

  it('counts weeks from Monday', () => {
    expect(read({ starts_on: '2026-03-06', days: 5 }).horizon.weekOfDay).toEqual([0, 0, 0, 1, 1]);
    expect(weekdayOf(dayNumber('2026-03-02'))).toBe(0);
  });
});
