export { coverAtLeast } from './cover.ts';
export { refineShifts } from './refine.ts';
export type * from './types.ts';
