import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Crew } from '../../src/simulation/crew.ts';
import {
  createRandom,
  type Day,
  RULES,
  type Rules,
  type SimulatedOrder,
  type SimulatedRider,
  simulateDay,
} from '../../src/simulation/index.ts';
import { randomDay, replay } from './day-world.ts';

const seeds = fc.nat(1_000_000);

/** The riders who turn up, found out without the simulation: it draws one number per person, after the orders. */
function crewOf(riders: SimulatedRider[], seed: number): SimulatedRider[] {
  const random = createRandom(seed);
  const draws = new Map<number, number>();
  return riders.filter(({ person, reliability = 1 }) => {
    const draw = (person === undefined ? undefined : draws.get(person)) ?? random();
    if (person !== undefined) draws.set(person, draw);
    return draw < reliability;
  });
}

describe('a simulated day', () => {
  it('can be ridden again as it says, under all rules', () => {
    let delivered = 0;
    let bundled = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const { day, rules } = randomDay(seed);
        const { trace, figures } = simulateDay(day, rules, createRandom(seed));
        const crew = crewOf(day.riders, seed);
        expect(figures.riders).toBe(crew.length);
        expect(replay(day, crew, rules, trace)).toEqual([]);
        delivered += figures.delivered;
        bundled += figures.bundle_size.max > 1 ? 1 : 0;
      }),
      { numRuns: 250 },
    );
    expect(delivered).toBeGreaterThan(1800);
    expect(bundled).toBeGreaterThan(30);
  });

  it('adds up', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { day, rules } = randomDay(seed);
        const { trace, figures } = simulateDay(day, rules, createRandom(seed));
        const done = Array.from(trace.rider).filter((rider) => rider >= 0).length;
        expect(figures.delivered).toBe(done);
        expect(figures.undelivered).toBe(day.orders.length - done);
        expect(figures.riders + figures.no_shows).toBe(day.riders.length);
        const sizes = figures.bundle_size;
        expect(sizes.mean * sizes.count).toBeCloseTo(done, 6);
        expect(figures.pay.mean * figures.pay.count).toBeCloseTo(figures.cost, 6);
        // Pay is the guarantee for the hours or the pay for the orders, whichever is more.
        expect(figures.cost).toBeGreaterThanOrEqual(Math.max(15 * figures.rider_hours, 10 * done) - 1e-6);
        expect(figures.zones.reduce((sum, { orders }) => sum + orders, 0)).toBe(day.orders.length);
        const { min, p10, median, p90, max, mean } = figures.click_to_door_s;
        expect([min, p10, median, p90, max]).toEqual([min, p10, median, p90, max].sort((a, b) => a - b));
        expect(mean).toBeGreaterThanOrEqual(min);
      }),
      { numRuns: 150 },
    );
  });

  it('is the same again for the same seed', () => {
    const { day, rules } = randomDay(7);
    expect(simulateDay(day, rules, createRandom(3))).toEqual(simulateDay(day, rules, createRandom(3)));
  });
});

const AT = { x_m: 0, y_m: 0 };
const RIDER: SimulatedRider = { zone: 0, ...AT, on_s: 0, off_s: 7200, speed_mps: 5 };
const plain: Rules = { ...RULES, pickup_s: 240, dropoff_s: 240, decide_s: 60, bundle_max: 1 };
const orderAt = (placed_s: number, ready_s: number, x_m: number) => ({ restaurant: 0, placed_s, ready_s, x_m, y_m: 0 });
const dayOf = (orders: SimulatedOrder[], riders: SimulatedRider[]): Day => ({
  restaurants: [{ zone: 0, ...AT }],
  orders,
  riders,
});

it('looks at riders on duty, and at those gone only while a break of theirs is to be counted', () => {
  const shifts = [2, 0, 1].map((hour) => ({ ...RIDER, on_s: 10_000 * hour, off_s: 10_000 * hour + 7200 }));
  const riders = [...shifts, { ...RIDER, breaks: [{ start_s: 7000, duration_s: 600 }] }];
  const crew = new Crew(riders, [{ zone: 0, ...AT }], plain, createRandom(1));
  const seen = [0, 7200, 7201, 7202, 9000, 19_000].map((now_s) => {
    crew.settle(now_s);
    return [...crew.onDuty];
  });
  expect(seen).toEqual([[1, 3], [1, 3], [], [], [2], [0]]);
  expect(crew.break_s[3]).toBe(200);
});

it('takes as many restaurants as there may be', () => {
  const restaurants = Array.from({ length: 200_000 }, () => ({ zone: 0, ...AT }));
  expect(simulateDay({ restaurants, riders: [], orders: [] }, plain, createRandom(1)).figures.zones).toHaveLength(1);
});

