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
