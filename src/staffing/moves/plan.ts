import { Rng } from '../../kit/rng.ts';
import { boundOf } from './bound.ts';
import { ColumnMaster } from './columns.ts';
import { Crew } from './crew.ts';
import { compileNetwork } from './network.ts';
import { readPlan } from './read.ts';
import { NO_DAY, Relaxed } from './relaxed.ts';
import { improve, settle } from './search.ts';
import type { MoveEnv, MoveParams, MovePlan, MoveProblem } from './types.ts';

/** Gap at which a plan is as good as proven. */
const CLOSE = 1e-6;

/**
 * Moves between zones over the day: a time-expanded flow with a commodity for each kind of rider, since zones known, ends and
 * breaks differ. Whole riders throughout. Each rider's day is a path, found by dynamic programming; Lagrangian prices give a bound
 * and steer ruin and recreate. With HiGHS at hand, and a network not too large for it, days are then mixed by column generation.
 * @throws RangeError where a rider's data contradict themselves; says which.
 */
export function planMoves(problem: MoveProblem, params: MoveParams = {}, env?: MoveEnv): MovePlan {
  const { rounds = 150, improvements = 2000, seed = 1, most_rows = 4000, mip_s = 10 } = params;
  const rng = new Rng(seed);
  const network = compileNetwork(problem);
  const crew = new Crew(problem, network);
  settle(crew, rng, env);
  const relaxed = new Relaxed(problem, network);
  const master = env?.highs ? new ColumnMaster(problem, relaxed, env.highs) : null;
  const uses = master !== null && master.size <= most_rows;
  const prices = Float64Array.from(crew.short, (short, c) => (short > 0 ? problem.shortage_cost[c]! : 0));
  const keep = () => {
    if (uses) for (const [k, day] of relaxed.days.entries()) master.add(k, day);
  };
  let bound = boundOf(problem, relaxed, crew.cost(), prices, rounds, keep, env);
  if (crew.cost() - bound.value > CLOSE * crew.cost()) {
    improve(crew, rng, bound.prices, improvements, env);
    settle(crew, rng, env);
  }
  if (uses && crew.cost() - bound.value > CLOSE * crew.cost() && !env?.stop?.()) {
    for (const [k, { riders }] of relaxed.classes.entries()) for (const r of riders) master.add(k, crew.days[r]!);
    const mixed = master.run(mip_s, env);
    if (mixed.bound > bound.value) bound = { ...bound, value: mixed.bound, prices: mixed.prices };
    if (mixed.days) adopt(crew, relaxed, mixed.days);
    settle(crew, rng, env);
  }
  return readPlan(crew, bound);
}

/** Takes over days of classes, where they cost less. */
function adopt(crew: Crew, relaxed: Relaxed, days: ReturnType<ColumnMaster['run']>['days'] & {}): void {
  const cost = crew.cost();
  const before = [...crew.days];
  const put = (rider: number, day = NO_DAY) => {
    crew.take(rider);
    crew.put(rider, day);
  };
  for (const [k, { riders }] of relaxed.classes.entries()) for (const [i, r] of riders.entries()) put(r, days[k]![i]);
  if (crew.cost() > cost) for (const [r, day] of before.entries()) put(r, day);
}