describe('one rider and one restaurant', () => {
  it('picks up when ready, and takes half of each service before and after', () => {
    const { trace, figures } = simulateDay(dayOf([orderAt(0, 600, 1500)], [RIDER]), plain, createRandom(1));
    expect(trace.pickup_s[0]).toBe(600);
    // 120 s out of the restaurant, 300 s of riding, 120 s to the door.
    expect(trace.dropoff_s[0]).toBe(1140);
    expect(figures.click_to_door_s.mean).toBe(1140);
    expect(figures.utilisation.mean).toBeCloseTo((240 + 300 + 240) / 7200, 9);
    expect(figures.orders_per_hour.mean).toBeCloseTo(0.5, 9);
  });

  it('comes back for the next one', () => {
    const { trace } = simulateDay(
      dayOf([orderAt(0, 600, 1500), orderAt(0, 600, 1500)], [RIDER]),
      plain,
      createRandom(1),
    );
    const [first, second] = Array.from(trace.pickup_s).sort((a, b) => a - b);
    expect(first).toBe(600);
    // Free at 1260, decided on at 1260, 300 s back, 120 s to walk in.
    expect(second).toBe(1680);
  });

  it('takes two together where that saves the rider more than it costs customers', () => {
    const rules = { ...plain, bundle_max: 2 };
    const orders = [orderAt(0, 600, 1500), orderAt(0, 660, 1500)];
    const { trace, figures } = simulateDay(dayOf(orders, [RIDER]), rules, createRandom(1));
    expect(Array.from(trace.pickup_s)).toEqual([660, 660]);
    expect(figures.bundle_size).toMatchObject({ count: 1, mean: 2 });
    const apart = { ...rules, bundle_window_s: 30 };
    expect(simulateDay(dayOf(orders, [RIDER]), apart, createRandom(1)).figures.bundle_size.count).toBe(2);
  });

  it('starts nothing that it could not pick up within the shift', () => {
    const late = simulateDay(dayOf([orderAt(0, 7201, 10)], [RIDER]), plain, createRandom(1));
    expect(late.figures).toMatchObject({ delivered: 0, undelivered: 1, late_share: 1 });
    const just = simulateDay(dayOf([orderAt(0, 7200, 1500)], [RIDER]), plain, createRandom(1));
    expect(just.trace.dropoff_s[0]).toBe(7740);
  });

  it('has its break from the planned start on, after the trip it is on', () => {
    const rider = { ...RIDER, breaks: [{ start_s: 900, duration_s: 1800 }] };
    const orders = [orderAt(0, 600, 1500), orderAt(900, 900, 1500)];
    const { trace } = simulateDay(dayOf(orders, [rider]), plain, createRandom(1));
    // Free at 1260, break until 3060, 300 s back, 120 s to walk in.
    expect(trace.pickup_s[1]).toBe(3480);
  });

  it('gives up orders that wait longer than their patience', () => {
    const rules = { ...plain, patience_s: 1200 };
    const orders = [orderAt(0, 600, 1500), orderAt(0, 600, 1500)];
    expect(simulateDay(dayOf(orders, [RIDER]), rules, createRandom(1)).figures.undelivered).toBe(1);
  });

  it('sets off for nothing that is given up before it is picked up', () => {
    const rules = { ...plain, patience_s: 700, bundle_max: 2 };
    const far = { ...RIDER, x_m: 3500 };
    // 700 s of riding and 120 s to walk in are too long, 580 s are not.
    const delivered = (x_m: number) =>
      simulateDay(dayOf([orderAt(0, 0, 10)], [{ ...far, x_m }]), rules, createRandom(1)).figures.delivered;
    expect([3500, 2900].map(delivered)).toEqual([0, 1]);
    // Nor waits with it for another until then.
    const orders = [orderAt(0, 600, 1500), orderAt(600, 1190, 1500)];
    const { trace } = simulateDay(dayOf(orders, [RIDER]), rules, createRandom(1));
    expect(trace.pickup_s[0]).toBe(600);
  });

  it.each([
    ['reaches but one of two', { reach_m: 2000 }, 3000],
    ['has room for one', { capacity: 1 }, 1500],
  ])('bundles nothing that a rider of the zone cannot take: who %s', (_, change, x_m) => {
    // Another zone has somebody who could take both.
    const other = { ...RIDER, zone: 1 };
    const orders = [orderAt(0, 600, 1500), orderAt(0, 610, x_m)];
    const rules: Rules = { ...plain, bundle_max: 2, pooling: 'own' };
    const day = dayOf(orders, [{ ...RIDER, ...change }, other]);
    const { figures, trace } = simulateDay(day, rules, createRandom(1));
    expect(trace.rider[0]).toBe(0);
    expect(figures.delivered).toBe(x_m > 2000 ? 1 : 2);
  });

  it('is paid the guarantee or by orders, by person over all shifts', () => {
    const shift = { ...RIDER, guarantee_per_h: 15, pay_per_order: 40, person: 5 };
    const second = { ...shift, on_s: 10_000, off_s: 13_600 };
    const orders = [orderAt(0, 600, 100), orderAt(10_000, 10_600, 100)];
    const { figures } = simulateDay(dayOf(orders, [shift, second]), plain, createRandom(1));
    // Three hours of 15 are 45, two orders of 40 are 80.
    expect(figures.pay).toMatchObject({ count: 1, mean: 80 });
    expect(figures.on_guarantee_share).toBe(0);
    const poor = { ...shift, pay_per_order: 10 };
    const other = simulateDay(dayOf(orders, [poor, { ...second, pay_per_order: 10 }]), plain, createRandom(1)).figures;
    expect(other.cost).toBe(45);
    expect(other.on_guarantee_share).toBe(1);
  });

  it('is on duty without its break in the figures, also after the last order', () => {
    const rider = { ...RIDER, breaks: [{ start_s: 3600, duration_s: 1800 }] };
    const { figures } = simulateDay(dayOf([orderAt(0, 600, 1500)], [rider]), plain, createRandom(1));
    expect(figures.utilisation.mean).toBeCloseTo((240 + 300 + 240) / 5400, 9);
    expect(figures.orders_per_hour.mean).toBeCloseTo(1 / 1.5, 9);
  });

  it('is paid for breaks where these are paid', () => {
    const breaks = [{ start_s: 3600, duration_s: 1800 }];
    const day = dayOf([], [{ ...RIDER, guarantee_per_h: 20, breaks }]);
    const costs = [true, false].map((breaks_paid) => {
      const { figures } = simulateDay(day, { ...plain, breaks_paid }, createRandom(1));
      return [figures.rider_hours, figures.cost];
    });
    expect(costs).toEqual([
      [2, 40],
      [2, 30],
    ]);
  });
});

