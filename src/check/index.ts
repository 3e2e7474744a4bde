export { checkPlan, violationsOf } from './check.ts';
export { type Verdict, VIOLATION_CAUSES, type ViolationCause } from './verdict.ts';
