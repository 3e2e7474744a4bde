export { coverAtLeast } from './cover.ts';
export { refineShifts } from './refine.ts';
export {
  refineToTarget,
  type ServiceVerdict,
  type Targeted,
  type TargetOptions,
  type TargetProblem,
} from './target.ts';
export type * from './types.ts';
