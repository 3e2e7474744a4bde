import type { CodedError } from '../contract/errors.ts';
import type { RoutingRequest } from '../contract/request.ts';
import { DISTRICT_TASKS, type District, Districts } from '../districts/index.ts';
import { Rng } from '../kit/rng.ts';
import { type Compiled, compileProblem } from '../model/compile.ts';
import { goalOf } from '../model/objective.ts';
import type { RawSolution } from '../model/solution.ts';
import type { PoolAnswer, SolveHooks, SolverPool } from '../pool/pool.ts';
import { costOf, type SolveParams, type SolveResult, type StopReason, type TracePoint } from '../routing/solve.ts';
import { decode, givenSolution } from './decode.ts';
import { joined, type Leg } from './legs.ts';
import type { Search } from './search-types.ts';

/** A round should give every district this long, or so many iterations; and there are so many rounds. */
const LEG_S = 0.7;
const LEG_ITERATIONS = 10_000;
const ROUNDS = { least: 2, most: 40 } as const;
/** Where time is the budget a first plan is made before them, which a single round can mend as well as another. */
const ROUNDS_IN_TIME = 1;
/** A first plan is made in districts of no more tasks: tables of all their pairs are what takes time then. */
const FIRST_TASKS = 250;
/** A round should take so much at least of what it takes to make its districts ready, one after the other; else it is for two. More rounds are better than longer ones. */
const READY = 0.8;
/** How the time to make a district ready grows with its tasks. */
const GROWTH = 1.5;
/** What plan and check take, as a share of the time to the first solution: a guess, until they are rehearsed. */
const REHEARSED = 0.5;
/** Share of the latest district in what one is expected to take beside its search. */
const LATEST = 0.2;

/** Costs in money. */
type DistrictAnswer =
  | ({ ok: true; solution: RawSolution; trace: TracePoint[] } & Omit<SolveResult, 'best' | 'current' | 'trace'>)
  | { ok: false; errors: CodedError[]; retry: boolean };

/** Whether a first solution is all that a round is asked for. */
const isForFirst = ([from, to]: Leg): boolean => from === to;

type Budget = Pick<SolveParams, 'iterations' | 'time_s'>;

/** A district's part of a round. */
interface Part {
  district: District;
  index: number;
}

interface Prepared extends Part {
  compiled: Compiled;
}

/** What came of it; money. */
interface Outcome {
  district: District;
  /** Where the search stands, and the best it saw. */
  current: RawSolution;
  best: RawSolution;
  cost: number;
  /** What that is less than the cost of what was given, where it is asked for. */
  saved: number;
}

/**
 * Searches a large request district by district: every round cuts the current solution anew, each district is compiled and
 * searched for a while by itself, several at a time, then all are put together again (in the spirit of POPMUSIC, Taillard & Voss
 * 2002). Time per iteration and memory are those of a district, whatever the size of the whole.
 *
 * One search by simulated annealing goes through all rounds. With iterations as the budget the plan depends on the seed, the
 * iterations and the number of lanes alone.
 */
export class DistrictSearch {
  private readonly request: RoutingRequest;
  private readonly pool: SolverPool;
  private readonly params: SolveParams;
  private readonly started_ns: bigint;
  private readonly hooks: SolveHooks;
  private readonly rehearse: Search['rehearse'];
  private reserve_s: number | null = null;
  private rehearsing: Promise<void> | null = null;
  /** What it takes to make a district ready, one after the other, and to start and end its search in a thread. */
  private prepare_s = 0;
  private start_s = 0;
  /** When this thread was last done with making districts ready or rehearsing: until then no end of a search is noticed. */
  private free_s = 0;
  private readonly districtTasks: number;
  private readonly districts: Districts;
  private readonly rng: Rng;
  private readonly running = new Set<(reason: Exclude<StopReason, 'none'>) => void>();
  private readonly trace: TracePoint[] = [];
  private stopReason: StopReason = 'none';
  private failure: { errors: CodedError[]; retry: boolean } | null = null;
  private best: RawSolution | null = null;
  private bestCost = Number.POSITIVE_INFINITY;
  private bestMissing = Number.POSITIVE_INFINITY;
  private readonly vehiclesFirst: boolean;
  /** What a route costs beside its vehicle. */
  private readonly perRoute: number;
  private iterations = 0;
  private first_solution_s = 0;

