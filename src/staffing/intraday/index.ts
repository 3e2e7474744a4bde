export { planIntraday } from './plan.ts';
export type * from './types.ts';
export { updateDay } from './update.ts';
