import { describe, expect, it } from 'vitest';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere, readRequest } from './plan-here.ts';

const at = (time: string) => `2026-03-02T${time}`;
const riders = Array.from({ length: 16 }, (_, i) => ({
  id: `r${i}`,
  availability: [{ from: '10:00', to: '22:00' }],
}));
const orders = Array.from({ length: 48 }, (_, slot) => (slot >= 34 && slot < 42 ? 8 : 0));
const shiftsOf = (count: number) =>
  riders.slice(0, count).map(({ id }) => ({ rider: id, zone: 'z', from: at('17:00'), to: at('22:00') }));

/** What to do at a time of an evening for which so many riders have a shift, passed by the judge. */
function eveningOf(now: string, count: number, change: Partial<StaffingInput> = {}) {
  const shifts = shiftsOf(count);
  const isHere = now >= '17:00';
  const { plan, request } = planHere(
    readRequest({
      kind: 'staffing',
      version: 1,
      horizon: { time_zone: 'Europe/Vienna', starts_on: '2026-03-02', days: 1, slot_min: 30 },
      zones: [{ id: 'z', area_km2: 9 }],
      riders,
      rules: { opening: [{ from: '10:00', to: '22:00' }], meal: null, shift_min_h: 2 },
      demand: [{ zone: 'z', orders }],
      no_show: { rate: 0.25 },
      simulate: { days: 0 },
      intraday: { now: at(now), actual: [], on_duty: isHere ? shifts : [] },
      published: isHere ? [] : shifts,
      options: { seed: 1 },
      ...change,
    }),
  );
  expect(judgeStaffing(request, plan)).toEqual([]);
  return plan.intraday!;
}

/** Asked for at seven in the evening. */
const asked = ({ zones }: ReturnType<typeof eveningOf>) => zones[0]!.required[38]!;

describe('riders of today who may stay away', () => {
  const needed = asked(eveningOf('12:00', 8, { no_show: { rate: 0 } }));

  it('are asked for on top while they are still to come, and not sent home', () => {
    const booked = eveningOf('12:00', needed + 2);
    expect(asked(booked)).toBeGreaterThan(needed + 2);
    // But when the orders are over.
    expect(booked.releases.filter(({ from }) => from < at('21:00'))).toEqual([]);
    expect(booked.calls.length).toBeGreaterThan(0);
    const certain = eveningOf('12:00', needed + 2, { no_show: { rate: 0 } });
    expect([certain.releases.length > 0, certain.calls.length]).toEqual([true, 0]);
  });

  it('have turned up once they are at work', () => {
    const here = eveningOf('17:00', needed + 3);
    expect(asked(here)).toBe(asked(eveningOf('17:00', needed + 3, { no_show: { rate: 0 } })));
    expect(here.releases.length).toBeGreaterThan(0);
  });

  it('are those who come, with the reliability of their own', () => {
    const askedWhere = (ofThose: number, ofOthers: number) => {
      const own = riders.map((rider, i) => ({ ...rider, reliability: i < needed ? ofThose : ofOthers }));
      return asked(eveningOf('12:00', needed, { riders: own }));
    };
    expect(askedWhere(1, 0.5)).toBe(needed);
    expect(askedWhere(0.75, 1)).toBe(asked(eveningOf('12:00', needed)));
  });
});
