import type { RequestInput } from '../../src/contract/schema.ts';
import { makeCity, toPosition } from './city.ts';
import { Random } from './random.ts';
import { makeReceivers } from './receivers.ts';
import { makeStreets } from './streets.ts';
import { travelTables } from './tables.ts';

/**
 * Instances of the quality gate, in the manner of the academic sets (own numbers). Cost is distance in the unit of the
 * positions where nothing else is said: 1000 per kilometre is 1 per metre.
 */
export const DISTANCE_ONLY = { per_km: 1000 };
export type Spot = [x: number, y: number];

/** Capacitated routes on a 1000 x 1000 grid. */
export function gateCvrp(seed: number, tasks: number, perRoute: number, clustered: boolean): RequestInput {
  const id = `cvrp-${tasks}`;
  const random = new Random(seed, id);
  const depot: Spot = [random.integer(0, 1000), random.integer(0, 1000)];
  const spots = clustered ? clusteredSpots(random, tasks) : uniformSpots(random, tasks, 1000);
  const loads = spots.map(() => random.integer(5, 50));
  const capacity = Math.round((loads.reduce((sum, load) => sum + load, 0) / tasks) * perRoute);
  return {
    kind: 'routing',
    version: 1,
    id,
    description: `Capacity only, about ${perRoute} stops on a route`,
    profiles: [{ kind: 'euclidean', name: 'car', scale: 1, speed_m_per_s: 1, rounding: 'nearest' }],
    tasks: spots.map((at, i) => ({ kind: 'delivery', id: taskId(i), at, load: [loads[i]!] })),
    vehicles: [{ id: 'v', count: tasks, start: depot, end: depot, capacity: [capacity], costs: DISTANCE_ONLY }],
  };
}

function uniformSpots(random: Random, count: number, side: number): Spot[] {
  return Array.from({ length: count }, () => [random.integer(0, side), random.integer(0, side)]);
}

function clusteredSpots(random: Random, count: number): Spot[] {
  const centres = uniformSpots(random, 6, 1000);
  const near = (value: number) => Math.min(1000, Math.max(0, Math.round(value + random.normal() * 70)));
  return Array.from({ length: count }, () => {
    if (random.chance(0.35)) return [random.integer(0, 1000), random.integer(0, 1000)];
    const [x, y] = random.pick(centres);
    return [near(x), near(y)];
  });
}

/** Time windows of mixed width; tenths, rounded down, as in the DIMACS rules. */
export function gateVrptw(seed: number): RequestInput {
  const id = 'vrptw-100';
  const random = new Random(seed, id);
  const horizon = 2400;
  const depot: Spot = [50, 50];
  const service = 100;
  const tasks = uniformSpots(random, 100, 100).map((at, i) => {
    const away = Math.ceil(10 * Math.hypot(at[0] - depot[0], at[1] - depot[1]));
    const width = random.weighted([
      [120, 4],
      [360, 4],
      [1200, 2],
    ]);
    const opens = random.integer(away, Math.max(away, horizon - away - service - width));
    const window: [number, number] = [opens, Math.min(opens + width, horizon - away - service)];
    const load = [random.integer(5, 40)];
    return { kind: 'delivery' as const, id: taskId(i), at, load, service_s: service, windows: [window] };
  });
  return {
    kind: 'routing',
    version: 1,
    id,
    description: 'Time windows, narrow and wide',
    profiles: [{ kind: 'euclidean', name: 'car', scale: 10, speed_m_per_s: 1, rounding: 'down' }],
    tasks,
    vehicles: [
      {
        id: 'v',
        count: 30,
        start: depot,
        end: depot,
        shift: [0, horizon],
        capacity: [250],
        costs: DISTANCE_ONLY,
      },
    ],
  };
}

/** A mixed fleet at two depots, open routes, tasks that may be left out, skills, deliveries and pickups. */
export function gateFleet(seed: number): RequestInput {
  const id = 'fleet-120';
  const random = new Random(seed, id);
  const city = makeCity(random, 5000);
  const streets = makeStreets(city, random, 300);
  const position = (x: number, y: number) => toPosition(city, { x_m: x, y_m: y });
  const [east, west] = [position(4200, 900), position(-3900, 1400)];
  const tasks = makeReceivers(city, streets, random, 120).map(({ door }, i) => ({
    kind: random.chance(0.2) ? ('pickup' as const) : ('delivery' as const),
    id: taskId(i),
    at: toPosition(city, door),
    load: [random.integer(1, 30), random.integer(1, 12)],
    service_s: random.stepped(120, 480, 60),
    ...(random.chance(0.15) ? { skills: ['lift'] } : {}),
    ...(random.chance(0.25) ? { prize: random.stepped(1, 7, 0.5) } : {}),
  }));
  return {
    kind: 'routing',
    version: 1,
    id,
    description: 'Mixed fleet, two depots, open routes, prizes, skills, two dimensions',
    profiles: [{ kind: 'great_circle', name: 'car', speed_kmh: 28, detour: 1.35 }],
    tasks,
    vehicles: [
      {
        id: 'small',
        count: 8,
        start: east,
        end: east,
        capacity: [150, 60],
        costs: { fixed: 20, per_km: 0.4, per_hour: 20 },
      },
      {
        id: 'large',
        count: 5,
        start: west,
        end: west,
        capacity: [330, 140],
        skills: ['lift'],
        costs: { fixed: 55, per_km: 0.8, per_hour: 24 },
      },
      {
        id: 'open',
        count: 3,
        start: east,
        capacity: [120, 50],
        costs: { fixed: 34, per_km: 0.7, per_hour: 20 },
        max_distance_m: 30_000,
      },
    ],
  };
}

/** One-way streets, windows, and a limit on duty with waiting in it. */
export function gateDuty(seed: number): RequestInput {
  const id = 'duty-100';
  const random = new Random(seed, id);
  const city = makeCity(random, 4000);
  const streets = makeStreets(city, random, 250);
  const receivers = makeReceivers(city, streets, random, 100);
  const doors = [{ x_m: -1500, y_m: 3000 }, ...receivers.map(({ door }) => door)];
  const places = doors.map((_, i) => ({ id: i === 0 ? 'depot' : `p${i}` }));
  const hour = 3600;
  return {
    kind: 'routing',
    version: 1,
    id,
    description: 'Asymmetric street times, windows, duty limited with waiting in it',
    places,
    profiles: [{ kind: 'matrix', name: 'van', ...travelTables(streets, doors, 'van') }],
    tasks: receivers.map((_, i) => {
      const opens = random.integer(7, 15) * hour;
      return {
        kind: 'delivery',
        id: taskId(i),
        at: `p${i + 1}`,
        load: [random.integer(1, 20)],
        service_s: random.stepped(180, 600, 60),
        ...(random.chance(0.6) ? { windows: [[opens, opens + 2 * hour] as [number, number]] } : {}),
      };
    }),
    vehicles: [
      {
        id: 'v',
        count: 14,
        profile: 'van',
        start: 'depot',
        end: 'depot',
        shift: [6 * hour, 19 * hour],
        capacity: [260],
        costs: { fixed: 30, per_km: 0.3, per_hour: 24 },
        max_duty_s: 5 * hour,
      },
    ],
  };
}

export const taskId = (index: number) => `t${index + 1}`;
