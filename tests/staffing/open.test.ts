import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bonusFor } from '../../src/staffing/plan/open.ts';
import { planHere, readRequest } from './plan-here.ts';
import { smallDay } from './samples.ts';

const OFFER = { zone: 0, vehicle: -1, from_s: 0, to_s: 7200, meal: null, riders: 1 };

it('offers the bonus that is worth most, the smallest of those', () => {
  const number = (max: number) => fc.double({ min: 0, max, noNaN: true });
  const bonus = fc.record({
    max_per_h: number(20),
    step_per_h: fc.constantFrom(0.1, 0.5, 0.7, 3),
    baseChance: fc.oneof(fc.constantFrom(0, 1), number(1)),
    chancePerUnit: fc.oneof(fc.constantFrom(0, 0.06, 1), number(0.3)),
  });
  fc.assert(
    fc.property(number(200), number(8), number(20), bonus, (saves, hours, wage_per_h, rule) => {
      const found = bonusFor({ ...OFFER, saves, hours }, wage_per_h, rule);
      const chanceAt = (per_h: number) => Math.min(1, rule.baseChance + rule.chancePerUnit * per_h);
      const worth = (per_h: number) => chanceAt(per_h) * (saves - hours * (wage_per_h + per_h));
      let best = 0;
      const limit_per_h = hours > 0 ? Math.max(0, saves / hours - wage_per_h) : 0;
      for (let step = 1; step * rule.step_per_h <= Math.min(rule.max_per_h, limit_per_h) + 1e-9; step++) {
        if (worth(step * rule.step_per_h) > worth(best) + 1e-9) best = step * rule.step_per_h;
      }
      expect(found).toEqual({ bonus_per_h: best, limit_per_h, chance: chanceAt(best) });
    }),
    { numRuns: 2000, seed: 1 },
  );
});

it('finds a bonus among as many as can be asked for', () => {
  const rule = { max_per_h: 1e9, step_per_h: 0.01, baseChance: 0.1, chancePerUnit: 1e-9 };
  const { bonus_per_h } = bonusFor({ ...OFFER, saves: 2e9, hours: 2 }, 100, rule);
  // Half of what it saves more than the wage, less half of the bonus that would stand for the base chance.
  expect(bonus_per_h).toBeCloseTo((1e9 - 100 - 1e8) / 2, 0);
});

it('has takers of the same shift on their breaks at different times, where named riders leave much open', () => {
  const orders = Array.from({ length: 48 }, (_, slot) => (slot >= 24 && slot < 40 ? 12 : 0));
  const day = smallDay();
  const { plan } = planHere(
    readRequest({
      ...day,
      riders: [{ id: 'ann', home: 'west', zones: ['west'], availability: [{ from: '11:00', to: '13:00' }] }],
      demand: ['west', 'east'].map((zone) => ({ zone, orders })),
      rules: {
        shift_min_h: 8,
        shift_max_h: 8,
        opening: [{ from: '12:00', to: '20:00' }],
        meal: { longer_than_h: 6, minutes: 30 },
      },
      simulate: { days: 0 },
    }),
  );
  const inEast = plan.open.filter(({ zone }) => zone === 'east');
  const heads = inEast.reduce((sum, { riders }) => sum + riders, 0);
  expect(heads).toBeGreaterThan(5);
  const pausing = Map.groupBy(inEast, ({ meal }) => meal!.from);
  for (const shifts of pausing.values())
    expect(shifts.reduce((sum, { riders }) => sum + riders, 0)).toBeLessThan(heads / 2);
});

it('weighs open shifts by the wage they are paid, not by the pay of the riders named', () => {
  const orders = Array.from({ length: 48 }, (_, slot) => (slot >= 24 && slot < 40 ? 12 : 0));
  const hoursOf = (wage_per_h: number, cost_per_h: number) => {
    const rider = { id: 'ann', cost_per_h, availability: [{ from: '11:00', to: '15:00' }] };
    const request = {
      ...smallDay(),
      zones: [{ id: 'a' }],
      riders: [rider],
      demand: [{ zone: 'a', orders }],
      rules: { meal: null },
      costs: { wage_per_h, shortage_per_h: 60 },
      simulate: { days: 0 },
      options: { iterations: 100 },
    };
    const { open_h, short_h } = planHere(readRequest(request)).plan.summary;
    return { open_h, short_h };
  };
  expect(hoursOf(70, 10)).toMatchObject({ open_h: 0 });
  const { open_h, short_h } = hoursOf(12, 70);
  expect(open_h).toBeGreaterThan(20);
  expect(short_h).toBeLessThan(0.1 * open_h);
});

it('begins shifts as late on a day as the grid of starts has it, though it does not divide a day', () => {
  const orders = Array.from({ length: 48 }, (_, slot) => (slot >= 42 ? 8 : 0));
  const request = {
    ...smallDay(),
    riders: undefined,
    demand: ['west', 'east'].map((zone) => ({ zone, orders })),
    rules: { shift_min_h: 2, shift_max_h: 3, start_step_min: 420 },
    simulate: { days: 0 },
  };
  const { plan } = planHere(readRequest(request));
  expect(new Set(plan.open.map(({ from }) => from.slice(11, 16)))).toEqual(new Set(['21:00']));
});
