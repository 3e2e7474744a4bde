import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { Rng } from '../../src/kit/rng.ts';

/** Metres of a zone from west to east and from south to north, and of a degree of latitude. */
const SIDE_M = 2000;
const DEGREE_M = 111_195;
const LATITUDE = 46.9;
/** Zones that a rider knows at most, besides home. */
const NEIGHBOURS = 3;
/** Orders a day and zone for each rider at home there. */
const ORDERS_PER_RIDER = 9;

/** Share of the day's peak at an hour: lunch, dinner, and an afternoon between them. */
function shape(hour: number, dinnerAt: number): number {
  if (hour < 10 || hour >= 23) return 0;
  const bump = (at: number, width: number) => Math.exp(-(((hour - at) / width) ** 2));
  return 0.12 + 0.75 * bump(12.5, 1.2) + bump(dinnerAt, 1.6);
}

/**
 * A request as a user would send it: a day of quarter hours in a city of so many square zones, riders who know their own and
 * neighbouring zones, offer a part of the day and ask for hours.
 */
export function roadCity(zones: number, riders: number, time_s: number, seed: number): StaffingInput {
  const random = new Rng(seed, 9);
  const columns = Math.ceil(Math.sqrt(zones));
  const name = (zone: number) => `zone-${zone + 1}`;
  const lonStep = SIDE_M / (DEGREE_M * Math.cos((LATITUDE * Math.PI) / 180));
  const latStep = SIDE_M / DEGREE_M;
  const corner = (column: number, row: number) =>
    [round(2.7 + column * lonStep), round(LATITUDE + row * latStep)] as [number, number];
  const sizes = Array.from({ length: zones }, () => 0.4 + 1.6 * random.double());
  const perZone = (ORDERS_PER_RIDER * riders) / sizes.reduce((sum, size) => sum + size, 0);
  const day = (dinnerAt: number) => Array.from({ length: 96 }, (_, s) => shape(s / 4, dinnerAt));
  return {
    kind: 'staffing',
    version: 1,
    id: `city-${zones}-zones`,
    horizon: { time_zone: 'Europe/Paris', starts_on: '2027-03-19', days: 1, slot_min: 15 },
    zones: sizes.map((_, zone) => {
      const [column, row] = [zone % columns, Math.floor(zone / columns)];
      const outline = [
        corner(column, row),
        corner(column + 1, row),
        corner(column + 1, row + 1),
        corner(column, row + 1),
        corner(column, row),
      ];
      return { id: name(zone), polygon: { type: 'Polygon', coordinates: [outline] }, pickups: 5 + random.below(20) };
    }),
    demand: sizes.map((size, zone) => {
      const shares = day(18.8 + 1.4 * random.double());
      const total = shares.reduce((sum, share) => sum + share, 0);
      return {
        zone: name(zone),
        orders: shares.map((share) => round((share / total) * size * perZone)),
        dispersion: 1.2,
      };
    }),
    vehicles: [
      { id: 'bike', mode: 'bike', share: 7 },
      { id: 'scooter', mode: 'scooter', share: 3 },
    ],
    service: { target_min: 40, share: 0.9 },
    rules: {
      opening: [{ from: '10:00', to: '24:00' }],
      shift_min_h: 2,
      shift_max_h: 8,
      start_step_min: 30,
      shift_step_min: 30,
      shifts_per_day: 2,
    },
    costs: { away_per_h: 0.5 },
    riders: Array.from({ length: riders }, (_, r) => rider(r, random, zones, columns, name)),
    simulate: { days: 3 },
    options: { seed, time_s },
  };
}

type Rider = NonNullable<StaffingInput['riders']>[number];

function rider(r: number, random: Rng, zones: number, columns: number, name: (zone: number) => string): Rider {
  const home = random.below(zones);
  const near = [home - 1, home + 1, home - columns, home + columns].filter((zone) => zone >= 0 && zone < zones);
  const known = near.filter(() => random.double() < NEIGHBOURS / 4);
  const at = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const around = (hour: number) => hour * 60 + random.below(60);
  const [from, to] = [
    [around(10), around(16)],
    [around(15), around(22)],
    [around(9), around(22)],
    [around(9), around(22)],
  ][random.below(4)]!;
  return {
    id: `rider-${r + 1}`,
    vehicle: random.double() < 0.7 ? 'bike' : 'scooter',
    availability: [{ from: at(from!), to: at(to!) }],
    home: name(home),
    zones: known.length > 0 ? known.map(name) : [name(home)],
    ...(random.double() < 0.6 ? { preferences: [{ from: '12:00', to: '14:00', value_per_h: -2 }] } : {}),
    wants_h_week: 10 + 5 * random.below(6),
    reliability: 0.9 + random.below(11) / 100,
    ...(random.double() < 0.5 ? { shifts_per_day: 1 } : {}),
  };
}

function round(x: number): number {
  return Math.round(x * 1e5) / 1e5;
}
