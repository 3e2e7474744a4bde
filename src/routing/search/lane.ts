import { Rng } from '../../kit/rng.ts';
import type { Problem } from '../../model/problem.ts';
import { WHOLE } from '../parts.ts';
import { solveSmall } from '../small/solve.ts';
import { join, type Packed, routesEnd } from '../state/packed.ts';
import { blocksOf, leavesOutBound } from './blocks.ts';
import { isBrief } from './brief.ts';
import { Budget } from './budget.ts';
import { coolingsIn } from './coolings.ts';
import { hasOwnTables, partsFor, roundsPerCut } from './cutting.ts';
import { Economy } from './economy.ts';
import type { Exchange } from './exchange.ts';
import { tryKinds } from './first-by-capacity.ts';
import { FleetTrial } from './fleet-trial.ts';
import type { SolveEnv, SolveParams, TracePoint } from './params.ts';
import { partition } from './partition.ts';
import { Recombining } from './recombining.ts';
import { Section } from './section.ts';
import { Temperatures } from './temperatures.ts';

/** From here on no load above capacity is let in, nor duty beyond the longest. */
const HARD_FROM = 0.95;
/**
 * And from here on as long as tasks that must be served are not: what is let in helps to find them room, but where there is none, tours
 * only get dear.
 */
const HARD_IF_OVERFULL = 0.25;
/** Time for a last touch after the end: mostly a hundredth of a second is enough, but some days take a tenth and more. */
const POLISHED_S = 0.02;
/** A first solution that takes so much longer than there is time for leaves the rest out: later, threads are killed without a plan. */
const LATE_S = 2;
/** Where more than this share of the tasks has no place in what is given, vehicles are still to be chosen. */
const MOSTLY_OPEN = 1 / 3;
/** Lanes meet this often in a run. */
const ROUNDS = 40;
/** Iterations on a first plan between looks at the clock. */
const CHILLED_AT_ONCE = 20;
/**
 * Small problems are solved by trying everything, where that takes no more routes than this, nor than the search would try in
 * its iterations, nor more than this part of the time.
 */
const MOST_ROUTES = 50_000;
const ROUTES_PER_ITERATION = 50;
const SMALL = 0.5;
/** Cost and missing among the scores of a lane in the exchange. */
const CURRENT_SCORES = 0;
const BEST_SCORES = 2;

/**
 * One of the searches that work together. In every round each lane anneals its tours, then all exchange what they found
 * and, each by itself, come to the same conclusion about how to go on. So a lane per thread and all lanes in one thread,
 * one after the other, give the same result.
 *
 * Large problems are cut anew each round, so that lanes improve different parts of one solution; on small ones each lane
 * anneals a whole solution by itself, and the best of them counts. In between, with more lanes than there are parts worth
 * cutting, some lanes try the same part, and the best of these counts.
 */
export class Lane {
  readonly trace: TracePoint[] = [];
  private readonly problem: Problem;
  private readonly params: SolveParams;
  private readonly lane: number;
  private readonly exchange: Exchange;
  private readonly env: SolveEnv;
  private readonly rng: Rng;
  private readonly temperatures: Temperatures;
  private readonly cuts: boolean;
  private readonly triesSmall: boolean;
  private readonly triesKinds: boolean;
  /** Whether it may cool down several times, and that is not decided yet. */
  private coolsAgain: boolean;
  /** Iterations of all lanes before the last round. */
  private madeBefore = 0;
  private readonly all: Section;
  /** What this lane works on in a round, one after the other. */
  private sections: Section[];
  private readonly budget: Budget;
  private readonly recombining: Recombining;
  /** Null where fewest vehicles do not come first. */
  private readonly economy: Economy | null;
  /** Null where vehicles have no cost of their own. */
  private readonly trial: FleetTrial | null;
  /** In lockstep in all lanes. */
  private readonly common: Rng;
  private readonly best: Packed;
  private readonly whole: Packed;
  private readonly row: Packed;
  private bestCost = Number.POSITIVE_INFINITY;
  private bestMissing = Number.POSITIVE_INFINITY;
  private first_solution_s = 0;
  private round = 0;
  /** How often it has cooled down. */
  private cooling = 0;
  /** Parts of one solution that lanes hold now; 1: each has a whole. */
  private parts = 1;

