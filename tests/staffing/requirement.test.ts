import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bundleSize,
  enoughTurnUp,
  handlingOf,
  type RequirementInput,
  requirementOf,
  splitByVehicle,
  type VehicleType,
  type ZoneWork,
} from '../../src/staffing/load/index.ts';
import { demandOf } from '../../src/staffing/plan/demand.ts';
import { requirementInput } from '../../src/staffing/plan/work.ts';
import { readRequest } from './plan-here.ts';
import { smallDay } from './samples.ts';

const WORK: ZoneWork = {
  area_m2: 9e6,
  restaurants: 20,
  ride_mean_m: 2000,
  ride_sd_m: 1000,
  preparation_mean_s: 900,
  preparation_sd_s: 400,
};
const BIKE: VehicleType = {
  id: 'bike',
  speed_mps: 4,
  pickup_s: 240,
  dropoff_s: 180,
  reach_m: 4000,
  capacity: 2,
  share: 0.7,
};
const SCOOTER: VehicleType = {
  ...BIKE,
  id: 'scooter',
  speed_mps: 7,
  reach_m: Number.POSITIVE_INFINITY,
  capacity: 3,
  share: 0.2,
};
const FOOT: VehicleType = { ...BIKE, id: 'foot', speed_mps: 1.4, reach_m: 1200, capacity: 1, share: 0.1 };
const SLOTS = 24;

function inputOf(change: Partial<RequirementInput> = {}): RequirementInput {
  return {
    zones: 1,
    slots: SLOTS,
    slot_s: 900,
    orders: Float64Array.from({ length: SLOTS }, (_, slot) => 15 * Math.exp(-(((slot - 10) / 4) ** 2))),
    dispersion: new Float64Array(SLOTS).fill(1),
    work: [WORK],
    vehicles: [BIKE, SCOOTER, FOOT],
    target: { within_s: 2700, share: 0.85 },
    noShow: { rate: 0.05, confidence: 0.9 },
    bundling: { max: 3, window_s: 600 },
    lookahead_s: 900,
    handling_cv: 0.4,
    maxOccupancy: 0.95,
    ...change,
  };
}

const total = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);

