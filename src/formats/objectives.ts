import type { RequestInput } from '../contract/schema.ts';
import { roundHalfEven } from '../kit/rounding.ts';

type EuclideanInput = NonNullable<RequestInput['profiles']>[number] & { kind: 'euclidean' };

/**
 * How a benchmark counts distance and time. Each rounds the distance between two locations once, and converts times,
 * prizes and fixed costs in the same way; loads and costs per distance stay as given.
 */
export const OBJECTIVES = {
  /** Nearest integer, halves to even (CVRPLIB). */
  round: { scale: 1, rounding: 'nearest' },
  /** Tenths, cut off (12th DIMACS challenge). */
  dimacs: { scale: 10, rounding: 'down' },
  /** Thousandths, nearest, halves to even (PyVRP's `exact`). */
  exact: { scale: 1000, rounding: 'nearest' },
  /** Doubles, for fleets with fixed costs and costs per distance. */
  real: { scale: 1, rounding: 'none' },
  /** Doubles; fewest vehicles first, then the shortest distance. */
  hierarchical: { scale: 1, rounding: 'none' },
  /** The given matrix, for time and distance. */
  matrix: { scale: 1, rounding: 'none' },
} as const satisfies Record<string, Pick<EuclideanInput, 'scale' | 'rounding'>>;

export type Objective = keyof typeof OBJECTIVES;

/** What the best-known values of a kind of instance are given in; also the kinds that are read. */
const DEFAULT_OF_TYPE: Record<string, Objective> = {
  CVRP: 'round',
  TSP: 'round',
  VRPB: 'round',
  GVRP: 'round',
  HFVRP: 'real',
  PDPTW: 'hierarchical',
  VRPTW: 'dimacs',
  PCVRPTW: 'dimacs',
  MTVRPTWR: 'dimacs',
  MDVRPTW: 'exact',
  SDVRPTW: 'exact',
};

/** The objective a kind of instance is usually judged with, or null for an unknown kind. */
export function defaultObjective(type: string, hasMatrix: boolean): Objective | null {
  if (!Object.hasOwn(DEFAULT_OF_TYPE, type)) return null;
  return hasMatrix ? 'matrix' : DEFAULT_OF_TYPE[type]!;
}

/** Converts a time, prize or fixed cost of a file. */
export function converterOf(objective: Objective): (value: number) => number {
  const { scale, rounding } = OBJECTIVES[objective];
  if (rounding === 'down') return (value) => Math.trunc(scale * value);
  if (rounding === 'nearest') return (value) => roundHalfEven(scale * value);
  return (value) => value;
}
