import { describe, expect, it, vi } from 'vitest';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere, readRequest } from './plan-here.ts';
import { counts, smallDay, square } from './samples.ts';

vi.setConfig({ testTimeout: 60_000 });

const MONDAY = '2026-03-02';
const day = smallDay();
const night = {
  ...day,
  demand: ['west', 'east'].map((zone) => ({ zone, orders: Array(48).fill(zone === 'west' ? 3 : 0) })),
  rules: { ...day.rules, opening: [{ from: '00:00', to: '26:00' }], rest_h: 11 },
  riders: [{ id: 'noa', availability: [{ from: '00:00', to: '27:00' }], wants_h_week: 40 }],
};
const shift = (rider: string, from: string, to: string) => ({ rider, zone: 'west', from, to });

/** A plan that the judge has passed. */
function planOf(input: unknown) {
  const { plan, request } = planHere(readRequest(input));
  expect(judgeStaffing(request, plan)).toEqual([]);
  return plan;
}

const errorsOf = (input: unknown) => {
  const parsed = parseStaffing(JSON.parse(JSON.stringify(input)));
  return parsed.ok ? [] : parsed.errors.map(({ code, path }) => `${code} ${path}`);
};
const warningsOf = (input: unknown) => planOf(input).warnings.map(({ code, path }) => `${code} ${path}`);
const sum = (list: number[]) => list.reduce((total, value) => total + value, 0);

describe('riders who stay away', () => {
  it.each([0.3, 0.9])('are counted once in open shifts (%d)', (rate) => {
    const { summary, open, zones } = planOf({ ...day, no_show: { rate } });
    const missing = Math.max(0, summary.to_book_h - summary.planned_h);
    expect(missing).toBeGreaterThan(50);
    // Shifts are longer than the peaks that they are for, but not by half.
    expect(summary.open_h).toBeGreaterThan(0.8 * missing);
    expect(summary.open_h).toBeLessThan(1.5 * missing);
    const heads = open.reduce((most, { riders }) => most + riders, 0);
    expect(heads).toBeGreaterThan(Math.max(...zones.map(({ slots }) => Math.max(...slots.open))) - 1);
  });
});

