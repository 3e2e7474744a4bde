import { atQuantile, type Sized } from '../quality/cases.ts';

/** Ten kinds of problem in which cost alone decides, in the order of the targets; not the largest, which take minutes. */
export const ABLATION_SETS = [
  ...['cvrp-x', 'vrptw-solomon', 'vrptw-gh1000', 'vrptw-ortec', 'pcvrptw-gh1000', 'mdvrptw', 'sdvrptw'],
  ...['vrpb-x', 'hfvrp-x', 'mtvrptwr'],
] as const;

/**
 * One instance of each of ten sets: of the k-th (0..9) the one at (3k mod 10 + 1/2) tenths of the set when sorted by size, so
 * that small, middling and large ones come in turns. Chosen before anything was solved.
 */
export function ablationTen(sizesOf: (set: string) => Sized[]): { set: string; instance: string }[] {
  return ABLATION_SETS.map((set, k) => ({ set, instance: atQuantile(sizesOf(set), (((3 * k) % 10) + 0.5) / 10) }));
}
