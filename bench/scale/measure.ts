import { gateCvrp } from '../../data/generate/gate.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { solveRouting } from '../../src/jobs/solve.ts';
import { compileProblem } from '../../src/model/compile.ts';
import { inSpatialOrder } from '../../src/model/order.ts';
import { createSolverPool } from '../../src/pool/pool.ts';
import { solveInline } from '../../src/routing/solve.ts';
import type { FirstFigures, ScaleCase, ScaleFigures, SearchFigures } from './record.ts';

const SEED = 1;
/** Stops on a route, about. */
const PER_ROUTE = 22;
/** Of the time that improves the plan: where its cost is noted. */
const PARTS = [0, 0.25, 0.5, 0.75, 1];

/** A day of stops spread evenly over a square, capacity only, distances from coordinates. */
function uniformDay(n: number): RoutingRequest {
  const parsed = parseRequest(gateCvrp(SEED, n, PER_ROUTE, false));
  if (!parsed.ok) throw new Error(parsed.errors.map(({ cause }) => cause).join('; '));
  return parsed.value;
}

/** Measures one case; meant for a process of its own, for what is warm already would look faster than it is. */
export async function measure(search: ScaleCase): Promise<ScaleFigures> {
  const request = uniformDay(search.n);
  return search.what === 'first' ? first(request, search.n) : await full(request, search);
}

/** Compiling, and from there to the first plan of all tasks, in one thread. */
function first(request: RoutingRequest, n: number): FirstFigures {
  const started_ms = performance.now();
  const compiled = compileProblem(inSpatialOrder(request).request);
  if (!compiled.ok) return { what: 'first', n, compile_s: null, first_s: null, error: compiled.errors[0]!.cause };
  const compiled_ms = performance.now();
  const env = { elapsed_s: () => (performance.now() - compiled_ms) / 1000 };
  const params = { seed: SEED, lanes: 1, iterations: 0, time_s: null, initial: null };
  const { first_solution_s } = solveInline(compiled.compiled.problem, params, env);
  return { what: 'first', n, compile_s: (compiled_ms - started_ms) / 1000, first_s: first_solution_s, error: null };
}

async function full(request: RoutingRequest, { n, time_s, threads }: ScaleCase): Promise<SearchFigures> {
  const pool = createSolverPool({ threads });
  try {
    const options = { search: true, time_s, iterations: null, seed: SEED, threads };
    const [started_ms, before] = [performance.now(), process.cpuUsage()];
    const answer = await solveRouting({ ...request, options }, pool);
    const wall_s = (performance.now() - started_ms) / 1000;
    const { user, system } = process.cpuUsage(before);
    const cpu_s = (user + system) / 1e6;
    const peak_mb = process.resourceUsage().maxRSS / 1024;
    const common = { what: 'search' as const, n, time_s, threads, wall_s, cpu_s, peak_mb };
    if (!answer.ok) return { ...common, search: null, error: answer.errors[0]?.cause ?? 'no plan' };
    return { ...common, search: searchOf(answer.plan), error: null };
  } finally {
    await pool.close();
  }
}

function searchOf({ solver, summary }: RoutingPlan): NonNullable<SearchFigures['search']> {
  const { elapsed_s, first_solution_s, iterations, trace } = solver;
  const from_s = first_solution_s;
  const at = (part: number) => from_s + part * (elapsed_s - from_s);
  const costs = PARTS.map((part) => trace.findLast((point) => point.elapsed_s <= at(part) + 1e-9)?.cost ?? null);
  const since = trace.find((point) => point.iterations > 0);
  return {
    unassigned: summary.unassigned,
    first_s: first_solution_s,
    elapsed_s,
    iterations,
    since: since === undefined ? null : { elapsed_s: since.elapsed_s, iterations: since.iterations },
    // Lane 0 reports its first plan a little after it has it.
    costs: costs[0] === null ? [trace[0]?.cost ?? null, ...costs.slice(1)] : costs,
  };
}
