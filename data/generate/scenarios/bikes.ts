import { type Point, toPosition } from '../city.ts';
import { makeReceivers } from '../receivers.ts';
import {
  circle,
  clock,
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

const PARCELS = 120;
const RETURNS = 14;
/** Of the city's radius: what would be closed, where bikes go, where the parcels of this study are. */
const REACH = { inner: 0.4, bikes: 0.6, parcels: 0.65 };
/** When the feeder must have been at the micro-hubs, and the bikes start. */
const FED_H = 9;

/** `vans`: as today. `bikes`: the inner city is closed to vans. `mixed`: it is open, and bikes are there as well. */
export type BikePlan = 'vans' | 'bikes' | 'mixed';
type Profiles = NonNullable<RequestInput['profiles']>;

/** The same parcels three times: would cargo bikes from micro-hubs do better than vans from the edge? */
export function cargoBikes(seed: number, plan: BikePlan): RequestInput {
  // All three draw the same city and the same parcels.
  const ground = makeGround(seed, 'cargo-bikes', 4600);
  const { city, streets, random } = ground;
  const edge = site(ground, 'edge-depot', 'Depot at the edge, beside the motorway', 0.8, 0.55);
  const hubs = [
    site(ground, 'hub-station', 'Micro-hub: two containers at the station', 0.15, 0.12),
    site(ground, 'hub-harbour', 'Micro-hub: a former garage at the harbour', -0.16, -0.1),
  ];
  const isWithin = ({ x_m, y_m }: Point, reach: number) => Math.hypot(x_m, y_m) < reach * city.radius_m;
  const receivers = makeReceivers(city, streets, random, 3 * (PARCELS + RETURNS));
  const studied = receivers.filter(({ door }) => isWithin(door, REACH.parcels)).slice(0, PARCELS + RETURNS);
  const tasks = studied.map(({ door, kind, district }, i): TaskInput => {
    const isParcel = i < PARCELS;
    const hours = kind === 'business' ? [window(9, 17)] : random.chance(0.4) ? [window(16, 20)] : null;
    return {
      kind: isParcel ? 'delivery' : 'pickup',
      id: isParcel ? numbered('parcel', i, PARCELS) : numbered('return', i - PARCELS, RETURNS),
      description: `${district.name}${isWithin(door, REACH.inner) ? ', inner city' : ''}`,
      at: toPosition(city, door),
      load: [random.stepped(10, 90, 5)],
      ...(hours ? { windows: hours } : {}),
      // A bike stops at the door; a van looks for a place to stop.
      setup_s: 120,
      setup_by_type: [{ type: 'bike', seconds: 30 }],
      service_s: 90,
    };
  });
  const withBikes = plan !== 'vans';
  return {
    kind: 'routing',
    version: 1,
    id: `cargo-bikes-${plan}`,
    description: `${DESCRIPTIONS[plan]}. Loads: litres`,
    starts_at: STARTS_AT,
    places: [edge, ...(withBikes ? hubs : [])],
    profiles: withBikes ? [vanProfile(), bikeProfile()] : [vanProfile()],
    zones: [
      { id: 'inner-city', polygon: [circle(city, REACH.inner * city.radius_m)] },
      { id: 'open-to-vans', polygon: [3, REACH.inner].map((reach) => circle(city, reach * city.radius_m)) },
      { id: 'bike-land', polygon: [circle(city, REACH.bikes * city.radius_m)] },
    ],
    tasks: withBikes ? [...tasks, ...hubs.map(({ id }) => container(id))] : tasks,
    vehicles: [van(plan === 'bikes'), ...(withBikes ? [feeder(), ...hubs.map(({ id }) => bikes(id, hubs))] : [])],
    options: { time_s: 6, seed: 1 },
  };
}

const DESCRIPTIONS: Record<BikePlan, string> = {
  vans: `${PARCELS} parcels and ${RETURNS} returns by vans from the edge, as today`,
  bikes: `${PARCELS} parcels and ${RETURNS} returns; the inner city is closed to vans, bikes start at micro-hubs`,
  mixed: `${PARCELS} parcels and ${RETURNS} returns; vans may go everywhere, bikes start at micro-hubs`,
};

/** Slow in the inner city, slower when everybody is out. */
function vanProfile(): Profiles[number] {
  const steps = (speeds: [hours: number, factor: number][]) =>
    speeds.map(([hours, factor]) => ({ from: clock(hours), factor }));
  return {
    kind: 'great_circle',
    name: 'van',
    speed_kmh: 32,
    detour: 1.35,
    traffic: [
      {
        zone: 'inner-city',
        steps: steps([
          [0, 0.7],
          [7, 0.42],
          [9.5, 0.5],
          [16, 0.38],
          [19, 0.6],
        ]),
      },
      {
        steps: steps([
          [0, 1],
          [7, 0.72],
          [9.5, 0.9],
          [15.5, 0.68],
          [18.5, 0.95],
        ]),
      },
    ],
  };
}

/** Bikes do not stand in traffic, and know short cuts. */
function bikeProfile(): Profiles[number] {
  return { kind: 'great_circle', name: 'bike', speed_kmh: 16, detour: 1.18 };
}

function van(innerCityClosed: boolean): VehicleInput {
  return {
    id: 'van',
    type: 'van',
    count: 8,
    profile: 'van',
    start: 'edge-depot',
    end: 'edge-depot',
    shift: window(8, 20),
    capacity: [3200],
    costs: { fixed: 58, per_km: 0.5, per_hour: 25 },
    breaks: [{ id: 'meal', duration_s: 30 * MINUTE_S, windows: [window(12, 14.5)] }],
    max_duty_s: 9 * HOUR_S,
    co2_g_per_km: 205,
    ...(innerCityClosed ? { zones: ['open-to-vans'] } : {}),
  };
}

/** What the bikes carry comes to the micro-hub before they start: its way and its CO2 belong to the comparison. */
function container(hub: string): TaskInput {
  return {
    kind: 'delivery',
    id: `container-${hub}`,
    description: 'What the bikes of this micro-hub will carry',
    at: hub,
    load: [3000],
    windows: [window(6, FED_H - 0.25)],
    service_s: 10 * MINUTE_S,
    vehicles: ['feeder'],
  };
}

function feeder(): VehicleInput {
  return {
    id: 'feeder',
    type: 'feeder',
    profile: 'van',
    speed_factor: 0.9,
    start: 'edge-depot',
    end: 'edge-depot',
    shift: window(5.5, 10),
    capacity: [9000],
    costs: { fixed: 30, per_km: 0.6, per_hour: 27 },
    max_tasks: 2,
    co2_g_per_km: 260,
  };
}

function bikes(hub: string, hubs: { id: string }[]): VehicleInput {
  return {
    id: `bike-${hub.replace('hub-', '')}`,
    type: 'bike',
    count: 4,
    profile: 'bike',
    start: hub,
    end: hub,
    shift: window(FED_H, 20),
    capacity: [550],
    costs: { fixed: 14, per_km: 0.06, per_hour: 21 },
    zones: ['bike-land'],
    reloads: hubs.map(({ id }) => ({ at: id, service_s: 8 * MINUTE_S })),
    breaks: [{ id: 'meal', duration_s: 30 * MINUTE_S, windows: [window(12, 14.5)] }],
    max_duty_s: 8 * HOUR_S,
  };
}
