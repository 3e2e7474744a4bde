import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import type { StaffingPlan } from '../../src/contract/staffing/plan.ts';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import {
  dealOut,
  pooledRequirement,
  type RequirementInput,
  requirementOf,
  type ZoneWork,
} from '../../src/staffing/load/index.ts';
import { asThere, type Pool } from '../../src/staffing/plan/pools.ts';
import { planHere } from './plan-here.ts';
import { smallDay, twoPeaks } from './samples.ts';

vi.setConfig({ testTimeout: 60_000 });

const SLOTS = 16;
const sum = (list: ArrayLike<number>) => Array.from(list).reduce((all, value) => all + value, 0);

function inputOf(orders: number[][], measured: boolean): RequirementInput {
  const work: ZoneWork = {
    area_m2: 4e6,
    restaurants: 10,
    ride_mean_m: 1200,
    ride_sd_m: 500,
    preparation_mean_s: 700,
    preparation_sd_s: 200,
    ...(measured ? { measured_s: Float64Array.from({ length: 40 }, (_, i) => 700 + 30 * i) } : {}),
  };
  const bike = { id: 'bike', speed_mps: 3.2, pickup_s: 240, dropoff_s: 240, reach_m: Infinity, capacity: 2, share: 1 };
  return {
    zones: orders.length,
    slots: SLOTS,
    slot_s: 900,
    orders: Float64Array.from(orders.flat()),
    dispersion: new Float64Array(orders.length * SLOTS).fill(1.2),
    work: orders.map(() => work),
    vehicles: [bike],
    target: { within_s: 2400, share: 0.9 },
    noShow: { rate: 0.08, confidence: 0.9 },
    bundling: { max: 2, window_s: 300 },
    lookahead_s: 900,
    handling_cv: 0.5,
    maxOccupancy: 0.9,
  };
}

const demand = fc.array(fc.array(fc.double({ min: 0, max: 8, noNaN: true }), { minLength: SLOTS, maxLength: SLOTS }), {
  minLength: 3,
  maxLength: 3,
});
const inSlot = fc
  .array(fc.integer({ min: 0, max: 1 }), { minLength: SLOTS, maxLength: SLOTS })
  .map((list) => Uint8Array.from(list));

