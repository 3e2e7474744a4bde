export { simulateDay } from './day.ts';
export { createRandom } from './random.ts';
export { RULES } from './rules.ts';
export type * from './types.ts';
