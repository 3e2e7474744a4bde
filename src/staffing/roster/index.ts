export { gini } from './fairness.ts';
export { planRoster } from './roster.ts';
export type * from './types.ts';
