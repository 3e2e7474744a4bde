import type { Problem } from '../model/problem.ts';
import { Exchange, type StopReason } from './search/exchange.ts';
import { Lane, type SolveEnv, type SolveParams, type TracePoint } from './search/lane.ts';
import type { Packed } from './state/packed.ts';

export type { Progress, StopReason } from './search/exchange.ts';
export { Exchange } from './search/exchange.ts';
export type { SolveEnv, SolveParams, TracePoint } from './search/lane.ts';

/** What a search found. */
export interface SolveResult {
  /** See `Packed`. */
  best: Packed;
  trace: TracePoint[];
  iterations: number;
  first_solution_s: number;
  /** 'none' where the budget ended it. */
  stopReason: StopReason;
}

/**
 * Runs one lane to its end; the other lanes run the same in other threads on the same exchange.
 * Pure: clock and seed come in, the best solution is left in the exchange.
 */
export function solveLane(
  problem: Problem,
  params: SolveParams,
  lane: number,
  exchange: Exchange,
  env: SolveEnv,
): TracePoint[] {
  const search = new Lane(problem, params, lane, exchange, env);
  search.begin();
  for (let round = 0; exchange.meet(round) && !search.merge(); round++) search.work();
  return search.trace;
}

/** Runs all lanes in turns in this thread: the same plan as with a thread each, where iterations are the budget. */
export function solveInline(problem: Problem, params: SolveParams, env: SolveEnv): SolveResult {
  const exchange = Exchange.create(problem, params.lanes);
  const lanes = Array.from({ length: params.lanes }, (_, lane) => new Lane(problem, params, lane, exchange, env));
  for (const lane of lanes) lane.begin();
  while (!lanes.map((lane) => lane.merge())[0]) for (const lane of lanes) lane.work();
  return resultOf(exchange, lanes[0]!.trace);
}

/** Reads the outcome out of the exchange once all lanes have ended. */
export function resultOf(exchange: Exchange, trace: TracePoint[]): SolveResult {
  return {
    best: exchange.best.slice(),
    trace,
    iterations: exchange.iterations,
    first_solution_s: exchange.progress?.first_solution_s ?? 0,
    stopReason: exchange.stopReason,
  };
}
