import { type CodedError, codedError, ERROR_CODES, type ErrorCode, InputError } from '../contract/errors.ts';

/** An error of the queue layer, with the same coded errors as everything else. */
export class QueueError extends InputError {
  readonly code: ErrorCode;
  constructor(errors: CodedError[]) {
    super(errors);
    this.name = 'QueueError';
    this.code = errors[0]?.code ?? 'internal';
  }
}

/** Makes a QueueError of one coded error that concerns no field of an input. */
export function queueError(code: ErrorCode, cause: string, action?: string): QueueError {
  return new QueueError([codedError(code, '', cause, action)]);
}

/** What a failed job keeps as `failedReason`: compact JSON, so that other languages can read it too. */
export interface Failure {
  code: ErrorCode;
  errors: CodedError[];
}

export function encodeFailure(errors: CodedError[]): string {
  return JSON.stringify({ code: errors[0]?.code ?? 'internal', errors });
}

/** Reads a `failedReason`; texts written by BullMQ itself become coded too. */
export function decodeFailure(reason: string | undefined): Failure {
  try {
    const read = JSON.parse(reason ?? '') as Failure;
    if (Array.isArray(read.errors) && read.code in ERROR_CODES) return read;
  } catch {
    // Not ours: fall through.
  }
  const code = reason?.startsWith('job stalled more than') ? 'poison_job' : 'internal';
  return { code, errors: [codedError(code, '', reason ?? 'no reason was recorded')] };
}

/** How a job ends that was removed before a worker took it. */
export function cancelledWaiting(): Failure {
  return { code: 'cancelled', errors: [codedError('cancelled', '', 'cancelled while it waited')] };
}

/** READONLY: a server that has handed over to another one. */
const UNREACHABLE =
  /ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|MaxRetriesPerRequest|isn't writeable|Connection is closed|Command timed out|READONLY/;

/** Turns what a datastore client throws into a coded error; others pass through unchanged. */
export function asQueueError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof InputError) return error;
  const text = `${error.name} ${error.message} ${(error as NodeJS.ErrnoException).code ?? ''}`;
  if (/OOM command not allowed|No space left|MISCONF/.test(text)) {
    return queueError(
      'queue_full',
      `the store takes no more data: ${error.message}`,
      'Give the store more memory or disk.',
    );
  }
  if (UNREACHABLE.test(text)) {
    return queueError('queue_unreachable', error.message || error.name);
  }
  return error;
}
