/**
 * `npm start`: a worker on the queues `routing` and `staffing` until SIGTERM. Settings: see config.ts.
 * Exit codes as of the command line: 0 shut down, 1 a fault, 2 a wrong setting, 3 another process holds the embedded
 * store. A Redis that is away is waited for.
 */
import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import { type Config, loadConfig } from './config.ts';
import { type CodedError, InputError } from './contract/errors.ts';
import { createHandlers } from './jobs/handlers.ts';
import { warmUp } from './jobs/warm-up.ts';
import { keepHeapsSmall } from './pool/heap.ts';
import { createSolverPool } from './pool/pool.ts';
import { discreet } from './queue/discreet-log.ts';
import { serve } from './queue/serve.ts';

/** JSON lines for machines, readable ones on a terminal. */
function createLog({ logLevel }: Config): Logger {
  return discreet(process.stdout.isTTY ? pino({ level: logLevel }, pretty({ sync: true })) : pino({ level: logLevel }));
}

function exitCodeFor(errors: CodedError[]): number {
  if (errors.some((error) => error.code === 'bad_config')) return 2;
  return errors.some((error) => error.code === 'queue_unreachable') ? 3 : 1;
}

keepHeapsSmall();
try {
  const config = loadConfig();
  const pool = createSolverPool({
    threads: config.threads,
    threadsPerJob: config.threadsPerJob,
    grace_s: config.grace_ms / 1000,
  });
  const log = createLog(config);
  // Beside connecting to the store: a job that is there already waits for a moment at most.
  warmUp(pool).catch((error) => log.warn({ err: error }, 'not warmed up'));
  await serve(config, createHandlers(pool), log);
  await pool.close();
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  for (const { code, cause, action } of error.errors) console.error(`${code}: ${cause}. ${action}`);
  process.exit(exitCodeFor(error.errors));
}
