import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import { codedError } from '../../src/contract/errors.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { cut } from '../../src/districts/cut.ts';
import { dealFleet } from '../../src/districts/fleet.ts';
import { Districts, isDivisible } from '../../src/districts/index.ts';
import { nearestStarts } from '../../src/districts/starts.ts';
import { givenSolution } from '../../src/jobs/decode.ts';
import { DistrictSearch } from '../../src/jobs/district-search.ts';
import { readSolution, writeSolution } from '../../src/jobs/district-words.ts';
import { search } from '../../src/jobs/search.ts';
import type { Search } from '../../src/jobs/search-types.ts';
import { Rng } from '../../src/kit/rng.ts';
import { compileProblem } from '../../src/model/compile.ts';
import type { RawSolution } from '../../src/model/solution.ts';
import { buildPlan } from '../../src/plan/build.ts';
import type { SolveHooks } from '../../src/pool/pool.ts';
import { createSolverPool } from '../../src/pool/pool.ts';
import { richRequest, type Size } from '../support/rich-world.ts';
import { REPORT, shipment, vehicle } from './plan-world.ts';
import { params, town } from './pool-world.ts';

const pool = createSolverPool({ threads: 2, grace_s: 20 });
const single = createSolverPool({ threads: 1, grace_s: 20 });
afterAll(() => Promise.all([pool.close(), single.close()]));

const nothing = ({ tasks }: RoutingRequest): RawSolution => ({ routes: [], unassigned: tasks.map((_, t) => t) });

/** A search in districts of about 30 tasks. */
function searchOf(
  request: RoutingRequest,
  rest: Partial<Search['params']> = {},
  hooks: SolveHooks = {},
  on = pool,
  rehearse: Search['rehearse'] = () => 0,
) {
  const asked = {
    request,
    pool: on,
    params: params({ lanes: 2, iterations: 1500, ...rest }),
    hooks,
    rehearse,
  };
  return new DistrictSearch({ ...asked, started_ns: process.hrtime.bigint() }, 30);
}

/** The pool, and how many tasks each search had that it was given. */
function counted() {
  const sizes: number[] = [];
  const counting: typeof pool = {
    ...pool,
    solve: (problem, ...rest) => {
      sizes.push(problem.tasks);
      return pool.solve(problem, ...rest);
    },
  };
  return { pool: counting, sizes };
}

async function solved(...args: Parameters<typeof searchOf>) {
  const answer = await searchOf(...args).run(nothing(args[0]));
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer;
}

const violations = (request: RoutingRequest, solution: RawSolution) =>
  checkPlan(request, buildPlan(request, solution, REPORT)).violations;

const items = fc.array(
  fc.record({
    x: fc.integer({ min: 0, max: 9 }),
    y: fc.double({ noNaN: true, min: -1e3, max: 1e3 }),
    size: fc.integer({ min: 1, max: 20 }),
  }),
  { minLength: 1, maxLength: 80 },
);

describe('cut', () => {
  it('puts every item into one group, none of them empty', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 60 }), fc.nat(), (all, most, seed) => {
        const groups = cut(all, most, new Rng(seed, 0));
        expect(groups.flat().sort((a, b) => a - b)).toEqual(all.map((_, i) => i));
        expect(groups.every((group) => group.length > 0)).toBe(true);
      }),
    );
  });

  it('makes groups of about equal size of items that are small', () => {
    const all = Array.from({ length: 1000 }, (_, i) => ({ x: (i * 37) % 101, y: (i * 53) % 97, size: 1 }));
    const sizes = cut(all, 130, new Rng(1, 0)).map((group) => group.length);
    expect(sizes.length).toBe(8);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(126);
  });

  it('cuts elsewhere each time', () => {
    const all = Array.from({ length: 100 }, (_, i) => ({ x: i % 10, y: Math.floor(i / 10), size: 1 }));
    const rng = new Rng(1, 0);
    expect(cut(all, 30, rng)).not.toEqual(cut(all, 30, rng));
  });
});

describe('a large day with few vehicles', () => {
  const sizesFor = async (count: number) => {
    const request = town(4000);
    request.vehicles[0]!.count = count;
    const sizes: number[] = [];
    const refusing: typeof pool = {
      ...pool,
      solve: (problem) => {
        sizes.push(problem.tasks);
        return Promise.resolve({ ok: false, errors: [], retry: false });
      },
    };
    const asked = {
      request,
      pool: refusing,
      params: params({ lanes: 1, iterations: 1 }),
      hooks: {},
      rehearse: () => 0,
    };
    await search({ ...asked, started_ns: process.hrtime.bigint(), resume: null });
    return sizes;
  };

  it('is searched as a whole: districts would leave no choice of what goes with what', async () => {
    expect(await sizesFor(15)).toEqual([4000]);
    expect((await sizesFor(16))[0]).toBeLessThan(2000);
  });
});

