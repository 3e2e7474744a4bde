import { toPosition } from '../city.ts';
import type { Random } from '../random.ts';
import { makeReceivers, type Receiver } from '../receivers.ts';
import {
  clock,
  type Ground,
  HOUR_S,
  makeGround,
  numbered,
  type RequestInput,
  STARTS_AT,
  site,
  type TaskInput,
  type VehicleInput,
  window,
} from './common.ts';

type StopInput = NonNullable<Exclude<TaskInput, { kind: 'shipment' }>['options']>[number];
interface Site {
  id: string;
  position: [number, number];
}

/** What a customer gets back for fetching a parcel at a relay point or out of a locker. */
const REBATE = { relay: 1.6, locker: 1.2 };
const PARCELS = 140;
const RETURNS = 18;

/** A parcel carrier's day: where and when a parcel may be handed over is part of the decision. */
export function parcelDay(seed: number): RequestInput {
  const ground = makeGround(seed, 'parcel-day', 6500);
  const { city, streets, random } = ground;
  const hubs = [
    site(ground, 'north-depot', 'Depot at the northern motorway exit', 0.5, 0.7),
    site(ground, 'south-depot', 'Depot at the southern ring road', -0.45, -0.75),
  ];
  const points = pointsOf(ground);
  const receivers = makeReceivers(city, streets, random, PARCELS + RETURNS);
  const tasks = receivers.map((receiver, i) =>
    i < PARCELS ? parcel(numbered('parcel', i, PARCELS), receiver, i) : returned(i - PARCELS, receiver),
  );
  return {
    kind: 'routing',
    version: 1,
    id: 'parcel-day',
    description: `${PARCELS} parcels with several ways to hand most of them over, ${RETURNS} returns. Loads: kilograms, litres`,
    starts_at: STARTS_AT,
    places: [...hubs, ...points.relay, ...points.locker],
    profiles: [{ kind: 'great_circle', name: 'van', speed_kmh: 26, detour: 1.35 }],
    tasks,
    vehicles: hubs.flatMap(({ id }) => [van(id, 'day'), van(id, 'evening')]),
    options: { time_s: 8, seed: 1 },
  };

  function parcel(id: string, receiver: Receiver, index: number): TaskInput {
    const load = [random.integer(1, 12), random.stepped(5, 90, 5)];
    const at = toPosition(city, receiver.door);
    const base = { kind: 'delivery' as const, id, description: receiver.district.name, load };
    if (receiver.kind !== 'home') return { ...base, ...businessStop(at, random) };
    if (index % 7 === 3) return { ...base, priority: 80, ...expressStop(at) };
    if (index % 7 === 5) return { ...base, priority: 40, options: appointments(at, random) };
    return { ...base, options: handOvers(at, nearest(points, at), random) };
  }

  function returned(index: number, receiver: Receiver): TaskInput {
    return {
      kind: 'pickup',
      id: numbered('return', index, RETURNS),
      description: `Return from ${receiver.district.name}`,
      load: [random.integer(1, 8), random.stepped(5, 60, 5)],
      at: toPosition(city, receiver.door),
      windows: [random.chance(0.5) ? window(9, 13) : window(14, 19)],
      service_s: 120,
      label: 'home',
    };
  }
}

function pointsOf(ground: Ground) {
  const around = (name: 'relay' | 'locker', count: number, reach: number, phase: number) =>
    Array.from({ length: count }, (_, i) => {
      const turn = (2 * Math.PI * (i + phase)) / count;
      const description = name === 'relay' ? 'Shop that keeps parcels' : 'Parcel locker';
      return site(ground, `${name}-${i + 1}`, description, reach * Math.cos(turn), reach * Math.sin(turn));
    });
  return { relay: around('relay', 5, 0.4, 0.2), locker: around('locker', 6, 0.55, 0.6) };
}

/** The relay point and the locker that are closest to a home. */
function nearest(points: Record<'relay' | 'locker', Site[]>, at: [number, number]) {
  const far = ({ position: [x, y] }: Site) => Math.hypot((x - at[0]) * 0.68, y - at[1]);
  const closest = (sites: Site[]) => sites.reduce((best, other) => (far(other) < far(best) ? other : best));
  return { relay: closest(points.relay).id, locker: closest(points.locker).id };
}

function businessStop(at: [number, number], random: Random) {
  return {
    at,
    windows: [random.pick([window(8, 12), window(8, 17), window(9, 18)])],
    service_s: 180,
    label: 'business',
  };
}

/** Promised by noon. After that every hour costs the refund of the surcharge, but it is still brought. */
function expressStop(at: [number, number]) {
  const promised = { window: window(8, 12), late_cost_per_hour: 18 };
  return { at, windows: [window(8, 18)], soft_windows: [promised], service_s: 120, label: 'express' };
}

/** Two slots the customer agreed to; the late one costs the evening bonus. */
function appointments(at: [number, number], random: Random): StopInput[] {
  const early = random.pick([9, 10, 11]);
  return [
    { at, windows: [window(early, early + 1)], service_s: 240, label: 'appointment' },
    { at, windows: [window(18, 19.5)], service_s: 240, cost: 1.5, label: 'appointment' },
  ];
}

/** Home, the shop round the corner, or a locker. Getting out the scanner there is charged once, not per parcel. */
function handOvers(at: [number, number], near: { relay: string; locker: string }, random: Random): StopInput[] {
  const home = random.pick([[window(8, 20)], [window(16, 20)], [window(8, 11), window(17, 20)]]);
  const relay: StopInput = {
    ...{ at: near.relay, windows: [window(9, 12.5), window(14, 19)], cost: REBATE.relay, label: 'relay' },
    ...{ setup_s: 120, service_s: 20 },
  };
  const locker: StopInput = { at: near.locker, setup_s: 90, service_s: 30, cost: REBATE.locker, label: 'locker' };
  return [{ at, windows: home, service_s: 150, label: 'home' }, relay, ...(random.chance(0.6) ? [locker] : [])];
}

/** Whoever is out around noon rests; the law wants 45 minutes after half a day of work. */
function van(depot: string, turn: 'day' | 'evening'): VehicleInput {
  const isDay = turn === 'day';
  const [from, to] = isDay ? [7.5, 17] : [12, 20.5];
  const rest = isDay ? window(11.5, 13.5) : window(15.5, 17.5);
  return {
    id: `${turn}-${depot.replace('-depot', '')}`,
    count: isDay ? 3 : 2,
    profile: 'van',
    start: depot,
    end: depot,
    shift: [clock(from), clock(to)],
    capacity: [700, 4200],
    costs: { fixed: 55, per_km: 0.42, per_hour: 24, overtime: { after_s: 8 * HOUR_S, per_hour: 8 } },
    breaks: [{ id: 'meal', duration_s: 0.75 * HOUR_S, windows: [rest] }],
    max_duty_s: 9.5 * HOUR_S,
    co2_g_per_km: 190,
  };
}
