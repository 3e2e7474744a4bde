import type { StopReason } from '../kit/stop-reasons.ts';
import type { Problem } from '../model/problem.ts';
import { Exchange } from './search/exchange.ts';
import { Lane } from './search/lane.ts';
import type { SolveEnv, SolveParams, TracePoint } from './search/params.ts';
import { type Packed, unpack } from './state/packed.ts';
import { Tours } from './state/tours.ts';

export type { StopReason } from '../kit/stop-reasons.ts';
export type { PartName } from './parts.ts';
export type { Progress } from './search/exchange.ts';
export { Exchange } from './search/exchange.ts';
export type { SolveEnv, SolveParams, TracePoint } from './search/params.ts';
export { isPacked, type Packed, routesEnd } from './state/packed.ts';

/** What a search found. */
export interface SolveResult {
  /** See `Packed`. */
  best: Packed;
  /** Where the first lane stood at the end: worse than the best while temperatures are high. */
  current: Packed;
  trace: TracePoint[];
  iterations: number;
  first_solution_s: number;
  /** 'none' where the budget ended it. */
  stopReason: StopReason;
}

/**
 * Runs some of the lanes of a search to its end, in turns; other threads run the others on the same exchange. Which
 * thread runs which lane makes no difference to the plan where iterations are the budget.
 * With a time budget a thread should have one lane: the first would leave no time of a round to the others.
 * Pure: clock and seed come in, the best solution is left in the exchange.
 * @returns the trace, where lane 0 is among the lanes
 */
export function solveLanes(
  problem: Problem,
  params: SolveParams,
  own: number[],
  exchange: Exchange,
  env: SolveEnv,
): TracePoint[] {
  const lanes = own.map((lane) => new Lane(problem, params, lane, exchange, env));
  for (const lane of lanes) lane.begin();
  for (let round = 0; exchange.meet(round) && !mergeAll(lanes); round++) for (const lane of lanes) lane.work();
  return lanes[0]!.trace;
}

/** Every lane draws the conclusion of the round; they all agree on whether it was the last. */
function mergeAll(lanes: Lane[]): boolean {
  let last = false;
  for (const lane of lanes) last = lane.merge();
  return last;
}

/** Runs the whole search in this thread. */
export function solveInline(problem: Problem, params: SolveParams, env: SolveEnv): SolveResult {
  const exchange = Exchange.create(problem, params.lanes, 1);
  const lanes = Array.from({ length: params.lanes }, (_, lane) => lane);
  return resultOf(exchange, solveLanes(problem, params, lanes, exchange, env));
}

/** Reads the outcome out of the exchange, after the search or, with an empty trace, after it was aborted. */
export function resultOf(exchange: Exchange, trace: TracePoint[]): SolveResult {
  return {
    best: exchange.best.slice(),
    current: exchange.currentOf(0, exchange.lastRound).slice(),
    trace,
    iterations: exchange.iterations,
    first_solution_s: exchange.progress?.first_solution_s ?? 0,
    stopReason: exchange.stopReason,
  };
}

/** Cost of a solution, in ticks. */
export function costOf(problem: Problem, packed: Packed): number {
  const tours = new Tours(problem);
  unpack(packed, tours);
  return tours.cost;
}
