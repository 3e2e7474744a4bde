import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rules, SimulatedOrder, SimulatedRestaurant, SimulatedRider } from '../../src/simulation/index.ts';
import { RULES } from '../../src/simulation/index.ts';

/** Grubhub's instances (Reyes, Erera, Savelsbergh, Sahasrabudhe, O'Neil: The Meal Delivery Routing Problem, 2018). */
const MDRP_FOLDER = join(import.meta.dirname, '../../../shared/real/mdrp');
export const hasMdrp = existsSync(MDRP_FOLDER);

/** One day; metres, and seconds after the instance's minute 0. */
export interface MdrpDay {
  name: string;
  orders: SimulatedOrder[];
  orderNames: string[];
  restaurants: SimulatedRestaurant[];
  restaurantNames: string[];
  riders: SimulatedRider[];
  pay: { per_order: number; per_hour: number };
  speed_mps: number;
  rules: Rules;
}

type Row = Record<string, string>;

/** @param name e.g. `0o100t100s2p100` */
export function readMdrp(name: string, folder: string = MDRP_FOLDER): MdrpDay {
  const table = (file: string) => parseTable(readFileSync(join(folder, name, file), 'utf8'));
  const [parameters] = table('instance_parameters.txt');
  const minutes = (title: string) => 60 * number(parameters!, title);
  const speed_mps = number(parameters!, 'meters_per_minute') / 60;
  const pay = {
    per_order: number(parameters!, 'pay per order'),
    per_hour: number(parameters!, 'guaranteed pay per hour'),
  };
  const restaurantRows = table('restaurants.txt');
  const restaurantNames = restaurantRows.map((row) => row['restaurant']!);
  const indexOf = new Map(restaurantNames.map((restaurant, index) => [restaurant, index]));
  const orderRows = table('orders.txt');
  return {
    name,
    orderNames: orderRows.map((row) => row['order']!),
    orders: orderRows.map((row) => ({
      restaurant: indexOf.get(row['restaurant']!)!,
      placed_s: 60 * number(row, 'placement_time'),
      ready_s: 60 * number(row, 'ready_time'),
      ...place(row),
    })),
    restaurants: restaurantRows.map((row) => ({ zone: 0, ...place(row) })),
    restaurantNames,
    riders: table('couriers.txt').map((row) => ({
      zone: 0,
      ...place(row),
      on_s: 60 * number(row, 'on_time'),
      off_s: 60 * number(row, 'off_time'),
      speed_mps,
      guarantee_per_h: pay.per_hour,
      pay_per_order: pay.per_order,
    })),
    pay,
    speed_mps,
    // Times are whole minutes there, and every way is rounded up to one.
    rules: {
      ...RULES,
      pickup_s: minutes('pickup service minutes'),
      dropoff_s: minutes('dropoff service minutes'),
      travel_step_s: 60,
      target_s: minutes('target click-to-door'),
    },
  };
}

function parseTable(text: string): Row[] {
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const titles = header!.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(titles.map((title, column) => [title, cells[column] ?? '']));
  });
}

function number(row: Row, title: string): number {
  const value = Number(row[title]);
  if (row[title] === undefined || row[title] === '' || !Number.isFinite(value))
    throw new Error(`${title} is no number`);
  return value;
}

function place(row: Row): { x_m: number; y_m: number } {
  return { x_m: number(row, 'x'), y_m: number(row, 'y') };
}
