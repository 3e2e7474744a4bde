import { expect, it } from 'vitest';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere, readRequest } from './plan-here.ts';

/** Open from 10 to 22, starts every two hours. */
const planOf = (starts_on: string) =>
  planHere(
    readRequest({
      kind: 'staffing',
      version: 1,
      horizon: { time_zone: 'Europe/Vienna', starts_on },
      zones: [{ id: 'a' }],
      demand: [{ zone: 'a', orders: Array.from({ length: 96 }, (_, s) => (s >= 40 && s < 84 ? 6 : 0)) }],
      rules: {
        opening: [{ from: '10:00', to: '22:00' }],
        start_step_min: 120,
        shift_min_h: 4,
        shift_max_h: 8,
      },
      riders: Array.from({ length: 12 }, (_, i) => ({ id: `r${i}`, availability: [{ from: '06:00', to: '24:00' }] })),
      simulate: { days: 0 },
      options: { iterations: 300 },
    }),
  );

it('begins shifts by the clock on the wall, on days on which it changes, too', () => {
  const usual = planOf('2026-10-26').plan;
  for (const date of ['2026-03-29', '2026-10-25']) {
    const { plan, request } = planOf(date);
    for (const { from } of [...plan.shifts, ...plan.open]) expect(Number(from.slice(11, 13)) % 2).toBe(0);
    expect(plan.shifts.some(({ from }) => from.slice(11, 16) === '10:00')).toBe(true);
    expect(plan.summary.short_h).toBeLessThan(usual.summary.short_h + 1.5);
    expect(judgeStaffing(request, plan)).toEqual([]);
    const [shift] = plan.shifts;
    for (const end of ['from', 'to'] as const)
      shift![end] = new Date(Date.parse(shift![end]) + 3_600_000).toISOString();
    expect(judgeStaffing(request, plan).map(({ rule }) => rule)).toContain('start_grid');
  }
});