describe('shifts over the ends of the horizon', () => {
  it('books none that is not within it', () => {
    for (const [from, to] of [
      [`${MONDAY}T22:00`, '2026-03-03T02:00'],
      ['2026-03-01T22:00', `${MONDAY}T02:00`],
      ['2026-03-05T11:00', '2026-03-05T13:00'],
    ] as const) {
      expect(errorsOf({ ...day, booked: [shift('ann', from, to)] })).toEqual(['out_of_bounds booked[0]']);
    }
  });

  it('gives rest after a published one that ends on the first day', () => {
    const published = [shift('noa', '2026-03-01T20:00', `${MONDAY}T02:00`)];
    const plan = planOf({ ...night, published });
    expect(plan.shifts.length).toBeGreaterThan(0);
    for (const { from } of plan.shifts)
      expect(Date.parse(from)).toBeGreaterThanOrEqual(Date.parse(`${MONDAY}T13:00+01:00`));
    expect(plan.shortages.some(({ reason }) => reason === 'rest_rule')).toBe(true);
    expect(plan.warnings.map(({ code }) => code)).toEqual(['crosses_horizon']);
    // The judge sees it by itself.
    const early = {
      ...plan.shifts[0]!,
      from: `${MONDAY}T06:00:00+01:00`,
      to: `${MONDAY}T10:00:00+01:00`,
      hours: 4,
      cost: 60,
    };
    const request = readRequest({ ...night, published });
    expect(judgeStaffing(request, { ...plan, shifts: [early] }).map(({ rule }) => rule)).toContain('rest');
  });

  it('counts those after the last day to its week, and rests before them', () => {
    // A Sunday and the Monday after it.
    const two = {
      ...night,
      horizon: { ...day.horizon, starts_on: '2026-03-01', days: 2 },
      riders: [{ ...night.riders[0]!, max_h_week: 15 }],
      published: ['03', '04', '05'].map((date) => shift('noa', `2026-03-${date}T08:00`, `2026-03-${date}T12:00`)),
    };
    const plan = planOf(two);
    const onMonday = plan.shifts.filter(({ from }) => from.startsWith(MONDAY));
    expect(sum(onMonday.map(({ hours }) => hours))).toBeGreaterThan(0);
    expect(sum(onMonday.map(({ hours }) => hours))).toBeLessThanOrEqual(3);
    // The judge sees both by itself.
    const times = { from: `${MONDAY}T20:00:00+01:00`, to: '2026-03-03T00:00:00+01:00' };
    const late = { ...onMonday[0]!, ...times, meal: null, hours: 4, cost: 60 };
    const rules = judgeStaffing(readRequest(two), { ...plan, shifts: [late] }).map(({ rule }) => rule);
    expect(rules).toContain('max_week');
    expect(rules).toContain('rest');
  });

  it('are gone through once, not for each rider', () => {
    const riders = Array.from({ length: 30 }, (_, r) => ({ ...night.riders[0]!, id: `r${r}` }));
    const published = [shift('r0', '2026-03-03T11:00', '2026-03-03T13:00')];
    const request = readRequest({ ...night, riders, published, simulate: { days: 0 }, options: { iterations: 1 } });
    let reads = 0;
    Object.defineProperty(request.published![0]!, 'rider', {
      get: () => {
        reads++;
        return 0;
      },
    });
    const { plan } = planHere(request);
    expect(judgeStaffing(request, plan)).toEqual([]);
    expect(reads).toBeLessThan(30);
  });

  it('takes those of a day under way as they are', () => {
    const now = (at: string, on_duty: object[]) => ({ now: `${MONDAY}T${at}`, actual: [], on_duty });
    const late = planOf({ ...night, intraday: now('20:30', [shift('noa', `${MONDAY}T19:00`, '2026-03-03T02:00')]) });
    expect(late.shifts).toHaveLength(1);
    expect(late.summary.planned_h).toBe(5);
    const published = [shift('noa', `${MONDAY}T22:00`, '2026-03-03T02:00')];
    expect(planOf({ ...night, published, intraday: now('20:30', []) }).shifts).toHaveLength(1);
    const early = planOf({ ...night, intraday: now('00:30', [shift('noa', '2026-03-01T19:00', `${MONDAY}T02:00`)]) });
    expect(early.summary.planned_h).toBe(2);
    expect(early.intraday!.shortages.map(({ reason }) => reason)).toEqual(['all_busy', 'split_rule']);
  });

  it('refuses shifts to come that begin before the duty ends, or over each other', () => {
    const on_duty = [shift('bob', `${MONDAY}T10:00`, `${MONDAY}T18:00`)];
    const intraday = { now: `${MONDAY}T12:10`, actual: [], on_duty };
    const published = [
      shift('bob', `${MONDAY}T10:30`, `${MONDAY}T18:00`),
      shift('bob', `${MONDAY}T17:00`, `${MONDAY}T20:00`),
      shift('cem', `${MONDAY}T17:00`, `${MONDAY}T20:00`),
    ];
    const booked = [
      shift('cem', `${MONDAY}T17:00`, `${MONDAY}T20:00`),
      shift('cem', `${MONDAY}T19:00`, `${MONDAY}T22:00`),
    ];
    expect(errorsOf({ ...day, intraday, published })).toEqual(['overlapping_shifts published[1]']);
    expect(errorsOf({ ...day, intraday, published: [published[2]], booked: [booked[1]] })).toEqual([
      'overlapping_shifts booked[0]',
    ]);
    expect(errorsOf({ ...day, intraday, published: [published[2]], booked: [booked[0]] })).toEqual([]);
  });
});

describe('calendars', () => {
  it('has no day that was left out, nor clocks that do not go in slots', () => {
    const on = (time_zone: string, starts_on: string, slot_min = 30) =>
      errorsOf({ ...night, horizon: { time_zone, starts_on, days: 1, slot_min } });
    expect(on('Pacific/Apia', '2011-12-30')).toEqual(['bad_time horizon.starts_on']);
    expect(on('Europe/Vienna', '1890-03-02')).toEqual(['bad_time horizon.starts_on']);
    // From UTC+5:30 to UTC+5:45.
    expect(on('Asia/Kathmandu', '1986-01-01')).toEqual(['out_of_bounds horizon.slot_min']);
    expect(on('Asia/Kathmandu', MONDAY)).toEqual([]);
    expect(on('Pacific/Apia', '2011-12-29')).toEqual([]);
  });

  it.each([
    ['Australia/Lord_Howe', '2026-04-05', 49],
    ['Australia/Lord_Howe', '2026-10-04', 47],
    ['Africa/Cairo', '2026-04-24', 46],
    ['America/Havana', '2026-11-01', 50],
  ])('plans %s on %s, a day of %d slots', (time_zone, starts_on, slots) => {
    expect(planOf({ ...night, horizon: { time_zone, starts_on, days: 1, slot_min: 30 } }).horizon.slots).toBe(slots);
  });

  it('takes a month of 31 days and an hour', () => {
    const horizon = { time_zone: 'Europe/Vienna', starts_on: '2026-10-01', days: 31, slot_min: 15 };
    const [orders, dispersion] = [Array(2980).fill(1), Array(2980).fill(1.2)];
    const month = { ...night, horizon, demand: ['west', 'east'].map((zone) => ({ zone, orders, dispersion })) };
    const actual = [{ zone: 'west', orders: Array(2980).fill(null) }];
    expect(errorsOf(month)).toEqual([]);
    expect(errorsOf({ ...month, intraday: { now: '2026-10-31T12:00', actual, on_duty: [] } })).toEqual([]);
  });
});

