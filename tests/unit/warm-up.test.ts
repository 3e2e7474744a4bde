import { describe, expect, it } from 'vitest';
import { type Solved, solveRouting } from '../../src/jobs/solve.ts';
import { warmUp } from '../../src/jobs/warm-up.ts';
import { createSolverPool, type PoolAnswer, type SolverPool } from '../../src/pool/pool.ts';
import { town } from './pool-world.ts';

/** A pool that notes what it was asked and what came of it. @param then called after each search */
function noting(pool: SolverPool, then: () => void = () => {}) {
  const answers: { lanes: number; timed: boolean; answer: PoolAnswer }[] = [];
  const solve: SolverPool['solve'] = async (problem, params, ...rest) => {
    const answer = await pool.solve(problem, params, ...rest);
    answers.push({ lanes: params.lanes, timed: problem.features.timed, answer });
    then();
    return answer;
  };
  return { answers, pool: Object.assign(Object.create(pool) as SolverPool, { solve }) };
}

describe('warming up', () => {
  it('searches days of both kinds in all threads', async () => {
    await using pool = createSolverPool({ threads: 2 });
    const noted = noting(pool);
    await warmUp(noted.pool);
    expect(new Set(noted.answers.map(({ timed }) => timed))).toEqual(new Set([true, false]));
    for (const { lanes, answer } of noted.answers) {
      expect(lanes).toBe(2);
      expect(answer).toMatchObject({ ok: true, result: { stopReason: 'none' } });
    }
  });

  it.each([
    [96, 96],
    [4, 64],
  ])('works on large machines, with %i of 96 threads for a job', async (threadsPerJob, asked) => {
    await using pool = createSolverPool({ threads: 1 });
    const lanes: number[] = [];
    const solve: SolverPool['solve'] = (problem, params, ...rest) => {
      lanes.push(params.lanes);
      return pool.solve(problem, { ...params, lanes: 1 }, ...rest);
    };
    await warmUp(Object.assign(Object.create(pool) as SolverPool, { threads: 96, threadsPerJob, solve }));
    expect(new Set(lanes)).toEqual(new Set([asked]));
  });

  it('leaves the rest to a job that comes meanwhile', async () => {
    await using pool = createSolverPool({ threads: 1 });
    const jobs: Promise<Solved>[] = [];
    const noted = noting(pool, () => {
      if (noted.answers.length === 2) jobs.push(solveRouting(town(10), pool));
    });
    await warmUp(noted.pool);
    expect(noted.answers.length).toBe(2);
    expect(await jobs[0]).toMatchObject({ ok: true });
  });

  it('ends when the pool is closed meanwhile', async () => {
    const pool = createSolverPool({ threads: 1 });
    const noted = noting(pool, () => pool.close());
    await warmUp(noted.pool);
    expect(noted.answers.length).toBeLessThanOrEqual(2);
    expect(noted.answers.at(-1)!.answer).toMatchObject({ ok: false });
  });
});
