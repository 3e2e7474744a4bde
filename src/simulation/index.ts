export { simulateDay } from './day.ts';
export { type DayNumbers, type Estimate, estimateOf, type ManyDays, simulateMany } from './many.ts';
export { createRandom } from './random.ts';
export { RULES } from './rules.ts';
export type * from './types.ts';
