import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { exactMoves } from '../../bench/staffing/moves-exact.ts';
import { type Highs, loadHighs } from '../../src/staffing/highs.ts';
import { type MovePlan, type MoveProblem, type MoveRider, planMoves } from '../../src/staffing/moves/index.ts';

let highs: Highs;
beforeAll(async () => {
  highs = await loadHighs();
});
const clock = { elapsed_s: () => 0 };
const QUICK = { rounds: 60, improvements: 200 };

const SLOTS = 8;

/** Zones on a line, a third of a slot to a slot and a half apart, and riders of every kind. */
const worlds = fc
  .integer({ min: 2, max: 4 })
  .chain((zones) =>
    fc.record({
      zones: fc.constant(zones),
      required: fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.double({ min: 0, max: 2, noNaN: true })), {
        minLength: zones * SLOTS,
        maxLength: zones * SLOTS,
      }),
      costs: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: zones * SLOTS, maxLength: zones * SLOTS }),
      travel_s: fc.array(fc.integer({ min: 0, max: 1400 }), { minLength: zones - 1, maxLength: zones - 1 }),
      moveCost: fc.integer({ min: 0, max: 4 }),
      riders: fc.array(riderOf(zones), { minLength: 1, maxLength: 4 }),
    }),
  )
  .map(({ zones, required, costs, travel_s, moveCost, riders }): MoveProblem => {
    const pairs = travel_s.flatMap((t, z) => [
      [z, z + 1, t],
      [z + 1, z, t],
    ]);
    return {
      zones,
      slots: SLOTS,
      slot_s: 900,
      required: Float64Array.from(required),
      shortage_cost: Float64Array.from(costs),
      links: {
        from: Int32Array.from(pairs, ([from]) => from!),
        to: Int32Array.from(pairs, ([, to]) => to!),
        travel_s: Int32Array.from(pairs, ([, , t]) => t!),
        cost: new Float64Array(pairs.length).fill(moveCost),
      },
      riders,
    };
  });

function riderOf(zones: number): fc.Arbitrary<MoveRider> {
  return fc
    .record({
      zone: fc.nat(zones - 1),
      all: fc.boolean(),
      start_slot: fc.nat(3),
      length: fc.integer({ min: 2, max: 5 }),
      pause: fc.option(fc.record({ shift_cost: fc.nat(3), planned: fc.nat(1) }), { nil: null }),
      kind: fc.constantFrom('fixed', 'release', 'call', 'return'),
      money: fc.nat(6),
    })
    .map(({ zone, all, start_slot, length, pause, kind, money }) => {
      const end_slot = start_slot + length;
      const near = [zone - 1, zone, zone + 1].filter((z) => z >= 0 && z < zones);
      const window = { earliest_slot: start_slot, latest_slot: end_slot - 1, slots: 1 };
      return {
        zone,
        known: all ? null : near.slice(0, 2),
        start_slot,
        end_slot,
        ...(pause && kind !== 'call'
          ? { breaks: [{ ...window, planned_slot: start_slot + pause.planned, shift_cost: pause.shift_cost }] }
          : {}),
        ...(kind === 'release' ? { release: { earliest_slot: start_slot + 1, saving_per_slot: money } } : {}),
        ...(kind === 'call'
          ? { call: { latest_start_slot: start_slot + 1, min_slots: 2, cost: money, cost_per_slot: 1 } }
          : {}),
        ...(kind === 'return' ? { return_to: { zone, cost: money } } : {}),
      };
    });
}