  constructor(problem: Problem, params: SolveParams, lane: number, exchange: Exchange, env: SolveEnv) {
    this.problem = problem;
    this.params = params;
    this.lane = lane;
    this.exchange = exchange;
    this.env = env;
    this.budget = new Budget(params, exchange, env);
    const without = params.without ?? WHOLE;
    this.temperatures = new Temperatures(problem, without, lane, params.lanes);
    this.cuts = !without.includes('cutting');
    this.triesSmall = !without.includes('small');
    this.triesKinds = !without.includes('kinds');
    this.coolsAgain = !without.includes('coolings');
    this.rng = new Rng(params.seed, lane + 1);
    this.all = Section.ofWhole(problem, this.rng, without);
    this.sections = [this.all];
    this.recombining = new Recombining(this.all, exchange.best.length, without);
    this.trial = without.includes('fleet-trials') ? null : FleetTrial.for(this.all, exchange.best.length);
    this.economy = problem.features.vehiclesFirst ? new Economy(this.all, exchange.best.length) : null;
    this.common = new Rng(params.seed, 0);
    this.best = new Int32Array(exchange.best.length);
    this.whole = new Int32Array(exchange.best.length);
    this.row = new Int32Array(exchange.best.length);
  }

  /** The first solution of this lane. Followed by `merge`. */
  begin(): void {
    const initial = this.params.initial ?? this.problem.initial;
    const { anneal } = this.all;
    const isOver = () => this.budget.isPast(0);
    anneal.isLate = () => this.budget.isPast(LATE_S);
    const { iterations, time_s, ahead_s } = this.params;
    const brief = isBrief(this.problem, iterations, time_s);
    const hasTimeAhead = ahead_s !== undefined && !isBrief(this.problem, null, ahead_s);
    const construct = (kind?: readonly number[]) => anneal.construct(brief, isOver, kind, initial);
    construct();
    this.first_solution_s = this.env.elapsed_s();
    const spent = () => {
      if (this.exchange.stopReason !== 'none') return 1;
      return hasTimeAhead ? this.env.elapsed_s() / ahead_s : this.budget.spent;
    };
    const isGoneOnFrom = this.params.initial !== null || this.params.leg !== undefined;
    const isGiven = initial !== null && (isGoneOnFrom || initial[1]! < MOSTLY_OPEN * this.problem.tasks);
    const chill = (most: number, until: number) => this.chill(most, () => spent() >= until);
    if (this.triesKinds && !isGiven) tryKinds(this.all, this.row, construct, chill, spent, brief && !hasTimeAhead);
    // Without a vehicle there is nothing to search for.
    if (this.budget.isOver || this.all.tours.slots === 0) this.exchange.endAfter(0);
    this.report();
  }

  /** Anneals the first solution, cold, for so many iterations at most. */
  private chill(most: number, isOver: () => boolean): void {
    const { budget, all } = this;
    budget.start();
    for (let made = 0; made < most && !isOver(); ) {
      // A first plan alone has no budget to say how many come before the next look at the clock.
      const next = budget.isOver ? CHILLED_AT_ONCE : budget.next(1);
      const count = all.anneal.run(next, this.temperatures.cold, () => budget.endsEarly);
      budget.count(count);
      made += count;
    }
  }