describe('requirement', () => {
  it('keeps target, occupancy and no-shows in every slot', () => {
    const input = inputOf();
    const result = requirementOf(input);
    for (let slot = 0; slot < SLOTS; slot++) {
      const riders = result.riders[slot]!;
      // Of next to no work nobody is asked for.
      if (result.load[slot]! < 0.05) continue;
      expect(result.load[slot]! / riders).toBeLessThanOrEqual(0.95 + 1e-9);
      expect(result.withinShare[slot]!).toBeGreaterThan(0.84);
      const booked = result.booked[slot]!;
      expect(enoughTurnUp(riders, new Float64Array(booked).fill(0.95))).toBeGreaterThanOrEqual(0.9);
      expect(total(result.byVehicle.map((table) => table[slot]!))).toBe(booked);
    }
  });

  it.each([
    ['a higher target', { target: { within_s: 2700, share: 0.95 } }],
    ['less time', { target: { within_s: 2300, share: 0.85 } }],
    ['over-dispersed orders', { dispersion: new Float64Array(SLOTS).fill(4) }],
    ['no bundling', { bundling: { max: 1, window_s: 0 } }],
    ['longer rides', { work: [{ ...WORK, ride_mean_m: 3000 }] }],
    ['slower vehicles', { vehicles: [{ ...BIKE, speed_mps: 2.5 }, SCOOTER, FOOT] }],
    ['restaurants whose promises are wrong', { work: [{ ...WORK, readyError_s: 600 }] }],
    ['riders who wait at one hub', { work: [{ ...WORK, hubs: 1 }] }],
  ])('%s takes more riders', (_, change) => {
    expect(total(requirementOf(inputOf(change)).riders)).toBeGreaterThan(total(requirementOf(inputOf()).riders));
  });

  it('books more where more stay away', () => {
    const more = requirementOf(inputOf({ noShow: { rate: 0.15, confidence: 0.9 } }));
    expect(total(more.booked)).toBeGreaterThan(total(requirementOf(inputOf()).booked));
    const none = requirementOf(inputOf({ noShow: { rate: 0, confidence: 0.9 } }));
    expect(none.booked).toEqual(none.riders);
  });

  it('takes handling times of routed tours in place of the geometry', () => {
    const measured_s = Float64Array.from({ length: 50 }, (_, i) => 1000 + 10 * i);
    const result = requirementOf(inputOf({ work: [{ ...WORK, measured_s }] }));
    for (const handling_s of result.handling_s) expect(handling_s).toBeCloseTo(1245, 6);
    const orders = total(inputOf().orders);
    // All of the work falls into the day but for the last orders'.
    expect(total(result.load) * 900).toBeCloseTo(orders * 1245, -4);
  });

  it('says where no number of riders meets the target', () => {
    const result = requirementOf(inputOf({ target: { within_s: 1200, share: 0.9 } }));
    expect(result.bestShare[0]).toBeLessThan(0.9);
    expect(total(result.riders)).toBeLessThan(40 * SLOTS);
  });

  it('treats zones one by one, and empty ones take nobody', () => {
    const one = inputOf();
    const orders = new Float64Array(3 * SLOTS);
    orders.set(one.orders, SLOTS);
    const three = requirementOf({
      ...one,
      zones: 3,
      orders,
      dispersion: new Float64Array(3 * SLOTS).fill(1),
      work: [WORK, WORK, WORK],
    });
    const single = requirementOf(one);
    expect(three.riders.slice(SLOTS, 2 * SLOTS)).toEqual(single.riders);
    expect(total(three.riders)).toBe(total(single.riders));
  });

  it('asks for nobody through hours in which next to no orders are expected', () => {
    // A forecast from counts is hardly ever exactly 0: 12 hours of business, then next to nothing.
    const day = (slot: number) => (slot % 96 < 48 ? 4 : 1e-4);
    const slots = 2 * 96;
    const tables = { slots, dispersion: new Float64Array(slots).fill(1) };
    const { riders, load } = requirementOf(
      inputOf({ ...tables, orders: Float64Array.from({ length: slots }, (_, s) => day(s)) }),
    );
    for (let slot = 0; slot < slots; slot++) {
      if (slot % 96 >= 60) expect([slot, riders[slot]]).toEqual([slot, 0]);
      else if (load[slot]! > 0.1) expect(riders[slot]).toBeGreaterThan(0);
    }
    const cut = requirementOf(
      inputOf({ ...tables, orders: Float64Array.from({ length: slots }, (_, s) => day(s)) }),
      () => true,
    );
    expect(cut.riders[80]).toBe(0);
  });

  it('keeps somebody in a zone of few orders, spread over all of the day', () => {
    const slots = 96;
    const orders = Float64Array.from({ length: slots }, (_, slot) => (slot < 48 ? 0.02 : 1e-4));
    const { riders } = requirementOf(inputOf({ slots, orders, dispersion: new Float64Array(slots).fill(1) }));
    expect(Array.from(riders.subarray(0, 48))).toEqual(new Array(48).fill(1));
    expect(total(riders.subarray(60))).toBe(0);
    // So many in all that somebody will come.
    const all = inputOf({
      slots,
      orders: new Float64Array(slots).fill(0.01),
      dispersion: new Float64Array(slots).fill(1),
    });
    expect(total(requirementOf(all).riders)).toBe(slots);
  });

  it('ends soon where it is to, with a guess for the zones not begun', () => {
    const one = inputOf();
    const both = (table: Float64Array) => Float64Array.of(...table, ...table);
    const two = { ...one, zones: 2, work: [WORK, WORK], orders: both(one.orders), dispersion: both(one.dispersion) };
    const whole = requirementOf(two);
    let asked = 0;
    // The first zone takes six rounds.
    const cut = requirementOf(two, () => asked++ >= 6);
    expect(asked).toBe(7);
    expect(cut.riders.slice(0, SLOTS)).toEqual(whole.riders.slice(0, SLOTS));
    expect(cut.riders).not.toEqual(whole.riders);
    for (let at = SLOTS; at < 2 * SLOTS; at++) {
      const [load, riders] = [cut.load[at]!, cut.riders[at]!];
      expect(load).toBeCloseTo((two.orders[at]! * cut.handling_s[at]!) / 900, 9);
      if (load >= 0.05) expect(riders).toBeGreaterThanOrEqual(load + Math.sqrt(load) - 1e-9);
      expect(cut.booked[at]).toBeGreaterThanOrEqual(riders);
    }
  });

  it('refuses zones without work and riders without vehicles', () => {
    expect(() => requirementOf(inputOf({ work: [] }))).toThrow(RangeError);
    expect(() => requirementOf(inputOf({ vehicles: [] }))).toThrow(RangeError);
  });
});

