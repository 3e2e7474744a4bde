import { loadConfig } from '../config.ts';
import type { StaffingPlan } from '../contract/staffing/plan.ts';
import { endOnInterrupt } from '../interrupt.ts';
import { type Kind, kindOf } from '../queue/kinds.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { CHECKED, follow, planOf } from './follow.ts';
import { checkOutputs, type Outputs, refuseTours, report } from './outputs.ts';
import { openSession } from './session.ts';
import { reportStaffing } from './staffing-report.ts';
import { breaksRules, checkLine, line } from './summary.ts';
import { printable, type Terminal } from './terminal.ts';

interface Options extends Outputs {
  verbose?: boolean;
  kind?: Kind;
}

/** Follows a job to its end and shows the plan. The embedded queue is worked on meanwhile: nobody else can. */
export async function watch(terminal: Terminal, options: Options, jobId: string): Promise<ExitCode> {
  await checkOutputs(options);
  const kind = options.kind ?? kindOf(jobId);
  if (kind === 'staffing') refuseTours({ sol: options.sol, geojson: options.geojson });
  const session = await openSession(terminal, loadConfig(), { works: true, verbose: options.verbose });
  const release = endOnInterrupt(async () => {
    terminal.note(`Job ${printable(jobId)} is not followed any longer; it goes on`);
    await session.close();
  });
  try {
    const result = await follow(terminal, session.client, jobId, { time_s: null, iterations: null }, kind);
    if (kind === 'staffing') {
      const { plan } = await session.client.fetchPlan(result.planId);
      await reportStaffing(terminal, plan as StaffingPlan, options, line('Check', CHECKED));
    } else {
      const plan = await planOf(session.client, result);
      await report(terminal, plan, null, options, checkLine(plan, CHECKED));
      if (breaksRules(plan)) return EXIT.check;
    }
    return result.stopped === undefined ? EXIT.ok : EXIT.stopped;
  } finally {
    release();
    await session.close();
  }
}
