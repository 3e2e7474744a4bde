export { designShifts } from './design.ts';
export type * from './types.ts';
