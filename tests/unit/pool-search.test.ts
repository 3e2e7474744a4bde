import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { Task } from '../../src/contract/request.ts';
import { createSolverPool, type PoolAnswer, type SolverPool } from '../../src/pool/pool.ts';
import type { SolveParams, SolveResult, StopReason, TracePoint } from '../../src/routing/solve.ts';
import { compiled, endless, params, planOfWords, town } from './pool-world.ts';

const request = town(80);
const small = compiled(request);
const now = () => process.hrtime.bigint();
const codes = (answer: PoolAnswer) => (answer.ok ? [] : answer.errors.map(({ code }) => code));

function resultOf(answer: PoolAnswer): SolveResult {
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer.result;
}

/** Whether the words are a plan that breaks no rule. */
function expectPlan({ best }: SolveResult): void {
  expect(checkPlan(request, planOfWords(request, small, best)).violations).toEqual([]);
}

type Stop = (reason: Exclude<StopReason, 'none'>) => void;

/** Starts a search, and resolves once it has reported a first solution. */
async function started(pool: SolverPool, wanted: SolveParams, signal?: AbortSignal) {
  let stop: Stop | undefined;
  let answer!: Promise<PoolAnswer>;
  await new Promise<void>((resolve) => {
    answer = pool.solve(small.problem, wanted, now(), {
      onStart: (given) => {
        stop = given;
      },
      onProgress: () => resolve(),
      ...(signal ? { signal } : {}),
    });
  });
  return { stop: stop!, answer };
}

describe('a pool of two threads', () => {
  const pool = createSolverPool({ threads: 2, grace_s: 20, maxWaiting: 3 });
  afterAll(() => pool.close());

  it.each([1, 2, 3])('cancelled, a search of %i lanes returns the best so far', async (lanes) => {
    let iterations = 0;
    // On a busy machine it is cancelled before the first iteration; later then.
    for (let wait_ms = 1; iterations === 0 && wait_ms < 10_000; wait_ms *= 4) {
      const { stop, answer } = await started(pool, endless(lanes));
      await setTimeout(wait_ms);
      stop('cancelled');
      const result = resultOf(await answer);
      expect(result.stopReason).toBe('cancelled');
      expectPlan(result);
      iterations = result.iterations;
    }
    expect(iterations).toBeGreaterThan(0);
  });

  it('keeps the first reason of several', async () => {
    const { stop, answer } = await started(pool, endless(2));
    stop('timeout');
    stop('cancelled');
    expect(resultOf(await answer).stopReason).toBe('timeout');
  });

  it('aborted, kills the threads, returns the best so far and is as good as new', async () => {
    const kill = new AbortController();
    const { answer } = await started(pool, endless(2), kill.signal);
    kill.abort();
    expectPlan(resultOf(await answer));
    const after = resultOf(await pool.solve(small.problem, params({ lanes: 2 }), now()));
    expect(after.iterations).toBe(400);
    expectPlan(after);
  });

  it('does not begin what is aborted already', async () => {
    const answer = await pool.solve(small.problem, endless(), now(), { signal: AbortSignal.abort() });
    expect(codes(answer)).toEqual(['cancelled']);
  });

  it('serves more searches than threads, first come first served', async () => {
    const first = await started(pool, endless(2));
    const order: string[] = [];
    const later = (name: string, lanes: number) =>
      pool.solve(small.problem, params({ lanes }), now(), { onStart: () => void order.push(name) });
    const waiting = [later('one thread', 1), later('both', 2), later('one again', 1)];
    expect(order).toEqual([]);
    first.stop('cancelled');
    await first.answer;
    for (const answer of await Promise.all(waiting)) expectPlan(resultOf(answer));
    expect(order).toEqual(['one thread', 'both', 'one again']);
  });

  it('refuses a search when too many wait, and one that leaves the queue makes room', async () => {
    const first = await started(pool, endless(2));
    const leave = new AbortController();
    const leaving = pool.solve(small.problem, params(), now(), { signal: leave.signal });
    const staying = [1, 2].map(() => pool.solve(small.problem, params(), now()));
    expect(codes(await pool.solve(small.problem, params(), now()))).toEqual(['queue_full']);
    leave.abort();
    expect(codes(await leaving)).toEqual(['cancelled']);
    const comes = pool.solve(small.problem, params(), now());
    first.stop('cancelled');
    for (const answer of await Promise.all([...staying, comes, first.answer])) expectPlan(resultOf(answer));
  });

  it.each([1, 2])('says with a code when %i threads fail, and goes on', async (lanes) => {
    const broken = { ...small.problem, buffer: new SharedArrayBuffer(1024) };
    const answer = await pool.solve(broken, params({ lanes }), now());
    expect(codes(answer)).toEqual(['thread_failed']);
    expect(answer).toMatchObject({ retry: true });
    expectPlan(resultOf(await pool.solve(small.problem, params({ lanes: 2 }), now())));
  });

  /** Neither does the plan get worse from point to point, nor do iterations and time go back. */
  function expectAscent(points: TracePoint[]): void {
    for (const [i, point] of points.slice(1).entries()) {
      const before = points[i]!;
      expect(point.unassigned).toBeLessThanOrEqual(before.unassigned);
      if (point.unassigned === before.unassigned) expect(point.cost).toBeLessThanOrEqual(before.cost);
      expect(point.iterations).toBeGreaterThanOrEqual(before.iterations);
      expect(point.elapsed_s).toBeGreaterThanOrEqual(before.elapsed_s);
    }
  }

  it('reports progress that never gets worse', async () => {
    const seen: TracePoint[] = [];
    const large = compiled(town(300));
    let stop: Stop | undefined;
    // How often progress is reported is a matter of time: the search goes on until it was often enough.
    const answer = await pool.solve(large.problem, params({ lanes: 2, iterations: 1e6 }), now(), {
      onStart: (given) => {
        stop = given;
      },
      onProgress: (progress) => {
        if (seen.push(progress) === 3) stop!('cancelled');
      },
    });
    expect(resultOf(answer).stopReason).toBe('cancelled');
    expectAscent(seen);
  });

  it('shows a solution once where what comes after the search is short', async () => {
    const shown: number[] = [];
    const onSolution = (best: Int32Array) => {
      shown.push(planOfWords(request, small, best).unassigned.length);
      return 0.001;
    };
    const wanted = params({ lanes: 2, iterations: null, time_s: 2 });
    expectPlan(resultOf(await pool.solve(small.problem, wanted, now(), { onSolution })));
    expect(shown).toEqual([0]);
  });

  it('shows one again where that is long: a first solution may leave more to explain', async () => {
    const shown: number[] = [];
    let stop: Stop | undefined;
    const onStart = (given: Stop) => {
      stop = given;
    };
    const onSolution = (best: Int32Array) => {
      if (shown.push(planOfWords(request, small, best).unassigned.length) === 2) stop!('cancelled');
      return 50;
    };
    // By its clock the search is past the moment for the second look, and far from its end, whatever the machine does meanwhile.
    const began_ns = now() - 700_000_000_000n;
    const wanted = params({ lanes: 2, iterations: null, time_s: 1000 });
    expectPlan(resultOf(await pool.solve(small.problem, wanted, began_ns, { onStart, onSolution })));
    expect(shown).toEqual([0, 0]);
  });

  it('traces what never gets worse, and runs the iterations asked for', async () => {
    const large = compiled(town(300));
    const result = resultOf(await pool.solve(large.problem, params({ lanes: 2, iterations: 4000 }), now()));
    expect(result.trace.length).toBeGreaterThan(1);
    expectAscent(result.trace);
    expect(result.iterations).toBe(8000);
  });
});

