import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { solveRouting } from '../../src/jobs/solve.ts';
import { createSolverPool } from '../../src/pool/pool.ts';
import { type GateCase, type GateResult, type GateRun, keyOf } from './gate.ts';

const DATA = join(import.meta.dirname, '../../data/gate');

/** Results in the order of the cases. Several run at once: iteration budgets do not depend on the time they take. */
export async function runGate(cases: GateCase[]): Promise<GateRun> {
  const threads = Math.max(availableParallelism(), ...cases.map((one) => one.threads));
  const pool = createSolverPool({ threads });
  const failures: string[] = [];
  const results = new Map<GateCase, GateResult>();
  try {
    await inTurns(cases, threads, async (one) => {
      const solved = await solveRouting(requestOf(one), pool);
      if (solved.ok) results.set(one, { ...one, cost: solved.plan.cost.total, unserved: unservedIn(solved.plan) });
      else failures.push(...solved.errors.map(({ code, cause }) => `${keyOf(one)}: ${code}: ${cause}`));
      process.stderr.write('.');
    });
  } finally {
    await pool.close();
    process.stderr.write('\n');
  }
  return { results: cases.flatMap((one) => results.get(one) ?? []), failures };
}

/** Mandatory tasks left out; an optional one costs its prize. */
function unservedIn(plan: RoutingPlan): number {
  return plan.unassigned.filter(({ cost }) => cost === 0).length;
}

/** Works off a list, `width` items at a time. */
async function inTurns<T>(items: T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const lane = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

function requestOf({ instance, seed, threads, iterations }: GateCase): RoutingRequest {
  const parsed = parseRequest(JSON.parse(readFileSync(join(DATA, `${instance}.json`), 'utf8')));
  if (!parsed.ok) throw new Error(`${instance}: ${parsed.errors.map(({ cause }) => cause).join('; ')}`);
  return { ...parsed.value, options: { search: true, time_s: null, iterations, seed, threads } };
}
