import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type CodedError, codedError, InputError } from './contract/errors.ts';
import { DEFAULT_LIMITS } from './contract/limits.ts';

/** Settings of a worker or client, read once from the environment; see `SETTINGS` for the variables. */
export interface Config {
  /** `redis://` or `rediss://` address; without it the embedded single-process store in `dataDir` is used. */
  redisUrl?: string;
  /** Key prefix on Redis. The braces keep all keys on one slot of a cluster. */
  prefix: string;
  /** Absolute folder of the embedded store. */
  dataDir: string;
  /** Solver threads of the whole process. */
  threads: number;
  /** Solver threads one job may use. */
  threadsPerJob: number;
  /** Jobs solved at the same time: `threads / threadsPerJob`. */
  concurrency: number;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** How long a claim on a job holds without renewal; renewed every quarter of it. */
  lock_ms: number;
  /** How often claims that ran out are looked for. A dead worker's job starts again within lock_ms + this. */
  stalledInterval_ms: number;
  /** Starts of a job that ended without a word (the process died) before it is set aside as `poison_job`. */
  maxStarts: number;
  /** Longest wall time of one run before it is told to stop; a job may ask for less. */
  jobTimeout_s: number;
  /** Time between asking a run to stop and aborting it. */
  grace_ms: number;
  /** Time a worker has to leave after SIGTERM. */
  shutdown_ms: number;
  /** Waiting jobs of one kind above which submitting is refused (a soft limit: counted before adding). */
  maxQueueDepth: number;
  maxPayload_bytes: number;
  maxPlan_bytes: number;
  /** How long a plan is kept; an announcement that nobody takes stays. */
  planTtl_s: number;
  /** File whose modification time shows that the worker lives; none when absent. */
  heartbeatFile?: string;
}

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `is below ${min}`).max(max, `is above ${max}`));

const DAY_S = 86_400;
const cores = availableParallelism();

/** Variable -> how it is read and what to do when it is wrong. */
const SETTINGS = {
  REDIS_URL: [
    z.url({ protocol: /^rediss?$/, error: 'is not a redis:// or rediss:// address' }).optional(),
    'Write redis://host:6379, or unset it for the embedded store.',
  ],
  ROUNDSMAN_PREFIX: [
    z
      .string()
      .regex(/^[\w{}.-]+$/, 'has characters other than letters, digits and {}._-')
      .default('{bull}'),
    'Use letters, digits and {}._- only.',
  ],
  ROUNDSMAN_DATA_DIR: [z.string().default('.roundsman'), 'Name a folder that can be written.'],
  ROUNDSMAN_THREADS: [integer(1, 1024).default(cores), 'Give the number of cores to use.'],
  ROUNDSMAN_THREADS_PER_JOB: [integer(1, 1024).optional(), 'Give a number up to ROUNDSMAN_THREADS.'],
  ROUNDSMAN_LOG_LEVEL: [
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'is not a log level').default('info'),
    'Use fatal, error, warn, info, debug, trace or silent.',
  ],
  ROUNDSMAN_LOCK_MS: [integer(500, 600_000).default(50_000), 'Give milliseconds from 500 to 600000.'],
  ROUNDSMAN_STALLED_INTERVAL_MS: [integer(200, 600_000).default(30_000), 'Give milliseconds from 200 to 600000.'],
  ROUNDSMAN_MAX_STARTS: [integer(1, 10).default(3), 'Give a number from 1 to 10.'],
  ROUNDSMAN_JOB_TIMEOUT_S: [integer(1, 7 * DAY_S).default(3_600), 'Give seconds from 1 to 604800.'],
  ROUNDSMAN_GRACE_MS: [integer(10, 600_000).default(5_000), 'Give milliseconds from 10 to 600000.'],
  ROUNDSMAN_SHUTDOWN_MS: [integer(500, 600_000).default(9_000), 'Give milliseconds from 500 to 600000.'],
  ROUNDSMAN_MAX_QUEUE_DEPTH: [integer(1, 10_000_000).default(10_000), 'Give a number of jobs from 1.'],
  ROUNDSMAN_MAX_PAYLOAD_BYTES: [
    integer(1_000, 512 * 2 ** 20).default(DEFAULT_LIMITS.maxBytes),
    'Give bytes up to 536870912.',
  ],
  ROUNDSMAN_MAX_PLAN_BYTES: [
    integer(1_000, 512 * 2 ** 20).default(DEFAULT_LIMITS.maxBytes),
    'Give bytes up to 536870912.',
  ],
  ROUNDSMAN_PLAN_TTL_S: [integer(60, 365 * DAY_S).default(7 * DAY_S), 'Give seconds from 60 to 31536000.'],
  ROUNDSMAN_HEARTBEAT_FILE: [z.string().optional(), 'Name a file that can be written.'],
} as const satisfies Record<string, readonly [z.ZodType, string]>;

