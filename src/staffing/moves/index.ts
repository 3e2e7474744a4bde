export { planMoves } from './plan.ts';
export type {
  Move,
  MoveBreak,
  MoveCost,
  MoveEnv,
  MoveLinks,
  MoveParams,
  MovePlan,
  MoveProblem,
  MoveReason,
  MoveRider,
  RiderDay,
  Stay,
} from './types.ts';
