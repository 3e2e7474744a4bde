import { type CodedError, InputError } from '../contract/errors.ts';
import { parseRequest } from '../contract/parse.ts';
import type { RoutingRequest } from '../contract/request.ts';
import { located, readRequest } from '../formats/index.ts';
import type { SolverPool } from '../pool/pool.ts';
import type { JobContext, JobHandler, JobOutcome } from '../queue/types.ts';
import { type Checkpoint, isCheckpoint, solveRouting } from './solve.ts';

/** Answers jobs of the queue `routing`: native requests, or any known format as text or JSON. */
export function createRoutingHandler(pool: SolverPool): JobHandler {
  return async (payload, context) => {
    let request: RoutingRequest;
    try {
      request = requestOf(payload, context.log);
    } catch (error) {
      if (error instanceof InputError) return failed(error.errors, false);
      throw error;
    }
    return solve(request, pool, context);
  };
}

/** @throws InputError with all that is wrong */
function requestOf(payload: unknown, log: JobContext['log']): RoutingRequest {
  const read = readRequest(payload);
  if (!read.ok) throw new InputError(read.errors);
  if (read.notes.length > 0) log.info({ notes: read.notes }, 'how the request was taken');
  const parsed = parseRequest(read.input);
  if (!parsed.ok) throw new InputError(located(parsed.errors, read.locate));
  return parsed.value;
}

async function solve(request: RoutingRequest, pool: SolverPool, context: JobContext): Promise<JobOutcome> {
  let checkpoint: Checkpoint | undefined;
  const solved = await solveRouting(request, pool, {
    resume: isCheckpoint(context.checkpoint) ? context.checkpoint : undefined,
    onProgress: (progress) => context.progress(progress),
    onStart: (stop) => context.stop.onRequest(stop),
    onSuspend: (found) => {
      checkpoint = found;
    },
    onWait: () => context.hold(),
    unwanted: context.unwanted,
    signal: context.signal,
  });
  if (!solved.ok) return failed(solved.errors, solved.retry);
  const { plan } = solved;
  const { stopped } = plan.solver;
  if (stopped === 'shutdown') return { status: 'suspended', checkpoint };
  const cut = stopped === 'cancelled' || stopped === 'timeout' ? { stopped } : {};
  // Answers are no reason to lose a plan.
  const lean = plan.explanations && ((why: string) => ({ ...plan, explanations: { omitted: why } }));
  return { status: 'done', plan, cost: plan.cost.total, lean, ...cut };
}

function failed(errors: CodedError[], retry: boolean): JobOutcome {
  return { status: 'failed', errors, retry };
}
