import { Piscina } from 'piscina';
import { type CodedError, codedError } from '../contract/errors.ts';
import type { StaffingRequest } from '../contract/staffing/request.ts';
import type { Problem } from '../model/problem.ts';
import {
  Exchange,
  type Packed,
  type Progress,
  resultOf,
  type SolveParams,
  type SolveResult,
  type StopReason,
} from '../routing/solve.ts';
import type { RoutingAnswer, RoutingTask } from './messages.ts';
import { Seats } from './seats.ts';
import { type RunTask, type StaffingHooks, type StaffingRun, staffOn } from './staffing.ts';

export interface PoolOptions {
  /** Threads in all: 1 or more, whole. They live until whoever made the pool closes it. */
  threads: number;
  /** Threads of one job, unless it asks for another number; at most `threads`. Default: all. */
  threadsPerJob?: number;
  /** Seconds past its time budget, or past a stop, that a search may take before its threads are killed. Default 5. */
  grace_s?: number;
  /** Jobs that may wait for threads before further ones are refused (`queue_full`). Default 1000. */
  maxWaiting?: number;
}

export interface SolveHooks {
  /**
   * Called with a first solution while the search goes on, and where that is much once more with a later one; returns how many
   * seconds of its time it should leave. `over` aborts when the search ends before that is known.
   */
  onSolution?(best: Packed, over: AbortSignal): number | Promise<number>;
  /** Called up to ten times a second with the best so far, while the search goes on. */
  onProgress?(progress: Progress): void;
  /** First stage of a stop: called with a function that makes the search return its best. */
  onStart?(stop: (reason: Exclude<StopReason, 'none'>) => void): void;
  /** Second stage: kills the threads. The best so far is still returned where there is one. */
  signal?: AbortSignal;
}

export type PoolAnswer = { ok: true; result: SolveResult } | { ok: false; errors: CodedError[]; retry: boolean };

/** A job's turn, to be left when it is over. */
export type Turn = { ok: true; leave(): void } | { ok: false; errors: CodedError[]; retry: boolean };

export interface SolverPool {
  readonly threads: number;
  readonly threadsPerJob: number;
  /** Turns asked for so far. */
  readonly asked: number;
  /**
   * Waits until a job may have its threads, first come, first served: its time counts from there on. What asks for threads without
   * a turn gets them, too, but may find that others are at work.
   * @param wanted threads; more than there are count as all
   */
  admit(wanted: number, signal?: AbortSignal): Promise<Turn>;
  /** Runs a search whose second 0 was at `started_ns`. Lanes beyond the threads run in turns. */
  solve(problem: Problem, params: SolveParams, started_ns: bigint, hooks?: SolveHooks): Promise<PoolAnswer>;
  /** Plans riders: the plan on one thread, its scenarios on as many as the request asks for, or else a job may use. */
  staff(request: StaffingRequest, started_ns: bigint, hooks?: StaffingHooks): Promise<StaffingRun>;
  /** Ends all threads; running searches fail. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const POLL_MS = 100;
/** What comes after the search is rehearsed again at this part of its time, where it takes more than that part of it. */
const REHEARSED_AGAIN = 0.6;
const LONG_RESERVE = 0.02;

/** Entry of the threads: TypeScript as it is in the repository, plain JavaScript in the published build. */
function entry(name: 'routing' | 'staffing'): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`../../workers/${name}.${extension}`, import.meta.url).href;
}

