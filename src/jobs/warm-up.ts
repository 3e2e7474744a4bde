import { parseRequest } from '../contract/parse.ts';
import type { RoutingRequest } from '../contract/request.ts';
import { Rng } from '../kit/rng.ts';
import type { SolverPool } from '../pool/pool.ts';
import { solveRouting } from './solve.ts';

const TASKS = 100;
const CLOSES_S = 10 * 3600;
/** Two hours. */
const WINDOW_S = 7200;
/** Of each kind of day, and iterations per thread of each: a tenth of a second, but for the first ones. */
const SEARCHES = 5;
const ITERATIONS = 3000;
/** A request may ask for no more; where a job has all threads, it need not ask. */
const MOST_THREADS = 64;

/**
 * Takes made-up days through the pipeline of a request until what most days need has been compiled in every thread and in this one, some two
 * seconds: as it is found, code needs 0.3 s to give a first plan and makes a tenth of the iterations in the next second. Searches are short, so
 * that a job that comes meanwhile waits for one of them only; it then does the rest itself. Ends early, too, when the pool is closed.
 */
export async function warmUp(pool: SolverPool): Promise<void> {
  let asked = pool.asked;
  const threads = pool.threadsPerJob === pool.threads ? undefined : Math.min(MOST_THREADS, pool.threads);
  // What runs last runs fastest: plain days, for which a moment is enough to get good tours.
  for (const timed of [true, false]) {
    const request = madeUpDay(timed, threads);
    for (let search = 0; search < SEARCHES; search++) {
      const solved = await solveRouting(request, pool);
      if (!solved.ok || pool.asked > ++asked) return;
    }
  }
}

/** @param timed with windows, shifts and pay by the hour; else with loads and distances only */
function madeUpDay(timed: boolean, threads: number | undefined): RoutingRequest {
  const rng = new Rng(1);
  const depot: [number, number] = [2.7, 47];
  const task = (_: unknown, number: number) => {
    const opens_s = rng.below(CLOSES_S - WINDOW_S);
    return {
      ...{ kind: 'delivery', id: String(number), load: [1 + rng.below(9)], service_s: 120 },
      at: [2.5 + 0.4 * rng.double(), 46.8 + 0.4 * rng.double()],
      ...(timed ? { windows: [[opens_s, opens_s + WINDOW_S]] } : {}),
    };
  };
  const vehicle = (load: number) => ({
    ...{ id: `of ${load}`, count: TASKS / 10, start: depot, end: depot, capacity: [load] },
    costs: { fixed: load / 2, per_km: 0.4, per_hour: timed ? 20 : 0 },
    ...(timed ? { shift: [0, CLOSES_S] } : {}),
  });
  const parsed = parseRequest({
    ...{ kind: 'routing', version: 1 },
    tasks: Array.from({ length: TASKS }, task),
    vehicles: [vehicle(60), vehicle(80)],
    options: { seed: 1, iterations: ITERATIONS, ...(threads === undefined ? {} : { threads }) },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.value;
}
