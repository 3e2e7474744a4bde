import { describe, expect, it, vi } from 'vitest';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere, readRequest } from './plan-here.ts';
import { smallDay } from './samples.ts';

vi.setConfig({ testTimeout: 60_000 });

type Duty = NonNullable<StaffingInput['intraday']>['on_duty'][number];

const at = (time: string, date = '02') => `2026-03-${date}T${time}`;
const duty = (from: string, to: string, meal?: { from: string; to: string }): Duty => ({
  rider: 'bob',
  zone: 'west',
  from,
  to,
  meal,
});

/** What to do now, passed by the judge: riders on duty or to come, and orders in the slots of half an hour that are named. */
function todayOf(now: string, shifts: Duty[], busy: number[] = [], change: Partial<StaffingInput> = {}) {
  const day = smallDay();
  const orders = Array.from({ length: 48 }, (_, slot) => (busy.includes(slot) ? 20 : 0));
  const { plan, request } = planHere(
    readRequest({
      ...day,
      demand: ['west', 'east'].map((zone) => ({ zone, orders: zone === 'west' ? orders : Array(48).fill(0) })),
      riders: [{ id: 'bob', home: 'west', zones: ['west'], availability: [{ from: '06:00', to: '08:00' }] }],
      intraday: { now: at(now), actual: [], on_duty: shifts.filter(({ from }) => from <= at(now)) },
      published: shifts.filter(({ from }) => from > at(now)),
      simulate: { days: 0 },
      ...change,
      rules: { ...day.rules, opening: [{ from: '00:00', to: '29:00' }], ...change.rules },
    }),
  );
  expect(judgeStaffing(request, plan)).toEqual([]);
  return plan.intraday!;
}

describe('who is sent home', () => {
  it('does not ride on beyond the horizon, after which nothing is known', () => {
    const meal = { from: at('00:15', '03'), to: at('00:45', '03') };
    const night = todayOf('21:50', [duty(at('21:45'), at('04:00', '03'), meal)]);
    expect([night.releases, night.breaks]).toEqual([[], []]);
    expect(todayOf('21:50', [duty(at('18:45'), at('23:45'))]).releases).toMatchObject([{ from: at('22:00:00+01:00') }]);
  });

  it('skips a break that ends with the shift, off the slots', () => {
    const meal = { from: at('14:10'), to: at('14:40') };
    const { releases } = todayOf('13:40', [duty(at('08:40'), at('14:40'), meal)]);
    expect(releases).toMatchObject([{ from: at('14:00:00+01:00'), skips_break: true }]);
  });

  it('is back from a break at the start of the shift, off the slots', () => {
    const meal = { from: at('14:15'), to: at('14:45') };
    const { breaks } = todayOf('13:40', [duty(at('14:10'), at('18:00'), meal)], [28, 29, 30, 31, 32, 33, 34, 35]);
    expect(breaks).toEqual([]);
  });
});

