import { checkPlan } from '../check/index.ts';
import { InputError } from '../contract/errors.ts';
import type { RoutingPlan } from '../contract/plan.ts';
import type { RoutingRequest } from '../contract/request.ts';
import type { StaffingPlan } from '../contract/staffing/plan.ts';
import { onInterrupt } from '../interrupt.ts';
import type { Client } from '../queue/client.ts';
import type { Kind } from '../queue/kinds.ts';
import type { JobResult } from '../queue/types.ts';
import { describeVerdict } from './check.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type Outputs, report } from './outputs.ts';
import { type Budget, budgetOf, createProgress } from './progress.ts';
import { reportStaffing } from './staffing-report.ts';
import { line } from './summary.ts';
import { printable, type Terminal } from './terminal.ts';

/** Said of plans that came from a queue. */
export const CHECKED = 'passed before the plan was published';

/** What BullMQ calls the states of a job -> what they mean to people. */
const STATES: Record<string, string> = {
  waiting: 'waiting for a worker',
  prioritized: 'waiting for a worker',
  delayed: 'waiting for its second try',
  active: 'a worker has it',
};

/**
 * Follows a job to its end, with its progress on the terminal.
 * @throws InputError with what the job failed for.
 */
export async function follow(
  terminal: Terminal,
  client: Client,
  jobId: string,
  budget: Budget,
  kind: Kind = 'routing',
): Promise<JobResult> {
  let progress = createProgress(terminal, budget);
  try {
    for await (const event of client.watch(jobId, { kind })) {
      switch (event.type) {
        case 'state':
          progress.end();
          terminal.note(`Job ${printable(jobId)}: ${STATES[event.state] ?? event.state}`);
          terminal.event({ kind: 'state', state: event.state });
          progress = createProgress(terminal, budget);
          break;
        case 'progress':
          progress.report(event.progress);
          break;
        case 'done': {
          const { type: _, ...result } = event;
          return result;
        }
        case 'failed':
          throw new InputError(event.errors);
      }
    }
    throw new Error('the watch ended before the job');
  } finally {
    progress.end();
  }
}

/** Follows a staffing job of one's own and reports its plan, which was judged before it was published. Ctrl-C cancels the job. */
export async function followStaffing(
  terminal: Terminal,
  client: Client,
  jobId: string,
  budget: Budget,
  outputs: Pick<Outputs, 'out' | 'svg'>,
): Promise<ExitCode> {
  const release = onInterrupt(() => void client.cancel(jobId, { kind: 'staffing' }).catch(() => undefined));
  try {
    const result = await follow(terminal, client, jobId, budget, 'staffing');
    const { plan } = await client.fetchPlan(result.planId);
    await reportStaffing(terminal, plan as StaffingPlan, outputs, line('Check', CHECKED));
    return result.stopped === undefined ? EXIT.ok : EXIT.stopped;
  } finally {
    release();
  }
}

/** The plan of a finished job. */
export async function planOf(client: Client, { planId }: JobResult): Promise<RoutingPlan> {
  return (await client.fetchPlan(planId)).plan as RoutingPlan;
}

/**
 * Follows a job of one's own, checks the plan that came back once more, and reports it. Ctrl-C cancels the job, whose
 * best plan so far is then reported.
 */
export async function followAndReport(
  terminal: Terminal,
  client: Client,
  jobId: string,
  request: RoutingRequest,
  outputs: Outputs,
): Promise<ExitCode> {
  // A cancel that comes too late, or does not get through, changes nothing: the watch says what becomes of the job.
  const release = onInterrupt(() => void client.cancel(jobId, { kind: 'routing' }).catch(() => undefined));
  try {
    const result = await follow(terminal, client, jobId, budgetOf(request.options));
    const plan = await planOf(client, result);
    const verdict = checkPlan(request, plan);
    await report(terminal, plan, request, outputs, describeVerdict(verdict));
    if (!verdict.ok) return EXIT.check;
    return result.stopped === undefined ? EXIT.ok : EXIT.stopped;
  } finally {
    release();
  }
}
