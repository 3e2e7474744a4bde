import { toPosition } from '../city.ts';
import { makeReceivers } from '../receivers.ts';
import {
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

const SELLERS = 60;
const AIR_FREIGHT = 6;
/** The hub needs this long from the van's ramp to the truck. */
const SORTING_H = 0.5;
/** Departures of the trucks, in hours of the day. */
const TRUCKS = { midday: 13, afternoon: 16.5, night: 20 };

/** First mile: what sellers sold this morning must be at a hub when the truck that takes it on departs. */
export function firstMile(seed: number): RequestInput {
  const ground = makeGround(seed, 'first-mile', 6000);
  const { city, streets, random } = ground;
  const hubs = [
    site(ground, 'east-hub', 'Hub at the eastern junction; trucks leave at 13:00, 16:30 and 20:00', 0.7, 0.2),
    site(ground, 'west-hub', 'Hub at the rail yard; trucks leave at the same times', -0.65, -0.25),
  ];
  const desk = site(ground, 'air-desk', 'Air freight desk, closes at 15:30', 0.3, 0.8);
  const sellers = makeReceivers(city, streets, random, SELLERS + AIR_FREIGHT);
  const tasks = sellers.map(({ door, district }, i): TaskInput => {
    const at = toPosition(city, door);
    const load = [random.stepped(40, 420, 20)];
    if (i >= SELLERS) return airFreight(numbered('air', i - SELLERS, AIR_FREIGHT), at, load);
    const ready = random.pick([8.5, 9, 10, 11, 12, 13.5]);
    const truck =
      ready < 10 && random.chance(0.5) ? 'midday' : ready < 13 && random.chance(0.6) ? 'afternoon' : 'night';
    const goods = random.weighted([
      [null, 8],
      ['food', 1],
      ['chemicals', 1],
    ]);
    return {
      kind: 'pickup',
      id: numbered('seller', i, SELLERS),
      description: `${district.name}, for the ${truck} truck`,
      at,
      load,
      windows: [window(ready, Math.min(TRUCKS[truck], 18.5))],
      service_s: random.stepped(3, 9, 1) * MINUTE_S,
      due: clock(TRUCKS[truck] - SORTING_H),
      priority: truck === 'night' ? 20 : 60,
      ...(goods ? { goods } : {}),
    };
  });
  return {
    kind: 'routing',
    version: 1,
    id: 'first-mile',
    description: `${SELLERS} sellers whose goods must catch a truck at one of two hubs, ${AIR_FREIGHT} of them by air. Loads: litres`,
    starts_at: STARTS_AT,
    places: [...hubs, desk],
    profiles: [{ kind: 'great_circle', name: 'van', speed_kmh: 28, detour: 1.35 }],
    tasks,
    vehicles: hubs.map(({ id }) => collector(id, hubs)),
    incompatible_goods: [['food', 'chemicals']],
    options: { time_s: 8, seed: 1 },
  };

  /** Goes straight to the airport's desk, on whatever van. */
  function airFreight(id: string, at: [number, number], load: number[]): TaskInput {
    return {
      kind: 'shipment',
      id,
      description: 'Air freight',
      load: [Math.min(...load, 200)],
      pickup: { at, windows: [window(9, 14)], service_s: 5 * MINUTE_S },
      delivery: { at: 'air-desk', windows: [window(9, 15.5)], setup_s: 5 * MINUTE_S, service_s: 2 * MINUTE_S },
      max_ride_s: 3 * HOUR_S,
      priority: 80,
    };
  }
}

/** Unloads at either hub, as often as it pays; lunch is taken when the boxes are at the hub or still few. */
function collector(home: string, hubs: { id: string }[]): VehicleInput {
  return {
    id: `van-${home.replace('-hub', '')}`,
    count: 4,
    profile: 'van',
    start: home,
    end: home,
    shift: window(8, 19.5),
    capacity: [2600],
    costs: { fixed: 50, per_km: 0.45, per_hour: 23 },
    reloads: hubs.map(({ id }) => ({ at: id, windows: [window(8, 19)], service_s: 15 * MINUTE_S })),
    max_trips: 5,
    breaks: [{ id: 'lunch', duration_s: 30 * MINUTE_S, windows: [window(11.5, 14)] }],
    max_duty_s: 9 * HOUR_S,
    co2_g_per_km: 210,
  };
}
