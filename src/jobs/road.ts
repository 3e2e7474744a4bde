import { ErrorList } from '../contract/error-list.ts';
import type { CodedError } from '../contract/errors.ts';
import type { SolverPool } from '../pool/pool.ts';

/** A job that failed tells so many. */
const MOST_REJECTIONS = 200;

export type Refused = { ok: false; errors: CodedError[]; retry: boolean };

/** Does a job once it may have its threads; see `SolverPool.admit`. */
export async function inTurn<Result>(
  pool: SolverPool,
  threads: number,
  signal: AbortSignal | undefined,
  job: () => Promise<Result>,
): Promise<Result | Refused> {
  const turn = await pool.admit(threads, signal);
  if (!turn.ok) return turn;
  try {
    return await job();
  } finally {
    turn.leave();
  }
}

/** What a plan is refused for. @param what the rule that is broken */
export function rejections(found: { what: string; path: string; detail: string }[]): CodedError[] {
  const errors = new ErrorList(MOST_REJECTIONS);
  for (const { what, path, detail } of found) errors.add('plan_rejected', path, `${what}: ${detail}`);
  return errors.all();
}
