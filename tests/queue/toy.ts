import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { codedError } from '../../src/contract/errors.ts';
import type { JobContext, JobHandler, JobOutcome } from '../../src/queue/types.ts';

/** What a toy job does; the payload of every job in these tests. */
export interface ToyPayload {
  /**
   * `work` for `work_ms`, stopping early when asked; `ignore-stop` works on until aborted, then throws, and `fail-late` fails as a
   * search does that has nothing yet; `hang` ignores even that; `wait` waits for `work_ms`, as for threads, before it begins and ends;
   * `block-first` holds the event loop in the job's first run; `die` aborts the process; the others end at once.
   */
  act:
    | 'work'
    | 'ignore-stop'
    | 'fail-late'
    | 'hang'
    | 'wait'
    | 'block-first'
    | 'die'
    | 'refuse'
    | 'out-of-memory'
    | 'throw'
    | 'big'
    | 'big-with-extras'
    | 'cyclic';
  work_ms?: number;
  /** Makes payloads differ. */
  tag?: string;
}

/** A handler that writes down every start, in a file so that starts of killed processes count too. */
export function createToy(startsFile: string): JobHandler {
  return async (payload, context) => {
    const toy = payload as ToyPayload;
    appendFileSync(startsFile, `${context.jobId}\n`);
    return act(toy, context, startsOf(startsFile, context.jobId));
  };
}

/** How often a job was started, in any process. */
export function startsOf(startsFile: string, jobId: string): number {
  try {
    return readFileSync(startsFile, 'utf8')
      .split('\n')
      .filter((line) => line === jobId).length;
  } catch {
    return 0;
  }
}

const done = (toy: ToyPayload, context: JobContext, more: object = {}): JobOutcome => ({
  status: 'done',
  plan: { tag: toy.tag, attempt: context.attempt, resumedFrom: context.checkpoint ?? null },
  cost: 42,
  ...more,
});

async function work(toy: ToyPayload, context: JobContext): Promise<JobOutcome> {
  const stopped = new Promise<void>((resolve) => context.stop.onRequest(() => resolve()));
  for (let step = 0; step < (toy.work_ms ?? 0) / 50 && !context.stop.requested; step++) {
    context.progress({ cost: 1000 - step, iterations: step, elapsed_s: step / 20, unassigned: 0 });
    await Promise.race([delay(50, undefined, { signal: context.signal }), stopped]);
  }
  const { reason } = context.stop;
  if (reason === 'shutdown') return { status: 'suspended', checkpoint: { best: 43, tag: toy.tag } };
  return done(toy, context, reason === undefined ? {} : { stopped: reason });
}

async function act(toy: ToyPayload, context: JobContext, starts: number): Promise<JobOutcome> {
  switch (toy.act) {
    case 'work':
      return work(toy, context);
    case 'ignore-stop':
      await delay(toy.work_ms ?? 60_000, undefined, { signal: context.signal });
      return done(toy, context);
    case 'fail-late':
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
      return { status: 'failed', errors: [codedError('cancelled', '', 'aborted before a first solution')] };
    case 'hang':
      return new Promise(() => {});
    case 'wait': {
      const begin = context.hold();
      await delay(toy.work_ms, undefined, { signal: context.unwanted });
      begin();
      return done(toy, context, { stopped: context.stop.reason });
    }
    case 'block-first': {
      const end = performance.now() + (starts === 1 ? (toy.work_ms ?? 0) : 0);
      while (performance.now() < end);
      return done(toy, context);
    }
    case 'die':
      return process.abort();
    case 'refuse': {
      const errors = [
        codedError('duplicate_id', 'tasks[1].id', 'a twice'),
        codedError('no_vehicles', 'vehicles', 'none'),
      ];
      return { status: 'failed', errors };
    }
    case 'out-of-memory':
      return { status: 'failed', errors: [codedError('out_of_memory', '', 'thread 1')], retry: true };
    case 'throw':
      throw new Error('a bug');
    case 'big':
      return { status: 'done', plan: 'x'.repeat(200_000), cost: 1 };
    case 'big-with-extras':
      return { status: 'done', plan: 'x'.repeat(200_000), cost: 1, lean: (why) => ({ omitted: why }) };
    case 'cyclic': {
      const plan: Record<string, unknown> = {};
      plan.self = plan;
      return { status: 'done', plan, cost: 1 };
    }
  }
}
