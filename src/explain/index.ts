export { asksSomething, explainInTurns, explainPlan } from './explain.ts';
export { ForeignPlan } from './raw.ts';
