export { planChain } from './chain.ts';
export type { Demand } from './demand.ts';
export type { Draft } from './draft.ts';
export type { CheckTime, StaffingEnv } from './env.ts';
export { intradayAnswer } from './intraday/answer.ts';
export { publicPlan } from './public/plan.ts';
export { applyScenario, lostRiders } from './scenario.ts';
export { left_s, TIME_SHARES } from './time-shares.ts';
export { withHubsPlaced } from './zones/hubs.ts';