  /** @param request one that `isDivisible`, its tasks in spatial order  @param districtTasks tasks of a district, about */
  constructor(
    { request, pool, params, started_ns, hooks, rehearse }: Omit<Search, 'resume'>,
    districtTasks: number = DISTRICT_TASKS,
  ) {
    this.request = request;
    this.pool = pool;
    this.params = params;
    this.started_ns = started_ns;
    this.hooks = hooks;
    this.rehearse = rehearse;
    this.districtTasks = districtTasks;
    this.districts = new Districts(request, districtTasks);
    this.rng = new Rng(params.seed, 0);
    const { vehiclesFirst, weights } = goalOf(request);
    this.vehiclesFirst = vehiclesFirst;
    this.perRoute = weights.vehicles;
  }

  async run(initial: RawSolution): Promise<DistrictAnswer> {
    this.hooks.onStart?.((reason) => {
      if (this.stopReason === 'none') this.stopReason = reason;
      for (const stop of this.running) stop(reason);
    });
    const rounds = this.rounds();
    let current = initial;
    let isFirst = false;
    for (const leg of joined(this.legs(rounds), (to) => this.isTooShort(to))) {
      // A first plan is the best there is: where it serves all, districts that there is no time for stay as they are.
      const isOpen = isFirst && current.unassigned.length === 0;
      if (this.best !== null && !(isOpen ? this.hasTimeForSome() : this.hasTimeForRound())) break;
      const outcomes = await this.round(current, leg, isOpen);
      if (this.failure !== null) break;
      current = this.districts.join(outcomes.map(({ district, current: solution }) => ({ district, solution })));
      this.keepBest(outcomes);
      if (this.isOver()) break;
      isFirst = isForFirst(leg);
    }
    // Nobody asked a broken thread to stop: as anywhere else, the job is tried again.
    const isBroken = this.failure?.retry === true && this.stopReason === 'none';
    if (this.best === null || isBroken) return { ok: false, ...this.failure! };
    const { best: solution, trace, iterations, first_solution_s, stopReason } = this;
    return { ok: true, solution, trace, iterations, first_solution_s, stopReason };
  }

  private rounds(): number {
    const { time_s, iterations, lanes } = this.params;
    const districts = Math.max(1, this.request.tasks.length / this.districtTasks);
    // No more of them are searched at a time than there are.
    const atOnce = Math.min(this.parallel, districts);
    const byTime = time_s === null ? Number.POSITIVE_INFINITY : (time_s * atOnce) / districts / LEG_S;
    const byCount = iterations === null ? Number.POSITIVE_INFINITY : (iterations * lanes) / districts / LEG_ITERATIONS;
    const least = time_s === null ? ROUNDS.least : ROUNDS_IN_TIME;
    return Math.max(least, Math.min(ROUNDS.most, Math.floor(Math.min(byTime, byCount))));
  }

  /** Districts searched at a time. */
  private get parallel(): number {
    return Math.min(this.params.lanes, this.pool.threads);
  }

  /** Whether one district at least, and plan and check, which are rehearsed meanwhile, are over in time. */
  private hasTimeForSome(): boolean {
    const planned_s = 2 * REHEARSED * this.first_solution_s;
    return this.elapsed_s() + this.prepare_s + planned_s < this.end_s;
  }

  /** Whether what a round takes beside its searches is over in time. */
  private hasTimeForRound(): boolean {
    return this.elapsed_s() + this.readying_s < this.end_s;
  }

  /** Whether a round that ends at a share of the search would hardly search, but make districts ready. */
  private isTooShort(to: number): boolean {
    return this.params.time_s !== null && this.end_s * to - this.elapsed_s() < READY * this.readying_s;
  }

  /** What a round takes beside its searches, as far as is known by now. */
  private get readying_s(): number {
    const districts = this.request.tasks.length / this.districtTasks;
    return districts * Math.max(this.prepare_s, this.start_s / this.parallel);
  }

  /** The rounds as shares of the whole search. An interrupted run goes on where its time had come to. */
  private legs(rounds: number): Leg[] {
    const { time_s } = this.params;
    const first = time_s === null ? 0 : Math.min(rounds - 1, Math.floor((rounds * this.elapsed_s()) / time_s));
    const legs = Array.from(
      { length: rounds - first },
      (_, r): Leg => [(first + r) / rounds, (first + r + 1) / rounds],
    );
    // A first plan does not wait for the end of a round.
    return time_s !== null && first === 0 ? [[0, 0], ...legs] : legs;
  }

