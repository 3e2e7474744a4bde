import { districtTasks, hasFewVehicles, isDivisible, isLarge } from '../districts/index.ts';
import { compileProblem } from '../model/compile.ts';
import type { Problem } from '../model/problem.ts';
import { isPacked, type Packed, routesEnd } from '../routing/solve.ts';
import { decode, givenSolution } from './decode.ts';
import { DistrictSearch } from './district-search.ts';
import { readSolution, writeSolution } from './district-words.ts';
import type { Search, SearchAnswer } from './search-types.ts';

/** Searches a request as a whole or, where it is large and can be divided, in districts. */
export function search(asked: Search): Promise<SearchAnswer> {
  const { request, params } = asked;
  if (params.without?.includes('districts') || !isDivisible(request)) return asAWhole(asked);
  const isWhole = hasFewVehicles(request) || !isLarge(request.tasks.length, params.time_s);
  return isWhole ? asAWholeIfItFits(asked) : inDistricts(asked);
}

/** Many prices or ways of travel make tables large, of a few thousand tasks, too; those of a district are smaller. */
async function asAWholeIfItFits(asked: Search): Promise<SearchAnswer> {
  const answer = await asAWhole(asked);
  return !answer.ok && answer.errors.some(({ code }) => code === 'too_large') ? inDistricts(asked) : answer;
}

async function asAWhole({ request, pool, params, started_ns, hooks, rehearse, resume }: Search): Promise<SearchAnswer> {
  const compiled = compileProblem(request);
  if (!compiled.ok) return { ok: false, errors: compiled.errors, retry: false };
  const { problem } = compiled.compiled;
  const initial = resume === null ? null : initialOf(resume, problem);
  const onSolution = (best: Packed, over: AbortSignal) => rehearse(decode(best, compiled.compiled), over);
  const answer = await pool.solve(problem, { ...params, initial }, started_ns, { ...hooks, onSolution });
  if (!answer.ok) return answer;
  const { best, trace, iterations, first_solution_s, stopReason } = answer.result;
  return {
    ...{ ok: true, iterations, first_solution_s, stopReason },
    solution: decode(best, compiled.compiled),
    words: [...best.subarray(0, routesEnd(best) + best[1]!)],
    trace: trace.map((point) => ({ ...point, cost: point.cost / problem.costScale })),
  };
}

/** The solution of a checkpoint, or null where it is not one of this problem. */
function initialOf(resume: number[], problem: Problem): Int32Array | null {
  const words = Int32Array.from(resume);
  const vehicles = problem.count.reduce((sum, n) => sum + n, 0);
  return isPacked(words, problem, Math.min(problem.tasks, vehicles)) ? words : null;
}

async function inDistricts(asked: Search): Promise<SearchAnswer> {
  const { request, resume } = asked;
  const initial = (resume === null ? null : readSolution(resume, request)) ?? givenSolution(request);
  const answer = await new DistrictSearch(asked, districtTasks(request.tasks.length)).run(initial);
  return answer.ok ? { ...answer, words: writeSolution(answer.solution) } : answer;
}
