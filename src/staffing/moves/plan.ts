import { Rng } from '../../kit/rng.ts';
import type { Day } from './best-day.ts';
import { boundOf } from './bound.ts';
import { ColumnMaster } from './columns.ts';
import { Crew } from './crew.ts';
import { compileNetwork } from './network.ts';
import { readPlan } from './read.ts';
import { Relaxed } from './relaxed.ts';
import { improve, settle } from './search.ts';
import type { MoveEnv, MoveParams, MovePlan, MoveProblem } from './types.ts';

/** Share of the rounds after which days at their prices are kept for the master: earlier ones are of no use. */
const FROM = 0.8;
/** Gap at which a plan is as good as proven. */
const CLOSE = 1e-6;

/**
 * Moves between zones over the day: a time-expanded flow with a commodity for each kind of rider, since zones known, ends and
 * breaks differ. Whole riders throughout. Each rider's day is a path, found by dynamic programming; Lagrangian prices give a bound
 * and steer ruin and recreate. With HiGHS at hand, and a network not too large for it, days are then mixed by column generation.
 * @throws RangeError where a rider's data contradict themselves; says which.
 */
export function planMoves(problem: MoveProblem, params: MoveParams = {}, env?: MoveEnv): MovePlan {
  const {
    rounds = 400,
    improvements = Math.max(2000, 20 * problem.riders.length),
    seed = 1,
    most_rows = 4000,
  } = params;
  const rng = new Rng(seed);
  const network = compileNetwork(problem);
  const crew = new Crew(problem, network);
  settle(crew, rng, env);
  const relaxed = new Relaxed(problem, network);
  const master = env?.highs ? new ColumnMaster(problem, relaxed, env.highs) : null;
  const uses = master !== null && master.size <= most_rows;
  const prices = Float64Array.from(crew.short, (short, c) => (short > 0 ? problem.shortage_cost[c]! : 0));
  let round = 0;
  const keep = () => {
    if (uses && ++round > FROM * rounds) for (const [k, day] of relaxed.days.entries()) master.add(k, day);
  };
  let bound = boundOf(problem, relaxed, crew.cost(), prices, rounds, keep, env);
  if (crew.cost() - bound.value > CLOSE * crew.cost()) {
    improve(crew, rng, bound.prices, improvements, env);
    settle(crew, rng, env);
  }
  if (uses && crew.cost() - bound.value > CLOSE * crew.cost() && !env?.stop?.()) {
    for (const [k, { riders }] of relaxed.classes.entries()) for (const r of riders) master.add(k, crew.days[r]!);
    const mixed = master.run(env);
    if (mixed.bound > bound.value) bound = { ...bound, value: mixed.bound, prices: mixed.prices };
    adopt(crew, relaxed, mixed.days, mixed.prices);
    improve(crew, rng, mixed.prices, improvements, env, 0.1);
    settle(crew, rng, env);
  }
  return readPlan(crew, bound);
}

/** Takes over days of classes; riders left over find the best for themselves, by the prices first. */
function adopt(crew: Crew, relaxed: Relaxed, days: Day[][], prices: Float64Array): void {
  const cost = crew.cost();
  const before = [...crew.days];
  for (const rider of before.keys()) crew.take(rider);
  const left: number[] = [];
  for (const [k, { riders }] of relaxed.classes.entries()) {
    for (const [i, rider] of riders.entries()) {
      if (days[k]![i]) crew.put(rider, days[k]![i]);
      else left.push(rider);
    }
  }
  for (const rider of left) crew.put(rider, crew.best(rider, prices));
  for (const rider of left) {
    crew.take(rider);
    crew.put(rider, crew.best(rider));
  }
  if (crew.cost() <= cost) return;
  for (const [rider, day] of before.entries()) {
    crew.take(rider);
    crew.put(rider, day);
  }
}
