import { QueueKeys } from 'bullmq';
import { codedError } from '../contract/errors.ts';
import { QueueError } from './errors.ts';
import { kindIn } from './kinds.ts';

/**
 * What BullMQ keeps on Redis beside the jobs of a queue, under keys that look like theirs: a job of such a name would take the place
 * of the list of waiting jobs, say, and no worker could go on. The last four are keys of older versions, and first parts of keys.
 */
const RESERVED = new Set([...Object.keys(new QueueKeys().getKeys('')), 'delay', 'priority', 'metrics', 'dn']);
// The first part of all keys: no name.
RESERVED.delete('');

function refuse(jobId: string, why: string, action: string): never {
  const cause = `the job id '${jobId.slice(0, 130)}' ${why}`;
  throw new QueueError([codedError('wrong_value', 'jobId', cause, action)]);
}

/** An id by which a job is looked up: also one that another producer made. @throws QueueError `wrong_value`. */
export function checkId(jobId: string): void {
  if (RESERVED.has(jobId)) refuse(jobId, 'is a name that the queue itself uses', 'Use another id.');
}

/** An id for a new job. @param kinds those of its client. @throws QueueError `wrong_value`. */
export function checkNewId(kind: string, jobId: string, kinds: readonly string[]): void {
  checkId(jobId);
  if (!/^[\w.-]{1,128}$/.test(jobId) || /^\d+$/.test(jobId)) {
    refuse(jobId, 'is not usable', 'Use letters, digits and ._-, up to 128, not a whole number.');
  }
  // Who has only the id would look for the job in the other queue.
  const other = kindIn(jobId, kinds);
  if (other !== undefined && other !== kind) {
    refuse(jobId, `begins as those of ${other} jobs do, and this one is of ${kind}`, 'Begin it in another way.');
  }
}
