export { planChain } from './chain.ts';
export type { Demand } from './demand.ts';
export type { Draft } from './draft.ts';
export type { CheckTime, StaffingEnv } from './env.ts';
export { withHubsPlaced } from './hubs.ts';
export { intradayAnswer } from './intraday.ts';
export { publicPlan } from './public.ts';
export { applyScenario, lostRiders } from './scenario.ts';
export { left_s, TIME_SHARES } from './time-shares.ts';
