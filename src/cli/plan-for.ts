import { availableParallelism } from 'node:os';
import { InputError } from '../contract/errors.ts';
import type { RoutingPlan } from '../contract/plan.ts';
import type { RoutingRequest } from '../contract/request.ts';
import type { Objective } from '../formats/index.ts';
import { type SearchOptions, searchOptionsOf } from './options.ts';
import type { Outputs } from './outputs.ts';
import type { Terminal } from './terminal.ts';

/** Options of `solve`. */
export interface SolveCommand extends SearchOptions, Outputs {
  objective?: Objective;
  format?: 'native' | 'vroom';
  /** Judge the routes given. */
  check?: boolean;
  /** VROOM's `-g`. */
  geometry?: boolean;
}

/** Solves a request as the command line says. @throws InputError with what keeps the request from being solved. */
export async function planFor(
  terminal: Terminal,
  given: RoutingRequest,
  options: SearchOptions,
): Promise<{ plan: RoutingPlan; request: RoutingRequest }> {
  const search = searchOptionsOf(given, options);
  const threads = search.threads ?? availableParallelism();
  const request = { ...given, options: { ...search, threads } };
  // Solver and threads are loaded only now, so that bad input is answered at once.
  const { solveHere } = await import('./solve-here.ts');
  const solved = await solveHere(terminal, request, threads);
  if (!solved.ok) throw new InputError(solved.errors);
  return { plan: solved.plan, request };
}
