export { type Chained, planChain } from './chain.ts';
export type { Demand } from './demand.ts';
export type { StaffingEnv, StaffingProgress } from './env.ts';
export { intradayAnswer } from './intraday.ts';
export { publicPlan, type ReasonWords } from './public.ts';
export { applyScenario } from './scenario.ts';