  /** One round of search. Followed by `merge`, once every lane has done its round. */
  work(): void {
    if (this.parts === 1 && !this.budget.isOver && this.trial?.isOn !== true)
      this.recombining.run(this.done(this.round), this.budget.iterations);
    if (this.triesSmall && this.round === 1 && this.lane === 0) this.trySmall();
    const from = this.budget.spent;
    const span = this.round / ROUNDS - from;
    this.sections.forEach((section, i) => {
      if (this.temperatures.sheds(this.done(this.round))) section.anneal.shed();
      this.workOn(section, from + (span * (i + 1)) / this.sections.length);
    });
    if (this.budget.isOver) {
      const isOver = () => this.budget.isPast(POLISHED_S);
      if (this.parts === 1) this.trial?.takeBack();
      // Whoever goes on from here would have to take off what is too much.
      for (const section of this.sections) this.keepLimits(section);
      if (this.budget.along(1) === 1) for (const { anneal } of this.sections) anneal.polish(isOver);
      this.exchange.endAfter(this.round);
    }
    this.report();
  }

  /** Anneals a section until so much of the budget is spent. */
  private workOn(section: Section, until: number): void {
    const { budget } = this;
    const { anneal } = section;
    const economy = this.parts > 1 ? null : this.economy;
    const trial = this.parts > 1 ? null : this.trial;
    const endsEarly = () => budget.endsEarly;
    budget.start();
    while (!budget.isOver) {
      economy?.run(budget.along(budget.spent) < this.temperatures.ownEconomy);
      const done = budget.spent;
      if (done >= until) break;
      const count = budget.next(until);
      const along = budget.along(done);
      if (budget.cooling(done) > this.cooling) this.coolAgain(budget.cooling(done));
      trial?.step(along);
      anneal.softens = this.softens(along) && !(along > HARD_IF_OVERFULL && anneal.leavesOut);
      anneal.roomFirst = this.temperatures.roomFirst(along) || trial?.seeksRoom === true;
      anneal.lure = this.temperatures.lure(along);
      anneal.rebate = this.temperatures.rebate(along);
      if (!anneal.softens) this.keepLimits(section);
      if (economy?.wanders(this.lane, this.round)) {
        anneal.wander(count);
        budget.count(count);
      } else {
        const made = anneal.run(count, this.temperatures.at(along), endsEarly);
        economy?.help();
        trial?.note(made);
        budget.count(made);
      }
    }
  }

  /** Makes the most of what it has come to before it gets hot again. */
  private coolAgain(cooling: number): void {
    this.cooling = cooling;
    this.trial?.takeBack();
    this.recombining.run(1, this.budget.iterations);
    if (this.temperatures.sheds(1)) this.all.anneal.shed();
  }

  /** How much of the whole search, or of the cooling it is in, is behind at the end of a round. */
  private done(round: number): number {
    return this.budget.along(round / ROUNDS);
  }

  /** Goes on from the best where a route has more than it may, if there is a best that has not. */
  private keepLimits(section: Section): void {
    const { anneal } = section;
    if (!anneal.isBeyond || anneal.bestMissing === Number.POSITIVE_INFINITY) return;
    section.packBest(this.row);
    section.load(this.row);
    if (this.parts === 1) this.trial?.forget();
  }

  /** Whether load above capacity and duty beyond the longest are let in now. */
  private softens(done: number): boolean {
    return done > this.temperatures.coldStart && done < HARD_FROM;
  }

  /** Takes the best plan there is for the state to search from, where the problem is small enough to find it. */
  private trySmall(): void {
    const { iterations } = this.params;
    const most = Math.min(MOST_ROUTES, (iterations ?? MOST_ROUTES) * ROUTES_PER_ITERATION);
    const best = solveSmall(this.all.tours, most, () => this.budget.isOver || this.budget.spent >= SMALL);
    if (best === null) return;
    this.all.load(best);
    this.trial?.forget();
  }

  /** Draws the conclusion of a round; true where it was the last. */
  merge(): boolean {
    const { exchange, round } = this;
    this.takeBest();
    const last = exchange.isLast(round) || round >= ROUNDS;
    if (!last) this.redistribute();
    this.planCoolings();
    this.round++;
    return last;
  }