describe('how long who is sent home has been there', () => {
  const rules = {
    shift_min_h: 4,
    shift_max_h: 8,
    shifts_per_day: 2,
    meal: { longer_than_h: 6, minutes: 60, paid: false },
  };
  const homeAt = (shifts: Duty[], change: Partial<StaffingInput> = {}) =>
    todayOf('20:10', shifts, [], { rules, ...change }).releases.map(({ from }) => from.slice(11, 16));
  const bob = { id: 'bob', home: 'west', zones: ['west'], availability: [{ from: '06:00', to: '08:00' }] };

  it('is the shortest shift at least, of shifts still to come, too', () => {
    expect(homeAt([duty(at('16:45'), at('23:00'))])).toEqual(['21:00']);
    expect(homeAt([duty(at('18:45'), at('23:30'))])).toEqual(['23:00']);
    expect(homeAt([duty(at('19:15'), at('23:00'))])).toEqual([]);
    expect(homeAt([duty(at('19:00'), at('23:00'))])).toEqual([]);
    expect(homeAt([duty(at('20:30'), at('23:00'))])).toEqual([]);
    const both = [duty(at('10:00'), at('20:30')), { ...duty(at('18:30'), at('23:30')), rider: 'eve' }];
    const riders = [bob, { ...bob, id: 'eve' }];
    expect(homeAt(both, { riders })).toEqual(['22:30']);
  });

  it('is the least hours of a day at least, unpaid breaks and other shifts counted', () => {
    const riders = [{ ...bob, min_h_day: 5 }];
    expect(homeAt([duty(at('16:00'), at('23:00'))], { riders })).toEqual(['21:00']);
    const meal = { from: at('18:00'), to: at('19:00') };
    expect(homeAt([duty(at('16:00'), at('23:00'), meal)], { riders })).toEqual(['22:00']);
    const early = { ...duty(at('11:00'), at('12:00')), meal: undefined };
    const late = duty(at('16:00'), at('23:00'), meal);
    const { releases } = todayOf('20:10', [late], [], { rules, riders, published: [early] });
    expect(releases).toMatchObject([{ from: at('21:00:00+01:00') }]);
  });

  it('is less where an unpaid break is skipped, and no less where it is not', () => {
    const riders = [{ ...bob, min_h_day: 5 }];
    const planned = duty(at('16:00'), at('23:00'), { from: at('20:00'), to: at('21:00') });
    const releases = (longer_than_h: number, paid = false) => {
      const meal = { longer_than_h, minutes: 60, paid };
      return todayOf('16:40', [planned], [], { rules: { ...rules, meal }, riders }).releases;
    };
    expect(releases(6)).toMatchObject([{ from: at('21:00:00+01:00'), skips_break: true }]);
    expect(releases(6, true)).toMatchObject([{ from: at('21:00:00+01:00'), skips_break: true }]);
    // After four and a half hours one is due.
    expect(releases(4.5)).toMatchObject([{ from: at('22:00:00+01:00'), skips_break: false }]);
    const night = duty(at('18:00'), at('02:00', '03'), { from: at('20:00'), to: at('21:00') });
    expect(todayOf('18:40', [night], [], { rules, riders: [bob] }).releases).toEqual([]);
  });

  it('counts booked shifts that are over, rather than what was published for their beginning', () => {
    const [riders, short] = [[{ ...bob, min_h_day: 5 }], { ...rules, shift_min_h: 2 }];
    const homeWith = (now: string, shifts: Duty[], change: Partial<StaffingInput>) =>
      todayOf(now, shifts, [], { rules: short, riders, ...change }).releases.map(({ from }) => from.slice(11, 16));
    const [early, late] = [duty(at('08:00'), at('11:00')), duty(at('15:00'), at('21:00'))];
    expect(homeWith('14:10', [], { booked: [early, late] })).toEqual(['17:00']);
    expect(homeWith('16:10', [late], { booked: [early] })).toEqual(['17:00']);
    expect(homeWith('16:10', [late], { booked: [early], published: [duty(at('08:00'), at('09:00'))] })).toEqual([
      '17:00',
    ]);
    expect(homeWith('16:10', [late], { booked: [duty(at('08:00'), at('09:00'))], published: [early] })).toEqual([
      '19:00',
    ]);
  });

  it('counts a shift once that begins later or earlier than was published', () => {
    const [riders, short] = [[{ ...bob, min_h_day: 5 }], { ...rules, shift_min_h: 2, meal: null }];
    const homeWith = (shift: Duty, change: Partial<StaffingInput>) =>
      todayOf('11:40', [shift], [], { rules: short, riders, ...change }).releases.map(({ from }) => from.slice(11, 16));
    const [onTime, late] = [duty(at('10:00'), at('18:00')), duty(at('10:05'), at('18:00'))];
    expect(homeWith(late, { published: [onTime] })).toEqual(['15:30']);
    expect(homeWith(late, { booked: [onTime] })).toEqual(['15:30']);
    expect(homeWith(onTime, { published: [late] })).toEqual(['15:00']);
    // What was published ended when the other began.
    expect(homeWith(onTime, { published: [duty(at('08:00'), at('10:00'))] })).toEqual(['13:00']);
    // Booked and published, and over: two hours, not four.
    const over = { booked: [duty(at('07:00'), at('09:00'))], published: [duty(at('06:50'), at('09:00'))] };
    expect(homeWith(onTime, over)).toEqual(['13:00']);
  });

  it('is judged', () => {
    const day = smallDay();
    const request = readRequest({
      ...day,
      rules: { ...day.rules, ...rules },
      riders: [{ ...bob, min_h_day: 5 }],
      intraday: { now: at('13:10'), actual: [], on_duty: [duty(at('10:00'), at('16:00'))] },
      simulate: { days: 0 },
    });
    const { plan } = planHere(request);
    const rulesBroken = (time: string) => {
      const from = at(`${time}:00+01:00`);
      const home = { rider: 'bob', zone: 'west', from, saving: 0, skips_break: false, reason: 'not_needed' as const };
      const intraday = { ...plan.intraday!, releases: [home] };
      return judgeStaffing(request, { ...plan, intraday }).map(({ rule }) => rule);
    };
    expect(['13:30', '14:30', '15:00'].map(rulesBroken)).toEqual([['shift_length', 'min_day'], ['min_day'], []]);
    request.published = [{ rider: 0, zone: 0, span: { from_s: 9.9 * 3600, to_s: 16 * 3600 }, meal: null }];
    expect(['14:30', '15:00'].map(rulesBroken)).toEqual([['min_day'], []]);
  });
});

describe('a break that is shifted', () => {
  const wholeDay = (from: string, to: string) =>
    todayOf('11:40', [duty(at('10:00'), at('18:00'), { from: at(from), to: at(to) })], [28, 29, 34, 35]).breaks;

  it('was where it was given, and is as long as it was, off the slots, too', () => {
    const times = [
      ['14:00', '14:30'],
      ['14:10', '14:40'],
      ['14:05', '14:50'],
      ['14:20', '14:35'],
    ] as const;
    for (const [from, to] of times) {
      const shifted = wholeDay(from, to);
      expect(shifted).toMatchObject([{ was: at(`${from}:00+01:00`) }]);
      const length = (a: string, b: string) => Date.parse(b) - Date.parse(a);
      expect(length(shifted[0]!.from, shifted[0]!.to)).toBe(length(at(from), at(to)));
    }
  });
});
