import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import { ERROR_CODES } from '../../src/contract/errors.ts';
import { parsePlan, parseRequest } from '../../src/contract/parse.ts';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import { Budget } from '../../src/explain/scope.ts';
import { createRoutingHandler } from '../../src/jobs/routing.ts';
import { type Checkpoint, isCheckpoint, solveRouting } from '../../src/jobs/solve.ts';
import { createSolverPool, type SolverPool } from '../../src/pool/pool.ts';
import type { JobContext, JobOutcome, JobProgress, StopReason } from '../../src/queue/types.ts';

const pool = createSolverPool({ threads: 2, grace_s: 20 });
const handle = createRoutingHandler(pool);
afterAll(() => pool.close());

/** What progress is told is in ticks, each of which may be rounded: the plan is not. */
const ROUNDED = 1e-4;

/** A context that asks for a stop once the run has reported progress, or at once. */
function contextOf(options: { stop?: StopReason; at?: 'once' | 'first progress'; checkpoint?: unknown } = {}) {
  const progress: JobProgress[] = [];
  const callbacks: ((reason: StopReason) => void)[] = [];
  const now = options.at === 'once' ? options.stop : undefined;
  const context: JobContext = {
    ...{ jobId: 'job', kind: 'routing', attempt: 1, inputHash: 'hash', signal: new AbortController().signal },
    stop: {
      requested: now !== undefined,
      reason: now,
      onRequest: (callback) => (now ? callback(now) : void callbacks.push(callback)),
    },
    ...('checkpoint' in options ? { checkpoint: options.checkpoint } : {}),
    unwanted: new AbortController().signal,
    hold: () => () => {},
    saveCheckpoint: async () => {},
    progress: (point) => {
      progress.push(point);
      if (options.at === 'first progress') for (const callback of callbacks) callback(options.stop!);
    },
    log: pino({ level: 'silent' }),
  };
  return { context, progress };
}

/** Sixty parcels in a town, to be searched for a minute unless stopped. */
function townDay(options: RequestInput['options'] = { time_s: 60 }) {
  return {
    kind: 'routing',
    version: 1,
    id: 'town',
    profiles: [{ kind: 'euclidean', name: 'plane' }],
    places: [{ id: 'depot', position: [50, 50] }],
    tasks: Array.from({ length: 60 }, (_, i) => ({
      ...{ kind: 'delivery' as const, id: `t${i}`, load: [1 + (i % 4)] },
      at: [(i * 37) % 101, (i * 61) % 103] as [number, number],
    })),
    vehicles: [{ id: 'van', count: 10, profile: 'plane', start: 'depot', end: 'depot', capacity: [20] }],
    options,
  } satisfies RequestInput;
}

function done(outcome: JobOutcome): Extract<JobOutcome, { status: 'done' }> & { plan: RoutingPlan } {
  if (outcome.status !== 'done') throw new Error(JSON.stringify(outcome));
  return { ...outcome, plan: outcome.plan as RoutingPlan };
}

