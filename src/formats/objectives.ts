import type { RequestInput } from '../contract/schema.ts';
import { roundHalfEven } from '../kit/rounding.ts';
import type { FileErrors } from './text.ts';

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

/** Whether instances of a kind are read. */
export function isKnownType(type: string): boolean {
  return Object.hasOwn(DEFAULT_OF_TYPE, type);
}

/** The objective a kind of instance that is known is usually judged with. */
export function defaultObjective(type: string, hasMatrix: boolean): Objective {
  return hasMatrix ? 'matrix' : DEFAULT_OF_TYPE[type]!;
}

/**
 * Refuses an objective that does not exist, or is not for the distances of the file.
 * @param hasMatrix null where they are not understood.
 */
export function checkObjective(objective: string | undefined, hasMatrix: boolean | null, errors: FileErrors): void {
  if (objective === undefined) return;
  if (!Object.hasOwn(OBJECTIVES, objective)) {
    errors.add(null, `the objective '${objective}' is none of ${Object.keys(OBJECTIVES).join(', ')}`, 'wrong_value');
  } else if (hasMatrix !== null && (objective === 'matrix') !== hasMatrix) {
    const distances = hasMatrix ? 'a matrix' : 'coordinates';
    errors.add(null, `the objective '${objective}' does not fit a file with ${distances}`, 'conflicting_fields');
  }
}

/** Converts a time, prize or fixed cost of a file. */
export function converterOf(objective: Objective): (value: number) => number {
  const { scale, rounding } = OBJECTIVES[objective];
  if (rounding === 'down') return (value) => Math.trunc(scale * value);
  if (rounding === 'nearest') return (value) => roundHalfEven(scale * value);
  return (value) => value;
}
