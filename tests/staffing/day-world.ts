import {
  createRandom,
  type Day,
  RULES,
  type Rules,
  type SimulatedOrder,
  type SimulatedRestaurant,
  type SimulatedRider,
  type Trace,
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
    patience_s: random() < 0.3 ? 1800 : Number.POSITIVE_INFINITY,
  };
  return { day: { restaurants, orders, riders }, rules };
}

/** Rides the trace again, step by step, and says what is wrong with it. */
export function replay(
  day: Day & { orders: SimulatedOrder[] },
  crew: SimulatedRider[],
  rules: Rules,
  trace: Trace,
): string[] {
  const wrong: string[] = [];
  const ride = (rider: SimulatedRider, from: { x_m: number; y_m: number }, to: { x_m: number; y_m: number }) => {
    const time = Math.hypot(from.x_m - to.x_m, from.y_m - to.y_m) / rider.speed_mps;
    return rules.travel_step_s > 0 ? Math.ceil(time / rules.travel_step_s - 1e-9) * rules.travel_step_s : time;
  };
  crew.forEach((rider, r) => {
    const mine = day.orders.map((_, i) => i).filter((i) => trace.rider[i] === r);
    mine.sort((a, b) => trace.dropoff_s[a]! - trace.dropoff_s[b]!);
    let at: { x_m: number; y_m: number } = rider;
    let free_s = rider.on_s;
    for (let i = 0; i < mine.length; ) {
      const pickup_s = trace.pickup_s[mine[i]!]!;
      const trip = mine.slice(i).filter((order) => trace.pickup_s[order] === pickup_s);
      i += trip.length;
      const restaurant = day.restaurants[day.orders[trip[0]!]!.restaurant]!;
      if (trip.some((order) => day.restaurants[day.orders[order]!.restaurant] !== restaurant))
        wrong.push('two restaurants');
      if (trip.length > Math.min(rules.bundle_max, rider.capacity ?? 99)) wrong.push('too many in a bundle');
      if (pickup_s > rider.off_s) wrong.push('picked up after the shift');
      // A move may have taken the rider elsewhere in between: then the ride is not known here.
      const moved = (rider.moves ?? []).length > 0;
      if (!moved && free_s + ride(rider, at, restaurant) + rules.pickup_s / 2 > pickup_s + 1e-6)
        wrong.push('too early');
      let now_s = pickup_s + rules.pickup_s / 2;
      at = restaurant;
      for (const order of trip) {
        const door = day.orders[order]!;
        if (pickup_s < door.ready_s) wrong.push('not ready');
        if (pickup_s - door.placed_s > rules.patience_s) wrong.push('given up before');
        const reach = Math.hypot(door.x_m - restaurant.x_m, door.y_m - restaurant.y_m);
        if (reach > (rider.reach_m ?? Number.POSITIVE_INFINITY) + 1e-9) wrong.push('out of reach');
        now_s += ride(rider, at, door) + rules.dropoff_s / 2;
        if (Math.abs(now_s - trace.dropoff_s[order]!) > 1e-6) wrong.push('at the door at another time');
        now_s += rules.dropoff_s / 2;
        at = door;
      }
      free_s = now_s;
      if (!moved && rules.pooling === 'own' && restaurant.zone !== rider.zone) wrong.push('another zone');
    }
  });
  return wrong;
}
