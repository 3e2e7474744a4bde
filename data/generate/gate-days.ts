import type { RequestInput } from '../../src/contract/schema.ts';
import { DISTANCE_ONLY, type Spot, taskId } from './gate.ts';
import { Random } from './random.ts';

// Days of the quality gate as they are in the field, where stops are anything but evenly spread. Cost is distance in metres, save
// where a day says otherwise.

const SIDE_M = 10_000;
export const HOUR_S = 3600;

export const anywhere = (random: Random, side_m = SIDE_M): Spot => [
  random.integer(0, side_m),
  random.integer(0, side_m),
];
/** A window of three hours that opens at one of six full hours. */
function threeHours(random: Random): { windows: [number, number][] } {
  const opens_s = random.integer(0, 5) * HOUR_S;
  return { windows: [[opens_s, opens_s + 3 * HOUR_S]] };
}

/** The same for a third of the homes. */
export function threeHoursForSome(random: Random): { windows?: [number, number][] } {
  const window = threeHours(random);
  return random.integer(0, 2) === 0 ? window : {};
}

export const middle: Spot = [SIDE_M / 2, SIDE_M / 2];

export function dayOf(
  id: string,
  description: string,
  rest: Pick<RequestInput & { kind: 'routing' }, 'tasks' | 'vehicles' | 'relations'>,
) {
  const profiles = [{ kind: 'euclidean' as const, name: 'car', speed_m_per_s: 8 }];
  return { kind: 'routing' as const, version: 1 as const, id, description, profiles, ...rest };
}

/** Villages of 10 to 22 homes, 300 m wide, and vans that serve several of them. */
export function gateVillages(seed: number): RequestInput {
  const id = 'villages-400';
  const random = new Random(seed, id);
  const homes: Spot[] = [];
  while (homes.length < 400) {
    const [x, y] = anywhere(random, SIDE_M - 300);
    for (let left = random.integer(10, 22); left > 0 && homes.length < 400; left--) {
      const [east, north] = anywhere(random, 300);
      homes.push([x + east, y + north]);
    }
  }
  return dayOf(id, 'Villages, about a hundred homes per van', {
    tasks: homes.map((at, i) => ({ kind: 'delivery', id: taskId(i), at, load: [1] })),
    vehicles: [{ id: 'v', count: 6, start: middle, end: middle, capacity: [105], costs: DISTANCE_ONLY }],
  });
}

/** Lockers with 6 to 14 parcels each, a task per parcel, and homes with windows between them. */
export function gateLockers(seed: number): RequestInput {
  const id = 'lockers-280';
  const random = new Random(seed, id);
  const parcels = Array.from({ length: 20 }, () => anywhere(random)).flatMap((at) =>
    Array.from({ length: random.integer(6, 14) }, () => ({ at, service_s: 30 })),
  );
  const homes = Array.from({ length: 280 - parcels.length }, () => {
    const window = threeHours(random);
    return { at: anywhere(random), service_s: 90, ...window };
  });
  return dayOf(id, 'Lockers with a task per parcel, homes with windows', {
    tasks: [...parcels, ...homes].map((each, i) => ({ kind: 'delivery', id: taskId(i), load: [1], ...each })),
    vehicles: [
      {
        id: 'v',
        count: 12,
        start: middle,
        end: middle,
        shift: [0, 9 * HOUR_S],
        capacity: [60],
        costs: { fixed: 5000, ...DISTANCE_ONLY },
      },
    ],
  });
}

/** More parcels than there is room for. */
export function gateOverfull(seed: number): RequestInput {
  const id = 'overfull-150';
  const random = new Random(seed, id);
  const tasks = Array.from({ length: 150 }, (_, i) => ({
    kind: 'delivery' as const,
    id: taskId(i),
    at: anywhere(random),
    load: [random.integer(1, 9)],
  }));
  const load = tasks.reduce((sum, task) => sum + task.load[0]!, 0);
  const count = 8;
  return dayOf(id, 'Room for 94 of 100 parcels', {
    tasks,
    vehicles: [
      {
        id: 'v',
        count,
        start: middle,
        end: middle,
        capacity: [Math.floor((0.94 * load) / count)],
        costs: DISTANCE_ONLY,
      },
    ],
  });
}

/** Five stores that have goods brought to homes, of a third in windows, by vans that come back for more. */
export function gateStores(seed: number): RequestInput {
  const id = 'stores-150';
  const random = new Random(seed, id);
  const stores = Array.from({ length: 5 }, () => anywhere(random));
  const tasks = Array.from({ length: 150 }, (_, i) => {
    const windows = threeHoursForSome(random);
    return {
      kind: 'shipment' as const,
      id: taskId(i),
      pickup: { at: stores[random.integer(0, stores.length - 1)]!, service_s: 30 },
      delivery: { at: anywhere(random), service_s: 120, ...windows },
      load: [1],
    };
  });
  return dayOf(id, 'Shipments from five stores, vans paid by the hour', {
    tasks,
    vehicles: [
      {
        id: 'v',
        count: 10,
        start: middle,
        end: middle,
        shift: [0, 9 * HOUR_S],
        capacity: [20],
        costs: { fixed: 10, per_km: 1, per_hour: 5 },
      },
    ],
  });
}

