import { Crew } from './crew.ts';
import { Dispatcher } from './dispatch.ts';
import { figuresOf } from './figures.ts';
import { Routes } from './routes.ts';
import { sampleOrders } from './sample.ts';
import { Trips } from './trips.ts';
import type { Day, Random, Rules, SimulatedDay, SimulatedOrder } from './types.ts';

/**
 * Simulates one day under the dispatch rule of `RULES`. Orders are drawn first, then who turns up, so that plans which
 * differ in riders only see the same orders under the same seed.
 * @throws RangeError where neither orders nor demand are given, or times are the wrong way round
 */
export function simulateDay(day: Day, rules: Rules, random: Random): SimulatedDay {
  const orders = day.orders ?? (day.demand && sampleOrders(day.demand, day.restaurants, random));
  if (!orders) throw new RangeError('A day needs orders, or demand to draw them from');
  checkOrders(orders, day.restaurants.length);
  const crew = new Crew(day.riders, day.restaurants, rules, random);
  const routes = new Routes(orders, day.restaurants, rules);
  const trips = new Trips(crew, routes, day.restaurants.length, rules);
  run(new Dispatcher(day.restaurants, crew, routes, trips, rules), crew, routes, rules);
  return { figures: figuresOf(crew, routes, trips.trace, trips.sizes, day.restaurants, rules), trace: trips.trace };
}

function run(dispatcher: Dispatcher, crew: Crew, routes: Routes, rules: Rules): void {
  const known_s = routes.ready_s.map((ready_s, order) =>
    Math.max(routes.placed_s[order]!, ready_s - rules.lookahead_s),
  );
  const coming = Array.from(known_s.keys()).sort((a, b) => known_s[a]! - known_s[b]! || a - b);
  const last_s = crew.off_s.reduce((last, off_s) => Math.max(last, off_s), Number.NEGATIVE_INFINITY);
  let open: number[] = [];
  let next = 0;
  let now_s = Number.NEGATIVE_INFINITY;
  while (open.length > 0 || next < coming.length) {
    now_s += rules.decide_s;
    // Nothing to decide: on to the first decision that has something.
    if (open.length === 0)
      now_s = Math.max(now_s, Math.ceil(known_s[coming[next]!]! / rules.decide_s) * rules.decide_s);
    if (now_s > last_s) return;
    for (; next < coming.length && known_s[coming[next]!]! <= now_s; next++) open.push(coming[next]!);
    if (rules.patience_s < Number.POSITIVE_INFINITY) {
      open = open.filter((order) => now_s - routes.placed_s[order]! <= rules.patience_s);
    }
    crew.settle(now_s);
    open = dispatcher.decide(open, now_s);
  }
}

function checkOrders(orders: SimulatedOrder[], restaurants: number): void {
  orders.forEach(({ restaurant, placed_s, ready_s }, index) => {
    if (!(ready_s >= placed_s)) throw new RangeError(`Order ${index} is ready before it is placed`);
    if (!(restaurant >= 0 && restaurant < restaurants)) throw new RangeError(`Order ${index} has no restaurant`);
  });
}
