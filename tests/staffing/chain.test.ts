import { describe, expect, it, vi } from 'vitest';
import { parseStaffing, parseStaffingPlan } from '../../src/contract/staffing/parse.ts';
import type { PlanPool, StaffingPlan } from '../../src/contract/staffing/plan.ts';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { staffingSvg } from '../../src/map/staffing-svg.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere, readRequest } from './plan-here.ts';
import { counts, smallDay, square, twoPeaks } from './samples.ts';

// On a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

/** A plan that the judge and the schema have seen. */
function planOf(input: StaffingInput): StaffingPlan {
  const { plan, request } = planHere(readRequest(input));
  expect(judgeStaffing(request, plan)).toEqual([]);
  const json = JSON.parse(JSON.stringify(plan));
  expect(parseStaffingPlan(json)).toEqual({ ok: true, value: json });
  return plan;
}

/** Without what differs from run to run. */
const still = ({ solver: { elapsed_s: _, steps: __, ...solver }, ...plan }: StaffingPlan) => ({ ...plan, solver });
const sum = (list: number[]) => list.reduce((total, value) => total + value, 0);

describe('a day with given demand', () => {
  const plan = planOf(smallDay());

  it('needs riders where orders are, more than the load, and books for the peaks', () => {
    for (const { slots } of plan.zones) {
      slots.demand.forEach((orders, slot) => {
        if (orders > 0) expect(slots.required[slot]).toBeGreaterThanOrEqual(Math.floor(slots.load[slot]!));
        expect(slots.to_book[slot]).toBeGreaterThanOrEqual(slots.required[slot]!);
      });
      const most = (from: number, to: number) => Math.max(...slots.to_book.slice(from, to));
      expect(most(24, 28)).toBeGreaterThan(most(30, 33));
    }
  });

  it('adds up: hours, cost, riders per slot', () => {
    const { summary, zones, shifts, cost } = plan;
    const halfHours = sum(zones.map(({ slots }) => sum(slots.planned)));
    expect(summary.planned_h).toBeCloseTo(halfHours / 2, 1);
    const paid = sum(shifts.map(({ hours }) => hours));
    expect(sum(plan.riders.map(({ hours }) => hours))).toBeCloseTo(paid, 6);
    const { total, ...parts } = cost;
    expect(sum(Object.values(parts))).toBeCloseTo(total, 3);
    // Figures per slot are rounded.
    const short_h = 0.5 * sum(zones.map(({ slots }) => sum(slots.short)));
    expect(Math.abs(cost.shortage - 60 * short_h)).toBeLessThan(60 * 0.5 * 96 * 0.005);
  });

  it('says why somebody is missing, and what is worth offering', () => {
    for (const { riders, cause } of plan.shortages) {
      expect(riders).toBeGreaterThan(0);
      expect(cause).toMatch(/\.$/);
    }
    for (const { saves, bonus_per_h, bonus_limit_per_h, chance } of plan.open) {
      expect(saves).toBeGreaterThan(0);
      expect(bonus_per_h).toBeLessThanOrEqual(Math.min(10, bonus_limit_per_h) + 1e-9);
      expect(chance).toBeCloseTo(Math.min(1, 0.4 + 0.06 * bonus_per_h), 4);
    }
  });

  it('is the same for the same seed and iterations', () => {
    expect(still(planOf(smallDay()))).toEqual(still(plan));
  });

  it('tells which zones would need less together', () => {
    expect(plan.pools).toHaveLength(1);
    const [{ zones, shared, times, required, required_apart, saved_h }] = plan.pools as [PlanPool];
    expect([zones, shared, times]).toEqual([
      ['west', 'east'],
      false,
      [{ from: plan.horizon.from, to: plan.horizon.to }],
    ]);
    expect(saved_h).toBeCloseTo((sum(required_apart) - sum(required)) / 2, 9);
    expect(saved_h).toBeGreaterThan(0);
    // It is advice: nothing is changed by it.
    expect(required_apart).toEqual(
      required.map((_, slot) => sum(plan.zones.map((zone) => zone.slots.required[slot]!))),
    );
  });

  it('simulates what it plans', () => {
    expect(plan.service).toMatchObject({ days: 2 });
    expect(plan.service!.orders.mean).toBeGreaterThan(20);
    expect(plan.service!.rider_hours.mean).toBeGreaterThan(0);
    if (plan.open.length > 0) {
      expect(plan.service_filled!.late_share.mean).toBeLessThanOrEqual(plan.service!.late_share.mean + 0.05);
    }
  });

  it('can be drawn', () => {
    const svg = staffingSvg(plan);
    expect(svg).toMatch(/^<svg /);
    expect(svg).toContain('>west<');
    expect(svg).toContain('12:00');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('comes back as published, and nothing changes', () => {
    const again = planOf({ ...smallDay(), published: plan.shifts });
    expect(again.summary.changes).toBe(0);
    expect(again.shifts.every(({ origin }) => origin === 'published')).toBe(true);
  });

  it('keeps what is booked', () => {
    const booked = [{ rider: 'bob', zone: 'east', from: '2026-03-02T14:00', to: '2026-03-02T17:00' }];
    const { shifts } = planOf({ ...smallDay(), booked });
    expect(shifts.filter(({ origin }) => origin === 'booked')).toMatchObject([
      { rider: 'bob', zone: 'east', from: '2026-03-02T14:00:00+01:00', to: '2026-03-02T17:00:00+01:00' },
    ]);
  });
});

it('tells who is not available within the horizon from who is not for long enough', () => {
  const riders = [
    { id: 'ann', availability: [{ days: ['tue' as const], from: '10:00', to: '20:00' }], wants_h_week: 20 },
    { id: 'bob', availability: [{ from: '10:00', to: '11:30' }], wants_h_week: 20 },
  ];
  const plan = planOf({ ...smallDay(), riders, simulate: { days: 0 } });
  expect(plan.riders.map(({ reason }) => reason)).toEqual(['no_availability', 'availability_too_short']);
});

it('plans shifts without names where nobody is named', () => {
  const plan = planOf({ ...smallDay(), riders: undefined, no_show: { rate: 0.05 } });
  expect(plan.shifts).toEqual([]);
  expect(plan.service).toBeNull();
  expect(plan.service_filled!.late_share.mean).toBeLessThan(0.2);
  expect(plan.summary.open_h).toBeGreaterThan(0.8 * plan.summary.to_book_h);
  for (const { from, to, meal } of plan.open) {
    const hours = (Date.parse(to) - Date.parse(from)) / 3_600_000;
    expect(hours).toBeGreaterThanOrEqual(2);
    expect(hours).toBeLessThanOrEqual(8);
    expect(meal !== null).toBe(hours > 6);
  }
});

it('pays for breaks as the rules say', () => {
  const ride = (paid: boolean) => {
    const rules = { shift_min_h: 4, shift_max_h: 4, meal: { longer_than_h: 3, minutes: 60, earliest_h: 1, paid } };
    return planOf({ ...smallDay(), rules, riders: undefined }).service_filled!.pay_per_rider.mean;
  };
  // Every shift is of four hours, an hour of it a break.
  expect(ride(false)).toBeLessThan(0.8 * ride(true));
});

it('forecasts from a history, with a report of past weeks', () => {
  const day = smallDay();
  const history = ['west', 'east'].map((zone, z) => ({ zone, starts_on: '2026-01-19', counts: counts(42, 3 + z) }));
  const plan = planOf({ ...day, demand: undefined, history_counts: history, simulate: { days: 0 } });
  const noon = plan.zones.map(({ slots }) => slots.demand[25]!);
  expect(noon[0]).toBeGreaterThan(2);
  expect(noon[1]! / noon[0]!).toBeCloseTo(4 / 3, 1);
  expect(plan.backtest!.city.forecast.wmape).toBeLessThan(0.2);
  expect(plan.service).toBeNull();
});

it('plans the days on which clocks change', () => {
  for (const [starts_on, slots] of [
    ['2026-03-29', 46],
    ['2026-10-25', 50],
  ] as const) {
    const day = smallDay();
    const plan = planOf({
      ...day,
      horizon: { ...day.horizon, starts_on },
      riders: day.riders!.filter(({ id }) => id !== 'eli' && id !== 'fay'),
      simulate: { days: 0 },
    });
    expect(plan.horizon.slots).toBe(slots);
    expect(plan.shifts.length).toBeGreaterThan(0);
    for (const { from, to } of plan.shifts) {
      expect(from.slice(11, 16) >= '10:00').toBe(true);
      expect(to.slice(11, 16) <= '23:00').toBe(true);
    }
  }
});

it('hands a week down to a day: what was published for the week holds', () => {
  const day = smallDay();
  const riders = day.riders!.filter(({ id }) => id !== 'eli');
  const week = planOf({ ...day, riders, horizon: { ...day.horizon, days: 3 }, simulate: { days: 0 } });
  const tuesday = planOf({
    ...day,
    riders,
    horizon: { ...day.horizon, starts_on: '2026-03-03' },
    published: week.shifts,
    simulate: { days: 0 },
  });
  const ofTuesday = week.shifts.filter(({ from }) => from.startsWith('2026-03-03'));
  const kept = tuesday.shifts.filter(({ origin }) => origin === 'published');
  expect(ofTuesday.length).toBeGreaterThan(0);
  expect(kept.length).toBeGreaterThanOrEqual(0.7 * ofTuesday.length);
  // Where a change costs more than a shift can save, only what can no longer be ridden changes.
  const gone = riders.filter(({ id }) => id !== ofTuesday[0]!.rider);
  const dear = planOf({
    ...day,
    riders: gone,
    horizon: { ...day.horizon, starts_on: '2026-03-03' },
    published: week.shifts,
    costs: { change: 1000 },
    fairness: { max_extra_cost: 0 },
    simulate: { days: 0 },
  });
  const left = ofTuesday.filter(({ rider }) => rider !== ofTuesday[0]!.rider);
  expect(dear.shifts.map(({ rider, from }) => `${rider} ${from}`).sort()).toEqual(
    left.map(({ rider, from }) => `${rider} ${from}`).sort(),
  );
});

it('draws zones from orders where it is asked to', () => {
  const history_orders = Array.from({ length: 900 }, (_, i) => ({
    time: new Date(Date.UTC(2026, 1, 1 + (i % 28), 10 + ((i * 7) % 11), (i * 13) % 60)).toISOString().slice(0, 16),
    at: [16.3 + ((i * 0.754877) % 1) * 0.06, 48.2 + ((i * 0.56984) % 1) * 0.04] as [number, number],
  }));
  const { demand: _, zones: __, riders: ___, ...day } = smallDay();
  const plan = planOf({ ...day, design_zones: { count: 3 }, history_orders });
  expect(plan.zones.map(({ id }) => id)).toEqual(['zone-1', 'zone-2', 'zone-3']);
  const orders = plan.zones.map(({ slots }) => sum(slots.demand));
  expect(Math.max(...orders) / Math.min(...orders)).toBeLessThan(1.4);
  // They are fit to be sent back.
  const zones = plan.zones.map(({ id, polygon }) => ({ id, polygon: polygon! }));
  expect(parseStaffing({ ...day, zones, history_orders }).ok).toBe(true);
});

it('says what to do now on a day that is under way', () => {
  const day = smallDay();
  const at = (time: string) => `2026-03-02T${time}`;
  const expected = twoPeaks(6);
  const plan = planOf({
    ...day,
    intraday: {
      now: at('12:10'),
      actual: [
        { zone: 'west', orders: twoPeaks(4).slice(0, 24) },
        { zone: 'east', orders: expected.slice(0, 24).map((orders) => 2 * orders) },
      ],
      on_duty: [
        { rider: 'ann', zone: 'west', from: at('10:00'), to: at('15:00') },
        {
          rider: 'bob',
          zone: 'east',
          from: at('11:00'),
          to: at('19:00'),
          meal: { from: at('13:00'), to: at('13:30') },
        },
      ],
    },
    published: [{ rider: 'fay', zone: 'west', from: at('18:00'), to: at('22:00') }],
  });
  const { intraday, shifts } = plan;
  expect(shifts.map(({ rider }) => rider).sort()).toEqual(['ann', 'bob', 'fay']);
  expect(intraday!.now).toBe('2026-03-02T12:10:00+01:00');
  expect(intraday!.city_level).toBeGreaterThan(1.03);
  const east = intraday!.zones.find(({ zone }) => zone === 'east')!;
  expect(east.demand[26]).toBeGreaterThan(1.1 * plan.zones[1]!.slots.demand[26]!);
  expect(intraday!.short_h_after).toBeLessThan(intraday!.short_h_before);
  // Cem comes at four, Dea and Eli could come now.
  expect(intraday!.calls.length).toBeGreaterThan(0);
  for (const { from } of intraday!.calls) expect(from >= at('12:40')).toBe(true);
  // What is over is not simulated again.
  const later = sum(intraday!.zones.map(({ demand }) => sum(demand.slice(25))));
  expect(plan.service!.orders.mean / later).toBeGreaterThan(0.7);
  expect(plan.service!.orders.mean / later).toBeLessThan(1.3);
});

it('simulates given orders from now on, on a day that is under way', () => {
  const orders = ['10:30', '11:50', '12:10', '12:20', '18:00'].map((time) => ({
    time: `2026-03-02T${time}`,
    zone: 'west',
  }));
  const plan = planOf({
    ...smallDay(),
    intraday: { now: '2026-03-02T12:10', actual: [], on_duty: [] },
    simulate: { days: 1, orders },
  });
  expect(plan.service!.orders.mean).toBe(3);
});

it('works with zones of which only the ids are known', () => {
  const day = smallDay();
  const plan = planOf({ ...day, zones: [{ id: 'west' }, { id: 'east' }] });
  expect(plan.shifts.length).toBeGreaterThan(0);
  expect(plan.moves).toEqual([]);
});

it('takes handling times as given, or of tours', () => {
  const needed = (handling: StaffingInput['handling']) =>
    planOf({ ...smallDay(), handling, simulate: { days: 0 } }).summary.load_h;
  expect(needed({ minutes: 40 })).toBeGreaterThan(1.5 * needed({ minutes: 20 }));
  expect(needed({ tours_min: Array(40).fill(20) })).toBeCloseTo(needed({ minutes: 20, cv: 0.05 }), 0);
  expect(needed({ by_zone: [{ zone: 'east', minutes: 60 }], minutes: 20 })).toBeGreaterThan(needed({ minutes: 20 }));
});

it('has a new zone, a hub and other changes in what-ifs', () => {
  const scenarios: StaffingInput['scenarios'] = [
    { id: 'north', new_zone: { zone: { id: 'north', polygon: square(16.3, 48.22) }, orders: twoPeaks(5) } },
  ];
  expect(readRequest({ ...smallDay(), scenarios }).scenarios[0]!.newZone!.zone.id).toBe('north');
});
