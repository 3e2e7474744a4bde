export { refineShifts } from './refine.ts';
export type * from './types.ts';
