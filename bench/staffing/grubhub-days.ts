import { createRandom, type SimulatedOrder } from '../../src/simulation/index.ts';
import { type MdrpDay, readMdrp } from './mdrp.ts';

/** Standard deviations of what is not known of the other half of the orders: when they come, and where to. */
const BLUR_S = 480;
const BLUR_M = 150;

/**
 * Planning days from half of the orders, the rates of the o50 instance times two: every order of it as it is, and once
 * more for the half that is not known, at another time and door. The days differ in what is blurred.
 *
 * Grubhub turned no instance but shifted each, in time to its first courier and in space: `frame` brings the one to the
 * other by the restaurants, which have the same names, and by one shift of the clock.
 */
export function daysFromHalf(half: MdrpDay, whole: MdrpDay, count: number, seed: number): MdrpDay[] {
  const { restaurantOf, dx_m, dy_m, dt_s } = frame(half, whole);
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom(seed * 1000 + index);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const times_s = half.orders.map(({ placed_s }) => placed_s + dt_s);
    const [first_s, last_s] = [Math.min(...times_s), Math.max(...times_s)];
    const moved = ({ restaurant, placed_s, ready_s, x_m, y_m }: SimulatedOrder, blur: number): SimulatedOrder => {
      // Whole minutes, as in the instances, and within the hours in which orders come.
      const blurred_s = 60 * Math.round((placed_s + dt_s + blur * BLUR_S * normal()) / 60);
      const at_s = Math.min(last_s, Math.max(first_s, blurred_s));
      return {
        restaurant: restaurantOf[restaurant]!,
        placed_s: at_s,
        ready_s: at_s + ready_s - placed_s,
        x_m: x_m + dx_m + blur * BLUR_M * normal(),
        y_m: y_m + dy_m + blur * BLUR_M * normal(),
      };
    };
    const orders = half.orders.flatMap((order) => [moved(order, 0), moved(order, 1)]);
    orders.sort((a, b) => a.placed_s - b.placed_s);
    return { ...whole, name: `${half.name} x 2 (${index})`, orders, orderNames: [], riders: [] };
  });
}

function frame(half: MdrpDay, whole: MdrpDay) {
  const restaurantOf = half.restaurantNames.map((name) => whole.restaurantNames.indexOf(name));
  if (restaurantOf.includes(-1)) throw new Error(`${half.name} has restaurants that ${whole.name} does not`);
  const shift = (of: (at: { x_m: number; y_m: number }) => number) =>
    median(half.restaurants.map((place, i) => of(whole.restaurants[restaurantOf[i]!]!) - of(place)));
  const placedAt = new Map(whole.orderNames.map((name, i) => [name, whole.orders[i]!.placed_s]));
  const clock = half.orderNames.map((name, i) => placedAt.get(name)! - half.orders[i]!.placed_s);
  return { restaurantOf, dx_m: shift(({ x_m }) => x_m), dy_m: shift(({ y_m }) => y_m), dt_s: median(clock) };
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
