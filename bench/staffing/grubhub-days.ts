import { createRandom, type SimulatedOrder } from '../../src/simulation/index.ts';
import { drawOrders, ratesOf } from './grubhub-rates.ts';
import { type MdrpDay, readMdrp } from './mdrp.ts';

/**
 * Planning days from half of the orders, the rates of the o50 instance times two: every order of it as it is, and as many
 * drawn from the rates it tells of. The days differ in what is drawn.
 *
 * Grubhub shifted each instance in time, to its first courier, and in space, each place on its own by up to 250 m. Doors keep
 * their way from the restaurant, and restaurants, which have the same names, are where the whole day has them.
 */
export function daysFromHalf(half: MdrpDay, whole: MdrpDay, count: number, seed: number): MdrpDay[] {
  const { restaurantOf, dt_s } = frame(half, whole);
  const rates = ratesOf(half.orders, half.restaurants);
  const moved = (order: SimulatedOrder): SimulatedOrder => {
    const at = whole.restaurants[restaurantOf[order.restaurant]!]!;
    const from = half.restaurants[order.restaurant]!;
    return {
      restaurant: restaurantOf[order.restaurant]!,
      placed_s: order.placed_s + dt_s,
      ready_s: order.ready_s + dt_s,
      x_m: at.x_m + order.x_m - from.x_m,
      y_m: at.y_m + order.y_m - from.y_m,
    };
  };
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom(seed * 1000 + index);
    const orders = [...half.orders, ...drawOrders(rates, half.orders.length, random)].map(moved);
    orders.sort((a, b) => a.placed_s - b.placed_s);
    return { ...whole, name: `${half.name} x 2 (${index})`, orders, orderNames: [], riders: [] };
  });
}

function frame(half: MdrpDay, whole: MdrpDay) {
  const restaurantOf = half.restaurantNames.map((name) => whole.restaurantNames.indexOf(name));
  if (restaurantOf.includes(-1)) throw new Error(`${half.name} has restaurants that ${whole.name} does not`);
  const placedAt = new Map(whole.orderNames.map((name, i) => [name, whole.orders[i]!.placed_s]));
  const clock = half.orderNames.map((name, i) => placedAt.get(name)! - half.orders[i]!.placed_s);
  return { restaurantOf, dt_s: median(clock) };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

export const SEEDS = [0, 1, 2, 3, 4];

export function readSeed(seed: number): { s1: MdrpDay; s2: MdrpDay; half: MdrpDay } {
  return {
    s1: readMdrp(`${seed}o100t100s1p100`),
    s2: readMdrp(`${seed}o100t100s2p100`),
    half: readMdrp(`${seed}o50t100s2p100`),
  };
}
