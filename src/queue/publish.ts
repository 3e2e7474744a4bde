import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { codedError } from '../contract/errors.ts';
import type { Announcement } from '../contract/webhook.ts';
import type { AnyJob, Broker } from './broker.ts';
import { QueueError } from './errors.ts';
import { sha256 } from './payload.ts';
import type { JobRef } from './store.ts';
import { type JobOutcome, type JobResult, PLANS_QUEUE, type StoredPlan } from './types.ts';
import { addCall } from './webhooks/calls.ts';

type Head = Omit<StoredPlan, 'json'>;

/** Who publishes: one run of one job. */
export interface Publisher {
  broker: Broker;
  ref: JobRef;
  fence: number;
  planId: string;
  /** Ends the retries when the store refuses to take the plan. */
  leaving: AbortSignal;
  planTtl_s: number;
  maxPlan_bytes: number;
  /** Address that is told. */
  webhook: string | undefined;
  log: Logger;
}

/**
 * A solved plan is too dear to drop for a store that is full or away for a moment: try until it takes it.
 * @param what for the log.
 */
export async function persist<T>(what: string, task: () => Promise<T>, leaving: AbortSignal, log: Logger): Promise<T> {
  for (let wait_ms = 250; ; wait_ms = Math.min(wait_ms * 2, 5_000)) {
    try {
      return await task();
    } catch (error) {
      if (leaving.aborted) throw error;
      log.warn({ err: error, wait_ms }, `the store did not take ${what}; trying again`);
    }
    await delay(wait_ms, undefined, { signal: leaving });
  }
}

/** Tells the world of a stored plan. Its id is the plan's, so that telling it again changes nothing. */
async function announce(publisher: Publisher, head: Head): Promise<void> {
  const { planId, kind } = head;
  const kept = { age: publisher.planTtl_s };
  await publisher.broker
    .queue(PLANS_QUEUE)
    .add(kind, announcementOf(head), { jobId: planId, removeOnComplete: kept, removeOnFail: kept });
  await callWebhook(publisher, head);
  await publisher.broker.store.markAnnounced(planId);
}

/** Of a plan that was kept no longer and is solved anew: BullMQ would take the new announcement for the old one. */
async function forgetAnnouncement({ broker, planId }: Publisher): Promise<void> {
  const old: AnyJob | undefined = await broker.queue(PLANS_QUEUE).getJob(planId);
  if (old !== undefined && !(await old.isActive())) await old.remove();
}

/** Only puts the call into its queue: nobody waits for whom it calls. */
async function callWebhook({ broker, ref, webhook }: Publisher, head: Head): Promise<void> {
  if (webhook !== undefined) await addCall(broker, ref, webhook, { status: 'done', ...announcementOf(head) });
}

function announcementOf({ planId, jobId, kind, cost, sha256, stopped }: Head): Announcement {
  const announcement = { planId, jobId, kind, cost, sha256 };
  return stopped === undefined ? announcement : { ...announcement, stopped };
}

function resultOf({ planId, cost, sha256, stopped }: Head): JobResult {
  return stopped === undefined ? { planId, cost, sha256 } : { planId, cost, sha256, stopped };
}

/**
 * Finishes what an earlier run left: its plan is stored, and perhaps not announced. The webhook belongs to the job: where
 * that is another one with the same id and input, it gets its call, too.
 */
export async function publishAgain(publisher: Publisher, head: Head, announced: boolean): Promise<JobResult> {
  const { broker, ref, planId, leaving, log } = publisher;
  // The job may have had another input in between, whose plan is the latest then.
  await persist('the plan', () => broker.store.renewPlan(ref, planId), leaving, log);
  const tell = announced ? callWebhook : announce;
  await persist('the news of the plan', () => tell(publisher, head), leaving, log);
  return resultOf(head);
}

/**
 * Stores a plan once and announces it.
 * @returns what the job returns, or undefined when a later run of the job has begun: then nothing was stored.
 * @throws QueueError `result_too_large`, or `internal` when the plan is not JSON.
 */
export async function publish(
  publisher: Publisher,
  outcome: JobOutcome & { status: 'done' },
): Promise<JobResult | undefined> {
  const { broker, ref, fence, planId, leaving, log } = publisher;
  const plan = toStoredPlan(publisher, outcome);
  const answer = await persist('the plan', () => broker.store.putPlan(ref, fence, plan), leaving, log);
  if (answer === 'superseded') return undefined;
  if (answer === 'stored') await persist('the plan', () => forgetAnnouncement(publisher), leaving, log);
  let head: Head = plan;
  if (answer === 'kept') {
    log.warn('another run stored a plan for this input first; that one counts');
    head = (await persist('the plan', () => broker.store.plan(planId), leaving, log)) ?? plan;
  }
  await persist('the news of the plan', () => announce(publisher, head), leaving, log);
  return resultOf(head);
}

function jsonOf(plan: unknown): string {
  try {
    return JSON.stringify(plan) ?? 'null';
  } catch (error) {
    throw new QueueError([codedError('internal', '', `the plan is not JSON: ${(error as Error).message}`)]);
  }
}

/** In words, or null where the plan may be kept. */
function excessOf(json: string, { maxPlan_bytes }: Publisher): string | null {
  const bytes = Buffer.byteLength(json);
  return bytes > maxPlan_bytes ? `the plan has ${bytes} bytes, more than the ${maxPlan_bytes} allowed` : null;
}

function toStoredPlan(publisher: Publisher, outcome: JobOutcome & { status: 'done' }): StoredPlan {
  let json = jsonOf(outcome.plan);
  let excess = excessOf(json, publisher);
  if (excess !== null && outcome.lean !== undefined) {
    publisher.log.warn(`${excess}; it is kept without what it can do without`);
    json = jsonOf(outcome.lean(excess));
    excess = excessOf(json, publisher);
  }
  if (excess !== null) throw new QueueError([codedError('result_too_large', '', excess)]);
  const { ref, planId } = publisher;
  const { cost, stopped } = outcome;
  return { planId, jobId: ref.jobId, kind: ref.kind, cost, sha256: sha256(json), stopped, json };
}