describe('dealing the fleet', () => {
  it('gives vehicles to districts with tasks that they may serve', () => {
    const request = town(100);
    request.tasks.forEach((task, t) => (task.skills = t < 20 ? ['cold'] : []));
    request.vehicles = [
      vehicle({ id: 'cold', count: 4, start: 0, skills: ['cold'] }),
      vehicle({ id: 'warm', count: 8, start: 0 }),
    ];
    for (const task of request.tasks) if (task.skills.length === 0) task.forbiddenSkills = ['cold'];
    const parts = [0, 20, 40, 60, 80].map((from) => {
      const tasks = Array.from({ length: 20 }, (_, t) => from + t);
      return { tasks, routes: [], absent: tasks };
    });
    const counts = dealFleet(request, parts, nearestStarts(request));
    expect(counts.map(([cold]) => cold)).toEqual([4, 0, 0, 0, 0]);
    expect(counts.map(([, warm]) => warm)).toEqual([0, 2, 2, 2, 2]);
  });

  it('gives each district the vehicles of its routes, and of the others no more than there are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 2, max: 9 }),
        fc.nat(1000),
        (count, wards, seed) => {
          const rng = new Rng(seed, 0);
          const request = town(100);
          request.vehicles[0]!.count = count;
          const parts = Array.from({ length: wards }, (_, w) => {
            const tasks = Array.from({ length: 100 }, (_, t) => t).filter((t) => t % wards === w);
            const used = Math.min(rng.below(3), Math.floor(count / wards));
            const routes = Array.from({ length: used }, () => ({ vehicle: 0, number: 1, steps: [] }));
            return { tasks, routes, absent: tasks.slice(0, rng.below(3)) };
          });
          const counts = dealFleet(request, parts, nearestStarts(request)).map(([own]) => own!);
          parts.forEach(({ routes, tasks }, w) => {
            expect(counts[w]).toBeGreaterThanOrEqual(routes.length);
            expect(counts[w]).toBeLessThanOrEqual(tasks.length);
          });
          // All that there are, as far as there is a task for each.
          expect(counts.reduce((sum, own) => sum + own, 0)).toBe(Math.min(count, 100));
        },
      ),
    );
  });
});