type Name = keyof typeof SETTINGS;
type Values = { [N in Name]: z.output<(typeof SETTINGS)[N][0]> };

/** Names read elsewhere (the test runner), so that a misspelt setting is told apart from them. */
const OTHER_NAMES = new Set(['ROUNDSMAN_REQUIRE_ALL']);

function readValues(env: NodeJS.ProcessEnv): { values: Values; errors: CodedError[] } {
  const values: Record<string, unknown> = {};
  const errors: CodedError[] = [];
  for (const [name, [schema, action]] of Object.entries(SETTINGS)) {
    // An empty variable counts as unset, as compose files write it.
    const read = schema.safeParse(env[name] === '' ? undefined : env[name]);
    if (read.success) values[name] = read.data;
    else errors.push(codedError('bad_config', name, `${name} ${read.error.issues[0]?.message}`, action));
  }
  for (const name of Object.keys(env)) {
    if (name.startsWith('ROUNDSMAN_') && !(name in SETTINGS) && !OTHER_NAMES.has(name)) {
      errors.push(codedError('bad_config', name, `${name} is not a setting`, 'Correct its spelling or unset it.'));
    }
  }
  return { values: values as Values, errors };
}

/**
 * Reads and checks all settings; the only reader of the environment.
 * @throws InputError with every wrong setting at once (`bad_config`, path = name of the variable).
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Readonly<Config> {
  const { values: v, errors } = readValues(env);
  const threadsPerJob = v.ROUNDSMAN_THREADS_PER_JOB ?? v.ROUNDSMAN_THREADS;
  if (threadsPerJob > v.ROUNDSMAN_THREADS) {
    const cause = `ROUNDSMAN_THREADS_PER_JOB (${threadsPerJob}) is above ROUNDSMAN_THREADS (${v.ROUNDSMAN_THREADS})`;
    errors.push(codedError('bad_config', 'ROUNDSMAN_THREADS_PER_JOB', cause, SETTINGS.ROUNDSMAN_THREADS_PER_JOB[1]));
  }
  if (errors.length > 0) throw new InputError(errors);
  return Object.freeze({
    redisUrl: v.REDIS_URL,
    prefix: v.ROUNDSMAN_PREFIX,
    dataDir: resolve(v.ROUNDSMAN_DATA_DIR),
    threads: v.ROUNDSMAN_THREADS,
    threadsPerJob,
    concurrency: Math.floor(v.ROUNDSMAN_THREADS / threadsPerJob),
    logLevel: v.ROUNDSMAN_LOG_LEVEL,
    lock_ms: v.ROUNDSMAN_LOCK_MS,
    stalledInterval_ms: v.ROUNDSMAN_STALLED_INTERVAL_MS,
    maxStarts: v.ROUNDSMAN_MAX_STARTS,
    jobTimeout_s: v.ROUNDSMAN_JOB_TIMEOUT_S,
    grace_ms: v.ROUNDSMAN_GRACE_MS,
    shutdown_ms: v.ROUNDSMAN_SHUTDOWN_MS,
    maxQueueDepth: v.ROUNDSMAN_MAX_QUEUE_DEPTH,
    maxPayload_bytes: v.ROUNDSMAN_MAX_PAYLOAD_BYTES,
    maxPlan_bytes: v.ROUNDSMAN_MAX_PLAN_BYTES,
    planTtl_s: v.ROUNDSMAN_PLAN_TTL_S,
    heartbeatFile: v.ROUNDSMAN_HEARTBEAT_FILE,
  });
}
