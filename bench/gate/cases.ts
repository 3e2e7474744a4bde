import type { GateCase } from './gate.ts';

/** Iterations per thread: one to four seconds each on a machine of 2026, and too few to reach the optimum every time. */
const ALONE: Record<string, number> = {
  'cvrp-100': 25_000,
  'cvrp-200': 60_000,
  'vrptw-100': 8_000,
  'fleet-120': 30_000,
  'duty-100': 20_000,
  'villages-400': 30_000,
  'lockers-280': 15_000,
  'overfull-150': 20_000,
  'stores-150': 6_000,
  'breaks-150': 3_000,
  'noons-200': 15_000,
  'reloads-180': 10_000,
  'meals-120': 3_000,
  'hub-150': 6_000,
  'returns-240': 15_000,
  'flats-120': 3_000,
  'errands-120': 4_000,
};
const SEEDS = [1, 2, 3];

/** The same where threads work together: on whole solutions, and on parts of one. */
const TOGETHER: Record<string, number> = { 'cvrp-200': 20_000, 'depots-640': 20_000 };

/** Several seeds, because one search says little. */
export function gateCases(): GateCase[] {
  return [...casesOf(ALONE, 1), ...casesOf(TOGETHER, 2)];
}

function casesOf(budgets: Record<string, number>, threads: number): GateCase[] {
  return Object.entries(budgets).flatMap(([instance, iterations]) =>
    SEEDS.map((seed) => ({ instance, seed, threads, iterations })),
  );
}
