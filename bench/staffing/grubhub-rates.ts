import type { Point, Random, SimulatedOrder } from '../../src/simulation/index.ts';

/**
 * What one day's orders tell of the rates they came with, as a smoothed bootstrap (Silverman 1986, 6.4.1): more orders are drawn
 * around those seen, in time, restaurant and door. Widths are those under which the orders seen are most likely, each left out
 * in turn (Duin 1976); that of doors is the normal rule's. So nothing is set by hand. The rates themselves are uncertain: for each
 * day the orders seen are weighed anew (Bayesian bootstrap, Rubin 1981).
 */
export interface Rates {
  orders: SimulatedOrder[];
  /** Of the restaurants. */
  places: Point[];
  /** Standard deviation of an order's time around one that was seen. */
  blur_s: number;
  /** Its restaurant is that of an order seen around that time (standard deviation), or, with this chance, any. */
  around_s: number;
  anywhere: number;
  /** Standard deviation of a door around one that was seen, on each axis. */
  blur_m: number;
}

const BLUR_MINUTES = [5, 7.5, 10, 15, 20, 30, 45, 60];
const AROUND_MINUTES = [10, 20, 40, 80, 160, 320];
const ANYWHERE = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8];

export function ratesOf(orders: SimulatedOrder[], places: Point[]): Rates {
  const times_s = orders.map(({ placed_s }) => placed_s);
  const around = likeliest(
    AROUND_MINUTES.flatMap((minutes) => ANYWHERE.map((anywhere) => ({ around_s: 60 * minutes, anywhere }))),
    restaurantLikelihood(orders, places.length),
  );
  const squares = orders.map(({ restaurant, x_m, y_m }) => {
    const { x_m: fromX_m, y_m: fromY_m } = places[restaurant]!;
    return ((x_m - fromX_m) ** 2 + (y_m - fromY_m) ** 2) / 2;
  });
  return {
    orders,
    places,
    blur_s: likeliest(
      BLUR_MINUTES.map((minutes) => 60 * minutes),
      (width_s) => timeLikelihood(times_s, width_s),
    ),
    ...around,
    blur_m: Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / orders.length) * orders.length ** (-1 / 6),
  };
}

/** More orders of one day: whole minutes, as in the instances, and within the hours in which orders came. */
export function drawOrders(rates: Rates, count: number, random: Random): SimulatedOrder[] {
  const { orders, places, blur_s, around_s, blur_m } = rates;
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const worth = new Map(orders.map((order) => [order, -Math.log(1 - random())]));
  const pick = (list: SimulatedOrder[], near = (_: SimulatedOrder) => 1) =>
    weighted(list, random, (order) => worth.get(order)! * near(order));
  const times_s = orders.map(({ placed_s }) => placed_s);
  const [first_s, last_s] = [Math.min(...times_s), Math.max(...times_s)];
  return Array.from({ length: count }, () => {
    const drawn_s = pick(orders).placed_s + blur_s * normal();
    const placed_s = 60 * Math.round(folded(drawn_s, first_s, last_s) / 60);
    const restaurant =
      random() < rates.anywhere
        ? Math.floor(random() * places.length)
        : pick(orders, (order) => kernel(order.placed_s - placed_s, around_s)).restaurant;
    // Preparation and way to the door as of one of its orders, where it had any.
    const own = orders.filter((order) => order.restaurant === restaurant);
    const like = pick(own.length > 0 ? own : orders);
    const [from, to] = [places[like.restaurant]!, places[restaurant]!];
    return {
      restaurant,
      placed_s,
      ready_s: placed_s + like.ready_s - like.placed_s,
      x_m: to.x_m + like.x_m - from.x_m + blur_m * normal(),
      y_m: to.y_m + like.y_m - from.y_m + blur_m * normal(),
    };
  });
}

function timeLikelihood(times_s: number[], width_s: number): number {
  return sumOf(times_s, (time_s, i) => {
    const density = sumOf(times_s, (other_s, j) => (j === i ? 0 : kernel(time_s - other_s, width_s) / width_s));
    return Math.log(density + Number.MIN_VALUE);
  });
}

function restaurantLikelihood(orders: SimulatedOrder[], restaurants: number) {
  const shares = new Map<number, number[]>();
  const sharesFor = (around_s: number) =>
    orders.map(({ placed_s, restaurant }, i) => {
      const weight = (order: SimulatedOrder, j: number) => (j === i ? 0 : kernel(order.placed_s - placed_s, around_s));
      const all = sumOf(orders, weight);
      return (
        sumOf(orders, (order, j) => (order.restaurant === restaurant ? weight(order, j) : 0)) /
        Math.max(all, Number.MIN_VALUE)
      );
    });
  return ({ around_s, anywhere }: Pick<Rates, 'around_s' | 'anywhere'>): number => {
    const near = shares.get(around_s) ?? sharesFor(around_s);
    shares.set(around_s, near);
    return sumOf(near, (share) => Math.log(anywhere / restaurants + (1 - anywhere) * share));
  };
}

function likeliest<T>(choices: T[], likelihood: (choice: T) => number): T {
  const worth = choices.map(likelihood);
  return choices[worth.indexOf(Math.max(...worth))]!;
}

function weighted<T>(list: T[], random: Random, weight: (item: T) => number): T {
  const weights = list.map(weight);
  let left = random() * weights.reduce((sum, value) => sum + value, 0);
  return list[weights.findIndex((value) => (left -= value) < 0)] ?? list[list.length - 1]!;
}

/** Times beyond the first and the last are folded back. */
function folded(at_s: number, first_s: number, last_s: number): number {
  const inside_s = at_s < first_s ? 2 * first_s - at_s : at_s > last_s ? 2 * last_s - at_s : at_s;
  return Math.min(last_s, Math.max(first_s, inside_s));
}

function kernel(apart: number, width: number): number {
  return Math.exp(-0.5 * (apart / width) ** 2);
}

function sumOf<T>(list: T[], value: (item: T, index: number) => number): number {
  return list.reduce((sum, item, index) => sum + value(item, index), 0);
}
