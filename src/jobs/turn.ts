import type { CodedError } from '../contract/errors.ts';
import type { SolverPool } from '../pool/pool.ts';

export type Refused = { ok: false; errors: CodedError[]; retry: boolean };

/** What a caller may do while a job waits for its threads. */
export interface TurnHooks {
  /** Ends the waiting. Default: `signal`. */
  unwanted?: AbortSignal;
  /** Called when the waiting begins; what it returns is called when the job has its threads. */
  onWait?(): () => void;
  signal?: AbortSignal;
}

/** Does a job once it may have its threads; see `SolverPool.admit`. */
export async function inTurn<Result>(
  pool: SolverPool,
  threads: number,
  hooks: TurnHooks,
  job: () => Promise<Result>,
): Promise<Result | Refused> {
  const begin = hooks.onWait?.();
  const turn = await pool.admit(threads, hooks.unwanted ?? hooks.signal);
  if (!turn.ok) return turn;
  try {
    begin?.();
    return await job();
  } finally {
    turn.leave();
  }
}
