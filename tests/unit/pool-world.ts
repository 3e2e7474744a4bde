import type { RoutingRequest } from '../../src/contract/request.ts';
import { decode } from '../../src/jobs/decode.ts';
import { type Compiled, compileProblem } from '../../src/model/compile.ts';
import { buildPlan } from '../../src/plan/build.ts';
import type { SolveParams } from '../../src/routing/solve.ts';
import { placesAt, REPORT, requestOf, task, vehicle } from './plan-world.ts';

/** A town of tasks in the plane: large enough that no search of a few seconds ends by having nothing left to try. */
export function town(tasks: number): RoutingRequest {
  const spread = (i: number, step: number) => (i * step) % 997;
  const positions = Array.from({ length: tasks + 1 }, (_, i): [number, number] => [spread(i, 389), spread(i, 631)]);
  return requestOf(
    Array.from({ length: tasks }, (_, i) => task(`t${i}`, i + 1, { load: [1 + (i % 5)] })),
    [vehicle({ count: tasks, capacity: [30] })],
    { places: placesAt(positions) },
  );
}

export function compiled(request: RoutingRequest): Compiled {
  const outcome = compileProblem(request);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
  return outcome.compiled;
}

export const params = (rest: Partial<SolveParams> = {}): SolveParams => ({
  ...{ seed: 1, lanes: 1, iterations: 200, time_s: null, initial: null },
  ...rest,
});

/** A search that ends only when it is stopped. */
export const endless = (lanes = 1): SolveParams => params({ lanes, iterations: 1e12 });

/** The plan of what a search has left. */
export function planOfWords(request: RoutingRequest, compiled: Compiled, best: Int32Array) {
  return buildPlan(request, decode(best, compiled), REPORT);
}