/** Vans with a break in the morning and one for lunch, paid by the hour and more for long days; a third of the homes in windows. */
export function gateBreaks(seed: number): RequestInput {
  const id = 'breaks-150';
  const random = new Random(seed, id);
  const tasks = Array.from({ length: 150 }, (_, i) => {
    const windows = threeHoursForSome(random);
    return {
      kind: 'delivery' as const,
      id: taskId(i),
      at: anywhere(random),
      service_s: 180,
      load: [1],
      ...windows,
    };
  });
  return dayOf(id, 'Two breaks and overtime', {
    tasks,
    vehicles: [
      {
        id: 'v',
        count: 10,
        start: middle,
        end: middle,
        shift: [0, 10 * HOUR_S],
        capacity: [40],
        costs: { fixed: 10, per_km: 1, per_hour: 5, overtime: { after_s: 8 * HOUR_S, per_hour: 3 } },
        breaks: [
          { id: 'morning', duration_s: 900, windows: [[1.5 * HOUR_S, 3 * HOUR_S]] },
          { id: 'lunch', duration_s: 1800, windows: [[4 * HOUR_S, 6 * HOUR_S]] },
        ],
      },
    ],
  });
}

/** Cargo bikes paid by the hour that come back to their hub for more; a third of the homes in windows. */
export function gateReloads(seed: number): RequestInput {
  const id = 'reloads-180';
  const random = new Random(seed, id);
  const tasks = Array.from({ length: 180 }, (_, i) => {
    const windows = threeHoursForSome(random);
    return {
      kind: 'delivery' as const,
      id: taskId(i),
      at: anywhere(random),
      service_s: 120,
      load: [random.integer(1, 3)],
      ...windows,
    };
  });
  return dayOf(id, 'Cargo bikes that reload at their hub', {
    tasks,
    vehicles: [
      {
        id: 'v',
        count: 12,
        start: middle,
        end: middle,
        shift: [0, 9 * HOUR_S],
        capacity: [24],
        costs: { fixed: 10, per_km: 1, per_hour: 5 },
        reloads: [{ at: middle, service_s: 300 }],
      },
    ],
  });
}

/** Shops, half of which close at noon, homes in windows of three hours, and vans paid by the hour whose day is shorter than that of the shops. */
export function gateNoons(seed: number): RequestInput {
  const id = 'noons-200';
  const random = new Random(seed, id);
  const tasks = Array.from({ length: 200 }, (_, i) => {
    const reopens_s = random.integer(6, 7) * HOUR_S;
    const halves: [number, number][] = [
      [random.integer(0, 2) * HOUR_S, 4.5 * HOUR_S],
      [reopens_s, 11 * HOUR_S],
    ];
    return {
      kind: 'delivery' as const,
      id: taskId(i),
      at: anywhere(random),
      load: [random.integer(1, 9)],
      service_s: 60 * random.integer(2, 6),
      ...(i % 2 === 0 ? { windows: halves } : threeHoursForSome(random)),
    };
  });
  return dayOf(id, 'Shops that close at noon, homes in windows, vans paid by the hour', {
    tasks,
    vehicles: [
      {
        id: 'v',
        count: 14,
        start: middle,
        end: middle,
        shift: [0, 12 * HOUR_S],
        max_duty_s: 8.5 * HOUR_S,
        capacity: [180],
        costs: { fixed: 40, per_km: 0.4, per_hour: 22 },
      },
    ],
  });
}

/**
 * Homes around four depots, half of them with windows of three hours, and duties of five: large enough for two threads to search
 * in parts.
 */
export function gateDepots(seed: number): RequestInput {
  const id = 'depots-640';
  const random = new Random(seed, id);
  const homes = Array.from({ length: 640 }, () => anywhere(random));
  const depots = Array.from({ length: 4 }, () => anywhere(random));
  return dayOf(id, 'Four depots, windows, duties of five hours', {
    tasks: homes.map((at, i) => ({
      kind: 'delivery',
      id: taskId(i),
      at,
      load: [random.integer(1, 9)],
      service_s: 480,
      ...(random.chance(0.5) ? threeHours(random) : {}),
    })),
    vehicles: depots.map((depot, i) => ({
      id: `v${i + 1}`,
      count: 9,
      start: depot,
      end: depot,
      shift: [0, 9 * HOUR_S],
      capacity: [160],
      costs: { fixed: 20, per_km: 1 },
      max_duty_s: 5 * HOUR_S,
    })),
  });
}