describe('a large request in districts', () => {
  it('has shipments of a store where they are brought, and needs positions there alone', () => {
    const day = town(120);
    day.tasks = day.tasks.map((_, i) => shipment(`s${i}`, 0, i + 1, { load: [1] }));
    const near = new Districts(day).divide(nothing(day), new Rng(3), 30).map(({ tasks }) => tasks);
    const delivered = town(120);
    expect(new Districts(delivered).divide(nothing(delivered), new Rng(3), 30).map(({ tasks }) => tasks)).toEqual(near);
    expect(isDivisible(day)).toBe(true);
    day.places[120]!.position = null;
    expect(isDivisible(day)).toBe(false);
    day.places[120]!.position = [5, 5];
    day.places[0]!.position = null;
    expect(isDivisible(day)).toBe(true);
  });

  it('has a plan where the threads of a district were killed after its first solution', async () => {
    const request = town(200);
    const killed: typeof pool = {
      ...pool,
      solve: async (...asked) => {
        const answer = await pool.solve(...asked);
        return answer.ok ? { ok: true, result: { ...answer.result, trace: [], current: new Int32Array(2) } } : answer;
      },
    };
    const { solution } = await solved(request, { iterations: 100 }, {}, killed);
    expect(violations(request, solution)).toEqual([]);
    expect(solution.unassigned).toEqual([]);
  });

  it('fails where a thread breaks in a later round, unless it was to stop by then', async () => {
    const request = town(150);
    const fault = { ok: false as const, errors: [codedError('out_of_memory', '', 'thread 1')], retry: true };
    const breaking = (onBreak: () => void): typeof pool => ({
      ...pool,
      solve: async (problem, asked, ...rest) => {
        if (asked.leg![0] === 0) return pool.solve(problem, asked, ...rest);
        onBreak();
        return fault;
      },
    });
    const nobody = () => undefined;
    expect(await searchOf(request, {}, {}, breaking(nobody)).run(nothing(request))).toEqual(fault);
    let stop: Parameters<NonNullable<SolveHooks['onStart']>>[0] = nobody;
    const hooks: SolveHooks = { onStart: (given) => void (stop = given) };
    const stopped = await solved(
      request,
      {},
      hooks,
      breaking(() => stop('cancelled')),
    );
    expect(stopped.stopReason).toBe('cancelled');
    expect(violations(request, stopped.solution)).toEqual([]);
  });

  it('keeps every task in one district and comes back whole', () => {
    const request = town(200);
    const districts = new Districts(request);
    const parts = districts.divide(nothing(request), new Rng(1, 0), 30);
    expect(parts.length).toBe(7);
    const solutions = parts.map((district) => ({ district, solution: nothing(district.request) }));
    expect(districts.join(solutions)).toEqual(nothing(request));
  });

  it('is solved by its iterations alone, whatever the number of threads', async () => {
    const request = town(150);
    const [two, one] = [await solved(request), await solved(request, {}, {}, single)];
    expect(two.solution).toEqual(one.solution);
    expect(two.solution.unassigned).toEqual([]);
    expect(violations(request, two.solution)).toEqual([]);
    expect(two.iterations).toBeGreaterThan(2900);
  });

  it('keeps the longest duty, which a search lets be too long for a time', async () => {
    const request = { ...town(150), vehicles: [vehicle({ count: 40, capacity: [10_000], maxDuty_s: 3000 })] };
    const { solution } = await solved(request, { iterations: 20_000 });
    expect(solution.unassigned).toEqual([]);
    expect(violations(request, solution)).toEqual([]);
  });

  it('comes close to what a search of the whole finds', async () => {
    const request = town(150);
    const asked = { request, pool, params: params({ lanes: 2, iterations: 20_000 }), hooks: {}, rehearse: () => 0 };
    const costs = [60, 1000].map(async (tasks) => {
      const search = new DistrictSearch({ ...asked, started_ns: process.hrtime.bigint() }, tasks);
      const answer = await search.run(nothing(request));
      return answer.ok ? answer.trace.at(-1)!.cost : Number.NaN;
    });
    const [inDistricts, atOnce] = await Promise.all(costs);
    expect(inDistricts! / atOnce!).toBeLessThan(1.05);
  });

  it.each([60, 1000])(
    'rehearses once what comes after it, with districts of %i tasks for two threads',
    async (tasks) => {
      const request = town(150);
      const rehearsed: RawSolution[] = [];
      const rehearse = (solution: RawSolution) => 0.1 * rehearsed.push(solution);
      const asked = { request, pool, params: params({ lanes: 2, iterations: null, time_s: 1 }), hooks: {}, rehearse };
      const answer = await new DistrictSearch({ ...asked, started_ns: process.hrtime.bigint() }, tasks).run(
        nothing(request),
      );
      expect(answer.ok).toBe(true);
      expect(rehearsed).toHaveLength(1);
      expect(violations(request, rehearsed[0]!)).toEqual([]);
    },
  );

  it('is chosen for large requests with next to no time, without a table of all pairs', async () => {
    const request = town(2600);
    const largest = async (time_s: number) => {
      const { pool: counting, sizes } = counted();
      const asked = { pool: counting, params: params({ lanes: 2, iterations: null, time_s }), hooks: {} };
      const started_ns = process.hrtime.bigint();
      const answer = await search({ request, ...asked, rehearse: () => 0, resume: null, started_ns });
      // On a machine with other things to do, some tasks may be left out.
      expect(answer.ok).toBe(true);
      return Math.max(...sizes);
    };
    expect(await largest(0.5)).toBeLessThan(1300);
    expect(await largest(1.5)).toBe(2600);
  });

  it('is chosen where tables of the whole would be too large, for their many prices', async () => {
    const prices = (v: number) => ({ ...vehicle().costs, per_km: 1 + v, per_hour: 2 + (v % 7) });
    const vehicles = Array.from({ length: 28 }, (_, v) => vehicle({ id: `v${v}`, capacity: [500], costs: prices(v) }));
    const request = { ...town(3900), vehicles };
    expect(compileProblem(request).ok).toBe(false);
    const sizes: number[] = [];
    const refused = { ok: false as const, errors: [codedError('internal', '', 'no thread')], retry: false };
    const refusing: typeof pool = {
      ...pool,
      solve: (problem) => {
        sizes.push(problem.tasks);
        return Promise.resolve(refused);
      },
    };
    const asked = { pool: refusing, params: params(), hooks: {}, started_ns: process.hrtime.bigint() };
    expect(await search({ request, ...asked, rehearse: () => 0, resume: null })).toMatchObject(refused);
    expect(sizes[0]).toBeLessThan(1200);
  });

  it('leaves districts as they are that there is no time for', async () => {
    const request = town(600);
    const { pool: counting, sizes } = counted();
    // All but the beginning of the time is wanted for what comes after the search.
    const answer = await solved(request, { iterations: null, time_s: 30 }, {}, counting, () => 29.9);
    expect(answer.trace.length).toBeGreaterThan(1);
    expect(answer.solution.unassigned).toEqual([]);
    const { cost } = buildPlan(request, answer.solution, REPORT);
    expect(violations(request, answer.solution)).toEqual([]);
    // Each district has ticks of its own to round to.
    expect(answer.trace.at(-1)!.cost).toBeCloseTo(cost.total, 1);
    // Some twenty for the first plan, and as many for a round.
    expect(sizes.length).toBeLessThan(35);
    expect(sizes.length).toBeGreaterThan(20);
  });

  it('never gets worse from round to round, and goes on from routes that are given', async () => {
    const request = town(150);
    const first = await solved(request);
    const again = await searchOf(request, { seed: 2 }).run(first.solution);
    const costs = first.trace.map(({ cost }) => cost);
    expect(costs).toEqual([...costs].sort((a, b) => b - a));
    expect(again.ok && again.trace.at(-1)!.cost).toBeLessThanOrEqual(costs.at(-1)! + 1e-9);
  });

  it('would rather leave out what is not worth its cost than serve more', async () => {
    const plain = town(150);
    const tasks = plain.tasks.map((task, t) => (t % 3 === 0 ? { ...task, prize: 30 * (1 + (t % 7)) } : task));
    const request = { ...plain, tasks };
    const { trace, solution } = await solved(request, { iterations: 10_000 });
    const costs = trace.map(({ cost }) => cost);
    expect(costs).toEqual([...costs].sort((a, b) => b - a));
    expect(buildPlan(request, solution, REPORT).cost.total).toBeCloseTo(costs.at(-1)!, 1);
    expect(solution.unassigned.length).toBeGreaterThan(0);
  });

  it('answers with a whole plan when it is stopped before the first round is over', async () => {
    const request = town(150);
    const answer = await solved(request, { iterations: 1e9 }, { onStart: (stop) => stop('cancelled') });
    expect(answer.stopReason).toBe('cancelled');
    expect(answer.solution.unassigned).toEqual([]);
    expect(violations(request, answer.solution)).toEqual([]);
  });

  it('fails where it is aborted before there is a plan', async () => {
    const request = town(150);
    const answer = await searchOf(request, {}, { signal: AbortSignal.abort() }).run(nothing(request));
    expect(answer).toMatchObject({ ok: false, errors: [{ code: 'cancelled' }] });
  });

  it.each<[string, Size]>([
    ['few kinds of vehicle', { tasks: [40, 60], kinds: [2, 4], count: [2, 6] }],
    // Of which some are on their way, and what they do first stays.
    ['vehicles of which no two are alike', { tasks: [40, 60], kinds: [6, 9], count: [1, 1] }],
  ])('keeps all rules of any mix of features: %s', { timeout: 120_000 }, async (_, size) => {
    let divisible = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const request = richRequest(seed, size);
      if (!isDivisible(request) || !compileProblem(request).ok) continue;
      divisible++;
      const answer = await searchOf(request, { iterations: 60 }).run(givenSolution(request));
      if (!answer.ok) throw new Error(`seed ${seed}: ${JSON.stringify(answer.errors)}`);
      expect({ seed, broken: violations(request, answer.solution) }).toEqual({ seed, broken: [] });
    }
    expect(divisible).toBeGreaterThan(7);
  });
});

describe('a solution as numbers', () => {
  it('is read back as it was written', async () => {
    const request = town(80);
    const { solution } = await solved(request);
    expect(readSolution(writeSolution(solution), request)).toEqual(solution);
  });

  it('is not taken from what is not one of the request', async () => {
    const request = town(80);
    const words = writeSolution((await solved(request)).solution);
    expect(readSolution(words.slice(0, -1), request)).toBeNull();
    expect(readSolution([...words, 0], request)).toBeNull();
    expect(readSolution(words, town(40))).toBeNull();
    expect(readSolution([], request)).toBeNull();
    fc.assert(
      fc.property(fc.nat(words.length - 1), fc.integer({ min: -2, max: 90 }), (at, word) => {
        const other = words.with(at, word);
        const read = readSolution(other, request);
        // What is taken is a solution: a task that was renamed to one that is on no route, say.
        if (read !== null) expect(writeSolution(read)).toEqual(other);
      }),
    );
  });
});
