import { Rng } from '../../kit/rng.ts';
import { boundOf } from './bound.ts';
import { ColumnMaster } from './columns.ts';
import { Crew } from './crew.ts';
import { mixBlocks, mixDays } from './mix.ts';
import { compileNetwork } from './network.ts';
import { readPlan } from './read.ts';
import { Relaxed } from './relaxed.ts';
import { HOT, improve, restart, settle } from './search.ts';
import type { MoveEnv, MoveParams, MovePlan, MoveProblem } from './types.ts';

/** Share of the rounds after which days at their prices are kept for the master: earlier ones are of no use. */
const FROM = 0.8;
/** Gap at which a plan is as good as proven. */
const CLOSE = 1e-6;
/** Shares of the time, where it is limited, until which prices are looked for, and riders search before their days are mixed. */
const BOUND = 0.3;
const BEFORE_MIX = 0.5;
/** First temperature after the days have been mixed: most of them are as they should be. */
const WARM = 0.1;

/**
 * Moves between zones over the day: a time-expanded flow with a commodity for each kind of rider, since zones known, ends and
 * breaks differ. Whole riders throughout. Each rider's day is a path, found by dynamic programming; Lagrangian prices give a bound
 * and steer ruin and recreate. With HiGHS at hand days are then mixed by column generation: of all riders at once, or where
 * that is too large, block by block.
 * @throws RangeError where a rider's data contradict themselves; says which.
 */
export function planMoves(problem: MoveProblem, params: MoveParams = {}, env?: MoveEnv): MovePlan {
  const { rounds = 400, improvements = Math.max(2000, 20 * problem.riders.length), seed = 1 } = params;
  const { restarts = 4, most_rows = 1500, block_riders = 0 } = params;
  const rng = new Rng(seed);
  const network = compileNetwork(problem);
  const crew = new Crew(problem, network);
  settle(crew, rng, env);
  const relaxed = new Relaxed(problem, network);
  const master = env?.highs ? new ColumnMaster(problem, relaxed, env.highs) : null;
  const isSmall = master !== null && master.size <= most_rows;
  const prices = Float64Array.from(crew.short, (short, c) => (short > 0 ? problem.shortage_cost[c]! : 0));
  let round = 0;
  const keep = () => {
    if (isSmall && ++round > FROM * rounds) master.addAll(relaxed.days);
  };
  const forBound = env?.past ? { ...env, stop: () => env.stop?.() || env.past!() > BOUND } : env;
  const bound = boundOf(problem, relaxed, crew.cost(), prices, rounds, keep, forBound);
  const isOpen = () => crew.cost() - bound.value > CLOSE * crew.cost() && !env?.stop?.();
  if (isOpen()) {
    for (let i = 0; i < restarts && !env?.stop?.(); i++) restart(crew, bound.prices, rng, env);
    const isMixed = env?.highs !== undefined && (isSmall || block_riders > 0);
    improve(crew, rng, bound.prices, improvements, env, HOT, isMixed ? BEFORE_MIX : 1);
    settle(crew, rng, env);
  }
  if (env?.highs && isOpen() && (isSmall || block_riders > 0)) {
    if (isSmall) {
      const mixed = mixDays(
        crew,
        relaxed,
        master,
        crew.days.map((_, r) => r),
        env,
      );
      if (mixed.bound > bound.value) [bound.value, bound.prices] = [mixed.bound, mixed.prices];
    } else mixBlocks(crew, bound.prices, block_riders, env.highs, env);
    improve(crew, rng, bound.prices, improvements, env, WARM);
    settle(crew, rng, env);
  }
  return readPlan(crew, bound);
}
