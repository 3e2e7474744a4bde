export { simulateDay } from './day.ts';
export { estimateOf, simulateMany } from './many.ts';
export { createRandom } from './random.ts';
export { RULES } from './rules.ts';
export type * from './types.ts';