describe('warnings', () => {
  it('says what is not looked at beside given demand', () => {
    const events = [{ name: 'match', from: `${MONDAY}T18:00`, to: `${MONDAY}T22:00`, factor: 2 }];
    expect(warningsOf({ ...day, events, holidays: [] })).toEqual(['calendar_not_used events']);
  });

  it('says which orders are not simulated', () => {
    const orders = [
      { time: '2026-04-01T12:00', zone: 'west' },
      { time: `${MONDAY}T12:00`, zone: 'west' },
      { time: `${MONDAY}T12:00`, at: [0, 0] },
    ];
    const plan = planOf({ ...day, simulate: { days: 2, orders } });
    expect(plan.warnings.map(({ code }) => code)).toEqual(['outside_horizon', 'orders_outside_zones']);
    expect(plan.service!.orders.mean).toBe(1);
  });

  it('says where no number of riders is enough', () => {
    expect(warningsOf({ ...day, service: { target_min: 1 } })).toEqual(['target_out_of_reach service.target_min']);
    const vehicles = [{ id: 'foot', mode: 'foot', reach_km: 0.1 }];
    const riders = [{ id: 'ann', availability: [{ from: '10:00', to: '20:00' }] }];
    expect(warningsOf({ ...day, vehicles, riders })).toContain('beyond_reach vehicles');
    expect(warningsOf(day)).toEqual([]);
  });

  it('names the history that was sent', () => {
    const history_orders = Array.from({ length: 800 }, (_, i) => ({
      time: `2026-02-${String(1 + (i % 28)).padStart(2, '0')}T${10 + (i % 12)}:15`,
      zone: i % 3 === 0 ? 'west' : 'east',
    }));
    expect(warningsOf({ ...day, demand: undefined, history_orders })).toEqual(['history_holes history_orders']);
    const history_counts = ['west', 'east'].map((zone) => ({
      zone,
      starts_on: '2026-01-05',
      counts: counts(56, 4).map((count, i) => (i % 7 === 0 ? null : count)),
    }));
    expect(warningsOf({ ...day, demand: undefined, history_counts })).toEqual(['history_holes history_counts']);
  });
});

describe('a short history', () => {
  it.each([
    [20, 0, 'no backtest was made'],
    [21, 1, 'the backtest is of one week only'],
    [27, 1, 'the backtest is of one week only'],
    [28, 2, undefined],
  ])('of %d days has a backtest of %d weeks, and says so', (days, weeks, told) => {
    const starts_on = new Date(Date.parse(MONDAY) - days * 86_400_000).toISOString().slice(0, 10);
    const history_counts = ['west', 'east'].map((zone) => ({ zone, starts_on, counts: counts(days, 4) }));
    const plan = planOf({ ...day, demand: undefined, riders: undefined, history_counts, simulate: { days: 0 } });
    expect(plan.backtest?.weeks.length ?? 0).toBe(weeks);
    expect(plan.warnings.map(({ cause }) => cause)).toEqual(told ? [`there are less than four weeks: ${told}`] : []);
  });
});

describe('reasons', () => {
  it('says so where nobody is named', () => {
    const { shortages } = planOf({ ...day, riders: undefined });
    expect(new Set(shortages.map(({ reason }) => reason))).toEqual(new Set(['no_riders_named']));
    const intraday = { now: `${MONDAY}T12:10`, actual: [], on_duty: [] };
    const today = planOf({ ...day, riders: undefined, intraday }).intraday!;
    expect(new Set(today.shortages.map(({ reason }) => reason))).toEqual(new Set(['no_riders_named']));
  });

  it('finds the new zone of a scenario over every old one, at the new one', () => {
    const zone = { id: 'north', polygon: square(16.31, 48.205) };
    const scenarios = [{ id: 'more', new_zone: { zone, orders: Array(48).fill(1) } }];
    const path = 'overlapping_zones scenarios[0].new_zone.zone.polygon';
    expect(errorsOf({ ...day, scenarios })).toEqual([path, path]);
  });
});