describe('handling', () => {
  it('adds up, and more free riders and hubs shorten the approach', () => {
    const at = (free: number, work = WORK) =>
      handlingOf(work, BIKE, 3, 600, { orders_per_s: 0.02, occupancy: 0.8, free });
    const { approach_s, wait_s, pickup_s, ride_s, between_s, dropoff_s, trip_s, order_s, bundle } = at(4);
    expect(trip_s).toBeCloseTo(approach_s + wait_s + pickup_s + ride_s + between_s + dropoff_s, 9);
    expect(order_s).toBeCloseTo(trip_s / bundle, 9);
    expect(at(9).approach_s).toBeLessThan(approach_s);
    expect(at(9, { ...WORK, hubs: 2 }).approach_s).toBeGreaterThan(at(9, { ...WORK, hubs: 3 }).approach_s);
  });

  it('bundles more under load and with more orders, never beyond the most', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 0.2, noNaN: true }),
        fc.integer({ min: 1, max: 6 }),
        (occupancy, orders_per_s, max) => {
          const size = bundleSize(WORK, max, 600, { orders_per_s, occupancy, free: 1 });
          expect(size).toBeGreaterThanOrEqual(1);
          expect(size).toBeLessThanOrEqual(max + 1e-9);
          const busier = bundleSize(WORK, max, 600, { orders_per_s: 2 * orders_per_s, occupancy: 1, free: 1 });
          expect(busier).toBeGreaterThanOrEqual(size - 1e-9);
        },
      ),
    );
    // 1 + P(N >= 1) + P(N >= 2) for a Poisson number of mean 1.
    const full = bundleSize({ ...WORK, restaurants: 1 }, 3, 100, { orders_per_s: 0.01, occupancy: 1, free: 1 });
    expect(full).toBeCloseTo(1 + (1 - Math.exp(-1)) + (1 - 2 * Math.exp(-1)), 12);
  });
});

describe('ways of the past', () => {
  it('are told by zone, each order looked at once', () => {
    const request = readRequest(smallDay());
    const demand = demandOf(request);
    let looks = 0;
    const orderOf = (zone: number, ride: number) => ({
      at: [16.3, 48.2 + ride] as [number, number],
      pickup: [16.3, 48.2] as [number, number],
      at_s: 0,
      get zone() {
        looks++;
        return zone;
      },
    });
    const pastOrders = Array.from({ length: 80 }, (_, i) => orderOf(i % 2, (1 + (i % 2)) * 1e-3)) as never;
    const { work } = requirementInput({ ...request, pastOrders }, demand);
    expect(looks).toBe(80);
    expect(work[1]!.ride_mean_m).toBeCloseTo(2 * work[0]!.ride_mean_m, 3);
    expect(work[0]!.ride_sd_m).toBeCloseTo(0, 6);
  });
});

describe('vehicles', () => {
  it('split riders by share, add up, and reach far rides', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.double({ min: 0.01, max: 1, noNaN: true }), (riders, share) => {
        const vehicles = [{ ...SCOOTER, share }, BIKE, FOOT];
        const split = splitByVehicle(riders, WORK, vehicles);
        expect(total(split)).toBe(riders);
        const far = 1 - handlingOf(WORK, BIKE, 1, 0, { orders_per_s: 0, occupancy: 0, free: 1 }).usable;
        // Rounded once.
        expect(split[0]!).toBeGreaterThan(riders * far - 1);
      }),
    );
    expect(
      Array.from(
        splitByVehicle(100, WORK, [
          { ...BIKE, share: 3 },
          { ...BIKE, share: 1 },
        ]),
      ),
    ).toEqual([75, 25]);
  });
});
