export { refineShifts } from './refine.ts';
export { refineToTarget, type TargetProblem } from './target.ts';
export type * from './types.ts';
