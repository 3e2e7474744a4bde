export { planMoves } from './plan.ts';
export { type PoolProblem, poolNeighbours } from './pool.ts';
export type * from './types.ts';
