export { asksSomething, explainPlan } from './explain.ts';
