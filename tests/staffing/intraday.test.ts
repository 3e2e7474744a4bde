import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DaySoFar, type IntradayRequest, planIntraday, updateDay } from '../../src/staffing/intraday/index.ts';

/** Zones of a flat forecast, with what came in the slots gone by. */
function dayOf(forecast: number[], came: number[], slots: number, now_slot: number, now_share = 0): DaySoFar {
  const zones = forecast.length;
  const table = (values: number[]) =>
    Float64Array.from({ length: zones * slots }, (_, c) => values[Math.floor(c / slots)]!);
  return {
    zones,
    slots,
    slot_s: 900,
    now_slot,
    now_share,
    day_end_slot: slots,
    forecast: table(forecast),
    actual: table(came),
  };
}

describe('the level of the day', () => {
  it('is that of the gamma-Poisson, city first and zones on top', () => {
    const update = updateDay(dayOf([10, 2], [15, 2], 8, 4), {
      city_cv: 0.2,
      zone_cv: 0.5,
      dispersion: 1,
      half_life_s: Infinity,
    });
    const city = (25 + 68) / (25 + 48);
    expect(update.city_level).toBeCloseTo(city, 12);
    expect(update.city_sd).toBeCloseTo(Math.sqrt(25 + 68) / (25 + 48), 12);
    const zone = [(4 + 60) / (4 + city * 40), (4 + 8) / (4 + city * 8)];
    expect([...update.zone_level].map((level, z) => level / zone[z]!)).toEqual([
      expect.closeTo(1, 12),
      expect.closeTo(1, 12),
    ]);
    expect(update.mean[4]).toBeCloseTo(10 * city * zone[0]!, 12);
    expect([...update.mean.subarray(0, 4)]).toEqual([15, 15, 15, 15]);
    expect([...update.variance.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  });

  it('counts the part of the running slot that is over, and what came in it', () => {
    const day = dayOf([8], [0], 4, 1, 0.25);
    day.actual.set([8, 2, 99, 99]);
    const update = updateDay(day);
    // As forecast so far: the level stays, and three quarters of the slot are still to come.
    expect(update.city_level).toBeCloseTo(1, 12);
    expect(update.mean[1]).toBeCloseTo(2 + 6, 12);
    expect(update.mean[2]).toBeCloseTo(8, 12);
  });

  it('leaves out holes, and knows nothing before the day begins', () => {
    const day = dayOf([8], [16], 4, 2);
    day.actual[0] = Number.NaN;
    expect(updateDay(day).mean[0]).toBeGreaterThan(8);
    const fresh = updateDay(dayOf([8, 3], [0, 0], 4, 0));
    expect([...fresh.mean]).toEqual([8, 8, 8, 8, 3, 3, 3, 3]);
    expect(fresh.city_level).toBe(1);
  });

  it('lies between forecast and what came, the nearer to the latter the more has come', () => {
    const arbitrary = fc.record({
      forecast: fc.double({ min: 0.2, max: 50, noNaN: true }),
      ratio: fc.double({ min: 0, max: 3, noNaN: true }),
      now: fc.integer({ min: 1, max: 15 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ forecast, ratio, now }) => {
        const at = (slot: number) => updateDay(dayOf([forecast], [ratio * forecast], 16, slot), { zone_cv: 0 });
        const [early, late] = [at(now).city_level, at(Math.min(15, now + 1)).city_level];
        expect(early).toBeGreaterThanOrEqual(Math.min(1, ratio) - 1e-12);
        expect(early).toBeLessThanOrEqual(Math.max(1, ratio) + 1e-12);
        expect(Math.abs(late - ratio)).toBeLessThanOrEqual(Math.abs(early - ratio) + 1e-12);
      }),
      { seed: 1 },
    );
  });

  it('ends with the day: those after it are as they were beforehand', () => {
    const update = updateDay({ ...dayOf([8, 4], [16, 8], 12, 4), day_end_slot: 9 });
    expect(update.mean[8]).toBeGreaterThan(9);
    expect([...update.mean.subarray(9, 12), ...update.mean.subarray(21)]).toEqual([8, 8, 8, 4, 4, 4]);
    const fresh = updateDay(dayOf([8, 4], [16, 8], 12, 0));
    expect(update.variance[9]).toBeCloseTo(fresh.variance[9]!, 12);
  });

  it('lends to sparse zones: where nothing came of hardly anything, the city counts', () => {
    const { zone_level, city_level } = updateDay(dayOf([40, 0.1], [60, 0], 12, 8));
    expect(city_level).toBeGreaterThan(1.2);
    expect(zone_level[1]).toBeGreaterThan(0.95);
    expect(zone_level[1]).toBeLessThanOrEqual(1);
  });
});

describe('a running day', () => {
  const SLOTS = 16;
  const request = (change: Partial<IntradayRequest>, came = [4, 4], now_share = 0): IntradayRequest => ({
    day: dayOf([4, 4], came, SLOTS, 4, now_share),
    requirement: (mean) => mean.map((m) => m / 4),
    shortage_cost: new Float64Array(2 * SLOTS).fill(10),
    links: {
      from: Int32Array.of(0, 1),
      to: Int32Array.of(1, 0),
      travel_s: Int32Array.of(900, 900),
      cost: Float64Array.of(1, 1),
    },
    riders: [],
    ...change,
  });
  const rider = { zone: 0, known: null, start_slot: 0, end_slot: SLOTS };

  it('needs no change where all is as planned', () => {
    const plan = planIntraday(request({ riders: [rider, { ...rider, zone: 1 }] }));
    expect(plan).toMatchObject({ moves: [], breaks: [], calls: [], releases: [], short_rider_slots_after: 0 });
    expect(plan.gap).toBe(0);
    expect(plan.update.city_level).toBe(1);
  });

  it('moves riders to where the orders are, from the next slot on', () => {
    const asForecast = request({ riders: [rider, rider] }, [4, 4], 0.5);
    asForecast.day.actual[4] = asForecast.day.actual[SLOTS + 4] = 2;
    const plan = planIntraday(asForecast);
    expect(plan.moves).toMatchObject([{ from: 0, to: 1, leave_s: 5 * 900, reason: { code: 'covers_shortage' } }]);
    expect(plan.short_rider_slots_before).toBeCloseTo(11, 9);
    expect(plan.short_rider_slots_after).toBeCloseTo(1, 9);
  });

  it('puts breaks off the peak', () => {
    const peak = (mean: Float64Array) => mean.map((_, c) => (c === 6 || c === 7 ? 1 : 0));
    const pause = { earliest_slot: 5, latest_slot: 12, slots: 2, planned_slot: 6, shift_cost: 0.5 };
    const plan = planIntraday(request({ requirement: peak, riders: [{ ...rider, breaks: [pause] }] }));
    expect(plan.breaks).toEqual([
      {
        rider: 0,
        index: 0,
        from_slot: 6,
        to_slot: 8,
        reason: { code: 'off_the_peak', zone: 0, from_slot: 6, to_slot: 8, rider_slots: 2 },
      },
    ]);
    expect(plan.short_rider_slots_before).toBe(2);
    expect(plan.short_rider_slots_after).toBe(0);
  });

  it('calls who pays, and leaves who does not', () => {
    const call = { latest_start_slot: 6, min_slots: 4, cost: 5, cost_per_slot: 4 };
    const onCall = (cost_per_slot: number) => ({ ...rider, start_slot: 5, call: { ...call, cost_per_slot } });
    const plan = planIntraday(request({ riders: [rider, onCall(4), onCall(11)] }));
    expect(plan.calls).toMatchObject([{ rider: 1, from_slot: 5, reason: { code: 'covers_shortage' } }]);
    expect(plan.calls[0]!.cost).toBe(5 + 4 * (plan.calls[0]!.to_slot - 5));
    expect(plan.short_rider_slots_after).toBeLessThan(plan.short_rider_slots_before);
  });

  it('calls who could come at several times once, at the best of them', () => {
    const windows = [
      { start_slot: 5, end_slot: 8, latest_start_slot: 6 },
      { start_slot: 10, end_slot: SLOTS, latest_start_slot: 14 },
    ];
    const call = { latest_start_slot: 14, min_slots: 2, cost: 0, cost_per_slot: 4, windows };
    const plan = planIntraday(request({ riders: [{ ...rider, start_slot: 5, call }] }));
    expect(plan.calls).toMatchObject([{ rider: 0, from_slot: 10, to_slot: SLOTS, cost: 24 }]);
    const early = [{ ...windows[0]!, start_slot: 2, latest_start_slot: 3 }];
    const late = request({ riders: [{ ...rider, start_slot: 2, call: { ...call, windows: early } }] });
    expect(planIntraday(late).calls).toEqual([]);
  });

  it('sends home who is not needed', () => {
    const none = (mean: Float64Array) => mean.map((_, c) => (c < SLOTS ? 1 : 0));
    const mayGo = { ...rider, release: { earliest_slot: 6, saving_per_slot: 3 } };
    const plan = planIntraday(request({ requirement: none, riders: [mayGo, mayGo] }));
    expect(plan.releases).toHaveLength(1);
    expect(plan.releases[0]).toMatchObject({
      from_slot: 6,
      saving: 30,
      reason: { code: 'not_needed', from_slot: 6, to_slot: SLOTS, rider_slots: 10 },
    });
    expect(plan.short_rider_slots_after).toBe(0);
  });

  it('takes overdue breaks at once, and drops those that no longer fit', () => {
    const overdue = { earliest_slot: 1, latest_slot: 2, slots: 1, planned_slot: 2, shift_cost: 0 };
    const plan = planIntraday(request({ riders: [{ ...rider, breaks: [overdue] }] }));
    expect(plan.breaks).toMatchObject([{ rider: 0, from_slot: 2, to_slot: 4 }]);
    const late = planIntraday(request({ riders: [{ ...rider, end_slot: 5, breaks: [{ ...overdue, slots: 2 }] }] }));
    expect(late.breaks).toEqual([]);
    // Who still has it to take is not sent home before it.
    const mayGo = { ...rider, end_slot: 6, release: { earliest_slot: 5, saving_per_slot: 3 } };
    const none = (mean: Float64Array) => new Float64Array(mean.length);
    const goes = (slots: number) =>
      planIntraday(request({ requirement: none, riders: [{ ...mayGo, breaks: [{ ...overdue, slots }] }] }));
    expect([1, 3].map((slots) => goes(slots).releases.length)).toEqual([1, 0]);
    // Nor is who would skip another that fits.
    const fits = { earliest_slot: 5, latest_slot: 5, slots: 1, planned_slot: 4, shift_cost: 1, leave_slot: 5 };
    const both = { ...mayGo, breaks: [{ ...overdue, slots: 3 }, fits] };
    expect(planIntraday(request({ requirement: none, riders: [both] })).releases).toEqual([]);
    const gone = planIntraday(request({ riders: [{ ...rider, end_slot: 3 }] }));
    expect(gone.plan.days[0]!.end_slot - gone.plan.days[0]!.start_slot).toBe(0);
  });

  it('never costs more than to do nothing, and changes nothing before now', () => {
    const riders = fc.array(
      fc
        .record({ zone: fc.nat(1), start: fc.nat(8), length: fc.integer({ min: 1, max: 8 }), mayGo: fc.boolean() })
        .map(({ zone, start, length, mayGo }) => ({
          zone,
          known: null,
          start_slot: start,
          end_slot: start + length,
          ...(mayGo ? { release: { earliest_slot: 6, saving_per_slot: 2 } } : {}),
        })),
      { maxLength: 6 },
    );
    const came = fc.tuple(fc.nat(12), fc.nat(12)).map((pair) => [...pair]);
    fc.assert(
      fc.property(riders, came, fc.constantFrom(0, 0.4), (list, orders, now_share) => {
        const plan = planIntraday(request({ riders: list }, orders, now_share));
        expect(plan.cost.total).toBeLessThanOrEqual(10 * plan.short_rider_slots_before + 1e-9);
        expect(plan.bound).toBeLessThanOrEqual(plan.cost.total);
        const first = now_share > 0 ? 5 : 4;
        for (const { leave_s } of plan.moves) expect(leave_s).toBeGreaterThanOrEqual(first * 900);
        for (const { from_slot } of plan.releases) expect(from_slot).toBeGreaterThanOrEqual(first);
        for (let z = 0; z < 2; z++) for (let s = 0; s < first; s++) expect(plan.required[z * SLOTS + s]).toBe(0);
      }),
      { numRuns: 60, seed: 4 },
    );
  });
});
