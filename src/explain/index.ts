export { asksSomething, explainPlan } from './explain.ts';
export { ForeignPlan } from './raw.ts';
