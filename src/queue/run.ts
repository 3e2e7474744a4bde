import { ErrorCode, UnrecoverableError, WaitingError } from 'bullmq';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { type CodedError, codedError, InputError } from '../contract/errors.ts';
import type { AnyJob, Broker } from './broker.ts';
import { encodeFailure } from './errors.ts';
import type { Gate } from './gate.ts';
import { type CheckedData, checkData, planIdOf } from './payload.ts';
import { throttleProgress } from './progress.ts';
import { type Publisher, persist, publish, publishAgain } from './publish.ts';
import type { RunControl } from './run-control.ts';
import type { Begun, JobRef } from './store.ts';
import type { JobContext, JobHandler, JobOutcome, JobResult } from './types.ts';
import { addressOf } from './webhooks/address.ts';

/** One run of one job, while it lasts. */
export interface Run {
  job: AnyJob;
  /** BullMQ's claim on the job. */
  token: string;
  ref: JobRef;
  handler: JobHandler;
  control: RunControl;
  broker: Broker;
  gate: Gate;
  config: Config;
  log: Logger;
}

/** Grows with every start of a job; the store refuses what comes from a smaller one. */
const fenceOf = (run: Run): number => run.job.attemptsStarted;

/**
 * Does one run: check, begin, solve, publish.
 * @returns what the job returns.
 * @throws what tells BullMQ the rest: UnrecoverableError (failed, coded), Error (failed, to be tried again),
 * WaitingError (handed back, or lost: nothing to record).
 */
export async function execute(run: Run): Promise<JobResult> {
  const { ref, control, broker, config } = run;
  const data = checkData(run.job.data, config.maxPayload_bytes, config.webhooks?.origins ?? []);
  if ('errors' in data) fail(data.errors);
  const publisher: Publisher = {
    broker,
    ref,
    fence: fenceOf(run),
    planId: planIdOf(ref.kind, ref.jobId, data.inputHash),
    leaving: control.leaving,
    planTtl_s: config.planTtl_s,
    maxPlan_bytes: config.maxPlan_bytes,
    webhook: addressOf(run.job.data, config.webhooks),
    log: run.log,
  };
  if (data.webhook !== undefined && publisher.webhook === undefined) {
    run.log.warn('the webhook of the job is on a port that no call is made to: it runs without');
  }
  const begun = await untilTaken(run, () => broker.store.beginRun(ref, fenceOf(run), publisher.planId));
  if (begun.plan !== undefined) {
    const { plan, announced } = begun.plan;
    const result = await untilTaken(run, () => publishAgain(publisher, plan, announced));
    await endRun(run, 'finished');
    return result;
  }
  if (begun.deaths >= config.maxStarts) {
    await endRun(run, 'finished');
    fail([codedError('poison_job', '', `${begun.deaths} starts ended with the death of the worker process`)]);
  }
  return takeTurn(run, data, begun, publisher);
}

/** Before the start: a store that is full for a moment must cost the job no attempt, so it waits, and goes back where that is over. */
async function untilTaken<T>(run: Run, task: () => Promise<T>): Promise<T> {
  const { control, log } = run;
  try {
    return await persist('that the job begins', task, control.leaving, log);
  } catch {
    return control.lost ? leaveLost(run, false) : handBack(run, false);
  }
}

/** Solves and publishes, once there is a place: after deaths alone in this process. */
async function takeTurn(run: Run, data: CheckedData, begun: Begun, publisher: Publisher): Promise<JobResult> {
  const { broker, control, gate, ref } = run;
  const isSuspect = begun.deaths > 0;
  let leave: () => void;
  try {
    leave = await gate.enter(isSuspect, control.unwanted);
  } catch {
    if (control.lost) return leaveLost(run, false);
    if (control.stop.reason !== 'cancelled') return handBack(run, false);
    const errors = [codedError('cancelled', '', 'cancelled while it waited for other jobs of its worker')];
    return settle(run, { status: 'failed', errors }, publisher);
  }
  try {
    await untilTaken(run, () => broker.store.countStart(ref));
    const outcome = await callHandler(run, data, begun);
    // Settled before the next may enter: what is not stored yet would die with a process that the next one kills.
    return await settle(run, outcome, publisher);
  } finally {
    leave();
  }
}

