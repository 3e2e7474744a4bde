import type { RequestInput } from '../../src/contract/schema.ts';
import { type City, makeCity, toPosition } from './city.ts';
import { makeDepots, makeVehicle, type VehicleInput } from './fleet.ts';
import { Random } from './random.ts';
import { makeReceivers, type Receiver } from './receivers.ts';
import { makeStreets } from './streets.ts';
import { travelTables } from './tables.ts';
import { type DayMix, makeTask, type TaskInput } from './tasks.ts';

const MIDNIGHT = '2027-03-16T00:00:00+01:00';

const seconds = (hours: number) => hours * 3600;

/** `14.5` -> `2027-03-16T14:30+01:00`. */
function clock(hours: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${MIDNIGHT.slice(0, 11)}${two(Math.floor(hours))}:${two(Math.round((hours % 1) * 60))}:00+01:00`;
}

/** About a hundred tasks of a small town, on a street map of its own: one-ways, bridges, a table per profile. */
export function townDay(seed: number): RequestInput {
  const random = new Random(seed, 'town-day');
  const city = makeCity(random, 3200);
  const streets = makeStreets(city, random, 210);
  const depots = makeDepots(city, streets, random);
  const mix: DayMix = {
    tasks: 100,
    shares: { returns: 0.1, heavy: 0.05, cold: 0.08, optional: 0.06 },
    prize: [0.5, 2.5],
    time: clock,
  };
  const receivers = makeReceivers(city, streets, random, 90);
  const places = [
    ...depots.map(({ id, position, description }) => ({ id, position, description })),
    ...receivers.map(({ door, district }, i) => ({
      id: placeId(i),
      position: toPosition(city, door),
      description: district.name,
    })),
  ];
  const doors = [...depots, ...receivers].map(({ door }) => door);
  return {
    kind: 'routing',
    version: 1,
    id: 'town-day',
    description: `A day in a small town: ${mix.tasks} tasks, travel times of a street map. Loads: kilograms, litres.`,
    starts_at: MIDNIGHT,
    places,
    profiles: (['van', 'bike'] as const).map((name) => ({
      kind: 'matrix' as const,
      name,
      ...travelTables(streets, doors, name),
    })),
    tasks: makeTasks(receivers, mix, random, placeId),
    vehicles: townFleet(clock),
    options: { time_s: 5, seed: 1 },
  };
}

function townFleet(at: (hours: number) => string): VehicleInput[] {
  const day = { shift: [at(7), at(17)] as [string, string], max_duty_s: seconds(5) };
  const hub = (id: string) => ({ start: id, end: id });
  return [
    makeVehicle('van', { id: 'van-north', count: 3, ...hub('north-hub'), ...day }),
    makeVehicle('van', { id: 'van-late', count: 1, ...hub('north-hub'), shift: [at(13), at(21)] }),
    makeVehicle('cool-van', {
      id: 'cool-south',
      count: 2,
      ...hub('south-hub'),
      shift: [at(6.5), at(18.5)],
      max_duty_s: seconds(7),
    }),
    makeVehicle('truck', { id: 'truck-south', count: 1, ...hub('south-hub'), ...day }),
    makeVehicle('bike', { id: 'bike', count: 2, ...hub('bike-hub'), shift: [at(8), at(16)], max_distance_m: 40_000 }),
  ];
}

/** The largest sample: a city with three depots, five kinds of work and five kinds of vehicle, as the crow flies. */
export function cityDay(seed: number): RequestInput {
  const random = new Random(seed, 'city-day');
  const city = makeCity(random, 7500);
  const streets = makeStreets(city, random, 300);
  const depots = makeDepots(city, streets, random);
  const mix: DayMix = {
    tasks: 520,
    shares: { returns: 0.09, heavy: 0.04, cold: 0.05, optional: 0.05 },
    prize: [0.5, 3],
    time: seconds,
  };
  const receivers = makeReceivers(city, streets, random, 480);
  const positions = receivers.map(({ door }) => toPosition(city, door));
  return {
    kind: 'routing',
    version: 1,
    id: 'city-day',
    description: `A day in a city: ${mix.tasks} tasks, three depots, a mixed fleet. Loads: kilograms, litres.`,
    starts_at: MIDNIGHT,
    places: depots.map(({ id, position, description }) => ({ id, position, description })),
    profiles: [
      { kind: 'great_circle', name: 'van', speed_kmh: 26, detour: 1.35 },
      { kind: 'great_circle', name: 'bike', speed_kmh: 15, detour: 1.2 },
    ],
    tasks: makeTasks(receivers, mix, random, (i) => positions[i]!),
    vehicles: cityFleet(seconds),
    options: { time_s: 15, seed: 1 },
  };
}

function cityFleet(at: (hours: number) => number): VehicleInput[] {
  const day = { shift: [at(6.5), at(17)] as [number, number], max_duty_s: seconds(9) };
  const evening = { shift: [at(12.5), at(21.5)] as [number, number], max_duty_s: seconds(8) };
  const hub = (id: string) => ({ start: id, end: id });
  return [
    makeVehicle('van', { id: 'van-north', count: 6, ...hub('north-hub'), ...day }),
    makeVehicle('van', { id: 'van-south', count: 6, ...hub('south-hub'), ...day }),
    makeVehicle('van', { id: 'evening-north', count: 2, ...hub('north-hub'), ...evening }),
    makeVehicle('van', { id: 'evening-south', count: 2, ...hub('south-hub'), ...evening }),
    makeVehicle('cool-van', {
      id: 'cool-north',
      count: 2,
      ...hub('north-hub'),
      shift: [at(6), at(19)],
      max_duty_s: seconds(10),
    }),
    makeVehicle('truck', { id: 'truck-south', count: 2, ...hub('south-hub'), ...day }),
    makeVehicle('bike', {
      id: 'bike',
      count: 6,
      ...hub('bike-hub'),
      shift: [at(8), at(18)],
      max_duty_s: seconds(7),
      max_distance_m: 45_000,
      max_tasks: 40,
    }),
    makeVehicle('van', {
      id: 'courier',
      description: 'Paid by the job, drives home from the last stop',
      count: 2,
      start: 'south-hub',
      shift: [at(9), at(19)],
      max_driving_s: seconds(4),
    }),
  ];
}

/** One task per receiver, and further ones for those that get several: lockers and businesses first. */
function makeTasks(
  receivers: Receiver[],
  mix: DayMix,
  random: Random,
  placeOf: (receiver: number) => TaskInput['at'],
): TaskInput[] {
  const often = receivers.flatMap(({ kind }, i) => (kind === 'home' ? [] : [i]));
  const again = Array.from({ length: mix.tasks - receivers.length }, () => random.pick(often));
  const width = String(mix.tasks).length;
  return [...receivers.keys(), ...again].map((r, i) => {
    const id = `t${String(i + 1).padStart(width, '0')}`;
    return makeTask(id, placeOf(r), receivers[r]!, mix, random);
  });
}

const placeId = (receiver: number) => `p${String(receiver + 1).padStart(2, '0')}`;

/** The same town in VROOM's format: integers, one capacity dimension, numbers for skills. */
export function vroomSample(seed: number): object {
  const random = new Random(seed, 'vroom-sample');
  const city = makeCity(random, 3200);
  const streets = makeStreets(city, random, 210);
  const [north, south] = makeDepots(city, streets, random).map(({ position }) => position);
  const jobs = makeReceivers(city, streets, random, 24).map((receiver, i) => vroomJob(i + 1, receiver, city, random));
  const shift = [seconds(8), seconds(17)];
  return {
    vehicles: [
      { id: 1, start: north, end: north, capacity: [60], skills: [1], time_window: shift, description: 'cooled' },
      { id: 2, start: north, end: north, capacity: [90], time_window: shift, max_tasks: 12 },
      {
        id: 3,
        start: south,
        capacity: [90],
        time_window: shift,
        costs: { fixed: 1800, per_hour: 3600 },
        speed_factor: 0.9,
      },
    ],
    jobs,
  };
}

function vroomJob(id: number, { district, door }: Receiver, city: City, random: Random): object {
  const amount = [random.integer(2, 15)];
  const opens = random.pick([8, 9, 13]);
  return {
    id,
    description: district.name,
    location: toPosition(city, door),
    service: random.stepped(120, 300, 30),
    ...(random.chance(0.2) ? { pickup: amount } : { delivery: amount }),
    ...(random.chance(0.15) ? { skills: [1] } : {}),
    ...(random.chance(0.2) ? { priority: random.pick([20, 50, 90]) } : {}),
    ...(random.chance(0.4) ? { time_windows: [[seconds(opens), seconds(opens + 3)]] } : {}),
  };
}