describe('the requirement of zones that share riders', () => {
  it('is never more than apart, adds up, and is as it was where nothing is shared', () => {
    fc.assert(
      fc.property(demand, inSlot, fc.boolean(), (orders, shared, measured) => {
        const input = inputOf(orders, measured);
        const apart = requirementOf(input);
        const pool = { zones: [0, 2], inSlot: shared, area_m2: 8e6 };
        const { requirement, needs } = pooledRequirement(input, apart, [pool]);
        const [need] = needs as [(typeof needs)[number]];
        for (let s = 0; s < SLOTS; s++) {
          const both = (table: ArrayLike<number>) => table[s]! + table[2 * SLOTS + s]!;
          expect(both(requirement.riders)).toBe(need.riders[s]);
          expect(both(requirement.booked)).toBe(need.booked[s]);
          expect(both(apart.riders)).toBe(need.ridersApart[s]);
          expect(need.riders[s]).toBeLessThanOrEqual(need.ridersApart[s]!);
          expect(need.booked[s]).toBeLessThanOrEqual(need.bookedApart[s]!);
          if (shared[s] === 0) expect(need.riders[s]).toBe(need.ridersApart[s]);
          for (const at of [s, 2 * SLOTS + s]) {
            expect(requirement.riders[at]).toBeLessThanOrEqual(apart.riders[at]!);
            expect(requirement.booked[at]).toBeLessThanOrEqual(apart.booked[at]!);
            expect(requirement.booked[at]).toBeGreaterThanOrEqual(requirement.riders[at]!);
            expect(sum(requirement.byVehicle.map((table) => table[at]!))).toBe(requirement.booked[at]);
          }
          expect(requirement.riders[SLOTS + s]).toBe(apart.riders[SLOTS + s]);
        }
        expect([...apart.riders]).toEqual([...requirementOf(input).riders]);
      }),
      { numRuns: 25, seed: 3 },
    );
  });

  it('is that of one zone with all of the orders, where rides take as long', () => {
    const orders = [1, 2, 3].map((height) => Array.from({ length: SLOTS }, (_, s) => height * Math.sin(s / 5) ** 2));
    const input = inputOf(orders, true);
    const all = new Uint8Array(SLOTS).fill(1);
    const apart = requirementOf(input);
    const { needs } = pooledRequirement(input, apart, [{ zones: [0, 1, 2], inSlot: all, area_m2: 12e6 }]);
    const one = inputOf([orders[0]!.map((_, s) => sum(orders.map((list) => list[s]!)))], true);
    const joint = requirementOf({ ...one, work: [{ ...one.work[0]!, restaurants: 30, area_m2: 12e6 }] });
    // Its times are a grid of the same quantiles.
    for (let s = 0; s < SLOTS; s++) expect(Math.abs(needs[0]!.riders[s]! - joint.riders[s]!)).toBeLessThanOrEqual(1);
    expect(sum(needs[0]!.riders)).toBeLessThan(0.9 * sum(needs[0]!.ridersApart));
  });

  it('asks for more where its zones lie far apart', () => {
    const orders = [2, 2, 2].map((height) => Array.from({ length: SLOTS }, () => height));
    const input = inputOf(orders, false);
    const apart = requirementOf(input);
    const need = (area_m2: number) => {
      const pool = { zones: [0, 1], inSlot: new Uint8Array(SLOTS).fill(1), area_m2 };
      return sum(pooledRequirement(input, apart, [pool]).needs[0]!.riders);
    };
    expect(need(80e6)).toBeGreaterThan(need(8e6));
  });

  it('is that of the zones where there is no time for it', () => {
    const input = inputOf([Array(SLOTS).fill(2), Array(SLOTS).fill(2), Array(SLOTS).fill(2)], false);
    const apart = requirementOf(input);
    const pool = { zones: [0, 1], inSlot: new Uint8Array(SLOTS).fill(1), area_m2: 8e6 };
    const { requirement, needs } = pooledRequirement(input, apart, [pool], () => true);
    expect(requirement).toEqual(apart);
    expect(needs[0]!.riders).toEqual(needs[0]!.ridersApart);
  });

  it('is dealt out in whole riders by the shares, within what each can take', () => {
    expect(dealOut(5, [3, 1, 1], [9, 9, 9])).toEqual([3, 1, 1]);
    expect(dealOut(5, [3, 1, 1], [2, 9, 0])).toEqual([2, 3, 0]);
    const parts = fc.array(fc.record({ share: fc.double({ min: 0, max: 5, noNaN: true }), most: fc.nat(6) }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(parts, fc.nat(30), (list, riders) => {
        const most = list.map((part) => part.most);
        const given = dealOut(
          riders,
          list.map(({ share }) => share),
          most,
        );
        expect(sum(given)).toBe(Math.min(riders, sum(most)));
        for (const [i, value] of given.entries()) expect(value).toBeLessThanOrEqual(most[i]!);
      }),
    );
  });
});

it('counts riders where they are: nobody is missing in one zone while its pool has one too many', () => {
  const pool = { zones: [0, 1], inSlot: Uint8Array.of(1, 1, 0), shared: true } as unknown as Pool;
  const required = Float64Array.of(3, 3, 3, 2, 2, 2);
  const there = [5, 0, 5, 1, 3, 0];
  // Slot 0: six for five; slot 1: three for five, all that is lacking is in the first zone; slot 2 is not shared.
  const dealt = asThere(required, there, [pool], 2, 3);
  expect(dealt[0]! + dealt[3]!).toBeCloseTo(5, 9);
  expect(dealt[0]).toBeLessThanOrEqual(5);
  expect(dealt[3]).toBeLessThanOrEqual(1);
  expect([dealt[1], dealt[4], dealt[2], dealt[5]]).toEqual([2, 3, 3, 2]);
});

function planned(input: StaffingInput) {
  const parsed = parseStaffing(JSON.parse(JSON.stringify(input)));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const answer = planHere(parsed.value);
  expect(judgeStaffing(answer.request, answer.plan)).toEqual([]);
  return answer;
}

const pools = (times?: { from: string; to: string }[]) => [{ zones: ['west', 'east'], times }];

describe('a plan with pools', () => {
  const apart = planned(smallDay()).plan;
  const together = planned({ ...smallDay(), moves: { pools: pools() } });

  it('needs fewer riders, and says how many were saved', () => {
    const { plan } = together;
    expect(plan.pools).toHaveLength(1);
    const [pool] = plan.pools as [StaffingPlan['pools'][number]];
    expect(pool.shared).toBe(true);
    expect(pool.saved_h).toBeGreaterThan(0);
    expect(plan.summary.required_h).toBeCloseTo(apart.summary.required_h - pool.saved_h, 9);
    expect(plan.summary.to_book_h).toBeCloseTo(apart.summary.to_book_h - pool.saved_to_book_h, 9);
    expect(plan.cost.total).toBeLessThan(apart.cost.total);
    pool.required.forEach((riders, slot) => {
      expect(sum(plan.zones.map((zone) => zone.slots.required[slot]!))).toBe(riders);
    });
  });

  it('is short only where all zones of the pool are together', () => {
    const { plan } = together;
    for (let s = 0; s < 48; s++) {
      const of = (name: 'to_book' | 'counted' | 'open' | 'short') =>
        sum(plan.zones.map(({ slots }) => slots[name][s]!));
      const moved = sum(plan.zones.map(({ slots }) => slots.with_moves[s]! - slots.planned[s]!));
      const lack = Math.max(0, of('to_book') - of('counted') - of('open') - moved);
      expect(Math.abs(of('short') - lack)).toBeLessThan(0.05);
    }
  });

  it('is played with shared riders: all open shifts taken, it serves about as well with fewer hours', () => {
    const open = { ...smallDay(), riders: undefined, simulate: { days: 12 } };
    const alone = planned(open).plan;
    const shared = planned({ ...open, moves: { pools: pools() } }).plan;
    expect(shared.summary.open_h).toBeLessThan(0.95 * alone.summary.open_h);
    expect(shared.service_filled!.late_share.mean).toBeLessThan(alone.service_filled!.late_share.mean + 0.05);
    expect(shared.service_filled!.utilisation.mean).toBeGreaterThan(alone.service_filled!.utilisation.mean);
    // The same shifts where nobody helps out are worse.
    const { request } = planned({ ...open, moves: { pools: pools() } });
    expect(judgeStaffing({ ...request, moves: { ...request.moves, pools: [] } }, shared)[0]!.rule).toBe(
      'pool_not_allowed',
    );
  });

  it('shares at its times only', () => {
    const noon = planned({ ...smallDay(), moves: { pools: pools([{ from: '11:00', to: '14:00' }]) } }).plan;
    const [pool] = noon.pools as [StaffingPlan['pools'][number]];
    expect(pool.times).toEqual([{ from: '2026-03-02T11:00:00+01:00', to: '2026-03-02T14:00:00+01:00' }]);
    pool.required.forEach((riders, slot) => {
      if (slot < 22 || slot >= 28) expect(riders).toBe(pool.required_apart[slot]);
    });
    expect(pool.saved_h).toBeLessThan(together.plan.pools[0]!.saved_h);
    expect(pool.saved_h).toBeGreaterThan(0);
  });

  it('is chosen among zones that touch where that is left to us', () => {
    const { plan } = planned({ ...smallDay(), moves: { pool_neighbours: {} } });
    expect(plan.pools.map(({ zones, shared }) => [zones, shared])).toEqual([[['west', 'east'], true]]);
    expect(plan.summary.to_book_h).toBe(together.plan.summary.to_book_h);
  });

  it('is chosen among zones of few riders, too', () => {
    const demand = ['west', 'east'].map((zone, z) => ({ zone, orders: twoPeaks(3 + z) }));
    const { plan } = planned({ ...smallDay(), demand, riders: undefined, moves: { pool_neighbours: {} } });
    const [pool] = plan.pools;
    expect(pool).toMatchObject({ zones: ['west', 'east'], shared: true });
    expect(pool!.saved_h).toBeGreaterThan(0.15 * plan.summary.to_book_h);
  });

  it('holds on a day under way', () => {
    const at = (time: string) => `2026-03-02T${time}`;
    const orders = { west: twoPeaks(4), east: twoPeaks(6) };
    const underWay = (moves: StaffingInput['moves']) =>
      planned({
        ...smallDay(),
        moves,
        intraday: {
          now: at('12:00'),
          actual: Object.entries(orders).map(([zone, list]) => ({ zone, orders: list.slice(0, 24) })),
          on_duty: ['ann', 'bob', 'dea'].map((rider) => ({ rider, zone: 'east', from: at('11:30'), to: at('15:00') })),
        },
      }).plan.intraday!;
    const [alone, shared] = [underWay({ allowed: false }), underWay({ allowed: false, pools: pools() })];
    expect(shared.short_h_before).toBeLessThan(alone.short_h_before);
    // Riders who are all in the east serve the west from there: nobody is called for what they can do.
    expect(shared.calls.length).toBeLessThanOrEqual(alone.calls.length);
  });

  it('is judged: by what is allowed, and by its sums', () => {
    const { plan, request } = together;
    const [pool] = plan.pools as [StaffingPlan['pools'][number]];
    const rules = (other: Partial<typeof pool>, moves = request.moves) =>
      new Set(
        judgeStaffing({ ...request, moves }, { ...plan, pools: [{ ...pool, ...other }] }).map(({ rule }) => rule),
      );
    expect(rules({})).toEqual(new Set());
    expect(rules({ required: pool.required.map((riders) => riders + 1) })).toEqual(new Set(['wrong_figure']));
    expect(rules({}, { ...request.moves, pools: [] })).toContain('pool_not_allowed');
    const times = [{ from_s: 0, to_s: 12 * 3600 }];
    expect(rules({}, { ...request.moves, pools: [{ zones: [0, 1], times }] })).toContain('pool_not_allowed');
    // What one zone lacks the other has: nobody is missing as long as they share.
    const lack = (name: 'to_book' | 'counted') => plan.zones.map(({ slots }) => slots[name]);
    const [booked, counted] = [lack('to_book'), lack('counted')];
    const slot = booked[0]!.findIndex((own, s) => own > 0 && own + booked[1]![s]! <= counted[0]![s]! + counted[1]![s]!);
    expect(slot).toBeGreaterThan(0);
    const zones = structuredClone(plan.zones);
    zones[0]!.slots.to_book[slot] = counted[0]![slot]! + 1;
    zones[1]!.slots.to_book[slot] = counted[1]![slot]! - 1;
    expect(judgeStaffing(request, { ...plan, zones })).toEqual([]);
    const alone = { ...request, moves: { ...request.moves, pools: [] } };
    expect(judgeStaffing(alone, { ...plan, zones, pools: [] }).map(({ rule }) => rule)).toContain('reason_missing');
  });
});

it('refuses pools that cannot be', () => {
  const errorsOf = (moves: unknown, zones = smallDay().zones) => {
    const parsed = parseStaffing(JSON.parse(JSON.stringify({ ...smallDay(), zones, moves })));
    return parsed.ok ? [] : parsed.errors.map(({ code, path }) => `${code} ${path}`).sort();
  };
  expect(errorsOf({ pools: pools([{ from: '11:00', to: '14:00' }]) })).toEqual([]);
  expect(errorsOf({ pools: [{ zones: ['west', 'north'] }] })).toEqual(['unknown_reference moves.pools[0].zones[1]']);
  expect(errorsOf({ pools: [{ zones: ['west', 'west'] }] })).toEqual(['wrong_value moves.pools[0].zones[1]']);
  expect(errorsOf({ pools: [{ zones: ['west'] }] })).toEqual(['wrong_length moves.pools[0].zones']);
  expect(errorsOf({ pools: [...pools(), ...pools()] })).toEqual([
    'wrong_value moves.pools[1].zones[0]',
    'wrong_value moves.pools[1].zones[1]',
  ]);
  expect(errorsOf({ pools: pools([{ from: '14:00', to: '11:00' }]) })).toEqual([
    'impossible_window moves.pools[0].times[0]',
  ]);
  expect(errorsOf({ pools: pools(), pool_neighbours: {} })).toEqual(['conflicting_fields moves.pool_neighbours']);
  expect(errorsOf({ pool_neighbours: {} }, [smallDay().zones![0]!, { id: 'east' }])).toEqual([
    'missing_field zones[1].polygon',
  ]);
});