async function callHandler(run: Run, data: CheckedData, begun: Begun): Promise<JobOutcome> {
  const { job, control, ref, config, handler, log } = run;
  const { store } = run.broker;
  const limit_s = Math.min(data.timeout_s ?? config.jobTimeout_s, config.jobTimeout_s);
  let timer: NodeJS.Timeout | undefined;
  const startClock = () => {
    timer = setTimeout(() => control.request('timeout', config.grace_ms), limit_s * 1000);
  };
  const progress = throttleProgress((value) => job.updateProgress(value));
  const context: JobContext = {
    jobId: ref.jobId,
    kind: ref.kind,
    attempt: job.attemptsMade + 1,
    inputHash: data.inputHash,
    signal: control.signal,
    stop: control.stop,
    unwanted: control.unwanted,
    hold: () => {
      clearTimeout(timer);
      return startClock;
    },
    checkpoint: begun.checkpoint === undefined ? undefined : JSON.parse(begun.checkpoint),
    saveCheckpoint: (value) => store.saveCheckpoint(ref, fenceOf(run), JSON.stringify(value)),
    progress: progress.report,
    log,
  };
  startClock();
  try {
    const outcome = await Promise.race([handler(data.payload, context), control.abandoned]);
    if (outcome.status === 'suspended' && control.stop.reason !== 'shutdown' && !control.lost) {
      throw new Error('only a shutdown may suspend a job');
    }
    // Stopped before there was anything to return, for a reason that the handler need not look at.
    const isCut = control.signal.aborted || control.stop.reason === 'shutdown';
    return outcome.status === 'failed' && isCut ? abortedOutcome(control) : outcome;
  } catch (error) {
    if (control.signal.aborted) return abortedOutcome(control);
    log.error({ err: error }, 'the handler threw');
    const errors = error instanceof InputError ? error.errors : [codedError('internal', '', String(error))];
    return { status: 'failed', errors };
  } finally {
    clearTimeout(timer);
    progress.end();
    control.settled();
  }
}

/** What became of a run whose handler was aborted, or did not return. */
function abortedOutcome(control: RunControl): JobOutcome {
  switch (control.abortReason) {
    case 'timeout':
      return { status: 'failed', errors: [codedError('job_timeout', '', 'the run did not stop in time')] };
    case 'cancelled':
      return { status: 'failed', errors: [codedError('cancelled', '', 'the run did not stop in time')] };
    default:
      return { status: 'suspended' };
  }
}

async function settle(run: Run, outcome: JobOutcome, publisher: Publisher): Promise<JobResult> {
  const { job, control } = run;
  if (control.lost) return leaveLost(run, true);
  if (outcome.status === 'suspended') return handBack(run, true, outcome.checkpoint);
  if (outcome.status === 'failed') {
    const again = outcome.retry === true && job.attemptsMade === 0;
    await endRun(run, again ? 'handed_back' : 'finished');
    // The claim may have gone meanwhile: the other run answers.
    if (control.lost) return leaveLost(run, !again);
    fail(outcome.errors, again);
  }
  try {
    const result = await publish(publisher, outcome);
    if (result === undefined) return leaveLost(run, true);
    await endRun(run, 'finished');
    return result;
  } catch (error) {
    if (control.lost) return leaveLost(run, true);
    if (error instanceof InputError) fail(error.errors);
    // Shutting down while the store refuses the plan: keep the job at least.
    if (control.leaving.aborted) return handBack(run, true);
    throw error;
  }
}

/** Ends a job as failed. `again` works if its producer allowed a second attempt. */
function fail(errors: CodedError[], again = false): never {
  const reason = encodeFailure(errors);
  const error = again ? new Error(reason) : new UnrecoverableError(reason);
  // BullMQ would store the stack, which repeats the message.
  error.stack = '';
  throw error;
}

/** Does without what the store does not take: the job must not fail for it. */
const tryTo = ({ log }: Run, what: string, save: () => Promise<void>): Promise<void> =>
  save().catch((err) => log.warn({ err }, `the ${what} could not be saved`));

/** A run whose end is not recorded counts as a death, at most: the next run of the job has its process to itself. */
const endRun = (run: Run, how: 'finished' | 'handed_back'): Promise<void> =>
  tryTo(run, 'end of the run', () => run.broker.store.endRun(run.ref, fenceOf(run), how));

/** How long a job is offered back to a store that does not take it, ms; short, as a worker that leaves has little time. */
const HAND_BACK_MS = 2_000;

/** Gives the job back to the queue as if this run had not been. @param started whether it was counted as a start. */
export async function handBack(run: Run, started: boolean, checkpoint?: unknown): Promise<never> {
  const { job, token, ref, log } = run;
  const { store } = run.broker;
  // A store that is full takes no checkpoint, but can forget.
  if (checkpoint !== undefined)
    await tryTo(run, 'checkpoint', async () => store.saveCheckpoint(ref, fenceOf(run), JSON.stringify(checkpoint)));
  if (started) await endRun(run, 'handed_back');
  let tries = 0;
  const back = async () => {
    tries++;
    await job.moveToWait(token).catch((error) => {
      // The store took it before, and its answer was lost.
      if (tries === 1 || !isClaimGone(error)) throw error;
    });
  };
  try {
    await persist('the job back', back, AbortSignal.timeout(HAND_BACK_MS), log);
    log.info('job handed back');
  } catch (error) {
    log.warn({ err: error }, 'the job could not be handed back; it starts again once the claim on it runs out');
  }
  throw new WaitingError();
}

/** What BullMQ answers about a job that this run no longer holds. */
const isClaimGone = ({ code }: { code?: unknown }): boolean =>
  code === ErrorCode.JobLockNotExist || code === ErrorCode.JobLockMismatch || code === ErrorCode.JobNotExist;

/** Leaves a job that another run has taken over. */
async function leaveLost(run: Run, started: boolean): Promise<never> {
  run.log.warn({ code: 'lock_lost' }, 'the claim on the job was lost; its result is dropped, another run answers it');
  if (started) await endRun(run, 'handed_back');
  throw new WaitingError();
}
