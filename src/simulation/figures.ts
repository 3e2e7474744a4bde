import type { Crew } from './crew.ts';
import type { Routes } from './routes.ts';
import { spreadOf } from './spread.ts';
import type { Figures, Rules, SimulatedRestaurant, Trace } from './types.ts';

/** Sums up a day. Utilisation and orders per hour are per rider over its time on duty without breaks. */
export function figuresOf(
  crew: Crew,
  routes: Routes,
  trace: Trace,
  sizes: number[],
  restaurants: SimulatedRestaurant[],
  rules: Rules,
): Figures {
  const done = Array.from(trace.rider.keys()).filter((order) => trace.rider[order]! >= 0);
  const clickToDoor = Float64Array.from(done, (order) => trace.dropoff_s[order]! - routes.placed_s[order]!);
  const late = clickToDoor.reduce((count, value) => count + (value > rules.target_s ? 1 : 0), 0);
  const undelivered = routes.count - done.length;
  const duty_h = Float64Array.from(crew.riders, (rider) => (rider.off_s - rider.on_s) / 3600);
  const active_h = duty_h.map((hours, r) => hours - crew.breaksOf(r) / 3600);
  const working = Array.from(active_h.keys()).filter((r) => active_h[r]! > 0);
  const paid_h = rules.breaks_paid ? duty_h : active_h;
  const pay = payOf(crew, paid_h);
  const cost = pay.reduce((sum, { paid }) => sum + paid, 0);
  return {
    orders: routes.count,
    delivered: done.length,
    undelivered,
    click_to_door_s: spreadOf(clickToDoor),
    ready_to_door_s: spreadOf(done.map((order) => trace.dropoff_s[order]! - routes.ready_s[order]!)),
    ready_to_pickup_s: spreadOf(done.map((order) => trace.pickup_s[order]! - routes.ready_s[order]!)),
    overage_s: spreadOf(clickToDoor.map((value) => Math.max(0, value - rules.target_s))),
    late_share: routes.count > 0 ? (late + undelivered) / routes.count : 0,
    bundle_size: spreadOf(sizes),
    riders: crew.count,
    no_shows: crew.noShows,
    rider_hours: duty_h.reduce((sum, hours) => sum + hours, 0),
    utilisation: spreadOf(working.map((r) => crew.busy_s[r]! / 3600 / active_h[r]!)),
    orders_per_hour: spreadOf(working.map((r) => crew.delivered[r]! / active_h[r]!)),
    pay: spreadOf(pay.map(({ paid }) => paid)),
    cost,
    cost_per_order: done.length > 0 ? cost / done.length : 0,
    on_guarantee_share: pay.length > 0 ? pay.filter(({ guaranteed }) => guaranteed).length / pay.length : 0,
    zones: zoneFigures(routes, trace, restaurants, rules),
  };
}

/** Per person: the guarantee for its hours or the pay for its orders, whichever is more. @param paid_h hours by rider */
function payOf(crew: Crew, paid_h: Float64Array): { paid: number; guaranteed: boolean }[] {
  const people = new Map<number | string, { hourly: number; byOrder: number }>();
  crew.riders.forEach(({ person, guarantee_per_h = 0, pay_per_order = 0 }, r) => {
    const key = person ?? `shift ${r}`;
    const sums = people.get(key) ?? { hourly: 0, byOrder: 0 };
    sums.hourly += guarantee_per_h * paid_h[r]!;
    sums.byOrder += pay_per_order * crew.delivered[r]!;
    people.set(key, sums);
  });
  return Array.from(people.values(), ({ hourly, byOrder }) => ({
    paid: Math.max(hourly, byOrder),
    guaranteed: byOrder < hourly,
  }));
}

function zoneFigures(routes: Routes, trace: Trace, restaurants: SimulatedRestaurant[], rules: Rules) {
  const zones = restaurants.reduce((most, { zone }) => Math.max(most, zone + 1), 0);
  const times_s: number[][] = Array.from({ length: zones }, () => []);
  const undelivered = new Int32Array(zones);
  for (let order = 0; order < routes.count; order++) {
    const { zone } = restaurants[routes.restaurant[order]!]!;
    if (trace.rider[order]! < 0) undelivered[zone]!++;
    else times_s[zone]!.push(trace.dropoff_s[order]! - routes.placed_s[order]!);
  }
  return times_s.map((values, zone) => {
    const orders = values.length + undelivered[zone]!;
    const late = values.filter((value) => value > rules.target_s).length + undelivered[zone]!;
    return {
      zone,
      orders,
      undelivered: undelivered[zone]!,
      late_share: orders > 0 ? late / orders : 0,
      click_to_door_s: spreadOf(values),
    };
  });
}
