export { planMoves } from './plan.ts';
export { type Pool, type Pooling, type PoolProblem, poolNeighbours } from './pool.ts';
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
