import { describe, expect, it, vi } from 'vitest';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import type { StaffingPlan } from '../../src/contract/staffing/plan.ts';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { trialDays } from '../../src/simulation/trial.ts';
import { planHere, readRequest } from './plan-here.ts';
import { smallDay, square, twoPeaks } from './samples.ts';

// On a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

type Service = NonNullable<StaffingInput['service']>;

/** One zone in which nobody is named; the check is of days enough that its error is small. */
function unnamed(service: Service, change: Partial<StaffingInput> = {}): StaffingInput {
  return {
    ...smallDay(),
    zones: [{ id: 'west', polygon: square(16.3, 48.2), pickups: 6 }],
    demand: [{ zone: 'west', orders: twoPeaks(9), dispersion: 1.2 }],
    riders: undefined,
    simulate: { days: 12 },
    service,
    ...change,
  };
}

/** A plan that the judge has seen. */
function planOf(input: StaffingInput): StaffingPlan {
  const { plan, request } = planHere(readRequest(input));
  expect(judgeStaffing(request, plan)).toEqual([]);
  return plan;
}

/** The same request by formulas and by simulation. */
function both(service: Service, change: Partial<StaffingInput> = {}): Record<'formulas' | 'simulation', StaffingPlan> {
  const by = (by: Service['by']) => planOf(unnamed({ ...service, by }, change));
  return { formulas: by('formulas'), simulation: by('simulation') };
}

const late = ({ service_filled }: StaffingPlan) => service_filled!.late_share;
const still = ({ solver: { elapsed_s: _, steps: __, ...solver }, ...plan }: StaffingPlan) => ({ ...plan, solver });

describe('riders by simulation', () => {
  it('keep the target with fewer hours, where the formulas ask for more than it takes', () => {
    const { formulas, simulation } = both({ target_min: 45, share: 0.85 });
    expect(late(formulas).mean).toBeLessThan(0.15);
    // The days of the check are others than those planned for.
    expect(late(simulation).mean).toBeLessThanOrEqual(0.15 + late(simulation).half_width!);
    expect(simulation.summary.open_h).toBeLessThan(0.95 * formulas.summary.open_h);
  });

  it('keep the target, where the formulas alone miss it', () => {
    const { formulas, simulation } = both({ target_min: 26, share: 0.85 });
    expect(late(formulas).mean).toBeGreaterThan(0.15);
    expect(late(simulation).mean).toBeLessThan(late(formulas).mean);
    expect(late(simulation).mean).toBeLessThanOrEqual(0.15 + late(simulation).half_width!);
  });

  it('are the same for the same seed, and told as what is to be booked', () => {
    const input = unnamed(
      { target_min: 40, share: 0.9, by: 'simulation' },
      { no_show: { rate: 0.1 }, simulate: { days: 4 } },
    );
    const plan = planOf(input);
    expect(still(planOf(input))).toEqual(still(plan));
    const [{ slots }] = plan.zones as [StaffingPlan['zones'][number]];
    slots.to_book.forEach((riders, slot) => {
      expect(riders).toBeGreaterThanOrEqual(slots.required[slot]!);
      expect(slots.open[slot]).toBeGreaterThanOrEqual(riders - 1e-9);
    });
  });

  it('are what named riders are planned for, too', () => {
    const day = { ...smallDay(), service: { target_min: 50, share: 0.8 } };
    const formulas = planOf(day);
    const simulation = planOf({ ...day, service: { ...day.service, by: 'simulation' } });
    expect(simulation.summary.to_book_h).not.toBe(formulas.summary.to_book_h);
    expect(simulation.shifts.length).toBeGreaterThan(0);
  });

  it.each<[string, Partial<StaffingInput>]>([
    ['days to be simulated', { simulate: { days: 0 } }],
    [
      'zones that do not share riders',
      { ...smallDay(), riders: undefined, moves: { pools: [{ zones: ['west', 'east'] }] } },
    ],
    ['zones that may not share riders', { ...smallDay(), riders: undefined, moves: { pool_neighbours: {} } }],
  ])('need %s', (_, change) => {
    const parsed = parseStaffing(unnamed({}, { ...change, service: { by: 'simulation' } }));
    expect(!parsed.ok && parsed.errors.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'conflicting_fields service.by',
    ]);
    expect(parseStaffing(unnamed({}, { ...change, service: { by: 'formulas' } })).ok).toBe(true);
  });
});

describe('a zone on trial', () => {
  const request = readRequest(unnamed({ target_min: 40 }));
  const { slots } = request.horizon;
  const mean = Float64Array.from(twoPeaks(9));
  const trial = trialDays(request, mean, new Float64Array(slots).fill(1.2));
  const hour = 3600;
  const shift = (from: number, to: number) => ({ span: { from_s: from * hour, to_s: to * hour }, meal: null });

  it('has the same orders each time, others each day', () => {
    const riders = Array.from({ length: 8 }, () => shift(10, 22));
    expect(trial(0, riders, 3)).toEqual(trial(0, riders, 3));
    expect(trial(0, riders, 4).delivered).not.toEqual(trial(0, riders, 3).delivered);
  });

  it('is served worse by fewer, and not at all by nobody', () => {
    const shares = [0, 2, 4, 6].map(
      (n) =>
        trial(
          0,
          Array.from({ length: n }, () => shift(10, 23)),
          0,
        ).lateShare,
    );
    expect(shares[0]).toBe(1);
    for (let i = 1; i < shares.length; i++) expect(shares[i]).toBeLessThan(shares[i - 1]!);
  });

  it('counts who delivered, and nothing of those who are away', () => {
    const absent = readRequest(unnamed({ target_min: 40 }, { no_show: { rate: 0.9 } }));
    const seldom = trialDays(absent, mean, new Float64Array(slots).fill(1));
    const riders = Array.from({ length: 10 }, () => shift(10, 22));
    const { delivered } = seldom(0, riders, 0);
    expect(delivered.filter((orders) => orders > 0).length).toBeLessThan(6);
    expect(trial(0, riders, 0).delivered.every((orders) => orders > 0)).toBe(true);
  });
});
