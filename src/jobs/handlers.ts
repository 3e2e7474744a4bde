import type { SolverPool } from '../pool/pool.ts';
import type { JobHandler } from '../queue/types.ts';
import { createRoutingHandler } from './routing.ts';
import { createStaffingHandler } from './staffing.ts';

/** Name of the queue -> who answers its jobs; all share the threads of one pool. */
export function createHandlers(pool: SolverPool): Record<string, JobHandler> {
  return { routing: createRoutingHandler(pool), staffing: createStaffingHandler(pool) };
}
