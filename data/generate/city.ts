import type { Random } from './random.ts';

/** Metres east and north of the centre of the city. */
export interface Point {
  x_m: number;
  y_m: number;
}

export interface District {
  name: string;
  kind: 'core' | 'inner' | 'suburb' | 'industry';
  centre: Point;
  /** Standard deviation of where its receivers are. */
  spread_m: number;
  /** Share of the receivers, relative to the other districts. */
  weight: number;
}

/** An invented city: it stands on a map, but nobody lives there. */
export interface City {
  name: string;
  /** [longitude, latitude] of its centre. */
  origin: [number, number];
  radius_m: number;
  /** Vehicles go at walking pace in here. */
  coreRadius_m: number;
  /** The river runs from west to east: its middle north of the centre, in metres, at a given x. */
  river_m: (x_m: number) => number;
  riverWidth_m: number;
  /** x of each bridge. */
  bridges_m: number[];
  districts: District[];
}

const INNER = ['Station', 'Mill Quarter', 'Harbour', 'Kiln Row', 'Lindens'];
const SUBURBS = ['Northgate', 'Eastfield', 'Orchards', 'Southmoor', 'Westbrook', 'Hillside', 'Quarry Park', 'Meadows'];

/** @param radius_m of the built-up area, 2,000 to 10,000 */
export function makeCity(random: Random, radius_m: number): City {
  const waves = [0.1, 0.045].map((share, i) => ({
    height_m: radius_m * share,
    length_m: radius_m * (0.42 - 0.24 * i),
    phase: random.uniform(0, 2 * Math.PI),
  }));
  const river_m = (x_m: number) =>
    waves.reduce((y, wave) => y + wave.height_m * Math.sin(x_m / wave.length_m + wave.phase), -0.16 * radius_m);
  return {
    name: 'Arvenne',
    origin: [2.75, 46.95],
    radius_m,
    coreRadius_m: radius_m * 0.2,
    river_m,
    riverWidth_m: 60 + radius_m * 0.014,
    bridges_m: [-0.66, -0.28, 0.04, 0.36, 0.7].map((x) => radius_m * (x + random.uniform(-0.04, 0.04))),
    districts: makeDistricts(random, radius_m),
  };
}

function makeDistricts(random: Random, radius_m: number): District[] {
  const around = (turn: number, reach: number): Point => ({
    x_m: radius_m * reach * Math.cos(turn),
    y_m: radius_m * reach * Math.sin(turn),
  });
  const turnOf = (i: number, count: number) => (2 * Math.PI * (i + random.uniform(-0.25, 0.25))) / count;
  const core: District = {
    name: 'Old Town',
    kind: 'core',
    centre: { x_m: 0, y_m: 0 },
    spread_m: radius_m * 0.09,
    weight: 18,
  };
  const inner = INNER.map((name, i): District => {
    const centre = around(turnOf(i, INNER.length), random.uniform(0.26, 0.38));
    return { name, kind: 'inner', centre, spread_m: radius_m * 0.1, weight: random.uniform(7, 11) };
  });
  const suburbs = SUBURBS.map((name, i): District => {
    const centre = around(turnOf(i, SUBURBS.length), random.uniform(0.6, 0.9));
    return { name, kind: 'suburb', centre, spread_m: radius_m * 0.075, weight: random.uniform(3, 6) };
  });
  const industry = ['Canal Works', 'Airfield'].map((name, i): District => {
    const centre = around(Math.PI * (0.15 + i) + random.uniform(0, 0.5), 0.75);
    return { name, kind: 'industry', centre, spread_m: radius_m * 0.06, weight: 3 };
  });
  return [core, ...inner, ...suburbs, ...industry];
}

/** How far a point is north of the river's middle (negative: south of it). */
export function northOfRiver_m(city: City, { x_m, y_m }: Point): number {
  return y_m - city.river_m(x_m);
}

export function isWater(city: City, point: Point): boolean {
  return Math.abs(northOfRiver_m(city, point)) < city.riverWidth_m / 2;
}

export function apart_m(a: Point, b: Point): number {
  return Math.hypot(a.x_m - b.x_m, a.y_m - b.y_m);
}

export function isCore(city: City, point: Point): boolean {
  return Math.hypot(point.x_m, point.y_m) < city.coreRadius_m;
}

const METRES_PER_DEGREE = 111_195;

/** [longitude, latitude], to five decimals (about a metre). */
export function toPosition(city: City, { x_m, y_m }: Point): [number, number] {
  const [longitude, latitude] = city.origin;
  const shrink = Math.cos((latitude * Math.PI) / 180);
  return [round5(longitude + x_m / (METRES_PER_DEGREE * shrink)), round5(latitude + y_m / METRES_PER_DEGREE)];
}

const round5 = (value: number) => Math.round(value * 1e5) / 1e5;
