import type { RequestInput } from '../../src/contract/schema.ts';
import { type City, type Point, toPosition } from './city.ts';
import type { Random } from './random.ts';
import { makeDoor, type Streets } from './streets.ts';

export type VehicleInput = RequestInput['vehicles'][number];
export type PlaceInput = NonNullable<RequestInput['places']>[number];
export type Site = PlaceInput & { id: string };

/** Hubs at the edge of the city, where the motorways would be, and one for bikes close to the centre. */
export function makeDepots(city: City, streets: Streets, random: Random): (Site & { door: Point })[] {
  const at = (id: string, description: string, x: number, y: number) => {
    const near = { x_m: x * city.radius_m, y_m: y * city.radius_m };
    const door = makeDoor(city, streets, near, random);
    return { id, description, position: toPosition(city, door), door };
  };
  return [
    at('north-hub', 'Depot at the northern motorway exit', 0.55, 0.72),
    at('south-hub', 'Depot at the southern ring road', -0.5, -0.78),
    at('bike-hub', 'Micro hub for cargo bikes, near the station', 0.1, 0.16),
  ];
}

/** What makes a kind of vehicle; money in euros. Loads are kilograms and litres. */
const KINDS = {
  van: {
    profile: 'van',
    capacity: [950, 5000],
    skills: [] as string[],
    costs: { fixed: 45, per_km: 0.42, per_hour: 24 },
  },
  'cool-van': {
    profile: 'van',
    capacity: [700, 3400],
    skills: ['cold'],
    costs: { fixed: 60, per_km: 0.48, per_hour: 24 },
  },
  truck: {
    profile: 'van',
    speed_factor: 0.85,
    capacity: [2400, 12000],
    skills: ['lift', 'wide'],
    costs: { fixed: 90, per_km: 0.85, per_hour: 28 },
  },
  bike: {
    profile: 'bike',
    capacity: [120, 800],
    skills: [] as string[],
    costs: { fixed: 12, per_km: 0.06, per_hour: 21 },
  },
} satisfies Record<string, Partial<VehicleInput>>;

export type VehicleKind = keyof typeof KINDS;

/** A vehicle of a kind; `rest` gives its id, depot, shift and limits. */
export function makeVehicle(kind: VehicleKind, rest: Omit<VehicleInput, 'profile'>): VehicleInput {
  const { profile, ...features } = KINDS[kind];
  return { ...rest, type: kind, profile, ...features, skills: [...features.skills] };
}
