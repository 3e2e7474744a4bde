import { loadConfig } from '../config.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { follow, planOf } from './follow.ts';
import { endOnInterrupt } from './interrupt.ts';
import { checkOutputs, type Outputs, report } from './outputs.ts';
import { openSession } from './session.ts';
import { line } from './summary.ts';
import type { Terminal } from './terminal.ts';

interface Options extends Outputs {
  verbose?: boolean;
}

/** Follows a job to its end and shows the plan. The embedded queue is worked on meanwhile: nobody else can. */
export async function watch(terminal: Terminal, options: Options, jobId: string): Promise<ExitCode> {
  await checkOutputs(options);
  const session = await openSession(terminal, loadConfig(), { works: true, verbose: options.verbose });
  const release = endOnInterrupt(async () => {
    terminal.note(`Job ${jobId} is not followed any longer; it goes on`);
    await session.close();
  });
  try {
    const result = await follow(terminal, session.client, jobId, { time_s: null, iterations: null });
    const plan = await planOf(session.client, result);
    await report(terminal, plan, null, options, line('Check', 'passed before the plan was published'));
    return result.stopped === undefined ? EXIT.ok : EXIT.stopped;
  } finally {
    release();
    await session.close();
  }
}