describe('little to plan with', () => {
  const none = ['west', 'east'].map((zone) => ({ zone, orders: Array(48).fill(0) }));

  it('plans nothing where nothing is ordered', () => {
    for (const change of [{}, { riders: undefined }, { service: { by: 'simulation' } }]) {
      const plan = planOf({ ...day, ...change, demand: none });
      expect([plan.shifts, plan.open, plan.shortages, plan.cost.total]).toEqual([[], [], [], 0]);
    }
  });

  it('asks for nobody where a zone is closed and a forecast is hardly above 0', () => {
    const demand = day.demand!.map(({ zone, orders }) => ({ zone, orders: orders.map((mean) => mean + 1e-4) }));
    const plan = planOf({ ...day, demand });
    for (const { slots } of plan.zones) {
      expect(sum(slots.to_book.slice(0, 18))).toBe(0);
      expect(sum(slots.to_book.slice(46))).toBe(0);
      expect(sum(slots.to_book)).toBeGreaterThan(0);
    }
    expect(plan.shortages.filter(({ reason }) => reason === 'no_legal_shift')).toEqual([]);
  });

  it('plans one slot of one zone', () => {
    const orders = Array.from({ length: 48 }, (_, slot) => (slot === 24 ? 5 : 0));
    const plan = planOf({
      ...day,
      zones: [day.zones![0]],
      demand: [{ zone: 'west', orders }],
      riders: [{ id: 'ann', availability: [{ from: '12:00', to: '12:30' }] }],
      rules: { shift_min_h: 0.5, shift_max_h: 0.5, opening: [{ from: '12:00', to: '12:30' }] },
    });
    expect(plan.shifts.map(({ hours }) => hours)).toEqual([0.5]);
    expect(sum(plan.zones[0]!.slots.to_book)).toBe(sum(plan.zones[0]!.slots.planned) + sum(plan.zones[0]!.slots.open));
  });

  it('plans where no shift is too short', () => {
    const rules = { ...day.rules, shift_min_h: 0, shift_max_h: 3 };
    const small = { ...day, rules, simulate: { days: 1 }, options: { seed: 7, iterations: 20 } };
    const intraday = { now: `${MONDAY}T12:10`, actual: [], on_duty: [] };
    const crews = [{}, { riders: undefined }, { riders: undefined, service: { by: 'simulation' } }, { intraday }];
    for (const meal of [undefined, { longer_than_h: 0, minutes: 30, earliest_h: 0, latest_before_end_h: 0 }]) {
      for (const crew of crews) {
        const plan = planOf({ ...small, ...crew, rules: { ...rules, ...(meal && { meal }) } });
        for (const { from, to } of [...plan.shifts, ...plan.open, ...(plan.intraday?.calls ?? [])])
          expect(Date.parse(to) - Date.parse(from)).toBeGreaterThan(0);
      }
    }
  });

  it('plans a day on which nobody is there, and says so', () => {
    const riders = day.riders!.map((rider) => ({
      ...rider,
      availability: [{ days: ['tue'], from: '10:00', to: '22:00' }],
    }));
    const plan = planOf({ ...day, horizon: { ...day.horizon, days: 2 }, riders });
    expect(plan.shifts.every(({ from }) => from.startsWith('2026-03-03'))).toBe(true);
    const monday = plan.shortages.filter(({ from }) => from.startsWith(MONDAY));
    expect(new Set(monday.map(({ reason }) => reason))).toEqual(new Set(['no_rider_available']));
  });

  it('loses all riders in a scenario, and plans for none', () => {
    const { plan, request } = planHere(readRequest({ ...day, scenarios: [{ id: 'ill', lose_riders: 6 }] }));
    expect(judgeStaffing(request, plan)).toEqual([]);
    expect(errorsOf({ ...day, scenarios: [{ id: 'ill', lose_riders: 7 }] })).toEqual([
      'out_of_bounds scenarios[0].lose_riders',
    ]);
  });

  it('gives what promised hours there can be, and says what is missing', () => {
    const riders = [{ id: 'ann', availability: [{ from: '10:00', to: '13:00' }], min_h_week: 30, wants_h_week: 35 }];
    const [ann] = planOf({ ...day, riders }).riders;
    // A day is asked for a seventh of the week.
    expect(ann).toMatchObject({ hours: 3, below_min_h: 1.2857, reason: 'availability_too_short' });
  });
});

