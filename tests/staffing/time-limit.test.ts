import { describe, expect, it, vi } from 'vitest';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { trialDays } from '../../src/simulation/trial.ts';
import { planChain, type StaffingEnv, TIME_SHARES } from '../../src/staffing/plan/index.ts';
import { OPEN_SHARE } from '../../src/staffing/plan/time-shares.ts';
import { BestShifts } from '../../src/staffing/roster/best-shift.ts';
import { readRequest } from './plan-here.ts';
import { smallDay, square } from './samples.ts';

/** A clock on which each look takes a while: what is planned depends on nothing else. */
function ticking(tick_s: number) {
  let now_s = 0;
  return () => (now_s += tick_s);
}

const LIMIT_S = 30;

/** Zones whose peaks follow each other, so that riders have to move. */
function manyMoves(): StaffingInput {
  const zones = ['a', 'b', 'c', 'd'].map((id, i) => ({ id, polygon: square(16.3 + 0.02 * i, 48.2) }));
  const orders = (i: number) =>
    Array.from({ length: 48 }, (_, s) => (s >= 20 && s < 46 ? 4 + 4 * Math.sin(s + 2 * i) : 0));
  const riders = Array.from({ length: 14 }, (_, r) => ({
    id: `r${r}`,
    availability: [{ from: '10:00', to: '23:00' }],
  }));
  const demand = zones.map(({ id }, i) => ({ zone: id, orders: orders(i) }));
  return { ...smallDay(), zones, demand, riders };
}

/** When each step is over, as shares of the limit. */
function stepsOf(change: object, env: Partial<StaffingEnv> = {}, day: object = smallDay(), tick_s = 0.06) {
  return chainOf(change, { elapsed_s: ticking(tick_s), ...env }, day).steps;
}

function chainOf(change: object, env: Partial<StaffingEnv> & Pick<StaffingEnv, 'elapsed_s'>, day: object = smallDay()) {
  const request = readRequest({ ...day, ...change, options: { seed: 1, time_s: LIMIT_S } });
  const { elapsed_s } = env;
  const steps = new Map<string, number>();
  const base: StaffingEnv = {
    stop: () => false,
    progress: () => {},
    highs: null,
    trial: trialDays,
    check_s: () => ({ all_s: 0.01 * LIMIT_S, least_s: 0.001 * LIMIT_S }),
    ...env,
  };
  const { draft } = planChain(request, base, (name) => steps.set(name, elapsed_s() / LIMIT_S));
  return { draft, steps };
}

describe('the time limit', () => {
  it('is used up by roster and moves, but for what the simulation needs', () => {
    const steps = stepsOf({}, {}, manyMoves());
    expect(steps.get('roster')).toBeGreaterThan(TIME_SHARES.roster - 0.04);
    expect(steps.get('roster')).toBeLessThanOrEqual(TIME_SHARES.roster + 0.01);
    // A hundredth is left for the simulation, as it asks for.
    expect(steps.get('moves')).toBeGreaterThan(TIME_SHARES.simulated - 0.03);
    expect(steps.get('moves')).toBeLessThanOrEqual(TIME_SHARES.simulated + 0.01);
  });

  it('leaves more where the simulation needs more, but the moves their share', () => {
    const short = stepsOf({}, { check_s: () => ({ all_s: LIMIT_S, least_s: 0.01 * LIMIT_S }) }, manyMoves(), 0.02);
    expect(short.get('moves')).toBeLessThanOrEqual(TIME_SHARES.moves + 0.01);
    expect(short.get('moves')).toBeGreaterThan(TIME_SHARES.moves - 0.02);
  });

  it('is not spent on a design of open shifts before the moves, which may change what is open', () => {
    const elapsed_s = ticking(0.02);
    let found = 0;
    const check_s = () => {
      found = elapsed_s() / LIMIT_S;
      return { all_s: 0.01 * LIMIT_S, least_s: 0.001 * LIMIT_S };
    };
    const few = { riders: manyMoves().riders!.slice(0, 8) };
    const { steps, draft } = chainOf(few, { elapsed_s, check_s }, manyMoves());
    expect(draft.offers.length).toBeGreaterThan(0);
    expect(found - steps.get('roster')!).toBeLessThan(OPEN_SHARE);
    expect(steps.get('moves')).toBeLessThanOrEqual(TIME_SHARES.simulated + 0.01);
  });

  it('holds for open shifts, which have a part of it however late it is', () => {
    const best = vi.spyOn(BestShifts.prototype, 'best');
    const found = [0, 0.98].map((began) => {
      best.mockClear();
      const elapsed_s = () => began * LIMIT_S + best.mock.calls.length * 0.08 * LIMIT_S;
      const few = { riders: smallDay().riders!.slice(0, 1) };
      const { draft, steps } = chainOf(few, { elapsed_s });
      return { offers: draft.offers.length, end: steps.get('moves')! };
    });
    best.mockRestore();
    expect(found[0]!.end).toBeGreaterThan(TIME_SHARES.moves - 0.01);
    expect(found[0]!.end).toBeLessThan(TIME_SHARES.moves + 0.1);
    expect(found[1]!.end).toBeLessThan(1.1);
    for (const { offers } of found) expect(offers).toBeGreaterThan(0);
  });

  it('leaves time for one simulated day in any case', () => {
    const least_s = 0.08 * LIMIT_S;
    const late = stepsOf({}, { check_s: () => ({ all_s: LIMIT_S, least_s }) }, manyMoves(), 0.02);
    expect(late.get('moves')).toBeLessThanOrEqual(TIME_SHARES.simulated - 0.08 + 0.01);
    expect(late.get('moves')).toBeGreaterThan(TIME_SHARES.roster);
  });

  it('is not used up where more search is of no use', () => {
    const two = { riders: smallDay().riders!.slice(0, 2) };
    const requests = [two, { ...two, fairness: { max_extra_cost: 0 } }, { ...two, moves: { allowed: false } }];
    for (const request of requests) {
      const steps = stepsOf(request, {}, smallDay(), 1e-4);
      expect(steps.get('moves')).toBeLessThan(0.5 * TIME_SHARES.roster);
    }
  });

  it('is the roster’s where there are no moves', () => {
    const steps = stepsOf({ moves: { allowed: false } });
    expect(steps.get('roster')).toBeGreaterThan(TIME_SHARES.rosterAlone - 0.04);
    expect(steps.get('roster')).toBeLessThanOrEqual(TIME_SHARES.rosterAlone + 0.02);
  });

  it('holds where riders are found by simulated days, and for shifts without names', () => {
    const steps = stepsOf({ service: { by: 'simulation' } });
    expect(steps.get('requirement')).toBeLessThanOrEqual(TIME_SHARES.fitted + 0.05);
    expect(steps.get('moves')).toBeLessThanOrEqual(TIME_SHARES.simulated + 0.02);
    const vehicles = [{ vehicle: 'scooter', from: '18:00', to: '20:00', riders: 1 }];
    const open = stepsOf({ riders: [], rules: { ...smallDay().rules, vehicles } });
    expect(open.get('shifts')).toBeLessThanOrEqual(TIME_SHARES.moves + 0.02);
  });
});