  /**
   * Decides how often the search cools down, once a whole round lies behind, which tells how many iterations there will be. Where nothing has
   * a window, a longer cooling is as good. All lanes decide alike.
   */
  private planCoolings(): void {
    const { problem, params, exchange, round, madeBefore } = this;
    const { iterations, lanes, leg } = params;
    const { windowed, vehiclesFirst } = problem.features;
    const made = exchange.iterationsUpTo(round) - madeBefore;
    this.madeBefore += made;
    // The round in which searching begins is shorter: compiling and first solutions take part of it.
    const isWhole = madeBefore > 0 && made > 0;
    if (!isWhole || !this.coolsAgain || !windowed || vehiclesFirst || this.parts > 1 || leg !== undefined) return;
    this.coolsAgain = false;
    // Rounds of counted iterations are rounded.
    const inAll = Math.min(iterations ?? Number.POSITIVE_INFINITY, (made / lanes + 1) * ROUNDS);
    this.budget.coolDown(coolingsIn(inAll / problem.tasks), round / ROUNDS, this.temperatures.coldStart);
  }

  /** Puts what this lane has into the shared rows. */
  private report(): void {
    const { exchange, lane, round, sections } = this;
    const { row } = this;
    const gather = (write: (section: Section) => void, into: Packed) => {
      const rows = sections.map((section) => {
        write(section);
        return row.slice(0, routesEnd(row) + row[1]!);
      });
      join(rows, into);
    };
    gather((section) => section.packCurrent(row), exchange.currentOf(lane, round));
    gather((section) => section.packBest(row), exchange.bestOf(lane, round));
    const scores = [0, 0, 0, 0, this.budget.iterations];
    // States are compared by what they are led by.
    const [lure, rebate] = [this.temperatures.lure(this.done(round)), this.temperatures.rebate(this.done(round))];
    for (const { tours, anneal } of sections) {
      const current = tours.cost + tours.excess.led(lure, rebate);
      for (const [k, score] of [current, tours.missing, anneal.bestCost, anneal.bestMissing].entries())
        scores[k]! += score;
    }
    exchange.scoresOf(lane, round).set(scores);
    exchange.setIterations(lane, this.budget.iterations);
  }

  /** Updates the best of all: the sum of the best of each part. */
  private takeBest(): void {
    const { exchange, round } = this;
    const lanes = this.leaders(BEST_SCORES);
    let cost = 0;
    let missing = 0;
    for (const lane of lanes) {
      const scores = exchange.scoresOf(lane, round);
      cost += scores[BEST_SCORES]!;
      missing += scores[BEST_SCORES + 1]!;
    }
    const isFirst = this.bestMissing === Number.POSITIVE_INFINITY;
    if (missing < this.bestMissing && !isFirst) this.temperatures.economise(this.done(round));
    const isBetter = missing < this.bestMissing || (missing === this.bestMissing && cost < this.bestCost);
    if (isBetter) this.keepBest(cost, missing, lanes);
    this.economy?.note(this.bestMissing, this.best);
    if (this.all.tours.isServed(this.bestMissing) && this.economy?.isLeast(this.best)) {
      const done = this.done(round);
      this.temperatures.settle(done, isFirst ? 0 : done);
    }
    this.showProgress();
  }

  private keepBest(cost: number, missing: number, lanes: number[]): void {
    const { exchange, round } = this;
    this.bestCost = cost;
    this.bestMissing = missing;
    const rows = lanes.map((lane) => exchange.bestOf(lane, round));
    const length = join(rows, this.best);
    if (this.lane === 0) {
      exchange.publishBest(this.best, length);
      this.trace.push({
        elapsed_s: this.env.elapsed_s(),
        iterations: exchange.iterationsUpTo(round),
        cost,
        unassigned: this.best[1]!,
      });
    }
  }

  private showProgress(): void {
    if (this.lane !== 0) return;
    this.exchange.setProgress(
      this.bestCost / this.problem.costScale,
      this.best[1]!,
      this.env.elapsed_s(),
      this.first_solution_s,
    );
  }