it.each([
  [0, 1],
  [1, 0],
])('the nearer rider takes the order that is late, whichever comes first (%i, %i)', (late, fresh) => {
  const near = { ...RIDER, on_s: 3000 };
  const far = { ...near, x_m: 3000 };
  const orders: SimulatedOrder[] = [];
  orders[late] = orderAt(600, 3000, 1500);
  orders[fresh] = orderAt(2400, 3000, 1500);
  // The rider is worth nothing, so the customers' waiting alone decides, and in sum it is the same either way.
  const rules: Rules = { ...plain, rider_worth_idle: 0, rider_worth_busy: 0, late_worth: 1 };
  const { trace } = simulateDay(dayOf(orders, [far, near]), rules, createRandom(1));
  expect(trace.pickup_s[late]).toBeLessThan(trace.pickup_s[fresh]!);
});

describe('zones', () => {
  const restaurants = [
    { zone: 0, ...AT },
    { zone: 1, x_m: 5000, y_m: 0 },
  ];
  const order = { restaurant: 1, placed_s: 0, ready_s: 1500, x_m: 5000, y_m: 0 };

  it.each([
    ['own', [], 0],
    ['neighbours', [[1], [0]], 1],
    ['neighbours', [[], []], 0],
    ['all', [], 1],
  ] as const)('pooling %s with neighbours %j delivers %i of the next zone', (pooling, neighbours, delivered) => {
    const rules = { ...plain, pooling, neighbours: neighbours.map((list) => [...list]) };
    const day = { restaurants, orders: [order], riders: [RIDER] };
    expect(simulateDay(day, rules, createRandom(1)).figures.delivered).toBe(delivered);
  });

  it.each([
    [0, 7200, 1],
    [0, 60, 0],
    [6000, 7200, 1],
  ])('shared from %i to %i s delivers %i of the next zone', (from_s, to_s, delivered) => {
    const rules: Rules = { ...plain, pooling: 'own', shared: [{ zones: [0, 1], from_s, to_s }] };
    const { figures, trace } = simulateDay({ restaurants, orders: [order], riders: [RIDER] }, rules, createRandom(1));
    expect(figures.delivered).toBe(delivered);
    if (delivered > 0) expect(trace.pickup_s[0]).toBeGreaterThan(from_s);
  });

  it('riders serve the zone they moved to', () => {
    const rider = { ...RIDER, moves: [{ from_s: 600, zone: 1, place: { x_m: 5000, y_m: 0 } }] };
    const rules: Rules = { ...plain, pooling: 'own' };
    const { trace, figures } = simulateDay({ restaurants, orders: [order], riders: [rider] }, rules, createRandom(1));
    // Leaves at 600, is there at 1600, and walks in for 120 s; the decision falls on the next full minute.
    expect(trace.pickup_s[0]).toBe(1740);
    expect(figures.utilisation.mean).toBeCloseTo((1000 + 240 + 240) / 7200, 9);
  });
});