/** Goes through the published days and moves and adds up everything anew. */
function recount(problem: MoveProblem, plan: MovePlan): number {
  const { zones, slots, slot_s, required, shortage_cost, links } = problem;
  const cover = new Int32Array(zones * slots);
  let cost = 0;
  const late = new Float64Array(zones * slots);
  for (const [r, rider] of problem.riders.entries()) {
    const { stays, breaks, start_slot, end_slot } = plan.days[r]!;
    const moves = plan.moves.filter((move) => move.rider === r);
    if (end_slot === 0) {
      expect(rider.call).toBeDefined();
      continue;
    }
    expect(start_slot).toBeGreaterThanOrEqual(rider.start_slot);
    expect(start_slot).toBeLessThanOrEqual(rider.call?.latest_start_slot ?? rider.start_slot);
    expect(end_slot).toBeLessThanOrEqual(rider.end_slot);
    if (rider.call) expect(end_slot - start_slot).toBeGreaterThanOrEqual(Math.min(2, rider.end_slot - start_slot));
    else if (end_slot < rider.end_slot) expect(end_slot).toBeGreaterThanOrEqual(rider.release!.earliest_slot);
    const busy = new Set<number>();
    for (const [b, slot] of breaks.entries()) {
      const pause = rider.breaks![b]!;
      expect(slot).toBeGreaterThanOrEqual(pause.earliest_slot);
      expect(slot).toBeLessThanOrEqual(pause.latest_slot);
      for (let s = slot; s < slot + pause.slots; s++) busy.add(s);
      cost += pause.shift_cost * Math.abs(slot - pause.planned_slot);
    }
    for (const [b, pause] of (rider.breaks ?? []).entries()) {
      if (breaks[b] === undefined) expect(pause.latest_slot).toBeGreaterThanOrEqual(end_slot);
    }
    let zone = rider.zone;
    for (const move of moves) {
      const link = links.from.findIndex((from, k) => from === move.from && links.to[k] === move.to);
      expect(move.from).toBe(zone);
      zone = move.to;
      expect(rider.known === null || rider.known.includes(zone)).toBe(true);
      expect(move.arrive_s - move.leave_s).toBe(links.travel_s[link]);
      cost += links.cost[link]!;
    }
    for (const [i, { zone: at, from_slot, to_slot }] of stays.entries()) {
      const move = moves.find(
        ({ to, arrive_s }) =>
          to === at && Math.floor(arrive_s / slot_s) <= from_slot && from_slot <= Math.ceil(arrive_s / slot_s),
      );
      if (i > 0) expect(move).toBeDefined();
      for (let s = from_slot; s < to_slot; s++) if (!busy.has(s)) cover[at * slots + s]!++;
      const lateness = move ? move.arrive_s / slot_s - from_slot : 0;
      if (lateness > 0) late[at * slots + from_slot]! += lateness;
    }
    if (rider.return_to && zone !== rider.return_to.zone) cost += rider.return_to.cost;
    if (rider.call) cost += rider.call.cost + rider.call.cost_per_slot * (end_slot - start_slot);
    else cost -= (rider.release?.saving_per_slot ?? 0) * (rider.end_slot - end_slot);
  }
  expect([...plan.cover]).toEqual([...cover]);
  for (let c = 0; c < cover.length; c++) {
    const missing = Math.max(0, required[c]! - cover[c]!) + late[c]!;
    expect(plan.short[c]).toBeCloseTo(missing, 9);
    cost += shortage_cost[c]! * missing;
  }
  return cost;
}

