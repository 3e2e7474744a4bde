import { Rng } from '../../src/kit/rng.ts';
import type { Problem } from '../../src/model/problem.ts';
import { placesAt, requestOf, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

export type Position = [x_m: number, y_m: number];

/** A task at each position, and one van. */
export const problemAt = (positions: Position[]): Problem =>
  compiled(
    requestOf(
      positions.map((_, i) => task(`t${i}`, i)),
      [vehicle()],
      { places: placesAt(positions) },
    ),
  ).problem;

const SIDE_M = 10_000;

/** Stops anywhere. */
export function scattered(seed: number, count: number, side_m = SIDE_M): Position[] {
  const rng = new Rng(seed);
  return Array.from({ length: count }, () => [rng.double() * side_m, rng.double() * side_m]);
}

const CORNERS = 5;
export const VILLAGES = CORNERS ** 2;

/** Villages two kilometres apart, with homes all over a square of so many metres. */
export function villages(seed: number, homes: number, side_m: number): Position[] {
  const rng = new Rng(seed);
  const centres = Array.from({ length: VILLAGES }, (_, i): Position => [i % CORNERS, Math.floor(i / CORNERS)]);
  return centres.flatMap(([x, y]) =>
    Array.from({ length: homes }, (): Position => [x * 2000 + rng.double() * side_m, y * 2000 + rng.double() * side_m]),
  );
}
