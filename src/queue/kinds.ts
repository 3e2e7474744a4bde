import { codedError } from '../contract/errors.ts';
import { QueueError } from './errors.ts';

/** Kinds of jobs, which are the names of their queues. */
export const KINDS = ['routing', 'staffing'] as const;
export type Kind = (typeof KINDS)[number];

/** The kind that an id begins with, as those do that `submit` makes; of `night` and `night-shift` the longer one. */
export function kindIn<K extends string>(jobId: string, kinds: readonly K[]): K | undefined {
  return kinds.filter((kind) => jobId.startsWith(`${kind}-`)).sort((a, b) => b.length - a.length)[0];
}

/** The kind of a job: as its id begins where `submit` made it, or else routing. */
export const kindOf = (jobId: string): Kind => kindIn(jobId, KINDS) ?? 'routing';

/** A job of any other kind would wait for a worker that never comes. @throws QueueError `wrong_value`. */
export function checkKind(kind: string, kinds: readonly string[]): void {
  if (kinds.includes(kind)) return;
  const cause = `there are no jobs of the kind '${kind.slice(0, 100)}'`;
  throw new QueueError([codedError('wrong_value', 'kind', cause, `Use ${kinds.join(' or ')}.`)]);
}