describe('moves between zones', () => {
  it('are as good as the mixed-integer program proves, and the bound never lies', () => {
    let worse = 0;
    fc.assert(
      fc.property(worlds, (problem) => {
        const best = exactMoves(problem, highs, 10);
        const plan = planMoves(problem, QUICK, { ...clock, highs });
        expect(plan.bound).toBeLessThanOrEqual(best + 1e-6);
        expect(plan.cost.total).toBeGreaterThanOrEqual(best - 1e-6);
        if (plan.cost.total > best + 1e-6) worse++;
      }),
      { numRuns: 25, seed: 5 },
    );
    expect(worse).toBeLessThanOrEqual(1);
  });

  it('add up, and keep what riders know, their duties, windows and notice', () => {
    fc.assert(
      fc.property(worlds, fc.boolean(), (problem, withHighs) => {
        const plan = planMoves(problem, QUICK, withHighs ? { ...clock, highs } : clock);
        const { total, shortage, moves, pay, breaks, returns } = plan.cost;
        expect(recount(problem, plan)).toBeCloseTo(total, 6);
        expect(shortage + moves + pay + breaks + returns).toBeCloseTo(total, 9);
        expect(plan.bound).toBeLessThanOrEqual(total);
        expect(plan.short_rider_slots).toBeCloseTo(
          plan.short.reduce((sum, s) => sum + s, 0),
          9,
        );
      }),
      { numRuns: 100, seed: 6 },
    );
  });

  it('are the same for the same seed', () => {
    fc.assert(
      fc.property(worlds, (problem) => {
        expect(planMoves(problem, QUICK, { ...clock, highs })).toEqual(planMoves(problem, QUICK, { ...clock, highs }));
      }),
      { numRuns: 10, seed: 7 },
    );
  });

  /** Two zones, ten minutes apart; noon is in one, the evening in the other. */
  const two = (riders: MoveRider[]): MoveProblem => ({
    zones: 2,
    slots: 8,
    slot_s: 900,
    required: Float64Array.from([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]),
    shortage_cost: new Float64Array(16).fill(10),
    links: {
      from: Int32Array.of(0, 1),
      to: Int32Array.of(1, 0),
      travel_s: Int32Array.of(600, 600),
      cost: Float64Array.of(2, 2),
    },
    riders,
  });

  it('say why', () => {
    const plan = planMoves(two([{ zone: 0, known: null, start_slot: 0, end_slot: 8 }]), {}, clock);
    expect(plan.moves).toMatchObject([{ rider: 0, from: 0, to: 1, leave_s: 3600, arrive_s: 4200, cost: 2 }]);
    expect(plan.moves[0]!.reason).toEqual({
      code: 'covers_shortage',
      covers_rider_slots: 4,
      from_slot: 4,
      to_slot: 8,
      gives_up_rider_slots: 0,
    });
    // Two thirds of the slot in which he rides over are lost.
    expect(plan.short_rider_slots).toBeCloseTo(2 / 3, 9);
    expect(plan.gap).toBeLessThan(1e-6);
  });

  it('are whole and bounded where they are stopped at once', () => {
    const riders = [{ zone: 0, known: null, start_slot: 0, end_slot: 8 }];
    const plan = planMoves(two(riders), {}, { ...clock, stop: () => true, highs });
    expect(recount(two(riders), plan)).toBeCloseTo(plan.cost.total, 9);
    expect(plan.rounds).toBe(1);
    expect(Number.isFinite(plan.gap)).toBe(true);
  });

  it('stay away from zones that are not known', () => {
    const plan = planMoves(two([{ zone: 0, known: [0], start_slot: 0, end_slot: 8 }]), {}, clock);
    expect(plan.moves).toEqual([]);
    expect(plan.short_rider_slots).toBe(4);
  });

  it.each([
    [{ zone: 2, known: null, start_slot: 0, end_slot: 8 }, /rider 0: zone 2/],
    [{ zone: 0, known: [1], start_slot: 0, end_slot: 8 }, /rider 0: does not know zone 0/],
    [{ zone: 0, known: null, start_slot: 5, end_slot: 9 }, /rider 0: duty 5\.\.9/],
    [
      {
        zone: 0,
        known: null,
        start_slot: 4,
        end_slot: 8,
        breaks: [{ earliest_slot: 0, latest_slot: 2, slots: 1, planned_slot: 1, shift_cost: 0 }],
      },
      /rider 0: no day takes all breaks/,
    ],
  ])('name what contradicts itself: %o', (rider, message) => {
    expect(() => planMoves(two([rider]), {}, clock)).toThrow(message);
  });
});
