import type { Problem } from '../../model/problem.ts';
import type { Packed } from '../state/packed.ts';
import type { Tours } from '../state/tours.ts';
import type { Candidate } from './candidates.ts';
import type { Judge } from './judge.ts';
import type { Listing } from './listing.ts';
import { firstOf, Rest } from './rest.ts';

/** So many looks at a candidate take about as long as a plan that is judged. */
const LOOKS = 200;
/** Relative: sums in another order are not a better plan. */
const ROUNDING = 1e-12;

/**
 * Chooses among candidate routes: every way to share tasks out, as far as it can be better than the best so far (branch and
 * bound). Only whole plans that might be are judged.
 */
export class Choice {
  /** The best plan found, if any. */
  best: Packed | null = null;
  private bestCost: number;
  private bestMissing: number;
  private readonly problem: Problem;
  private readonly judge: Judge;
  private readonly tours: Tours;
  private readonly mayJudge: () => boolean;
  private readonly mayLook: () => boolean;
  /** Candidates by the first of their tasks, cheapest first. */
  private readonly byFirst: Candidate[][];
  /** Tasks that must be served. */
  private readonly kept: number;
  private readonly rest: Rest;
  /** Per task: those on its route or nowhere. */
  private readonly same: Int32Array;
  private readonly used: Int32Array;
  private readonly chosen: Candidate[] = [];
  private readonly absent: number[] = [];
  private isOpen = true;
  private looks = 0;

  /**
   * @param tours what the plan has to be better than
   * @param mayJudge asked before each plan that is judged
   * @param mayLook asked as often as looking takes as long
   */
  constructor(
    tours: Tours,
    judge: Judge,
    { keptTasks }: Listing,
    candidates: readonly Candidate[],
    mayJudge: () => boolean,
    mayLook: () => boolean,
  ) {
    const { problem } = tours;
    this.problem = problem;
    this.judge = judge;
    this.tours = tours;
    this.mayJudge = mayJudge;
    this.mayLook = mayLook;
    this.bestCost = tours.cost;
    this.bestMissing = tours.missing;
    this.byFirst = Array.from({ length: problem.tasks }, (_, task) =>
      candidates.filter(({ served }) => firstOf(served) === task),
    );
    this.kept = keptTasks.reduce((all, tasks) => all | tasks, 0);
    this.rest = new Rest(tours, candidates, this.kept);
    this.same = new Int32Array(problem.tasks);
    if (problem.rich !== null) {
      const { start, items } = problem.rich.same;
      for (let task = 0; task < problem.tasks; task++)
        for (let i = start[task]!; i < start[task + 1]!; i++) this.same[task]! |= 1 << items[i]!;
    }
    this.used = new Int32Array(problem.types);
  }

  run(): void {
    this.decide((1 << this.problem.tasks) - 1, 0, 0, 0, 0, Number.POSITIVE_INFINITY);
  }

  /**
   * Decides about the first of the tasks left and all that comes after it.
   * @param served by other routes
   * @param most largest and, by `least`, smallest share of those routes
   */
  private decide(left: number, served: number, cost: number, missing: number, most: number, least: number): void {
    const { rest } = this;
    const costs = cost + rest.cost[left]! + this.imbalance(most, least);
    if (!this.isBetter(missing + rest.missing[left]!, costs) || !this.isOpen) return;
    if (left === 0) {
      this.weigh();
      return;
    }
    const { used, chosen, absent, tours } = this;
    const { count } = this.problem;
    const task = firstOf(left);
    for (const candidate of this.byFirst[task]!) {
      if (++this.looks % LOOKS === 0 && !this.mayLook()) this.isOpen = false;
      if (!this.isOpen) return;
      const { type } = candidate;
      if ((candidate.served & ~left) !== 0 || used[type] === count[type]) continue;
      if (served !== 0 && this.parts(candidate.served, served)) continue;
      used[type]!++;
      chosen.push(candidate);
      const { share } = candidate;
      this.decide(
        left & ~candidate.served,
        served | candidate.served,
        cost + candidate.cost,
        missing + tours.vehicleUnit,
        Math.max(most, share),
        Math.min(least, share),
      );
      chosen.pop();
      used[type]!--;
    }
    if ((this.kept & (1 << task)) !== 0) return;
    absent.push(task);
    const [more, worse] = [tours.costWithout(task), tours.missingWithout(task)];
    this.decide(left & ~(1 << task), served, cost + more, missing + worse, most, least);
    absent.pop();
  }

  private isBetter(missing: number, cost: number): boolean {
    return missing < this.bestMissing || (missing === this.bestMissing && cost < this.bestCost * (1 - ROUNDING));
  }

  /** What the difference between routes costs at least: further routes only add to it, save where they wait for each other. */
  private imbalance(most: number, least: number): number {
    const { rich } = this.problem;
    if (rich === null || rich.balance === null || rich.before.items.length > 0 || most === 0) return 0;
    return rich.weights.balance * (rich.balance.measure === 'max' ? most : most - least);
  }

  /** Whether a route would part tasks from those that must share it. */
  private parts(route: number, served: number): boolean {
    for (let left = route; left !== 0; left &= left - 1) if ((this.same[firstOf(left)]! & served) !== 0) return true;
    return false;
  }

  private weigh(): void {
    this.isOpen = this.mayJudge();
    if (!this.isOpen) return;
    const { chosen, absent, judge } = this;
    const routes = chosen.flatMap(({ type, steps }) => [type, steps.length, ...steps]);
    const plan = Int32Array.from([chosen.length, absent.length, ...routes, ...absent]);
    if (!judge.plan(plan) || !this.isBetter(judge.missing, judge.cost)) return;
    this.best = plan;
    this.bestCost = judge.cost;
    this.bestMissing = judge.missing;
  }
}
