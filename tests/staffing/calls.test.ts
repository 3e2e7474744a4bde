import { describe, expect, it, vi } from 'vitest';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { weekOf } from '../../src/staffing/plan/times.ts';
import { planHere } from './plan-here.ts';
import { smallDay, twoPeaks } from './samples.ts';

vi.setConfig({ testTimeout: 60_000 });

const at = (time: string, day = '02') => `2026-03-${day}T${time}`;
const all = [{ from: '00:00', to: '24:00' }];

/** A day at ten past noon with nobody on duty, and riders who could come. */
function underWay(riders: StaffingInput['riders'], published: StaffingInput['published'] = []): StaffingInput {
  return {
    ...smallDay(),
    riders,
    published,
    intraday: { now: at('12:10'), actual: [{ zone: 'east', orders: twoPeaks(6).slice(0, 24) }], on_duty: [] },
    simulate: { days: 0 },
  };
}

function answerOf(input: StaffingInput) {
  const parsed = parseStaffing(input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const planned = planHere(parsed.value);
  expect(judgeStaffing(planned.request, planned.plan)).toEqual([]);
  return planned;
}

const called = (input: StaffingInput) => answerOf(input).plan.intraday!.calls;
const hoursOf = ({ from, to }: { from: string; to: string }) => (Date.parse(to) - Date.parse(from)) / 3_600_000;

describe('who is called in', () => {
  it('rides no longer than a shift without a meal break', () => {
    const [call] = called(underWay([{ id: 'ann', availability: all }]));
    expect(hoursOf(call!)).toBeGreaterThan(2);
    expect(hoursOf(call!)).toBeLessThanOrEqual(6);
    const free = called({
      ...underWay([{ id: 'ann', availability: all }]),
      rules: { ...smallDay().rules, meal: null },
    });
    expect(hoursOf(free[0]!)).toBeGreaterThan(6);
  });

  it('has not been riding on that day', () => {
    const over = { rider: 'ann', zone: 'west', from: at('08:00'), to: at('11:00') };
    expect(called(underWay([{ id: 'ann', availability: all }], [over]))).toEqual([]);
  });

  it('has rested since the night before, and will before the next day', () => {
    const ann = { id: 'ann', availability: all, rest_h: 16 };
    const late = { rider: 'ann', zone: 'west', from: at('20:00', '01'), to: at('23:30', '01') };
    expect(called(underWay([ann], [late]))[0]!.from >= at('15:30')).toBe(true);
    const early = { rider: 'ann', zone: 'west', from: at('10:00', '03'), to: at('13:00', '03') };
    expect(called(underWay([ann], [early]))[0]!.to.slice(0, 16) <= at('18:00')).toBe(true);
  });

  it('has hours left in the week, other days of the published plan counted', () => {
    const days = ['03', '04', '05'].map((day) => ({
      rider: 'ann',
      zone: 'west',
      from: at('12:00', day),
      to: at('16:00', day),
    }));
    const ann = { id: 'ann', availability: all, max_h_week: 15 };
    expect(hoursOf(called(underWay([ann], days))[0]!)).toBeLessThanOrEqual(3);
    expect(called(underWay([{ ...ann, max_h_week: 13 }], days))).toEqual([]);
    // The week before is over.
    const before = { rider: 'ann', zone: 'west', from: at('10:00', '01'), to: at('22:00', '01') };
    expect(called(underWay([ann], [before]))).toHaveLength(1);
  });

  it('comes once, at the best of the times at which they can', () => {
    const twice = [
      { from: '12:00', to: '15:00' },
      { from: '17:00', to: '22:00' },
    ];
    const { plan } = answerOf(underWay([{ id: 'ann', availability: twice }]));
    const { calls, shortages } = plan.intraday!;
    expect(calls.map(({ from }) => from >= at('17:00'))).toEqual([true]);
    const early = shortages.filter(({ zone, from, to }) => zone === 'east' && from <= at('13:30') && to > at('14:00'));
    expect(early.map(({ reason }) => reason)).toEqual(['split_rule']);
  });

  it('comes when the zone opens again where it is too late for the first time', () => {
    const opening = [
      { from: '10:00', to: '14:00' },
      { from: '17:00', to: '23:00' },
    ];
    const calls = called({
      ...underWay([{ id: 'ann', availability: all }]),
      rules: { ...smallDay().rules, opening },
    });
    expect(calls.map(({ from }) => from >= at('17:00'))).toEqual([true]);
  });

  it('begins and ends on the grids of shifts', () => {
    const day = underWay([{ id: 'ann', availability: [{ from: '12:10', to: '22:45' }] }]);
    for (const [start_step_min, shift_step_min] of [
      [60, 30],
      [90, 60],
      [240, 60],
    ] as const) {
      const rules = { ...smallDay().rules, shift_min_h: 2.5, start_step_min, shift_step_min };
      const { plan, request } = answerOf({ ...day, rules });
      const [call] = plan.intraday!.calls;
      expect(((Date.parse(call!.from) - Date.parse(at('00:00+01:00'))) / 60_000) % start_step_min).toBe(0);
      expect((hoursOf(call!) * 60) % shift_step_min).toBe(0);
      expect(hoursOf(call!)).toBeGreaterThanOrEqual(2.5);
      const odd = { ...call!, from: at('13:30+01:00'), to: at('16:15+01:00') };
      const other = { ...plan, intraday: { ...plan.intraday!, calls: [odd], moves: [] } };
      expect(judgeStaffing(request, other).map(({ rule }) => rule)).toEqual(
        start_step_min === 90 ? ['length_grid'] : ['length_grid', 'start_grid'],
      );
    }
  });

  it('is judged with other calls, opening hours and the least hours of a day', () => {
    const { plan, request } = answerOf(underWay([{ id: 'ann', availability: all }]));
    const ann = request.riders[0]!;
    const rulesBroken = (times: [string, string][], change: Partial<typeof ann> = {}) => {
      const calls = times.map(([from, to]) => ({
        ...plan.intraday!.calls[0]!,
        from: at(`${from}+01:00`),
        to: at(`${to}+01:00`),
      }));
      const other = { ...plan, intraday: { ...plan.intraday!, calls, moves: [] } };
      return judgeStaffing({ ...request, riders: [{ ...ann, ...change }] }, other).map(({ rule }) => rule);
    };
    const apart: [string, string][] = [
      ['13:00', '16:00'],
      ['18:00', '21:00'],
    ];
    expect(rulesBroken(apart)).toEqual([]);
    expect(rulesBroken(apart, { maxPerDay: 1 })).toEqual(['too_many_shifts', 'too_many_shifts']);
    expect(rulesBroken(apart, { maxDay_s: 5 * 3600 })).toEqual(['max_day', 'max_day']);
    expect(rulesBroken(apart, { maxWeek_s: 5 * 3600 })).toEqual(['max_week', 'max_week']);
    const [first] = apart as [[string, string]];
    expect(rulesBroken([first, ['15:00', '18:00']])).toEqual(['overlap', 'overlap']);
    expect(rulesBroken([first, ['16:30', '19:00']])).toEqual(['split_gap', 'split_gap']);
    expect(rulesBroken([['21:00', '23:30']])).toEqual(['closed']);
    expect(rulesBroken([first], { minDay_s: 4 * 3600 })).toEqual(['min_day']);
  });

  it('is judged by all of it', () => {
    const { plan, request } = answerOf(underWay([{ id: 'ann', availability: all }]));
    const rulesBroken = (change: object, published: typeof request.booked = [], booked: typeof request.booked = []) => {
      const call = { ...plan.intraday!.calls[0]!, ...change };
      const other = { ...plan, intraday: { ...plan.intraday!, calls: [call], moves: [] } };
      return judgeStaffing({ ...request, published, booked }, other).map(({ rule }) => rule);
    };
    expect(rulesBroken({ from: at('13:00+01:00'), to: at('20:00+01:00') })).toEqual(['meal_missing']);
    expect(rulesBroken({ from: at('13:00+01:00'), to: at('14:00+01:00') })).toEqual(['shift_length']);
    const span = (from_h: number, to_h: number) => ({ from_s: from_h * 3600, to_s: to_h * 3600 });
    const given = (from_h: number, to_h: number) => [{ rider: 0, zone: 0, span: span(from_h, to_h), meal: null }];
    const call = { from: at('13:00+01:00'), to: at('18:00+01:00') };
    expect(rulesBroken(call, given(8, 11))).toEqual([]);
    expect(rulesBroken(call, [...given(6, 8), ...given(9, 11)])).toEqual(['too_many_shifts']);
    expect(rulesBroken(call, given(-3, 4))).toEqual(['rest']);
    // Booked shifts count as published ones do, and one with the same beginning once.
    expect(rulesBroken(call, given(6, 8), given(9, 11))).toEqual(['too_many_shifts']);
    expect(rulesBroken(call, given(8, 12.5), given(8, 11))).toEqual([]);
    expect(rulesBroken(call, given(8, 11), given(8, 12.5))).toEqual(['split_gap']);
  });
});

describe('why riders are missing now', () => {
  type Riders = NonNullable<StaffingInput['riders']>;
  const yesterday = { rider: 'ann', zone: 'west', from: at('12:00', '01'), to: at('22:00', '01') };
  const tomorrow = { rider: 'ann', zone: 'west', from: at('12:00', '03'), to: at('22:00', '03') };
  const early = { rider: 'ann', zone: 'west', from: at('08:00'), to: at('11:00') };
  it.each<[string, Riders, StaffingInput['published'], number]>([
    ['no_known_zone', [{ id: 'ann', availability: all, zones: ['west'] }], [], 60],
    ['no_rider_available', [{ id: 'ann', availability: [{ from: '06:00', to: '09:00' }] }], [], 60],
    ['not_worth_cost', [{ id: 'ann', availability: all }], [], 1],
    ['split_rule', [{ id: 'ann', availability: all }], [early], 60],
    ['rest_rule', [{ id: 'ann', availability: all, rest_h: 24, last_shift_ended: at('23:30', '01') }], [], 60],
    ['all_at_max_hours', [{ id: 'ann', availability: all, worked_h: 47 }], [], 60],
    // The same by the plan of the week.
    ['all_at_max_hours', [{ id: 'ann', availability: all, max_h_week: 11 }], [tomorrow], 60],
    ['rest_rule', [{ id: 'ann', availability: all, rest_h: 28 }], [yesterday], 60],
    ['availability_too_short', [{ id: 'ann', availability: [{ from: '19:00', to: '20:30' }] }], [], 60],
    ['all_busy', [{ id: 'ann', availability: all }], [], 60],
  ])('%s', (reason, riders, published, shortage_per_h) => {
    const { plan } = answerOf({ ...underWay(riders, published), costs: { shortage_per_h } });
    const inEast = plan.intraday!.shortages.filter(({ zone }) => zone === 'east');
    expect(inEast.map((stretch) => stretch.reason)).toContain(reason);
    for (const { riders: missing, cause } of inEast) {
      expect(missing).toBeGreaterThan(0);
      expect(cause).toMatch(/\.$/);
    }
  });

  it('is judged: each slot has one, and none that is belied', () => {
    const day = { ...underWay([{ id: 'ann', availability: all }]), vehicles: undefined };
    const { plan, request } = answerOf(day);
    const rules = (shortages: NonNullable<typeof plan.intraday>['shortages']) =>
      judgeStaffing(request, { ...plan, intraday: { ...plan.intraday!, shortages } }).map(({ rule }) => rule);
    const { shortages } = plan.intraday!;
    expect(rules(shortages.slice(1))).toContain('reason_missing');
    expect(rules(shortages.map((stretch) => ({ ...stretch, reason: 'no_known_zone' })))).toContain('wrong_reason');
  });
});

it('knows the week of a day, from Monday to Monday', () => {
  const day = 86_400;
  // A Sunday and the Monday after it.
  const horizon = { days: 2, dates: ['2026-03-01', '2026-03-02'], dayStarts_s: [0, day, 2 * day] };
  expect(weekOf(horizon, 0)).toEqual({ from_s: -6 * day, to_s: day });
  expect(weekOf(horizon, 1)).toEqual({ from_s: day, to_s: 8 * day });
});