  /** @param isOpen whether districts that there is no time for may stay as they are */
  private async round(current: RawSolution, span: Leg, isOpen: boolean): Promise<Outcome[]> {
    const most = isForFirst(span) ? Math.min(FIRST_TASKS, this.districtTasks) : this.districtTasks;
    const legs = this.districts.divide(current, this.rng, most).map((district, index): Part => ({ district, index }));
    const outcomes: Outcome[] = new Array(legs.length);
    let next = 0;
    let ahead: Prepared | null = null;
    const prepare = (): Prepared | null => {
      if (next === legs.length || this.failure !== null) return null;
      if (isOpen && (this.isOver() || this.elapsed_s() + this.prepare_s >= this.end_s)) return null;
      const leg = legs[next++]!;
      const from_s = this.elapsed_s();
      const compiled = compileProblem(leg.district.request);
      this.free_s = this.elapsed_s();
      const taken_s = this.free_s - from_s;
      this.prepare_s = averaged(this.prepare_s, taken_s * (this.districtTasks / most) ** GROWTH);
      return compiled.ok ? { ...leg, compiled: compiled.compiled } : this.fail(compiled.errors, false);
    };
    const lastStarted = Math.min(this.parallel, legs.length) - 1;
    const work = async (): Promise<void> => {
      for (;;) {
        const leg: Prepared | null = ahead ?? prepare();
        ahead = null;
        if (leg === null) return;
        const budget = this.budgetFor(leg.district.tasks.length, legs.length - leg.index, span);
        const from_s = this.elapsed_s();
        const searching = this.search(leg, span, budget, isOpen);
        // While threads search, the next district is made ready for whichever ends first.
        ahead ??= prepare();
        if (this.best !== null && leg.index >= lastStarted) this.rehearseOnce(this.best);
        const outcome = await searching;
        // How much time there is for the next is known then.
        await this.rehearsing;
        if (budget.time_s !== null && this.free_s < from_s + budget.time_s)
          this.start_s = averaged(this.start_s, this.elapsed_s() - from_s - budget.time_s);
        if (outcome !== null) outcomes[leg.index] = outcome;
      }
    };
    await Promise.all(Array.from({ length: this.parallel }, work));
    if (isOpen) for (const { district, index } of legs) outcomes[index] ??= asGiven(district);
    return outcomes;
  }

  private rehearseOnce(best: RawSolution): void {
    if (this.rehearsing !== null) return;
    this.rehearsing = this.rehearseOn(best);
    // It may fail while a search is awaited; what comes next awaits it, too.
    this.rehearsing.catch(() => undefined);
  }

  private async rehearseOn(best: RawSolution): Promise<void> {
    this.reserve_s = await this.rehearse(best);
    this.free_s = this.elapsed_s();
  }

  /** @param isOpen whether it has to be known what is saved */
  private async search(
    { district, index, compiled }: Prepared,
    leg: Leg,
    budget: Budget,
    isOpen: boolean,
  ): Promise<Outcome | null> {
    const started_ns = process.hrtime.bigint();
    const { lanes: _, ...rest } = this.params;
    const seed = (this.params.seed + 7919 * (1 + index) + 1_000_003 * Math.round(leg[0] * 1000)) >>> 0;
    const params: SolveParams = { ...rest, ...budget, seed, lanes: 1, initial: null, leg };
    if (isForFirst(leg) && this.params.time_s !== null) params.ahead_s = this.aheadFor(district);
    const answer = await this.solve(compiled, params, started_ns);
    if (!answer.ok) return this.fail(answer.errors, answer.retry);
    const { result } = answer;
    const { problem } = compiled;
    // Of a search whose threads were killed nothing else is left.
    const ticks = result.trace.at(-1)?.cost ?? costOf(problem, result.best);
    const current = result.trace.length > 0 ? result.current : result.best;
    this.iterations += result.iterations;
    return {
      district,
      current: decode(current, compiled),
      best: decode(result.best, compiled),
      cost: ticks / problem.costScale,
      saved: !isOpen || problem.initial === null ? 0 : (costOf(problem, problem.initial) - ticks) / problem.costScale,
    };
  }