it('names hours as the reason where starts ask for a longer shift than is left', () => {
  // Shifts begin at 12:00 or 16:00: at 15:00 rides who began at 12:00.
  const rules = { ...day.rules, start_step_min: 240 };
  const riders = [{ id: 'ann', availability: [{ from: '12:00', to: '16:00' }], max_h_day: 3 }];
  const demand = ['west', 'east'].map((zone) => ({ zone, orders: Array.from({ length: 48 }, () => 6) }));
  const { shortages } = planOf({ ...day, demand, rules, riders, moves: { allowed: false } });
  const late = shortages.filter(({ from, to }) => from < `${MONDAY}T15:01` && to > `${MONDAY}T15:30`);
  expect(late.map(({ reason }) => reason)).toContain('all_at_max_hours');
});

describe('promised hours', () => {
  const ann = { id: 'ann', availability: [{ from: '10:00', to: '13:00' }], wants_h_week: 35 };
  const published = (...dates: string[]) =>
    dates.map((date) => ({ rider: 'ann', zone: 'west', from: `${date}T10:00`, to: `${date}T13:00` }));

  it('of weeks that begin before the horizon or end after it are those of their days in it', () => {
    // Seven days from a Wednesday: parts of two weeks, one week's promise.
    const horizon = { ...day.horizon, starts_on: '2026-03-04', days: 7 };
    const [rider] = planOf({ ...day, horizon, riders: [{ ...ann, min_h_week: 30 }] }).riders;
    expect(rider!.hours + rider!.below_min_h).toBeCloseTo(30, 3);
    const none = [{ ...ann, availability: [{ from: '10:00', to: '10:30' }], guaranteed_h_week: 14 }];
    const pay = (starts_on: string, days: number) =>
      planOf({ ...day, horizon: { ...day.horizon, starts_on, days }, riders: none }).cost.pay;
    expect(pay('2026-03-02', 1)).toBeCloseTo(pay('2026-03-02', 7) / 7, 3);
    expect(pay('2026-03-04', 7)).toBeCloseTo(pay('2026-03-02', 7), 3);
  });

  const askedOf = (change: object, min_h_week: number, more: object = {}) => {
    const [rider] = planOf({ ...day, riders: [{ ...ann, min_h_week, ...more }], ...change }).riders;
    return rider!.hours + rider!.below_min_h;
  };

  it('are all that is left of the week where the published plan tells of its other days', () => {
    const others = ['03', '04', '05', '06', '07', '08'].map((date) => `2026-03-${date}`);
    expect(askedOf({ published: published(...others) }, 22)).toBeCloseTo(4, 3);
  });

  it('are dealt out evenly to the days of the week that nothing is told of', () => {
    // Monday is told, so two of six days are planned.
    const horizon = { ...day.horizon, starts_on: '2026-03-03', days: 2 };
    expect(askedOf({ horizon, published: published('2026-03-02') }, 33)).toBeCloseTo((33 - 3) / 3, 3);
    // Those that end with the week are all that is left after hours ridden; else one of all five.
    const late = { ...day.horizon, starts_on: '2026-03-06', days: 3 };
    expect(askedOf({ horizon: late }, 30, { worked_h: 20 })).toBeCloseTo(10, 3);
    const middle = { ...day.horizon, starts_on: '2026-03-04', days: 1 };
    expect(askedOf({ horizon: middle }, 30, { worked_h: 10 })).toBeCloseTo(4, 3);
  });
});

describe('meal breaks', () => {
  const all = { ...day.rules, shift_min_h: 5, shift_max_h: 5 };
  it.each([
    ['off the slots', { longer_than_h: 4, earliest_h: 1.1, latest_before_end_h: 0.9 }],
    ['in one place only', { longer_than_h: 4, earliest_h: 3.4, latest_before_end_h: 0.7 }],
    ['anywhere', { longer_than_h: 4, earliest_h: 0, latest_before_end_h: 0 }],
    ['at the start only', { longer_than_h: 4, earliest_h: 0, latest_before_end_h: 4.5 }],
    ['at the end only', { longer_than_h: 4, earliest_h: 4.5, latest_before_end_h: 0 }],
  ])('begin on slots where their window is %s', (_, meal) => {
    const crews = [{ service: { by: 'simulation' }, riders: undefined }, { riders: undefined }, {}];
    for (const crew of crews) {
      const { open, shifts } = planOf({ ...day, ...crew, rules: { ...all, meal } });
      expect(open.length).toBeGreaterThan(0);
      for (const { from, to, ...shift } of [...open, ...shifts]) {
        const [start, end, pause] = [from, to, shift.meal!.from].map((time) => Date.parse(time) / 60_000);
        expect(pause! % 30).toBe(0);
        expect([start! <= pause!, pause! + 30 <= end!]).toEqual([true, true]);
      }
    }
  });
});

