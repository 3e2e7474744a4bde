import { apart_m, type City, isCore, northOfRiver_m, type Point } from './city.ts';
import type { Random } from './random.ts';

/** One direction of a street between two crossings. */
export interface Street {
  from: number;
  to: number;
  length_m: number;
  /** Infinity against a one-way. */
  van_s: number;
  bike_s: number;
}

export interface Streets {
  crossings: Point[];
  /** Streets leaving each crossing. */
  leaving: Street[][];
}

/** Every fourth line of the grid is a wide street. */
const ARTERIAL_EVERY = 4;
const SPEED_M_PER_S = { arterial: 9.5, local: 6, core: 3.2, bike: 4.3 };
/** Lights and turns, per crossing passed. */
const CROSSING_S = { van: 4, bike: 2 };
/** Share of blocks without a street on one side. */
const LEFT_OUT = { core: 0.04, local: 0.16 };
type Kind = 'arterial' | 'local' | 'core';

/**
 * A street map on a bent grid: wide streets, one-ways in the centre, dead ends in the suburbs, and a river crossed at
 * the bridges only. Each crossing can be reached from each other one by van.
 * @param block_m length of a block, about 200 to 400
 */
export function makeStreets(city: City, random: Random, block_m: number): Streets {
  const lines = Math.ceil((city.radius_m * 1.05) / block_m);
  const size = 2 * lines + 1;
  const crossings: Point[] = [];
  for (let row = -lines; row <= lines; row++) {
    for (let column = -lines; column <= lines; column++) crossings.push(crossingAt(city, random, row, column, block_m));
  }
  const leaving: Street[][] = crossings.map(() => []);
  const bridges = new Set(city.bridges_m.map((x_m) => Math.round(x_m / block_m) + lines));
  const build = (from: number, to: number, line: number, isBridgeLine: boolean) => {
    const ends: [Point, Point] = [crossings[from]!, crossings[to]!];
    const kind = streetKind(city, random, ends, (line - lines) % ARTERIAL_EVERY === 0, isBridgeLine);
    if (kind === null) return;
    const opposite = kind === 'core' ? line % 2 : null;
    leaving[from]!.push(makeStreet(random, [from, to], apart_m(...ends), kind, opposite !== 1));
    leaving[to]!.push(makeStreet(random, [to, from], apart_m(...ends), kind, opposite !== 0));
  };
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const here = row * size + column;
      if (column + 1 < size) build(here, here + 1, row, false);
      if (row + 1 < size) build(here, here + size, column, bridges.has(column));
    }
  }
  return keepConnected({ crossings, leaving }, lines * size + lines);
}

/** What is built between two neighbouring points of the grid; null: nothing. */
function streetKind(
  city: City,
  random: Random,
  ends: [Point, Point],
  wide: boolean,
  isBridgeLine: boolean,
): Kind | null {
  if (ends.some(({ x_m, y_m }) => Math.hypot(x_m, y_m) > city.radius_m * 1.05)) return null;
  if (isOverRiver(city, ...ends)) return isBridgeLine ? 'arterial' : null;
  if (wide) return 'arterial';
  const kind = isCore(city, ends[0]) ? 'core' : 'local';
  return random.chance(LEFT_OUT[kind]) ? null : kind;
}

function isOverRiver(city: City, a: Point, b: Point): boolean {
  return northOfRiver_m(city, a) > 0 !== northOfRiver_m(city, b) > 0;
}

/** A point of the bent grid, pushed out of the water to the bank it is nearer to. */
function crossingAt(city: City, random: Random, row: number, column: number, block_m: number): Point {
  const jitter = () => random.uniform(-0.16, 0.16) * block_m;
  const x_m = column * block_m + 0.35 * block_m * Math.sin(row / 5) + jitter();
  const y_m = row * block_m + 0.35 * block_m * Math.sin(column / 6) + jitter();
  const north_m = northOfRiver_m(city, { x_m, y_m });
  const bank_m = city.riverWidth_m / 2 + 15;
  if (Math.abs(north_m) >= bank_m) return { x_m, y_m };
  return { x_m, y_m: city.river_m(x_m) + (north_m > 0 ? bank_m : -bank_m) };
}

function makeStreet(random: Random, ends: [number, number], length_m: number, kind: Kind, open: boolean): Street {
  const [from, to] = ends;
  // Each direction has traffic of its own, so times differ there and back even on two-way streets.
  const van_s = (length_m / SPEED_M_PER_S[kind]) * random.uniform(0.9, 1.25) + CROSSING_S.van;
  const bike_s = length_m / SPEED_M_PER_S.bike + CROSSING_S.bike;
  return { from, to, length_m, van_s: open ? van_s : Number.POSITIVE_INFINITY, bike_s };
}

/** Keeps the crossings that a van can reach from `centre` and come back from. */
function keepConnected({ crossings, leaving }: Streets, centre: number): Streets {
  const open = leaving.flat().filter(({ van_s }) => van_s < Number.POSITIVE_INFINITY);
  const there = reachable(crossings.length, centre, open);
  const back = reachable(
    crossings.length,
    centre,
    open.map(({ from, to }) => ({ from: to, to: from })),
  );
  const kept = crossings.map((_, i) => i).filter((i) => there.has(i) && back.has(i));
  const renumbered = new Map(kept.map((old, i) => [old, i]));
  return {
    crossings: kept.map((i) => crossings[i]!),
    leaving: kept.map((i) =>
      leaving[i]!.filter(({ to }) => renumbered.has(to)).map((street) => ({
        ...street,
        from: renumbered.get(street.from)!,
        to: renumbered.get(street.to)!,
      })),
    ),
  };
}

function reachable(count: number, centre: number, streets: { from: number; to: number }[]): Set<number> {
  const next: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of streets) next[from]!.push(to);
  const seen = new Set([centre]);
  for (const at of seen) for (const to of next[at]!) seen.add(to);
  return seen;
}

/** A door: beside a street, some metres from one of its crossings. */
export function makeDoor(city: City, streets: Streets, near: Point, random: Random): Point {
  const street = random.pick(streets.leaving[nearestCrossing(streets, near)]!);
  const [a, b] = [streets.crossings[street.from]!, streets.crossings[street.to]!];
  // Nobody lives on a bridge.
  const along = isOverRiver(city, a, b) ? 0 : random.uniform(0.08, 0.5);
  const aside_m = random.pick([-12, 12]);
  const length_m = Math.max(1, street.length_m);
  return {
    x_m: a.x_m + along * (b.x_m - a.x_m) - (aside_m * (b.y_m - a.y_m)) / length_m,
    y_m: a.y_m + along * (b.y_m - a.y_m) + (aside_m * (b.x_m - a.x_m)) / length_m,
  };
}

export function nearestCrossing({ crossings }: Streets, point: Point): number {
  let [best, best_m] = [0, Number.POSITIVE_INFINITY];
  crossings.forEach((crossing, i) => {
    const far_m = apart_m(point, crossing);
    if (far_m < best_m) [best, best_m] = [i, far_m];
  });
  return best;
}