  private async solve({ problem }: Compiled, params: SolveParams, started_ns: bigint): Promise<PoolAnswer> {
    let own: ((reason: Exclude<StopReason, 'none'>) => void) | undefined;
    const { signal } = this.hooks;
    const answer = await this.pool.solve(problem, params, started_ns, {
      ...(signal === undefined ? {} : { signal }),
      onStart: (stop) => {
        own = stop;
        this.running.add(stop);
        if (this.stopReason !== 'none') stop(this.stopReason);
      },
    });
    if (own) this.running.delete(own);
    return answer;
  }

  /** What is left of a round, shared out among the districts that are left; nothing once the search is over. */
  private budgetFor(tasks: number, left: number, span: Leg): Budget {
    const [from, to] = span;
    const { time_s, iterations, lanes } = this.params;
    if (this.isOver() || isForFirst(span)) return { iterations: 0, time_s: null };
    const { parallel } = this;
    const count =
      iterations === null ? null : Math.round((iterations * lanes * (to - from) * tasks) / this.request.tasks.length);
    if (time_s === null) return { iterations: count, time_s: null };
    const spare_s = this.end_s * to - this.elapsed_s();
    // Districts are made ready one after the other: no more of them will be searched than there is time for that.
    const coming = Math.min(left, Math.ceil(spare_s / Math.max(this.prepare_s, 0.001)));
    const each_s = (spare_s * parallel) / Math.max(coming, parallel) - this.start_s;
    return { iterations: count, time_s: Math.max(0.001, each_s) };
  }

  /** A district's part of the time that is left, in seconds. */
  private aheadFor({ tasks }: District): number {
    return ((this.end_s - this.elapsed_s()) * tasks.length) / this.request.tasks.length;
  }

  private keepBest(outcomes: Outcome[]): void {
    const solution = this.districts.join(outcomes.map(({ district, best }) => ({ district, solution: best })));
    const isWhole = outcomes.every(({ cost }) => !Number.isNaN(cost));
    // What a carrier does in several districts is one route.
    const joined = outcomes.reduce((sum, { best }) => sum + best.routes.length, 0) - solution.routes.length;
    const inAll = sumOf(outcomes, 'cost') - joined * this.perRoute;
    const cost = isWhole ? inAll : this.bestCost - sumOf(outcomes, 'saved');
    const missing = this.missingFrom(solution);
    const elapsed_s = this.elapsed_s();
    const { iterations } = this;
    if (this.best === null) this.first_solution_s = elapsed_s;
    if (missing < this.bestMissing || (missing === this.bestMissing && cost < this.bestCost)) {
      [this.best, this.bestMissing, this.bestCost] = [solution, missing, cost];
      this.trace.push({ elapsed_s, iterations, cost, unassigned: solution.unassigned.length });
    }
    const { bestCost, best, first_solution_s } = this;
    const unassigned = best!.unassigned.length;
    this.hooks.onProgress?.({ cost: bestCost, unassigned, iterations, elapsed_s, first_solution_s });
  }

  /** What is compared before costs: mandatory tasks left out, by priority, and then vehicles where fewest come first. */
  private missingFrom({ routes, unassigned }: RawSolution): number {
    const { tasks } = this.request;
    let missing = 0;
    for (const t of unassigned)
      if (tasks[t]!.prize === null) missing += (1 + tasks[t]!.priority * (tasks.length + 1)) * (tasks.length + 1);
    return this.vehiclesFirst ? missing + routes.length : missing;
  }

  private fail(errors: CodedError[], retry: boolean): null {
    this.failure ??= { errors, retry };
    return null;
  }

  private isOver(): boolean {
    return this.stopReason !== 'none' || this.elapsed_s() >= this.end_s;
  }

  /** When the search has to be over, for what comes after it. */
  private get end_s(): number {
    return (this.params.time_s ?? Number.POSITIVE_INFINITY) - (this.reserve_s ?? 0);
  }

  private elapsed_s(): number {
    return Number(process.hrtime.bigint() - this.started_ns) / 1e9;
  }
}

/** A district that is not searched. What it costs by itself is not known. */
function asGiven(district: District): Outcome {
  const solution = givenSolution(district.request);
  return { district, current: solution, best: solution, cost: Number.NaN, saved: 0 };
}

function sumOf(outcomes: Outcome[], what: 'cost' | 'saved'): number {
  return outcomes.reduce((sum, outcome) => sum + outcome[what], 0);
}

/** @param average 0: none yet */
function averaged(average: number, latest: number): number {
  return Math.max(0, average === 0 ? latest : average + LATEST * (latest - average));
}
