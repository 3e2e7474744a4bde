import { describe, expect, it, vi } from 'vitest';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere, readRequest } from './plan-here.ts';

vi.setConfig({ testTimeout: 60_000 });

const at = (time: string, day = '03') => `2026-03-${day}T${time}`;
const ann = { id: 'ann', availability: [{ from: '06:00', to: '24:00' }] };

/** A Tuesday of one zone with orders from six to three. */
function tuesday(change: Partial<StaffingInput>): StaffingInput {
  return {
    kind: 'staffing',
    version: 1,
    horizon: { time_zone: 'Europe/Vienna', starts_on: '2026-03-03' },
    zones: [{ id: 'west' }],
    demand: [{ zone: 'west', orders: Array.from({ length: 96 }, (_, slot) => (slot >= 24 && slot < 60 ? 6 : 0)) }],
    riders: [ann],
    simulate: { days: 0 },
    options: { iterations: 100 },
    ...change,
  };
}

function planned(input: StaffingInput) {
  const answer = planHere(readRequest(input));
  expect(judgeStaffing(answer.request, answer.plan)).toEqual([]);
  return answer;
}

describe('a published shift in a zone that is gone', () => {
  const lateOn = (zone: string) => ({ rider: 'ann', zone, from: at('16:00', '02'), to: at('00:00') });

  it('counts for rest and the hours of the week', () => {
    const timesOf = (zone: string, max_h_week: number) =>
      planned(tuesday({ riders: [{ ...ann, max_h_week }], published: [lateOn(zone)] })).plan.shifts;
    for (const zone of ['west', 'gone']) {
      // Eight hours are ridden, and the shortest shift has two.
      expect(timesOf(zone, 9)).toEqual([]);
      const [shift] = timesOf(zone, 48);
      expect(shift!.from >= at('11:00')).toBe(true);
    }
  });

  it('is known to the judge', () => {
    const request = readRequest(tuesday({ riders: [{ ...ann, max_h_week: 10 }], published: [lateOn('gone')] }));
    const { plan } = planHere(readRequest(tuesday({})));
    const rules = judgeStaffing(request, plan).map(({ rule }) => rule);
    expect(rules).toContain('rest');
    expect(rules).toContain('max_week');
  });

  it('is a change like any other', () => {
    const changesWith = (zone: string) => {
      const published = [{ rider: 'ann', zone, from: at('06:00'), to: at('13:00') }];
      const zones = [{ id: 'west' }, { id: 'quiet' }];
      const demand = [...tuesday({}).demand!, { zone: 'quiet', orders: new Array<number>(96).fill(0) }];
      const { plan } = planned(tuesday({ zones, demand, published }));
      expect(plan.shifts.map((shift) => [shift.zone, shift.origin])).toEqual([['west', 'changed']]);
      return [plan.summary.changes, plan.cost.changes];
    };
    expect(changesWith('gone')).toEqual([2, 10]);
    expect(changesWith('gone')).toEqual(changesWith('quiet'));
  });

  it('is the one of its rider on a day under way', () => {
    const intraday = { now: at('08:10'), actual: [], on_duty: [] };
    const { plan } = planned(tuesday({ intraday }));
    expect(plan.intraday!.calls).toHaveLength(1);
    const published = [{ rider: 'ann', zone: 'gone', from: at('16:00'), to: at('20:00') }];
    const { plan: busy } = planned(tuesday({ intraday, published }));
    expect([busy.intraday!.calls, busy.shifts]).toEqual([[], []]);
    // The judge sees it by itself.
    const judged = judgeStaffing(readRequest(tuesday({ intraday, published })), plan);
    expect(judged.map(({ rule }) => rule)).toContain('too_many_shifts');
  });

  it('stays gone where zones are drawn', () => {
    const history_orders = Array.from({ length: 900 }, (_, i) => ({
      time: new Date(Date.UTC(2026, 1, 1 + (i % 28), 10 + (i % 10))).toISOString().slice(0, 16),
      at: [16.3 + ((i * 0.754877) % 0.04), 48.2 + ((i * 0.56984) % 0.03)] as [number, number],
    }));
    const coordinates = [
      [16.3, 48.2],
      [16.34, 48.2],
      [16.34, 48.23],
      [16.3, 48.23],
      [16.3, 48.2],
    ];
    const zones = [
      { id: 'west', polygon: { type: 'Polygon' as const, coordinates: [coordinates as [number, number][]] } },
    ];
    const { demand: _, ...day } = tuesday({ zones, history_orders, design_zones: { count: 1 } });
    const { plan } = planned({ ...day, published: [lateOn('gone')] });
    expect(plan.shifts.length).toBeGreaterThan(0);
    for (const { from } of plan.shifts) expect(from >= at('11:00')).toBe(true);
  });
});
