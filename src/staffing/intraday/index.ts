export { planIntraday } from './plan.ts';
export type {
  BreakShift,
  Call,
  DayPrior,
  DaySoFar,
  DayUpdate,
  IntradayPlan,
  IntradayReason,
  IntradayRequest,
  Release,
} from './types.ts';
export { updateDay } from './update.ts';
