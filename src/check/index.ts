export { checkPlan } from './check.ts';
export { type Verdict, VIOLATION_CAUSES, type Violation, type ViolationCause } from './verdict.ts';
