import { toPosition } from '../city.ts';
import { makeReceivers } from '../receivers.ts';
import {
  circle,
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

const PARCELS = 90;
/** Bulky goods that need two people. */
const BULKY_SHARE = 0.12;
type Range = [low: number, high: number];
const BULKY_KG: Range = [35, 80];
const PARCEL_KG: [kg: Range, weight: number][] = [
  [[1, 2], 5],
  [[3, 10], 4],
  [[11, 30], 2],
];

/** `choice`: own van or carrier for each parcel. `own`: the same parcels without carriers. */
export type CarrierPlan = 'choice' | 'own';

/** A shop with a few vans of its own, and two carriers that will take any parcel their price list has. */
export function carriers(seed: number, plan: CarrierPlan): RequestInput {
  const ground = makeGround(seed, 'carriers', 8000);
  const { city, streets, random } = ground;
  const warehouse = site(ground, 'warehouse', 'The shop’s warehouse', 0.35, -0.3);
  const tasks = makeReceivers(city, streets, random, PARCELS).map(({ door, district, kind }, i): TaskInput => {
    const isBulky = random.chance(BULKY_SHARE);
    const kg = random.integer(...(isBulky ? BULKY_KG : random.weighted(PARCEL_KG)));
    return {
      kind: 'delivery',
      id: numbered('parcel', i, PARCELS),
      description: `${isBulky ? 'Bulky goods' : 'Parcel'}, ${district.name}`,
      at: toPosition(city, door),
      load: [kg],
      service_s: isBulky ? 12 * MINUTE_S : 3 * MINUTE_S,
      // What a carrier does at the door is its own business.
      service_by_type: [{ type: 'carrier', seconds: 0 }],
      ...(kind === 'business' ? { windows: [window(8, 17)] } : {}),
      ...(isBulky ? { skills: ['two-people'] } : {}),
    };
  });
  return {
    kind: 'routing',
    version: 1,
    id: `carriers-${plan}`,
    description: `${PARCELS} parcels of a shop: ${plan === 'choice' ? 'own vans or one of two carriers' : 'own vans only'}. Loads: kilograms`,
    starts_at: STARTS_AT,
    places: [warehouse],
    profiles: [
      { kind: 'great_circle', name: 'van', speed_kmh: 30, detour: 1.35 },
      ...(plan === 'choice' ? [{ kind: 'none' as const, name: 'outside' }] : []),
    ],
    zones: [
      { id: 'city', polygon: [circle(city, 0.5 * city.radius_m)] },
      { id: 'region', polygon: [circle(city, 1.6 * city.radius_m)] },
    ],
    tasks,
    vehicles: [ownVans(plan), ...(plan === 'choice' ? outside() : [])],
    options: { time_s: 8, seed: 1 },
  };

  function ownVans(how: CarrierPlan): VehicleInput {
    return {
      id: 'own-van',
      description: 'Goes out with 250 kg at least: below that the crew is needed in the warehouse',
      type: 'own',
      count: 6,
      profile: 'van',
      start: 'warehouse',
      end: 'warehouse',
      shift: window(8, 17),
      capacity: [900],
      skills: ['two-people'],
      costs: { fixed: 95, per_km: 0.48, per_hour: 46 },
      breaks: [{ id: 'lunch', duration_s: 30 * MINUTE_S, windows: [window(11.5, 13.5)] }],
      ...(how === 'choice' ? { min_load: [250] } : {}),
      max_duty_s: 8.5 * HOUR_S,
      co2_g_per_km: 220,
    };
  }
}

/**
 * The manifest of a carrier is one route without metres or seconds: where its van goes between our parcels is not our
 * concern, and not in our CO2.
 */
function outside(): VehicleInput[] {
  const manifest = { type: 'carrier', count: 1, profile: 'outside', costs: {} };
  const row = (zone: string, kg: number, price: number) => ({ zone, up_to: [kg], price });
  return [
    {
      ...{
        ...manifest,
        id: 'carrier-cheap',
        description: 'Light parcels; fetches the manifest at the warehouse for 12',
      },
      costs: { fixed: 12 },
      tariff: [row('city', 2, 4.1), row('city', 10, 5.4), row('region', 2, 4.9), row('region', 10, 7.2)],
    },
    {
      ...{ ...manifest, id: 'carrier-heavy', description: 'Anything up to 31.5 kg, dearer' },
      tariff: [row('city', 5, 6.2), row('city', 31.5, 8.9), row('region', 5, 7.9), row('region', 31.5, 11.9)],
    },
  ];
}
