import { availableParallelism } from 'node:os';
import { codedError, InputError } from '../contract/errors.ts';
import { parseJson } from '../contract/limits.ts';
import { looksLikeJson } from '../formats/detect.ts';
import { onInterrupt } from '../interrupt.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { readText } from './files.ts';
import { refused } from './options.ts';
import { checkOutputs, type Outputs } from './outputs.ts';
import { createProgress } from './progress.ts';
import { isStaffing, readStaffing, type StaffingOptions } from './staffing-read.ts';
import { reportStaffing } from './staffing-report.ts';
import { line } from './summary.ts';
import type { Terminal } from './terminal.ts';

/** Plans riders in this process; the plan has passed the judge and the simulation before it is shown. */
export async function staff(
  terminal: Terminal,
  options: StaffingOptions & Pick<Outputs, 'out' | 'svg'> & { title?: string },
  file: string,
): Promise<ExitCode> {
  await checkOutputs(options, file);
  if (options.title !== undefined && options.svg === undefined) {
    throw refused('--title is the heading of the picture, and there is none', 'Use --svg.');
  }
  const text = await readText(file);
  // JSON that is broken has no kind: what is wrong is its comma.
  const json = looksLikeJson(text) ? parseJson(text) : null;
  if (json?.ok === false) throw new InputError(json.errors);
  if (!isStaffing(text)) {
    const cause = `${file} is no staffing request: its 'kind' is not 'staffing'`;
    throw new InputError([codedError('wrong_value', 'kind', cause, 'Use solve for routes.')]);
  }
  const { request } = await readStaffing(text, options);
  // Planner and threads are loaded only now, so that bad input is answered at once.
  const [{ createSolverPool }, { staff: plan }] = await Promise.all([
    import('../pool/pool.ts'),
    import('../jobs/staffing.ts'),
  ]);
  const threads = request.options.threads ?? availableParallelism();
  const pool = createSolverPool({ threads });
  const progress = createProgress(terminal, { time_s: request.options.time_s, iterations: request.options.iterations });
  const interrupted = Promise.withResolvers<void>();
  const release = onInterrupt(() => interrupted.resolve());
  try {
    const staffed = await plan(request, pool, {
      onProgress: (state) => progress.report({ ...state, unassigned: 0 }),
      onStart: (stop) => void interrupted.promise.then(() => stop('cancelled')),
    });
    progress.end();
    if (!staffed.ok) throw new InputError(staffed.errors);
    await reportStaffing(terminal, staffed.plan, options, line('Check', 'passed'), options.title);
    return staffed.stopped === 'none' ? EXIT.ok : EXIT.stopped;
  } finally {
    progress.end();
    release();
    await pool.close();
  }
}
