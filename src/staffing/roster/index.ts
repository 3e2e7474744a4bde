export { compile } from './compile.ts';
export type { Compiled } from './compiled.ts';
export { gini } from './fairness.ts';
export { openShifts } from './open-shifts.ts';
export { planRoster } from './roster.ts';
export type * from './types.ts';
