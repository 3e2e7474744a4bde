import type { RequestInput } from '../../src/contract/schema.ts';
import { taskId } from './gate.ts';
import { anywhere, dayOf, HOUR_S, middle, threeHoursForSome } from './gate-days.ts';
import { Random } from './random.ts';

// Days of the quality gate that a rule makes hard: most places of a task would break it.

const VAN = {
  id: 'v',
  start: middle,
  end: middle,
  shift: [0, 9 * HOUR_S] as [number, number],
  costs: { fixed: 10, per_km: 1, per_hour: 5 },
};

/** Meals from ten kitchens that ride for half an hour at most. */
export function gateMeals(seed: number): RequestInput {
  const id = 'meals-120';
  const random = new Random(seed, id);
  const kitchens = Array.from({ length: 10 }, () => anywhere(random));
  const tasks = Array.from({ length: 120 }, (_, i) => {
    const ready_s = random.integer(0, 24) * 300;
    return {
      kind: 'shipment' as const,
      id: taskId(i),
      pickup: {
        at: kitchens[i % kitchens.length]!,
        service_s: 60,
        windows: [[ready_s, ready_s + 2 * HOUR_S]] as [[number, number]],
      },
      delivery: { at: anywhere(random), service_s: 120 },
      load: [1],
      max_ride_s: 1800,
    };
  });
  return dayOf(id, 'Meals that ride for half an hour at most', {
    tasks,
    vehicles: [{ ...VAN, count: 30, capacity: [5] }],
  });
}

/** Parcels collected for two departures of a hub, by vans that come back for more. */
export function gateHub(seed: number): RequestInput {
  const id = 'hub-150';
  const random = new Random(seed, id);
  const tasks = Array.from({ length: 150 }, (_, i) => {
    const opens_s = random.integer(0, 3) * HOUR_S;
    const windows: [number, number][] = [[opens_s, opens_s + 3 * HOUR_S]];
    const due = (i % 2 === 0 ? 5 : 7) * HOUR_S;
    return {
      kind: 'pickup' as const,
      id: taskId(i),
      at: anywhere(random),
      service_s: 120,
      load: [1],
      due,
      ...(i % 3 === 0 ? { windows } : {}),
    };
  });
  const reloads = [{ at: middle, service_s: 300 }];
  return dayOf(id, 'Collected for two departures of a hub', {
    tasks,
    vehicles: [{ ...VAN, count: 12, capacity: [24], reloads }],
  });
}

/** Deliveries, and collections on the way home, of vans with room for some twenty of each. */
export function gateReturns(seed: number): RequestInput {
  const id = 'returns-240';
  const random = new Random(seed, id);
  const tasks = Array.from({ length: 240 }, (_, i) => ({
    kind: i % 2 === 0 ? ('delivery' as const) : ('pickup' as const),
    id: taskId(i),
    at: anywhere(random),
    load: [random.integer(1, 5)],
  }));
  return dayOf(id, 'Collections after all deliveries, on long routes', {
    tasks,
    vehicles: [{ ...VAN, count: 7, capacity: [62], backhauls: 'after_deliveries' }],
  });
}

/** Flats that are cleaned, then looked over by whoever comes a quarter of an hour later or more. */
export function gateFlats(seed: number): RequestInput {
  const id = 'flats-120';
  const random = new Random(seed, id);
  const tasks = Array.from({ length: 120 }, (_, i) => {
    // Who looks a flat over has to wait for whoever cleans it.
    const window = i % 4 === 1 ? {} : threeHoursForSome(random);
    return {
      kind: 'visit' as const,
      id: taskId(i),
      at: anywhere(random),
      service_s: i % 4 === 0 ? 1200 : 300,
      ...window,
    };
  });
  const relations = Array.from({ length: 24 }, (_, i) => ({
    kind: 'sequence' as const,
    tasks: [taskId(4 * i), taskId(4 * i + 1)],
    min_gap_s: 900,
  }));
  return dayOf(id, 'Flats cleaned, then looked over', { tasks, vehicles: [{ ...VAN, count: 12 }], relations });
}

/** Errands across a city, begun within the hour and done within two, in the fewest vans. */
export function gateErrands(seed: number): RequestInput {
  const id = 'errands-120';
  const random = new Random(seed, id);
  const tasks = Array.from({ length: 120 }, (_, i) => {
    const from_s = random.integer(0, 28) * 900;
    const begins: [[number, number]] = [[from_s, from_s + HOUR_S]];
    const ends: [[number, number]] = [[from_s, from_s + 2 * HOUR_S]];
    return {
      kind: 'shipment' as const,
      id: taskId(i),
      pickup: { at: anywhere(random), service_s: 300, windows: begins },
      delivery: { at: anywhere(random), service_s: 300, windows: ends },
      load: [random.integer(2, 4)],
    };
  });
  const vehicles = [{ ...VAN, count: 60, capacity: [8], costs: { ...VAN.costs, fixed: 100 } }];
  const day = dayOf(id, 'Errands across a city in the fewest vans', { tasks, vehicles });
  return { ...day, objectives: ['unserved', 'vehicles', 'cost'] };
}