function requestOf(input: unknown) {
  const parsed = parseRequest(input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.value;
}

/** Money of a solution kept for later: solved again for no time at all. */
async function costOf(checkpoint: Checkpoint): Promise<number> {
  const { context } = contextOf({ checkpoint: { ...checkpoint, elapsed_s: 1000 } });
  return done(await handle(townDay(), context)).cost;
}

describe('a routing job', () => {
  it('that was meant to be a staffing job is told so', async () => {
    expect(await handle({ kind: 'staffing', version: 1 }, contextOf().context)).toMatchObject({
      status: 'failed',
      errors: [{ code: 'wrong_value', path: 'kind', action: expect.stringContaining('job of kind staffing') }],
    });
  });

  it('becomes a plan that passes the check, and says what it costs', async () => {
    const input = townDay({ iterations: 200 });
    const { cost, plan } = done(await handle(input, contextOf().context));
    expect(plan.cost.total).toBe(cost);
    expect(plan.solver).toMatchObject({ stopped: 'iterations', threads: 2, iterations: 400 });
    expect(checkPlan(requestOf(input), plan)).toMatchObject({ ok: true, served: 60 });
  });

  it('ends with its time', async () => {
    const { plan } = done(await handle(townDay({ time_s: 0.3 }), contextOf().context));
    expect(plan.solver.stopped).toBe('time');
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 42],
    ['an empty text', ''],
    ['a text that is no file', 'hello'],
    ['a list', []],
    ['an empty object', {}],
    ['another kind', { ...townDay(), kind: 'packing' }],
    ['a later version', { ...townDay(), version: 2 }],
    ['no vehicles', { ...townDay(), vehicles: [] }],
    ['not a number', { ...townDay(), tasks: [{ kind: 'delivery', id: 'a', at: [Number.NaN, 0] }] }],
    ['an unknown place', { ...townDay(), tasks: [{ kind: 'delivery', id: 'a', at: 'nowhere' }] }],
    ['too deep', JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`)],
    ['a broken file', 'NAME : x\nTYPE : CVRP\nDIMENSION : 3\nEOF\n'],
  ])('of %s fails with codes and is not tried again', async (_, payload) => {
    const outcome = await handle(payload, contextOf().context);
    if (outcome.status !== 'failed') throw new Error(JSON.stringify(outcome));
    expect(outcome.retry).toBe(false);
    expect(outcome.errors.length).toBeGreaterThan(0);
    for (const { code, cause, action } of outcome.errors) {
      expect(Object.keys(ERROR_CODES)).toContain(code);
      expect(cause).not.toBe('');
      expect(action).not.toBe('');
    }
  });

  it.each(['cancelled', 'timeout'] as const)('that is %s returns the best so far', async (stop) => {
    const { context, progress } = contextOf({ stop, at: 'first progress' });
    const outcome = done(await handle(townDay(), context));
    expect(outcome.stopped).toBe(stop);
    expect(outcome.cost).toBeLessThanOrEqual(progress[0]!.cost + ROUNDED);
    expect(checkPlan(requestOf(townDay()), outcome.plan).ok).toBe(true);
  });

  it('that is stopped before it begins still returns a plan', async () => {
    const outcome = done(await handle(townDay(), contextOf({ stop: 'cancelled', at: 'once' }).context));
    expect(outcome.stopped).toBe('cancelled');
    expect(checkPlan(requestOf(townDay()), outcome.plan).ok).toBe(true);
  });
});

describe('a shutdown', () => {
  it('suspends the job with a checkpoint, from which the next run continues', async () => {
    const { context, progress } = contextOf({ stop: 'shutdown', at: 'first progress' });
    const outcome = await handle(townDay(), context);
    if (outcome.status !== 'suspended') throw new Error(JSON.stringify(outcome));
    // It goes through the store as JSON.
    const checkpoint: unknown = JSON.parse(JSON.stringify(outcome.checkpoint));
    if (!isCheckpoint(checkpoint)) throw new Error('not a checkpoint');
    expect(checkpoint.elapsed_s).toBeGreaterThan(0);
    const kept = await costOf(checkpoint);
    expect(kept).toBeLessThanOrEqual(progress[0]!.cost + ROUNDED);
    const next = done(await handle(townDay(), contextOf({ stop: 'cancelled', at: 'once', checkpoint }).context));
    expect(next.cost).toBeLessThanOrEqual(kept + ROUNDED);
    expect(next.plan.solver.elapsed_s).toBeGreaterThanOrEqual(checkpoint.elapsed_s);
  });

  it('counts what no vehicle can serve, though none of it is searched, before and after', async () => {
    const day = townDay();
    const tooLarge = { kind: 'delivery' as const, id: 'too large', load: [21], at: [50, 50] as [number, number] };
    const input = { ...day, tasks: day.tasks.toSpliced(30, 0, tooLarge) };
    const { context, progress } = contextOf({ stop: 'shutdown', at: 'first progress' });
    const outcome = await handle(input, context);
    if (outcome.status !== 'suspended') throw new Error(JSON.stringify(outcome));
    expect(progress[0]!.unassigned).toBe(1);
    const { checkpoint } = outcome;
    const { cost, plan } = done(await handle(input, contextOf({ stop: 'cancelled', at: 'once', checkpoint }).context));
    expect(cost).toBeLessThanOrEqual(progress[0]!.cost + ROUNDED);
    expect(plan.unassigned).toMatchObject([{ task: 'too large', reason: 'load_over_capacity' }]);
    expect(plan.solver.trace.map(({ unassigned }) => unassigned)).toContain(1);
    expect(checkPlan(requestOf(input), plan)).toMatchObject({ ok: true, served: 60 });
  });

  it('leaves counted iterations as reproducible as ever: they begin again', async () => {
    const input = townDay({ iterations: 100 });
    const checkpoint: Checkpoint = { layout: 3, solution: [0, 0], elapsed_s: 5 };
    const one = done(await handle(input, contextOf().context));
    const other = done(await handle(input, contextOf({ checkpoint }).context));
    expect(other.plan.routes).toEqual(one.plan.routes);
    expect(other.plan.solver.iterations).toBe(200);
  });

  it.each([null, 7, {}, { layout: 1, solution: [], elapsed_s: 1 }, { layout: 3, solution: 'x', elapsed_s: 1 }])(
    'does not trip over a checkpoint of another make: %j',
    async (checkpoint) => {
      const input = townDay({ time_s: 0.05 });
      expect(done(await handle(input, contextOf({ checkpoint }).context)).plan.unassigned).toEqual([]);
    },
  );
});

describe('the pipeline', () => {
  const input = townDay({ iterations: 150, seed: 5, threads: 3 });

  it('gives the same plan on any number of threads', async () => {
    await using one = createSolverPool({ threads: 1 });
    const plans = [];
    for (const on of [pool, one, pool]) {
      const solved = await solveRouting(requestOf(input), on);
      if (!solved.ok) throw new Error(JSON.stringify(solved.errors));
      plans.push(withoutTimes(solved.plan));
    }
    expect(plans[1]).toEqual(plans[0]);
    expect(plans[2]).toEqual(plans[0]);
  });

  it('has a plan without its explanations, should it be too large with them', async () => {
    const options = { iterations: 5, threads: 1 };
    const asked = { ...townDay(options), explain: { vehicles: ['t1'] } };
    const { plan, lean } = done(await handle(asked, contextOf().context));
    expect(plan.explanations?.vehicles).toHaveLength(1);
    const { explanations: _, ...rest } = plan;
    expect(parsePlan(lean!('too large'))).toEqual({
      ok: true,
      value: { ...rest, explanations: { omitted: 'too large' } },
    });
    expect(done(await handle(townDay(options), contextOf().context)).lean).toBeUndefined();
  });

  it('lets the thread do other things between the tasks that are asked about', async () => {
    let turns = 0;
    const turn = () => {
      turns++;
      next = setImmediate(turn);
    };
    let next = setImmediate(turn);
    const asked = new Set<number>();
    const budgets = vi.spyOn(Budget.prototype, 'place').mockImplementation(() => {
      asked.add(turns);
      return null;
    });
    try {
      const day = { ...townDay({ iterations: 20 }), explain: { vehicles: ['t1', 't2', 't3'] } };
      expect(await solveRouting(requestOf(day), pool)).toMatchObject({ ok: true });
    } finally {
      budgets.mockRestore();
      clearImmediate(next);
    }
    expect(asked.size).toBeGreaterThanOrEqual(3);
  });

  it.each([
    // A third of the time, rehearsed and told, where that is short; all that is ever tried where a minute may pass.
    [6, 1_000_000],
    [60, 20_000_000],
  ])('rehearses the explanations that are asked for, in a part of %d s', async (time_s, places) => {
    let reserve_s = -1;
    const solve: SolverPool['solve'] = async (problem, params, started_ns, hooks) => {
      const answer = await pool.solve(problem, { ...params, time_s: null, iterations: 50 }, started_ns);
      if (answer.ok) reserve_s = await hooks!.onSolution!(answer.result.best, new AbortController().signal);
      return answer;
    };
    const counting = Object.assign(Object.create(pool) as SolverPool, { solve });
    const efforts: number[] = [];
    const budgets = vi.spyOn(Budget.prototype, 'place').mockImplementation(function (this: Budget) {
      efforts.push((this as unknown as { places: number }).places);
      return null;
    });
    try {
      const asked = { ...townDay({ time_s }), explain: { vehicles: ['t1'] } };
      expect(await solveRouting(requestOf(asked), counting)).toMatchObject({ ok: true });
    } finally {
      budgets.mockRestore();
    }
    expect(reserve_s).toBeGreaterThan(0);
    // Once before the plan and once for it.
    expect(efforts.length).toBeGreaterThan(1);
    for (const effort of efforts) expect(effort / places).toBeCloseTo(1, 3);
  });

  it('counts its time from when it may have its threads', async () => {
    const begins_ns: bigint[] = [];
    const solve: SolverPool['solve'] = (problem, params, started_ns, hooks) => {
      begins_ns.push(started_ns);
      return pool.solve(problem, params, started_ns, hooks);
    };
    const noting = Object.assign(Object.create(pool) as SolverPool, { solve });
    const turn = await pool.admit(5);
    const solving = solveRouting(requestOf(townDay({ time_s: 0.05 })), noting);
    await delay(20);
    expect(begins_ns).toEqual([]);
    const left_ns = process.hrtime.bigint();
    if (turn.ok) turn.leave();
    expect(await solving).toMatchObject({ ok: true, plan: { unassigned: [] } });
    expect(begins_ns).toHaveLength(1);
    expect(begins_ns[0]! >= left_ns).toBe(true);
  });

  it('names the iterations as what ended a search without a time limit, though districts run a few less', async () => {
    const solve: SolverPool['solve'] = async (...asked) => {
      const answer = await pool.solve(...asked);
      return answer.ok ? { ok: true, result: { ...answer.result, iterations: answer.result.iterations - 1 } } : answer;
    };
    const rounding = Object.assign(Object.create(pool) as SolverPool, { solve });
    const solved = await solveRouting(requestOf(input), rounding);
    expect(solved).toMatchObject({ ok: true, plan: { solver: { stopped: 'iterations', iterations: 449 } } });
  });

  it('leaves when it is aborted before its turn', async () => {
    const turn = await pool.admit(1);
    const abort = new AbortController();
    const solving = solveRouting(requestOf(input), pool, { signal: abort.signal });
    abort.abort();
    expect(await solving).toMatchObject({ ok: false, retry: false, errors: [{ code: 'cancelled' }] });
    if (turn.ok) turn.leave();
    expect(await solveRouting(requestOf(input), pool)).toMatchObject({ ok: true });
  });

  it('spends none of the job’s time on waiting, and ends that with the first stage of a stop', async () => {
    const clock: string[] = [];
    const hold = () => {
      clock.push('stopped');
      return () => void clock.push('started');
    };
    const turn = await pool.admit(1);
    const stop = new AbortController();
    const stopped = handle(input, { ...contextOf().context, hold, unwanted: stop.signal });
    const waiting = handle(input, { ...contextOf().context, hold });
    stop.abort();
    expect(await stopped).toMatchObject({ status: 'failed', errors: [{ code: 'cancelled' }] });
    expect(clock).toEqual(['stopped', 'stopped']);
    if (turn.ok) turn.leave();
    expect(await waiting).toMatchObject({ status: 'done' });
    expect(clock).toEqual(['stopped', 'stopped', 'started']);
  });

  it('says when its threads are gone, and that it may be tried again', async () => {
    const closed = createSolverPool({ threads: 1 });
    await closed.close();
    const solved = await solveRouting(requestOf(input), closed);
    expect(solved).toMatchObject({ ok: false, retry: true, errors: [{ code: 'thread_failed' }] });
  });
});

function withoutTimes(plan: RoutingPlan) {
  const { elapsed_s: _, first_solution_s: __, trace, ...solver } = plan.solver;
  return { ...plan, solver: { ...solver, trace: trace.map(({ elapsed_s: ___, ...point }) => point) } };
}
