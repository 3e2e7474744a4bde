import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { readRequest, writeSol } from '../../src/formats/index.ts';
import { solveRouting } from '../../src/jobs/solve.ts';
import { createSolverPool } from '../../src/pool/pool.ts';

/**
 * Benchmark files go through the whole pipeline, and a judge that shares nothing with this project says whether the routes are legal and
 * what they cost. One file per set, so that every kind of section is read, solved, planned and written once.
 */
const SHARED = join(import.meta.dirname, '../../../shared');
const JUDGE = join(SHARED, 'tools/verify.mjs');
const INSTANCES = join(SHARED, 'instances');
const isThere = existsSync(JUDGE) && existsSync(INSTANCES);
if (!isThere)
  console.warn('[shared] left out: no folder ../shared beside the repository, so no judge for benchmark files');

/** Folder, file, iterations. */
const CASES: [string, string, number][] = [
  ['cvrp-x', 'X-n101-k25.vrp', 3000],
  ['vrptw-solomon', 'R101.txt', 2000],
  ['vrptw-solomon', 'C202.txt', 2000],
  ['mdvrptw', 'PR11A.vrp', 1500],
  ['sdvrptw', 'PR01.vrp', 2000],
  ['pcvrptw-gh1000', 'C1_10_1.vrp', 1500],
  ['hfvrp-x', 'X106-FSMD.vrp', 2000],
  ['vrptw-ortec', 'ORTEC-VRPTW-ASYM-0797fbc1-d1-n259-k15.txt', 1500],
  ['gvrp', 'M-n101-k10-C34-V4.vrp', 1500],
  ['mtvrptwr', 'C201R0.25.vrp', 1500],
  ['vrpb-x', 'X-n524-66-k129.vrp', 1000],
  ['pdptw-lilim100', 'lc101.txt', 1500],
];
/** Costs in a `.sol` file have six decimals. */
const WRITTEN = 1e-6;

/** The judge prints one line of JSON, and exits with 1 where routes are not legal. */
async function judged(instance: string, sol: string): Promise<{ cost: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, [JUDGE, instance, sol]).catch((error) => error);
  return JSON.parse(stdout.trim().split('\n')[0]);
}

function requestOf(path: string, iterations: number): RoutingRequest {
  const read = readRequest(readFileSync(path, 'utf8'));
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const parsed = parseRequest(read.input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors.slice(0, 3)));
  return { ...parsed.value, options: { search: true, time_s: null, iterations, seed: 1, threads: 1 } };
}

describe.skipIf(!isThere)('[shared] the pipeline of a benchmark file', () => {
  const pool = createSolverPool({ threads: 1 });
  const folder = mkdtemp(join(tmpdir(), 'roundsman-pipeline-'));
  afterAll(async () => {
    await pool.close();
    await rm(await folder, { recursive: true });
  });

  it.each(CASES)('%s/%s ends in routes the judge finds legal, at the cost stated', async (set, file, iterations) => {
    const path = join(INSTANCES, set, file);
    const solved = await solveRouting(requestOf(path, iterations), pool);
    if (!solved.ok) throw new Error(JSON.stringify(solved.errors.slice(0, 3)));
    const sol = join(await folder, `${file}.sol`);
    await writeFile(sol, writeSol(solved.plan));
    const verdict = await judged(path, sol);
    expect(verdict).toMatchObject({ feasible: true, violation_count: 0 });
    expect(Math.abs(verdict.cost - solved.plan.cost.total)).toBeLessThanOrEqual(WRITTEN);
    expect(solved.plan.solver.iterations).toBe(iterations);
  });
});
