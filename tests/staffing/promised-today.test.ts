import { describe, expect, it, vi } from 'vitest';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere, readRequest } from './plan-here.ts';

vi.setConfig({ testTimeout: 60_000 });

type Rider = NonNullable<StaffingInput['riders']>[number];

const at = (time: string, day = '02') => `2026-03-${day}T${time}`;
const shift = (from: string, to: string, day?: string) => ({
  rider: 'ann',
  zone: 'west',
  from: at(from, day),
  to: at(to, day),
});

/** When who rides from noon to eight is sent home on a Monday of whose afternoon nobody wants anything. */
function homeAt(
  promise: Partial<Rider>,
  published: ReturnType<typeof shift>[] = [],
  change: Partial<StaffingInput> = {},
) {
  const { plan, request } = planHere(
    readRequest({
      kind: 'staffing',
      version: 1,
      horizon: { time_zone: 'Europe/Vienna', starts_on: '2026-03-02', slot_min: 30 },
      zones: [{ id: 'west' }],
      demand: [{ zone: 'west', orders: Array.from({ length: 48 }, (_, slot) => (slot >= 20 && slot < 28 ? 6 : 0)) }],
      riders: [{ id: 'ann', availability: [{ from: '08:00', to: '24:00' }], ...promise }],
      intraday: { now: at('15:00'), actual: [], on_duty: [shift('12:00', '20:00')] },
      published,
      simulate: { days: 0 },
      ...change,
    }),
  );
  expect(judgeStaffing(request, plan)).toEqual([]);
  return plan.intraday!.releases.map(({ from, saving }) => [from.slice(11, 16), saving]);
}

describe('who was promised hours', () => {
  // Four more shifts of eight hours, and three days on which others ride or nobody does.
  const week = ['03', '04', '05', '06'].map((day) => shift('12:00', '20:00', day));
  const rest = ['07', '08'].map((day) => ({ ...shift('12:00', '20:00', day), rider: 'bob' }));
  const bob = { id: 'bob', availability: [{ from: '06:00', to: '07:00' }] };
  const riders = (promise: Partial<Rider>) => [
    { id: 'ann', availability: [{ from: '08:00', to: '24:00' }], ...promise },
    bob,
  ];
  const inWeek = (promise: Partial<Rider>) => homeAt({}, [...week, ...rest], { riders: riders(promise) });

  it('is sent home by what the week has on top only', () => {
    const [free] = homeAt({});
    expect(free![0]! < '16:30').toBe(true);
    for (const field of ['guaranteed_h_week', 'min_h_week'] as const) {
      expect(inWeek({ [field]: 40 })).toEqual([]);
      expect(inWeek({ [field]: 38.5 })).toEqual([['18:30', 1.5 * 7.5]]);
      expect(inWeek({ [field]: 20 })).toEqual([free]);
    }
  });

  it('is asked for a part of the week where nothing is told of the other days', () => {
    // A seventh of 42 are six hours.
    expect(homeAt({ guaranteed_h_week: 42 })).toEqual([['18:00', 2 * 7.5]]);
    expect(homeAt({ min_h_week: 56, max_h_week: 60 })).toEqual([]);
  });

  it('has hours that were ridden before the horizon, too', () => {
    const horizon = { time_zone: 'Europe/Vienna', starts_on: '2026-03-02', slot_min: 30 as const };
    // Wednesday: what is left of the week are five days.
    const wednesday = {
      horizon: { ...horizon, starts_on: '2026-03-04' },
      intraday: { now: at('15:00', '04'), actual: [], on_duty: [shift('12:00', '20:00', '04')] },
    };
    expect(homeAt({ guaranteed_h_week: 46, worked_h: 16 }, [], wednesday)).toEqual([['18:00', 2 * 7.5]]);
    expect(homeAt({ guaranteed_h_week: 16, worked_h: 16 }, [], wednesday)).toEqual([
      [homeAt({})[0]![0], homeAt({})[0]![1]],
    ]);
  });

  it('has them spared once', () => {
    const two = {
      intraday: { now: at('15:00'), actual: [], on_duty: [shift('12:00', '18:00')] },
      rules: { shifts_per_day: 2, shift_min_h: 1, split_gap_min: 30, meal: null },
    };
    const late = [shift('19:00', '22:00')];
    expect(homeAt({}, late, two)).toHaveLength(2);
    // Nine hours, of which a seventh of 56 are promised.
    expect(homeAt({ guaranteed_h_week: 56, max_h_week: 60 }, late, two)).toEqual([['17:00', 7.5]]);
  });
});
