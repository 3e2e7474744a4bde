import { changeOf } from './changes.ts';
import { coverAtLeast } from './cover.ts';
import type { PlannedShift, Refined, RefineEnv, RefineOptions, RefineProblem, Verdict } from './types.ts';

/** Means over the scenarios. */
interface Standing {
  value: number;
  values: Float64Array;
  use: Float64Array;
  lack: Float64Array;
}

/**
 * Betters a shift plan by small changes under a judge that is handed in, as a rule a simulated day: simulated annealing
 * with the judge's hints on which shifts do little and where riders are missing. Scenarios are asked one after the
 * other, and a change is given up as soon as those asked make it unlikely (racing; Maron & Moore 1994).
 *
 * Pure: randomness and judge come in; the same seed and iterations give the same plan.
 * @param first what to begin with; where it does not meet `atLeast`, shifts are added first
 * @throws RangeError where no allowed shift covers a slot that must be covered
 */
export function refineShifts(
  problem: RefineProblem,
  first: PlannedShift[],
  options: RefineOptions,
  env: RefineEnv,
): Refined {
  let judged = 0;
  const judge = (shifts: PlannedShift[], scenario: number) => {
    judged++;
    return problem.judge(shifts, scenario);
  };
  let shifts = coverAtLeast(problem, first);
  let standing = judgeAll(problem, shifts, judge);
  const before = standing.value;
  let best = shifts;
  let bestValue = before;
  let iteration = 0;
  for (; iteration < options.iterations && !env.stop?.(); iteration++) {
    const changed = changeOf(problem, shifts, standing.use, standing.lack, env.random);
    if (!changed) continue;
    const heat = (options.temperature ?? 0.001) * (1 - iteration / options.iterations) ** 2;
    const limit = standing.value * (1 - heat * Math.log(1 - env.random() + 1e-12));
    const found = race(problem, changed, judge, standing, limit);
    if (!found) continue;
    shifts = changed;
    standing = found;
    if (found.value >= bestValue) continue;
    best = shifts;
    bestValue = found.value;
    env.onBetter?.(bestValue, iteration);
  }
  return { shifts: best, before, value: bestValue, iterations: iteration, judged };
}

type Judge = (shifts: PlannedShift[], scenario: number) => Verdict;

function judgeAll(problem: RefineProblem, shifts: PlannedShift[], judge: Judge): Standing {
  return race(problem, shifts, judge, null, Number.POSITIVE_INFINITY)!;
}

/** Share of the value by which a change may be behind after the first of several scenarios and still be followed. */
const MARGIN = 0.004;

/** Asks scenario after scenario; null as soon as the plan will hardly be at or under the limit. */
function race(
  { scenarios, slots }: RefineProblem,
  shifts: PlannedShift[],
  judge: Judge,
  current: Standing | null,
  limit: number,
): Standing | null {
  const values = new Float64Array(scenarios);
  const use = new Float64Array(shifts.length);
  const lack = new Float64Array(slots);
  let sum = 0;
  let currentSum = 0;
  for (let scenario = 0; scenario < scenarios; scenario++) {
    const verdict = judge(shifts, scenario);
    values[scenario] = verdict.value;
    sum += verdict.value;
    for (let i = 0; i < use.length; i++) use[i]! += verdict.use[i]! / scenarios;
    for (let i = 0; i < slots; i++) lack[i]! += verdict.lack[i]! / scenarios;
    if (!current) continue;
    currentSum += current.values[scenario]!;
    const asked = scenario + 1;
    // What is left is taken to cost as it did, and a little less while few were asked.
    const expected = (sum + current.value * scenarios - currentSum) / scenarios;
    const hope = (MARGIN * current.value * (scenarios - asked)) / (scenarios * Math.sqrt(asked));
    if (expected - hope > limit) return null;
  }
  return { value: sum / scenarios, values, use, lack };
}
