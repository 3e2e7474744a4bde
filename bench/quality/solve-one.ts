import { readFileSync, writeFileSync } from 'node:fs';
import type { CodedError } from '../../src/contract/errors.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { type Objective, readRequest, writeSol } from '../../src/formats/index.ts';
import { solveRouting } from '../../src/jobs/solve.ts';
import { warmUp } from '../../src/jobs/warm-up.ts';
import { createSolverPool } from '../../src/pool/pool.ts';
import { switchedOff } from '../ablation/switches.ts';
import { anytime } from '../figures.ts';
import type { Case, Solved } from './record.ts';
import { shuffled } from './shuffle.ts';

export interface SolveOneResult {
  solved: Solved | null;
  errors: CodedError[];
}

/**
 * Solves one file in the pipeline of every job, and writes its `.sol`. Meant for a process of its own: peak memory
 * and the state of the compiler are then those of this search alone.
 */
export async function solveOne(file: string, solFile: string, search: Case): Promise<SolveOneResult> {
  const read = readFile(file, search);
  if (!read.ok) return { solved: null, errors: read.errors };
  const hooks = search.without === undefined ? {} : switchedOff(search.without);
  const pool = createSolverPool({ threads: search.threads });
  try {
    if (search.warm) await warmUp(pool);
    const started_ms = performance.now();
    const answer = await solveRouting(read.request, pool, hooks);
    const wall_s = (performance.now() - started_ms) / 1000;
    if (!answer.ok) return { solved: null, errors: answer.errors };
    writeFileSync(solFile, writeSol(answer.plan));
    return { solved: measured(read.request, answer.plan, wall_s), errors: [] };
  } finally {
    await pool.close();
  }
}

function readFile(
  file: string,
  search: Case,
): { ok: true; request: RoutingRequest } | { ok: false; errors: CodedError[] } {
  const objective = (search.objective ?? undefined) as Objective | undefined;
  const read = readRequest(readFileSync(file, 'utf8'), { objective });
  if (!read.ok) return read;
  const parsed = parseRequest(read.input);
  if (!parsed.ok) return parsed;
  const { time_s, iterations, seed, threads, shuffle } = search;
  const request = shuffle === undefined ? parsed.value : shuffled(parsed.value, shuffle);
  return { ok: true, request: { ...request, options: { search: true, time_s, iterations, seed, threads } } };
}

function measured(request: RoutingRequest, plan: RoutingPlan, wall_s: number): Solved {
  const { solver, cost, summary } = plan;
  const someOptional = request.tasks.some(({ prize }) => prize !== null);
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return {
    cost: cost.total,
    unassigned: summary.unassigned,
    routes: summary.vehicles_used,
    firstSolution_s: rounded(solver.first_solution_s),
    anytime: anytime(solver.trace, solver.elapsed_s, someOptional),
    iterations: solver.iterations,
    wall_s: rounded(wall_s),
    search_s: rounded(solver.elapsed_s),
    cpu_s: rounded((userCPUTime + systemCPUTime) / 1e6),
    peak_mb: rounded(maxRSS / 1024),
  };
}

/** To a ten-thousandth: reports are kept. */
const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
