import { loadConfig } from '../config.ts';
import { type Kind, kindOf } from '../queue/kinds.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { openSession } from './session.ts';
import { printable, type Terminal } from './terminal.ts';

const OUTCOMES = {
  removed: 'taken out of the queue',
  stopping: 'asked to stop; its best plan so far is published',
  finished: 'had ended already',
};

/** Cancels a job, wherever it is worked on. */
export async function cancel(
  terminal: Terminal,
  options: { verbose?: boolean; kind?: Kind },
  jobId: string,
): Promise<ExitCode> {
  const session = await openSession(terminal, loadConfig(), { works: false, verbose: options.verbose });
  try {
    const outcome = await session.client.cancel(jobId, { kind: options.kind ?? kindOf(jobId) });
    terminal.say(`Job ${printable(jobId)}: ${OUTCOMES[outcome]}`);
    terminal.result({ kind: 'cancelled', jobId, outcome });
    return EXIT.ok;
  } finally {
    await session.close();
  }
}
