export { asksSomething, explainInTurns, explainPlan } from './explain.ts';
export type { Questions } from './questions.ts';
export { ForeignPlan } from './raw.ts';