describe('meal breaks that are given and no rule asks for', () => {
  const rules = { ...day.rules, meal: null };
  const meal = { from: `${MONDAY}T14:00`, to: `${MONDAY}T15:00` };
  const given = { ...shift('bob', `${MONDAY}T10:00`, `${MONDAY}T18:00`), meal };

  it('are paid, of shifts that are booked and of a day under way', () => {
    const booked = planOf({ ...day, rules, booked: [given] });
    const intraday = { now: `${MONDAY}T12:10`, actual: [], on_duty: [given] };
    for (const { shifts } of [booked, planOf({ ...day, rules, intraday })])
      expect(shifts.find(({ rider }) => rider === 'bob')).toMatchObject({ hours: 8, cost: 8 * 15 });
  });

  it('are paid, of published shifts after the horizon', () => {
    const later = (date: string) => ({
      ...shift('bob', `${date}T10:00`, `${date}T18:00`),
      meal: { from: `${date}T14:00`, to: `${date}T15:00` },
    });
    const week = ['2026-03-04', '2026-03-05'].map(later);
    const riders = day.riders!.map((rider) => ({ ...rider, max_h_week: 18 }));
    const { shifts } = planOf({ ...day, rules, riders, published: week });
    expect(sum(shifts.flatMap(({ rider, hours }) => (rider === 'bob' ? [hours] : [])))).toBeLessThanOrEqual(2);
    const intraday = { now: `${MONDAY}T12:10`, actual: [], on_duty: [] };
    const { calls } = planOf({ ...day, rules, riders, published: week, intraday }).intraday!;
    expect(calls.filter(({ rider, to, from }) => rider === 'bob' && Date.parse(to) - Date.parse(from) > 7.2e6)).toEqual(
      [],
    );
  });
});

describe('zones to be drawn', () => {
  const orders = (count: number, at: (i: number) => [number, number]) =>
    Array.from({ length: count }, (_, i) => ({
      time: `2026-02-${String(1 + (i % 28)).padStart(2, '0')}T${10 + ((i * 7 + (i % 5)) % 12)}:15`,
      at: at(i),
    }));
  const drawn = (design_zones: object, history_orders: object[]) =>
    planOf({ ...day, zones: undefined, demand: undefined, riders: undefined, design_zones, history_orders });
  const town = (x: number, y: number) => (i: number) => [x + (i % 37) / 1000, y + (i % 11) / 1000] as [number, number];
  const codes = (plan: ReturnType<typeof drawn>) => plan.warnings.map(({ code, path }) => `${code} ${path}`);

  it('are as large as the towns, however far these are apart', () => {
    const far = [...orders(500, town(16.3, 48.2)), ...orders(400, town(17.3, 49.2))];
    const plan = drawn({ count: 2 }, far);
    expect(plan.zones).toHaveLength(2);
    for (const { area_km2, handling_min } of plan.zones) {
      expect(area_km2).toBeLessThan(30);
      expect(handling_min).toBeLessThan(30);
    }
  });

  it('say so where one lies in pieces', () => {
    const far = [...orders(500, town(16.3, 48.2)), ...orders(400, town(17.3, 49.2))];
    const told = (count: number) => codes(drawn({ count }, far)).includes('design_not_kept design_zones');
    expect([1, 2].map(told)).toEqual([true, false]);
  });

  it('are fewer, or have more work, where places cannot be divided', () => {
    const one = orders(900, () => [16.3, 48.2]);
    const heavy = drawn({ max_work_h: 1 }, one);
    expect(codes(heavy)).toContain('design_not_kept design_zones.max_work_h');
    const many = drawn({ count: 50 }, one);
    expect(many.zones.length).toBeLessThan(50);
    expect(codes(many)).toContain('design_not_kept design_zones.count');
    expect(codes(drawn({ count: 3 }, orders(900, town(16.3, 48.2))))).not.toContain(
      'design_not_kept design_zones.count',
    );
  });
});