describe('a search that does not listen', () => {
  /** A table with a length of two thousand millions keeps a thread busy long before it looks at the clock. */
  function stuck() {
    const timed = { ...request, tasks: request.tasks.map((task) => withWindow(task)) };
    const { problem } = compiled(timed);
    problem.windowStart[1] = 2 ** 31 - 1;
    return problem;
  }
  const withWindow = (task: Task): Task => ({ ...task, stops: [{ ...task.stops[0]!, windows: [[0, 1e6]] }] });

  it.each([
    ['a stop', endless(2), true],
    ['its time budget', { ...endless(2), time_s: 0.1 }, false],
  ])('is killed when the grace after %s is over, and the pool goes on', async (_, wanted, stops) => {
    await using pool = createSolverPool({ threads: 2, grace_s: 0.2 });
    const onStart = (stop: Stop) => (stops ? stop('cancelled') : undefined);
    const answer = await pool.solve(stuck(), wanted, now(), { onStart });
    expect(codes(answer)).toEqual([stops ? 'cancelled' : 'job_timeout']);
    expectPlan(resultOf(await pool.solve(small.problem, params({ lanes: 2 }), now())));
  });

  it('keeps its plan when it is killed at its own deadline: nobody shut it down', async () => {
    // A grace that ends before the search does: as if it did not listen.
    await using pool = createSolverPool({ threads: 2, grace_s: -29 });
    await pool.solve(small.problem, params({ lanes: 2 }), now());
    const wanted = { ...endless(2), time_s: 30 };
    const result = resultOf(await pool.solve(small.problem, wanted, now()));
    expect(result.stopReason).toBe('none');
    expectPlan(result);
  });
});

describe('a pool that is closed', () => {
  it('ends its searches with a code, those that wait and those to come', async () => {
    const pool = createSolverPool({ threads: 1 });
    const { answer } = await started(pool, endless());
    const waiting = pool.solve(small.problem, params(), now());
    await pool.close();
    const late = pool.solve(small.problem, params(), now());
    for (const ended of [answer, waiting, late]) expect(codes(await ended)).toEqual(['thread_failed']);
  });
});