/** A pool of solver threads, shared by the jobs of a process. */
export function createSolverPool(options: PoolOptions): SolverPool {
  const { threads, grace_s = 5, maxWaiting = 1000 } = options;
  const threadsPerJob = Math.min(threads, options.threadsPerJob ?? threads);
  const piscina = new Piscina({
    filename: entry('routing'),
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
  });
  // The threads of a search wait for each other at the end of every round: a search may only start when all have a seat.
  const seats = new Seats(threads, maxWaiting);
  // A job asks for them more than once.
  const turns = new Seats(threads, maxWaiting);
  let closed = false;
  let asked = 0;

  async function admit(wanted: number, signal?: AbortSignal): Promise<Turn> {
    asked++;
    const count = Math.min(wanted, threads);
    if (await turns.take(count, signal)) return { ok: true, leave: () => turns.free(count) };
    return refused(signal);
  }

  /** Of seats. */
  function refused(signal: AbortSignal | undefined) {
    if (signal?.aborted) return failed('cancelled', 'aborted while waiting for threads');
    return failed('queue_full', `${maxWaiting} jobs are waiting`);
  }

  async function solve(
    problem: Problem,
    params: SolveParams,
    started_ns: bigint,
    hooks: SolveHooks = {},
  ): Promise<PoolAnswer> {
    const parties = Math.min(params.lanes, threads);
    if (!(await seats.take(parties, hooks.signal))) return refused(hooks.signal);
    try {
      // Piscina would start new threads.
      if (closed) return failed('thread_failed', 'the solver pool is closed', true);
      return await run(problem, params, parties, started_ns, hooks);
    } finally {
      seats.free(parties);
    }
  }

  async function run(
    problem: Problem,
    params: SolveParams,
    parties: number,
    started_ns: bigint,
    hooks: SolveHooks,
  ): Promise<PoolAnswer> {
    const exchange = Exchange.create(problem, params.lanes, parties);
    const kill = new AbortController();
    const abort = () => {
      if (hooks.signal?.aborted) exchange.requestStop('cancelled'); // the first reason stays
      kill.abort();
    };
    hooks.signal?.addEventListener('abort', abort, { once: true });
    const watch = watchOver(exchange, params, started_ns, hooks, abort);
    hooks.onStart?.((reason) => watch.stop(reason));
    let broken: Broken | undefined;
    try {
      const answers = await Promise.all(
        Array.from({ length: parties }, async (_, party): Promise<RoutingAnswer> => {
          const lanes = Array.from({ length: params.lanes }, (_, lane) => lane).filter(
            (lane) => lane % parties === party,
          );
          const task: RoutingTask = {
            problem: problem.buffer,
            rich: problem.rich,
            initial: problem.initial,
            exchange: exchange.buffer,
            params,
            lanes,
            parties,
            started_ns,
          };
          const answer = await runTask(task, kill.signal);
          // The others would wait for this one: let them come to an end. Those that are killed here end together.
          if (!answer.ok && !kill.signal.aborted) {
            broken ??= answer;
            exchange.requestStop('shutdown');
          }
          return answer;
        }),
      );
      return conclude(exchange, answers, broken);
    } finally {
      watch.end();
      hooks.signal?.removeEventListener('abort', abort);
    }
  }

  async function runTask(task: RoutingTask, signal: AbortSignal): Promise<RoutingAnswer> {
    try {
      return (await piscina.run(task, { signal })) as RoutingAnswer;
    } catch (error) {
      return { ok: false, ...faultOf(error) };
    }
  }

  /** Reports progress and kills what outlives its budget or a stop by more than the grace. */
  function watchOver(
    exchange: Exchange,
    params: SolveParams,
    started_ns: bigint,
    hooks: SolveHooks,
    abort: () => void,
  ) {
    let seen = -1;
    let deadline_s = params.time_s === null ? Number.POSITIVE_INFINITY : params.time_s + grace_s;
    const elapsed_s = () => Number(process.hrtime.bigint() - started_ns) / 1e9;
    // A first solution may leave more out, and so have more to explain, than a late one: where that is long, once more.
    const rehearsals_s = params.time_s === null ? [] : [0, REHEARSED_AGAIN * params.time_s];
    const over = new AbortController();
    let isRehearsing = false;
    const rehearse = async () => {
      const [from_s] = rehearsals_s;
      if (isRehearsing || from_s === undefined || elapsed_s() < from_s || exchange.bestVersion === 0) return;
      if (exchange.bestVersion % 2 === 1) return;
      rehearsals_s.shift();
      isRehearsing = true;
      try {
        exchange.reserve_s = (await hooks.onSolution?.(exchange.best.slice(), over.signal)) ?? 0;
      } catch {
        // What is wrong with it is told when the plan is made: here nobody would catch it.
        rehearsals_s.length = 0;
      }
      isRehearsing = false;
      if (exchange.reserve_s < LONG_RESERVE * params.time_s!) rehearsals_s.length = 0;
    };
    const timer = setInterval(() => {
      const { progress } = exchange;
      void rehearse();
      if (progress !== null && progress.iterations !== seen) {
        seen = progress.iterations;
        hooks.onProgress?.({ ...progress, elapsed_s: elapsed_s() });
      }
      if (elapsed_s() > deadline_s) abort();
    }, POLL_MS);
    return {
      stop(reason: Exclude<StopReason, 'none'>) {
        exchange.requestStop(reason);
        deadline_s = Math.min(deadline_s, elapsed_s() + grace_s);
      },
      end() {
        clearInterval(timer);
        over.abort();
      },
    };
  }

  const runStaffing: RunTask = async (task, signal) => {
    if (!(await seats.take(1, signal))) {
      const code = signal?.aborted ? 'cancelled' : 'queue_full';
      return { ok: false, code, message: `no thread was free, and ${maxWaiting} jobs are waiting` };
    }
    try {
      if (closed) return { ok: false, code: 'thread_failed', message: 'the solver pool is closed' };
      return await piscina.run(task, { filename: entry('staffing'), ...(signal ? { signal } : {}) });
    } catch (error) {
      return { ok: false, ...faultOf(error) };
    } finally {
      seats.free(1);
    }
  };

  function staff(request: StaffingRequest, started_ns: bigint, hooks: StaffingHooks = {}): Promise<StaffingRun> {
    const wanted = Math.min(request.options.threads ?? threadsPerJob, threads);
    return staffOn(runStaffing, request, wanted, started_ns, hooks);
  }

  const close = () => {
    closed = true;
    return piscina.destroy();
  };
  return {
    threads,
    threadsPerJob,
    get asked() {
      return asked;
    },
    admit,
    solve,
    staff,
    close,
    [Symbol.asyncDispose]: close,
  };
}

type Broken = Extract<RoutingAnswer, { ok: false }>;

/** What Piscina throws when a thread ends. */
function faultOf(error: unknown): { code: 'out_of_memory' | 'thread_failed'; message: string } {
  const { code, message } = error as { code?: string; message: string };
  return { code: code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out_of_memory' : 'thread_failed', message };
}

/** @param broken the first that ended by itself, not killed */
function conclude(exchange: Exchange, answers: RoutingAnswer[], broken: Broken | undefined): PoolAnswer {
  if (broken) return failed(broken.code, broken.message, true);
  const hasBest = exchange.bestVersion > 0 && exchange.bestVersion % 2 === 0;
  // Lanes that were asked to stop do not wait for each other without end, and may have left before all had one.
  if (!hasBest) {
    if (exchange.stopReason === 'cancelled') return failed('cancelled', 'aborted before a first solution');
    return failed('job_timeout', 'no first solution within the time budget and its grace');
  }
  const [first] = answers;
  return { ok: true, result: resultOf(exchange, first?.ok ? first.trace : []) };
}

function failed(code: CodedError['code'], cause: string, retry = false) {
  return { ok: false as const, errors: [codedError(code, '', cause)], retry };
}
