import {
  createRandom,
  type Day,
  RULES,
  type Rules,
  type SimulatedOrder,
  type SimulatedRestaurant,
  type SimulatedRider,
} from '../../src/simulation/index.ts';

/** A random small day: a few zones side by side, riders of different kinds with breaks and moves. */
export function randomDay(seed: number): { day: Day & { orders: SimulatedOrder[] }; rules: Rules } {
  const random = createRandom(seed);
  const below = (bound: number) => Math.floor(random() * bound);
  const zones = 1 + below(3);
  const place = (zone: number) => ({ x_m: 3000 * zone + 3000 * random(), y_m: 3000 * random() });
  const restaurants: SimulatedRestaurant[] = Array.from({ length: 1 + below(8) }, (_, i) => {
    const zone = i < zones ? i : below(zones);
    return { zone, ...place(zone) };
  });
  const orders: SimulatedOrder[] = Array.from({ length: below(60) }, () => {
    const restaurant = below(restaurants.length);
    const placed_s = below(6 * 3600);
    return { restaurant, placed_s, ready_s: placed_s + below(2400), ...place(restaurants[restaurant]!.zone) };
  });
  const riders: SimulatedRider[] = Array.from({ length: below(12) }, (_, i) => {
    const zone = below(zones);
    const on_s = below(4 * 3600);
    const off_s = on_s + 3600 + below(4 * 3600);
    return {
      zone,
      ...place(zone),
      on_s,
      off_s,
      speed_mps: 2 + 6 * random(),
      reliability: random() < 0.3 ? 0.7 : 1,
      ...(random() < 0.3 ? { breaks: [{ start_s: on_s + below(off_s - on_s), duration_s: 900 + below(1800) }] } : {}),
      ...(random() < 0.3
        ? { moves: [{ from_s: on_s + below(off_s - on_s), zone: below(zones), place: place(0) }] }
        : {}),
      ...(random() < 0.3 ? { reach_m: 500 + 3000 * random() } : {}),
      ...(random() < 0.3 ? { capacity: 1 + below(2) } : {}),
      ...(random() < 0.3 ? { person: i % 3 } : {}),
      guarantee_per_h: 15,
      pay_per_order: 10,
    };
  });
  const rules: Rules = {
    ...RULES,
    travel_step_s: random() < 0.5 ? 60 : 0,
    decide_s: 30 + below(60),
    bundle_max: 1 + below(4),
    pooling: (['own', 'neighbours', 'all'] as const)[below(3)]!,
    neighbours: Array.from({ length: zones }, (_, zone) => [zone - 1, zone + 1].filter((z) => z >= 0 && z < zones)),
    patience_s: random() < 0.3 ? 3600 : Number.POSITIVE_INFINITY,
  };
  return { day: { restaurants, orders, riders }, rules };
}