  /** Gives every lane its tours for the next round: parts of one solution, or what it has. */
  private redistribute(): void {
    const { exchange, round } = this;
    const rows = this.leaders(CURRENT_SCORES).map((lane) => exchange.currentOf(lane, round));
    join(rows, this.whole);
    // From a solution that keeps all limits, where they are to be kept from now on.
    const keeps = (r: number) => !this.softens(this.done(r));
    const fromBest = this.parts === 1 || (keeps(round) && !keeps(round - 1));
    const parts = this.partsWanted(fromBest ? this.best : this.whole);
    if (parts > 1) {
      if (!fromBest && round % roundsPerCut(this.params, ROUNDS) !== 0) return;
      if (fromBest) this.whole.set(this.best);
      this.takeParts(parts);
    } else if (this.parts > 1) this.takeWhole();
    else this.followFewest();
  }

  /**
   * Lanes that have not come as far as another in giving up routes go on from what it has; and from the best state there is, once
   * they all turn to costs.
   */
  private followFewest(): void {
    const { economy, round } = this;
    if (economy === null) return;
    const { ownEconomy, costsFrom } = this.temperatures;
    const turns = ownEconomy > costsFrom && this.done(round) >= ownEconomy && this.done(round - 1) < ownEconomy;
    if (turns) economy.takeOver(this.whole);
    else if (this.all.anneal.bestMissing > this.bestMissing) economy.takeOver(this.best);
  }

  private takeParts(count: number): void {
    const { problem, params, all } = this;
    this.trial?.forget();
    const parts = Array.from({ length: count }, () => new Int32Array(this.whole.length));
    const quotas = parts.map(() => new Int32Array(problem.types));
    partition(problem, this.whole, parts, quotas, this.common);
    this.parts = count;
    // Several parts for each lane, or several lanes for each part.
    const perLane = Math.max(1, Math.floor(count / params.lanes));
    const first = (this.lane * perLane) % count;
    if (hasOwnTables(problem)) {
      const former = this.sections;
      this.sections = parts
        .map((part, p) => ({ part, quota: quotas[p]! }))
        .slice(first, first + perLane)
        .map(({ part, quota }, k) => Section.ofPart(all, part, quota, this.rng, former[k] ?? null));
    } else {
      all.tours.available.set(quotas[first]!);
      all.load(parts[first]!);
    }
    if (!problem.features.vehiclesFirst) return;
    for (const { tours } of this.sections) {
      tours.borne = Math.min(all.tours.borne, tours.lackIn(tours.missing));
      tours.limitVehicles();
    }
  }

  private takeWhole(): void {
    this.parts = 1;
    this.trial?.forget();
    this.sections = [this.all];
    this.all.tours.available.set(this.problem.count);
    this.all.tours.mostVehicles = Number.POSITIVE_INFINITY;
    this.all.load(this.whole);
  }

  /** Of those that have the same part, or parts, the lane with the best solution. @param scores where its scores are */
  private leaders(scores: number): number[] {
    const { exchange, round, params } = this;
    const leaders: number[] = [];
    for (let lane = 0; lane < params.lanes; lane++) {
      const group = lane % Math.min(this.parts, params.lanes);
      const before = leaders[group];
      const own = exchange.scoresOf(lane, round);
      const best = exchange.scoresOf(before ?? lane, round);
      const [cost, missing] = [own[scores]! - best[scores]!, own[scores + 1]! - best[scores + 1]!];
      if (before === undefined || missing < 0 || (missing === 0 && cost < 0)) leaders[group] = lane;
    }
    return leaders;
  }

  /** How many parts of a solution lanes are to work on; 1 = every lane on a whole. */
  private partsWanted(whole: Packed): number {
    const { rich, features, tasks } = this.problem;
    if (!this.cuts) return 1;
    // Parts know nothing of each other.
    if (rich !== null && (rich.balance !== null || leavesOutBound(this.problem, whole))) return 1;
    // By the round, not by the clock: all lanes must come to the same conclusion.
    if (features.vehiclesFirst && this.done(this.round) < this.temperatures.economy) return 1;
    return partsFor(this.problem, tasks - whole[1]!, blocksOf(this.problem, whole).length, this.params.lanes);
  }
}
