import { toPosition } from '../city.ts';
import { makeReceivers } from '../receivers.ts';
import {
  clock,
  type Ground,
  HOUR_S,
  MINUTE_S,
  makeGround,
  numbered,
  type RequestInput,
  STARTS_AT,
  site,
  type TaskInput,
  type VehicleInput,
  window,
} from './common.ts';

const BUILDINGS = 9;
const APARTMENTS = 24;
/** Linen washed in the morning is back from the laundry. */
const WASHED_H = 11.5;
/** Floors dry before somebody walks over them. */
const DRYING_S = 10 * MINUTE_S;

interface Apartment {
  id: string;
  /** Index of its building. */
  building: number;
  rooms: number;
  /** Hours of the day. */
  free: number;
  checkIn: number;
}

/**
 * Holiday apartments between two guests: teams clean with fresh linen from the store, an inspector looks afterwards, and
 * a van fetches what has to be washed.
 */
export function apartments(seed: number): RequestInput {
  const ground = makeGround(seed, 'apartments', 3000);
  const store = site(ground, 'linen-store', 'Central linen store and office', 0.25, -0.3);
  const houses = makeReceivers(ground.city, ground.streets, ground.random, BUILDINGS).map(({ door, district }, i) => ({
    id: numbered('house', i, BUILDINGS),
    description: district.name,
    position: toPosition(ground.city, door),
  }));
  const flats = Array.from({ length: APARTMENTS }, (_, i) => makeApartment(i, ground));
  const used = houses.map((_, i) => flats.filter(({ building }) => building === i)).filter((list) => list.length > 0);
  const place = (building: number) => houses[building]!.id;
  return {
    kind: 'routing',
    version: 1,
    id: 'apartments',
    description: `${APARTMENTS} apartments in ${used.length} houses are turned around between two guests. Loads: bundles of linen`,
    starts_at: STARTS_AT,
    places: [store, ...houses],
    profiles: [
      { kind: 'great_circle', name: 'van', speed_kmh: 22, detour: 1.35 },
      { kind: 'great_circle', name: 'bike', speed_kmh: 15, detour: 1.2 },
    ],
    tasks: [
      ...flats.map((flat) => cleaning(flat, place(flat.building))),
      ...flats.map((flat) => inspection(flat, place(flat.building))),
      ...used.map((list) => dirtyLinen(list, place(list[0]!.building))),
    ],
    vehicles: [cleaners(), inspectors(), linenVan()],
    relations: [
      ...flats.map(({ id }) => ({
        kind: 'sequence' as const,
        tasks: [`clean-${id}`, `inspect-${id}`],
        min_gap_s: DRYING_S,
      })),
      ...used.flatMap((list) =>
        list.map(({ id, building }) => ({
          kind: 'sequence' as const,
          tasks: [`clean-${id}`, `dirty-${place(building)}`],
        })),
      ),
    ],
    options: { time_s: 8, seed: 1 },
  };
}

function makeApartment(index: number, { random }: Ground): Apartment {
  return {
    id: numbered('flat', index, APARTMENTS),
    building: index < BUILDINGS ? index : random.integer(0, BUILDINGS - 1),
    rooms: random.weighted([
      [1, 3],
      [2, 4],
      [3, 2],
    ]),
    free: random.weighted([
      [8.5, 2],
      [10, 4],
      [11, 3],
    ]),
    checkIn: random.weighted([
      [15, 2],
      [16, 4],
      [18, 3],
    ]),
  };
}

/** The team brings the linen: the load leaves the store with it. Keys and trolley take their time once per house. */
function cleaning({ id, rooms, free, checkIn }: Apartment, at: string): TaskInput {
  const service_h = (30 + 18 * rooms) / 60;
  const later = free >= 11;
  return {
    kind: 'delivery',
    id: `clean-${id}`,
    description: `${rooms} ${rooms === 1 ? 'room' : 'rooms'}, next guest at ${checkIn}:00`,
    at,
    load: [1 + 2 * rooms],
    windows: [window(free, checkIn - service_h - 0.5)],
    setup_s: 5 * MINUTE_S,
    service_s: Math.round(service_h * HOUR_S),
    skills: ['clean'],
    priority: checkIn === 15 ? 60 : 40,
    ...(later ? { release: clock(WASHED_H) } : {}),
  };
}

function inspection({ id, checkIn }: Apartment, at: string): TaskInput {
  return {
    kind: 'visit',
    id: `inspect-${id}`,
    at,
    windows: [window(9, checkIn - 0.2)],
    setup_s: 2 * MINUTE_S,
    service_s: 9 * MINUTE_S,
    skills: ['inspect'],
    priority: 30,
  };
}

/** One pickup per house, once all its apartments are done; back at the store before the laundry's last call. */
function dirtyLinen(flats: Apartment[], at: string): TaskInput {
  return {
    kind: 'pickup',
    id: `dirty-${at}`,
    at,
    load: [flats.reduce((sum, { rooms }) => sum + 1 + 2 * rooms, 0)],
    windows: [window(10, 18.75)],
    service_s: 6 * MINUTE_S,
    skills: ['linen'],
    due: clock(19.25),
  };
}

const lunch = () => [{ id: 'lunch', duration_s: 30 * MINUTE_S, windows: [window(11.75, 14)] }];

function cleaners(): VehicleInput {
  return {
    id: 'team',
    description: 'Two cleaners with a small van',
    count: 7,
    profile: 'van',
    start: 'linen-store',
    end: 'linen-store',
    shift: window(8, 17.5),
    capacity: [24],
    skills: ['clean'],
    costs: { fixed: 40, per_km: 0.35, per_hour: 44 },
    breaks: lunch(),
    reloads: [{ at: 'linen-store', windows: [window(8, 17)], service_s: 10 * MINUTE_S }],
    co2_g_per_km: 140,
  };
}

function inspectors(): VehicleInput {
  return {
    id: 'inspector',
    count: 2,
    profile: 'bike',
    start: 'linen-store',
    end: 'linen-store',
    shift: window(9, 18.5),
    capacity: [2],
    skills: ['inspect'],
    costs: { fixed: 10, per_km: 0.05, per_hour: 27 },
    breaks: lunch(),
  };
}

function linenVan(): VehicleInput {
  return {
    id: 'linen-van',
    count: 1,
    profile: 'van',
    start: 'linen-store',
    end: 'linen-store',
    shift: window(10, 19.5),
    capacity: [100],
    skills: ['linen'],
    costs: { fixed: 25, per_km: 0.4, per_hour: 22 },
    reloads: [{ at: 'linen-store', windows: [window(10, 19.25)], service_s: 12 * MINUTE_S }],
    co2_g_per_km: 180,
  };
}

/** At 14:10 a guest stands in front of a door without a key. */
export const KEY_CALL_H = 14 + 10 / 60;

/** From the office to the guest, as soon as anybody can: each hour of waiting costs a refund. */
export function urgentKey(morning: RequestInput): TaskInput {
  const houses = morning.places!.filter(({ id }) => id !== 'linen-store');
  return {
    kind: 'shipment',
    id: 'urgent-key',
    description: 'The guest of the last house has lost the key and stands at the door',
    pickup: { at: 'linen-store', windows: [window(KEY_CALL_H, 17)], service_s: MINUTE_S },
    delivery: {
      at: houses.at(-1)!.id,
      windows: [window(KEY_CALL_H, 17)],
      soft_windows: [{ window: window(KEY_CALL_H, KEY_CALL_H + 0.5), late_cost_per_hour: 120 }],
      service_s: 2 * MINUTE_S,
    },
    priority: 100,
  };
}
