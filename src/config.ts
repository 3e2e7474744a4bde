import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type CodedError, codedError, InputError } from './contract/errors.ts';
import { DEFAULT_LIMITS } from './contract/limits.ts';
import { webhookUrlSchema } from './contract/webhook.ts';
import { DAY_S } from './kit/units.ts';

/** Whom webhooks may call, and how. */
export interface WebhookConfig {
  /** Such as `https://dispatch.example:8443`; no other is called. */
  origins: readonly string[];
  /** For jobs that name no address. */
  url?: string;
  /** Each signs every call, so that a new one can replace an old one without a gap. */
  keys: readonly Buffer[];
  /** Longest time of one attempt. */
  timeout_ms: number;
  /** Attempts before a delivery is given up. */
  attempts: number;
  /** Wait after the first attempt; doubles with each. */
  backoff_ms: number;
}

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
  /** Finished jobs of a kind kept, completed and failed each, with their payloads, and no longer than plans. */
  keptJobs: number;
  /** File whose modification time shows that the worker lives; none when absent. */
  heartbeatFile?: string;
  /** Absent: nobody is called, and jobs that ask for it are refused. */
  webhooks?: WebhookConfig;
}

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `is below ${min}`).max(max, `is above ${max}`));

/** Words with spaces or commas between; all that are wrong are named, unless they are secrets. */
const words = <T>(read: (word: string) => T | undefined, wrong: string, isSecret = false) =>
  z.string().transform((text, context) => {
    const given = text.split(/[\s,]+/).filter(Boolean);
    const bad = given.filter((word) => read(word) === undefined);
    const shown = isSecret ? '' : `: ${bad.join(' ')}`;
    if (bad.length > 0) context.addIssue({ code: 'custom', message: `${wrong}${shown}` });
    return given.map(read) as T[];
  });

function originOf(text: string): string | undefined {
  if (text.includes('*') || !webhookUrlSchema.safeParse(text).success) return undefined;
  const { pathname, search, origin } = new URL(text);
  return pathname === '/' && search === '' ? origin : undefined;
}

/** As [Standard Webhooks](https://www.standardwebhooks.com) writes secrets. */
function keyOf(text: string): Buffer | undefined {
  const key = Buffer.from(/^whsec_([A-Za-z0-9+/]+=*)$/.exec(text)?.[1] ?? '', 'base64');
  return key.length >= 24 && key.length <= 64 ? key : undefined;
}

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
  ROUNDSMAN_KEPT_JOBS: [integer(100, 10_000_000).default(10_000), 'Give a number of jobs from 100.'],
  ROUNDSMAN_HEARTBEAT_FILE: [z.string().optional(), 'Name a file that can be written.'],
  ROUNDSMAN_WEBHOOK_ORIGINS: [
    words(originOf, 'has what is no origin').default([]),
    'Write such as https://dispatch.example http://10.0.0.5:8080, without paths and wildcards, on no port that belongs to another service (6000, say).',
  ],
  ROUNDSMAN_WEBHOOK_URL: [webhookUrlSchema.optional(), 'Give an address of one of ROUNDSMAN_WEBHOOK_ORIGINS.'],
  ROUNDSMAN_WEBHOOK_SECRET: [
    words(keyOf, 'is not whsec_ and 24 to 64 bytes as base64', true).default([]),
    'Write whsec_ and what `openssl rand -base64 32` prints; while one replaces another, both.',
  ],
  ROUNDSMAN_WEBHOOK_TIMEOUT_MS: [integer(10, 120_000).default(15_000), 'Give milliseconds from 10 to 120000.'],
  ROUNDSMAN_WEBHOOK_ATTEMPTS: [integer(1, 100).default(20), 'Give a number from 1 to 100.'],
  ROUNDSMAN_WEBHOOK_BACKOFF_MS: [integer(1, 3_600_000).default(1_000), 'Give milliseconds from 1 to 3600000.'],
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

/** What is wrong between settings that are right by themselves. */
function conflictsOf(v: Values, wrong: Set<string>): CodedError[] {
  const errors: CodedError[] = [];
  const add = (name: Name, cause: string) => {
    if (!wrong.has(name)) errors.push(codedError('bad_config', name, `${name} ${cause}`, SETTINGS[name][1]));
  };
  const { ROUNDSMAN_THREADS: threads, ROUNDSMAN_THREADS_PER_JOB: perJob } = v;
  if (perJob !== undefined && perJob > threads)
    add('ROUNDSMAN_THREADS_PER_JOB', `(${perJob}) is above ROUNDSMAN_THREADS (${threads})`);
  if (wrong.has('ROUNDSMAN_WEBHOOK_ORIGINS')) return errors;
  const { ROUNDSMAN_WEBHOOK_ORIGINS: origins, ROUNDSMAN_WEBHOOK_URL: url } = v;
  if (url !== undefined && !origins.includes(new URL(url).origin)) {
    add('ROUNDSMAN_WEBHOOK_URL', 'is of no origin in ROUNDSMAN_WEBHOOK_ORIGINS');
  }
  if (origins.length > 0 && v.ROUNDSMAN_WEBHOOK_SECRET?.length === 0) {
    add('ROUNDSMAN_WEBHOOK_SECRET', 'is not set, and ROUNDSMAN_WEBHOOK_ORIGINS is');
  }
  return errors;
}

function webhooksOf(v: Values): Readonly<WebhookConfig> | undefined {
  if (v.ROUNDSMAN_WEBHOOK_ORIGINS.length === 0) return undefined;
  return Object.freeze({
    origins: v.ROUNDSMAN_WEBHOOK_ORIGINS,
    url: v.ROUNDSMAN_WEBHOOK_URL,
    keys: v.ROUNDSMAN_WEBHOOK_SECRET,
    timeout_ms: v.ROUNDSMAN_WEBHOOK_TIMEOUT_MS,
    attempts: v.ROUNDSMAN_WEBHOOK_ATTEMPTS,
    backoff_ms: v.ROUNDSMAN_WEBHOOK_BACKOFF_MS,
  });
}

/**
 * Reads and checks all settings; the only reader of the environment.
 * @throws InputError with every wrong setting at once (`bad_config`, path = name of the variable).
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Readonly<Config> {
  const { values: v, errors } = readValues(env);
  errors.push(...conflictsOf(v, new Set(errors.map(({ path }) => path))));
  const threadsPerJob = v.ROUNDSMAN_THREADS_PER_JOB ?? v.ROUNDSMAN_THREADS;
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
    keptJobs: v.ROUNDSMAN_KEPT_JOBS,
    heartbeatFile: v.ROUNDSMAN_HEARTBEAT_FILE,
    webhooks: webhooksOf(v),
  });
}
