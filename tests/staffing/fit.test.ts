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

  it('are as many more as named riders stay away, who may have a reliability of their own', () => {
    const booked_h = (reliability: number | undefined, rate: number) =>
      planOf({
        ...unnamed({ by: 'simulation' }, { no_show: { rate }, simulate: { days: 4 } }),
        riders: ['ann', 'ben'].map((id) => ({
          id,
          availability: [{ from: '10:00', to: '22:00' }],
          ...(reliability ? { reliability } : {}),
        })),
      }).summary.to_book_h;
    expect(booked_h(0.75, 0)).toBe(booked_h(undefined, 0.25));
    expect(booked_h(0.75, 0)).toBeGreaterThan(1.1 * booked_h(undefined, 0));
  });

  it.each<[string, Partial<StaffingInput>]>([
    ['days to be simulated', { simulate: { days: 0 } }],
    ['a day that has not begun', { intraday: { now: '2026-03-02T12:00', actual: [], on_duty: [] } }],
  ])('need %s', (_, change) => {
    const parsed = parseStaffing(unnamed({}, { ...change, service: { by: 'simulation' } }));
    expect(!parsed.ok && parsed.errors.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'conflicting_fields service.by',
    ]);
    expect(parseStaffing(unnamed({}, { ...change, service: { by: 'formulas' } })).ok).toBe(true);
  });
});

describe('riders by simulation of zones that share them', () => {
  const shared = (change: Partial<StaffingInput> = {}): StaffingInput => ({
    ...smallDay(),
    riders: undefined,
    moves: { pools: [{ zones: ['west', 'east'] }] },
    simulate: { days: 6 },
    service: { target_min: 40, share: 0.85, by: 'simulation' },
    ...change,
  });

  it('are fewer than of zones apart, and keep the target together', () => {
    const together = planOf(shared());
    const apart = planOf(shared({ moves: {} }));
    expect(together.summary.to_book_h).toBeLessThan(apart.summary.to_book_h);
    expect(late(together).mean).toBeLessThanOrEqual(0.15 + late(together).half_width! + 0.02);
    const [pool] = together.pools;
    expect(pool!.shared).toBe(true);
    pool!.required.forEach((riders, slot) => {
      expect(riders).toBe(together.zones.reduce((sum, { slots }) => sum + slots.required[slot]!, 0));
      expect(pool!.required_apart[slot]).toBeGreaterThanOrEqual(riders);
    });
  });

  it('are found with times, several opening hours and named riders, and judged', () => {
    const opening = [
      { from: '10:00', to: '23:00', zones: ['west'] },
      { from: '11:00', to: '22:00', zones: ['east'] },
    ];
    const { riders, rules } = smallDay();
    const plan = planOf(
      shared({
        riders,
        rules: { ...rules, opening },
        moves: { pools: [{ zones: ['west', 'east'], times: [{ from: '12:00', to: '15:00' }] }] },
        simulate: { days: 2 },
      }),
    );
    expect(plan.shifts.length).toBeGreaterThan(0);
    const east = plan.zones.find(({ id }) => id === 'east')!;
    expect(east.slots.to_book.slice(0, 22).every((count) => count === 0)).toBe(true);
  });

  it('serve each other’s orders on trial only while they are shared', () => {
    const { demand } = smallDay();
    const request = readRequest(shared({ simulate: { days: 6 } }));
    const { slots } = request.horizon;
    const mean = Float64Array.from(demand!.flatMap(({ orders }) => orders));
    const pools = (from: string, to: string) => [{ zones: ['west', 'east'], shared: true, times: [{ from, to }] }];
    const at = (time: string) => `2026-03-02T${time}:00+01:00`;
    const span = { from_s: 10 * 3600, to_s: 23 * 3600 };
    const inWest = Array.from({ length: 12 }, () => ({ zone: 0, span, meal: null }));
    const share = (list: ReturnType<typeof pools>) =>
      trialDays(request, mean, new Float64Array(2 * slots).fill(1), list)([0, 1], inWest, 0).lateShare;
    const [never, lunch, always] = [
      share([]),
      share(pools(at('11:00'), at('15:00'))),
      share(pools(at('00:00'), at('23:59'))),
    ];
    expect(never).toBeGreaterThan(0.4);
    expect(lunch).toBeLessThan(never - 0.1);
    expect(always).toBeLessThan(lunch - 0.1);
  });
});

describe('a zone on trial', () => {
  const request = readRequest(unnamed({ target_min: 40 }));
  const { slots } = request.horizon;
  const mean = Float64Array.from(twoPeaks(9));
  const trial = trialDays(request, mean, new Float64Array(slots).fill(1.2));
  const hour = 3600;
  const shift = (from: number, to: number) => ({ zone: 0, span: { from_s: from * hour, to_s: to * hour }, meal: null });

  it('has the same orders each time, others each day', () => {
    const riders = Array.from({ length: 8 }, () => shift(10, 22));
    expect(trial([0], riders, 3)).toEqual(trial([0], riders, 3));
    expect(trial([0], riders, 4).delivered).not.toEqual(trial([0], riders, 3).delivered);
  });

  it('is served worse by fewer, and not at all by nobody', () => {
    const shares = [0, 2, 4, 6].map(
      (n) =>
        trial(
          [0],
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
    const { delivered } = seldom([0], riders, 0);
    expect(delivered.filter((orders) => orders > 0).length).toBeLessThan(6);
    expect(trial([0], riders, 0).delivered.every((orders) => orders > 0)).toBe(true);
  });
});
