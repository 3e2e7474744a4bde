import type { CodedError, ErrorCode } from '../contract/errors.ts';

/** What the process ends with; documented in docs/cli.md and `--help`. Stable: scripts depend on it. */
export const EXIT = {
  ok: 0,
  /** A fault of Roundsman or of the machine; also `health` when the worker is not well. */
  internal: 1,
  /** The command, a file or its content is wrong: nothing will change by trying again. */
  input: 2,
  /** The queue cannot be reached, or takes no more. Trying again later may help. */
  queue: 3,
  /** A plan breaks its request. */
  check: 4,
  /** Cancelled or out of time; `solve` and `submit` still write the best plan there was. */
  stopped: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Codes of errors that are not about the input. */
const EXIT_OF: Partial<Record<ErrorCode, ExitCode>> = {
  queue_unreachable: EXIT.queue,
  queue_full: EXIT.queue,
  plan_rejected: EXIT.check,
  cancelled: EXIT.stopped,
  job_timeout: EXIT.stopped,
  internal: EXIT.internal,
  out_of_memory: EXIT.internal,
  thread_failed: EXIT.internal,
  result_too_large: EXIT.internal,
  poison_job: EXIT.internal,
  lock_lost: EXIT.internal,
};

/** The first error decides. */
export function exitCodeOf(errors: CodedError[]): ExitCode {
  const first = errors[0];
  return first === undefined ? EXIT.internal : (EXIT_OF[first.code] ?? EXIT.input);
}

export const EXIT_HELP = `
Exit codes:
  0  done
  1  fault of Roundsman or the machine (health: the worker is not well)
  2  wrong command, file or content; every error is listed on stderr
  3  the queue cannot be reached or takes no more
  4  a plan breaks its request
  5  cancelled or out of time; the best plan so far is written if there is one`;
