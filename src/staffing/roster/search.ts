import type { Rng } from '../../kit/rng.ts';
import type { Compiled } from './compiled.ts';
import { newSums, type RiderSums, sumRider } from './cost.ts';
import { Assignment, BREAK, BREAK_END, END, FIELDS, PINNED, START, ZONE } from './cover.ts';
import type { Relaxed } from './day.ts';
import { type RiderPlan, RiderPlanner } from './planner.ts';
import { atStake } from './stake.ts';
import { type FairWeights, NO_FAIRNESS, unfairness, wantedInAll } from './weeks.ts';

export interface SearchParams {
  iterations: number;
  /** Money by which a worse plan may be accepted, at the start; falls to 0. */
  temperature: number;
  stopped: () => boolean;
  /** Share of the search's time that is over, 0..1; the temperature follows it where it is ahead of the iterations. */
  elapsed?: () => number;
  report?: (done: number) => void;
}

export interface Snapshot {
  shifts: Int32Array;
  counts: Int32Array;
}

/**
 * Large neighbourhood search over riders: takes a few related riders off, plans each again to optimality against all
 * others (`RiderPlanner`), and keeps what is not much worse. After Shaw 1998 and Pisinger and Ropke 2007, A general heuristic for
 * vehicle routing problems; the exact reinsertion of one rider replaces their greedy ones.
 */
export class RosterSearch {
  readonly assignment: Assignment;
  readonly planner: RiderPlanner;
  /** Cost of each rider, with what unfairness is taken for. */
  readonly riderCost: Float64Array;
  /** Money of all riders, and with unfairness and cells. */
  objective = 0;
  private readonly compiled: Compiled;
  private readonly random: Rng;
  private readonly sums: RiderSums;
  fair: FairWeights = NO_FAIRNESS;
  /** See `atStake`; null until it is asked for. */
  private stake: number | null = null;
  /** Prices of cover, layers * cells, towards which riders are drawn; null: none are known. */
  prices: Float64Array | null = null;
  private readonly peakPrice: Float64Array;
  private readonly saved: Int32Array;
  private readonly savedCounts: Int32Array;
  private readonly chosen = new Int32Array(MOST_REMOVED);
  /** Hours given / hours wanted of each rider. */
  private readonly ratio: Float64Array;

  constructor(compiled: Compiled, random: Rng) {
    this.compiled = compiled;
    this.random = random;
    this.assignment = new Assignment(compiled);
    this.planner = new RiderPlanner(compiled);
    this.sums = newSums(compiled);
    this.riderCost = new Float64Array(compiled.riders.length);
    this.peakPrice = new Float64Array(compiled.riders.length);
    this.saved = new Int32Array(MOST_REMOVED * compiled.most * FIELDS);
    this.savedCounts = new Int32Array(MOST_REMOVED);
    this.ratio = new Float64Array(compiled.riders.length);
    for (let r = 0; r < compiled.riders.length; r++) this.riderCost[r] = this.costOf(r);
    this.recount();
  }

  /** Sets the weights of fairness; the objective changes with them. */
  weigh(fair: FairWeights): void {
    this.fair = fair;
    this.stake = null;
    this.planner.fair = { weight: fair.hours, ratio: fair.ratio };
    this.planner.peakPrice = fair.peak > 0 ? this.peakPrice : null;
    for (let r = 0; r < this.riderCost.length; r++) this.riderCost[r] = this.costOf(r);
    this.recount();
  }

  recount(): void {
    this.assignment.recount();
    this.objective = this.assignment.cellCost + this.riderCost.reduce((a, b) => a + b, 0);
  }

  /** Cost of a rider as planned, unfairness included. */
  private costOf(r: number): number {
    const sums = sumRider(this.assignment, r, this.sums);
    let cost = sums.total;
    if (this.fair.hours > 0) {
      const fair = this.planner.fair;
      for (let week = 0; week < this.compiled.weeks; week++) {
        cost += unfairness(this.compiled, r, week, sums.weeks[week]!, fair);
      }
    }
    const wanted = this.wanted(r);
    this.ratio[r] = wanted > 0 ? (sums.hours * this.compiled.unit_s) / 3600 / wanted : 1;
    if (this.fair.peak > 0 && wanted > 0) {
      const off = sums.peak / wanted - this.fair.peakRatio;
      cost += this.fair.peak * off * off;
    }
    return cost;
  }

  /** Hours wanted over the horizon. */
  private wanted(r: number): number {
    return wantedInAll(this.compiled.riders[r]!) / 3600;
  }

  /** Takes all shifts from a rider. */
  private remove(r: number): void {
    this.assignment.clear(r);
  }

  /** Plans a cleared rider again. */
  private insert(r: number, noise: number, guided = 0): void {
    if (this.fair.peak > 0) this.pricePeak(r);
    if (this.prices && guided > 0) {
      this.planner.worth.guided(this.assignment, r, this.prices, guided);
      this.install(r, this.planner.best(r));
    } else this.install(r, this.planner.replan(this.assignment, r, noise > 0 ? this.random : null, noise));
  }

  /**
   * Plans a cleared rider by chance: each cell is worth up to the dearest shortage, needed or not. Others can then find plans that no rider
   * would leave to them; where there are few, nothing else does.
   */
  private insertBlind(r: number): void {
    this.planner.worth.blind(this.assignment, r, this.random);
    this.install(r, this.planner.best(r));
  }

  /** The slope of the peak's unfairness where the rider stands: a quadratic term made linear. */
  private pricePeak(r: number): void {
    const wanted = this.wanted(r);
    const peak = this.peakOf[r] ?? 0;
    this.peakPrice[r] = wanted > 0 ? (2 * this.fair.peak * (peak / wanted - this.fair.peakRatio)) / wanted : 0;
  }

  /** Peak slots that each rider had when last taken off. */
  private readonly peakOf: number[] = [];

  install(r: number, plan: RiderPlan): void {
    for (let i = 0; i < plan.count; i++) {
      this.assignment.add(
        r,
        plan.zone[i]!,
        plan.start_s[i]!,
        plan.end_s[i]!,
        plan.break_s[i]!,
        plan.breakEnd_s[i]!,
        plan.pinned[i]!,
      );
    }
  }

  /**
   * Plans each rider once, in random order, against those before; then again until a round gains nothing.
   * @param isWhole all have been planned before: the first round may be cut short, too
   */
  construct(rounds: number, stopped: () => boolean, isWhole = false): void {
    const order = Int32Array.from(this.riderCost, (_, r) => r);
    for (let round = 0; round < rounds; round++) {
      const before = this.objective;
      this.shuffle(order);
      for (const r of order) {
        // Booked shifts are in the plan only once their riders are planned: who has none yet is planned however late it is.
        const isPlanned = isWhole || round > 0 || this.assignment.counts[r]! > 0;
        if (!isPlanned || !stopped()) this.improve(r);
      }
      this.recount();
      if (before - this.objective <= 1e-9 * Math.abs(before)) break;
    }
  }

  /** Plans one rider again to optimality. */
  improve(r: number): void {
    this.take(0, r);
    const before = this.total(1);
    // Without the booked shifts a plan is none, however cheap.
    const lacking = this.assignment.counts[r]! < this.compiled.riders[r]!.pinned.length;
    this.remove(r);
    this.insert(r, 0);
    this.settle(1, before, lacking ? Number.POSITIVE_INFINITY : 0);
  }

  /** @returns iterations done */
  run({ iterations, temperature, stopped, elapsed, report }: SearchParams): number {
    let i = 0;
    let past = 0;
    for (; i < iterations; i++) {
      if ((i & 15) === 0) {
        past = Math.max(past, elapsed?.() ?? 0);
        if (past >= 1 || stopped()) break;
        if ((i & 1023) === 0) {
          this.recount();
          report?.(Math.max(past, i / iterations));
        }
      }
      const left = 1 - Math.max(past, i / iterations);
      const size = this.choose();
      const before = this.total(size);
      for (let j = 0; j < size; j++) this.remove(this.chosen[j]!);
      const wild = this.random.double() < 0.5 ? 0 : this.random.double();
      const isBlind = this.riderCost.length <= MOST_REMOVED && this.random.double() < BLIND;
      for (let j = 0; j < size; j++) {
        if (isBlind && j === 0) this.insertBlind(this.chosen[j]!);
        else if (this.prices) this.insert(this.chosen[j]!, 0, wild * (1 - (j + 1) / size));
        else this.insert(this.chosen[j]!, 0.3 * left * wild);
      }
      this.settle(size, before, temperature * left * left * -Math.log(1 - this.random.double()));
    }
    this.recount();
    return i;
  }

  /** Keeps what has become of the chosen riders unless it is worse by more than `worse`. */
  private settle(size: number, before: number, worse: number): void {
    for (let j = 0; j < size; j++) this.riderCost[this.chosen[j]!] = this.costOf(this.chosen[j]!);
    const after = this.total(size);
    if (after <= before + worse) {
      this.objective += after - before;
      return;
    }
    for (let j = 0; j < size; j++) this.restore(j);
  }

  private total(size: number): number {
    let sum = this.assignment.cellCost;
    for (let j = 0; j < size; j++) sum += this.riderCost[this.chosen[j]!]!;
    return sum;
  }

  /** Notes a rider's shifts as the j-th chosen. */
  private take(j: number, r: number): void {
    const { most } = this.compiled;
    const from = r * most * FIELDS;
    const count = this.assignment.counts[r]!;
    this.chosen[j] = r;
    this.savedCounts[j] = count;
    this.saved.set(this.assignment.shifts.subarray(from, from + count * FIELDS), j * most * FIELDS);
    if (this.fair.peak > 0) this.peakOf[r] = sumRider(this.assignment, r, this.sums).peak;
  }

  private restore(j: number): void {
    const r = this.chosen[j]!;
    this.assignment.clear(r);
    const { saved } = this;
    for (let i = 0; i < this.savedCounts[j]!; i++) {
      const at = (j * this.compiled.most + i) * FIELDS;
      const [zone, start_s, end_s] = [saved[at + ZONE]!, saved[at + START]!, saved[at + END]!];
      this.assignment.add(r, zone, start_s, end_s, saved[at + BREAK]!, saved[at + BREAK_END]!, saved[at + PINNED]!);
    }
    this.riderCost[r] = this.costOf(r);
  }

  /** The plan as it stands, to be put back later. */
  snapshot(): Snapshot {
    return { shifts: this.assignment.shifts.slice(), counts: this.assignment.counts.slice() };
  }

  putBack({ shifts, counts }: Snapshot): void {
    const { assignment, compiled } = this;
    for (let r = 0; r < counts.length; r++) {
      assignment.clear(r);
      for (let i = 0; i < counts[r]!; i++) {
        const at = (r * compiled.most + i) * FIELDS;
        const [zone, start_s, end_s] = [shifts[at + ZONE]!, shifts[at + START]!, shifts[at + END]!];
        assignment.add(r, zone, start_s, end_s, shifts[at + BREAK]!, shifts[at + BREAK_END]!, shifts[at + PINNED]!);
      }
      this.riderCost[r] = this.costOf(r);
    }
    this.recount();
  }

  /** Takes over plans of some riders where they are cheaper together. @param plans shifts as in `Assignment.shifts`. */
  replace(riders: readonly number[], plans: readonly Int32Array[]): void {
    const { most } = this.compiled;
    const before = riders.map((r) => {
      const from = r * most * FIELDS;
      return this.assignment.shifts.slice(from, from + this.assignment.counts[r]! * FIELDS);
    });
    const cost = this.objective;
    this.putPlans(riders, plans);
    this.recount();
    if (this.objective <= cost) return;
    this.putPlans(riders, before);
    this.recount();
  }

  private putPlans(riders: readonly number[], plans: readonly Int32Array[]): void {
    for (const r of riders) this.assignment.clear(r);
    for (const [i, r] of riders.entries()) {
      const plan = plans[i]!;
      for (let at = 0; at < plan.length; at += FIELDS) {
        const [zone, start_s, end_s] = [plan[at + ZONE]!, plan[at + START]!, plan[at + END]!];
        this.assignment.add(r, zone, start_s, end_s, plan[at + BREAK]!, plan[at + BREAK_END]!, plan[at + PINNED]!);
      }
      this.riderCost[r] = this.costOf(r);
    }
  }

  /**
   * Whether the rider could be in a cell under the rules, less those left out: plans the rider with that cell worth more than
   * all else. Where such a plan is cheaper than the present one, it is taken over, unless `keeps` is false.
   */
  tryCover(r: number, zone: number, slot: number, relaxed: Relaxed | null, keeps = true): 'no' | 'dearer' | 'cheaper' {
    const { planner, assignment, compiled } = this;
    this.take(0, r);
    const before = this.total(1);
    this.remove(r);
    planner.relaxed = relaxed ?? {};
    planner.worth.marginal(assignment, r);
    const forced = this.moreThanAll(FORCED);
    planner.worth.force(r, zone, slot, forced);
    const plan = planner.best(r);
    planner.relaxed = {};
    const covers = plan.value > forced / 2;
    if (!covers || relaxed) {
      this.restore(0);
      return covers ? 'dearer' : 'no';
    }
    this.install(r, plan);
    this.riderCost[r] = this.costOf(r);
    const gain = Math.max(1e-6 * Math.max(1, compiled.problem.slot_s / 3600), 1e-12 * Math.abs(before));
    if (this.total(1) < before - gain) {
      if (keeps) this.objective += this.total(1) - before;
      else this.restore(0);
      return 'cheaper';
    }
    this.restore(0);
    return 'dearer';
  }

  /** What outweighs all else that a plan costs or saves. @param usual where that is enough */
  private moreThanAll(usual: number): number {
    this.stake ??= atStake(this.compiled, this.assignment.overShareCost, this.fair);
    return Math.max(usual, 4 * this.stake);
  }

  /** Most hours, in units, that the rider could ride under the rules, less those left out. */
  mostHours(r: number, relaxed: Relaxed): number {
    this.planner.relaxed = relaxed;
    this.planner.worth.longest(r, this.moreThanAll(LONGEST));
    const plan = this.planner.best(r);
    this.planner.relaxed = {};
    const { problem, unit_s } = this.compiled;
    let hours = 0;
    for (let i = 0; i < plan.count; i++) {
      const off_s = problem.break && !problem.break.paid ? plan.breakEnd_s[i]! - plan.break_s[i]! : 0;
      hours += (plan.end_s[i]! - plan.start_s[i]! - off_s) / unit_s;
    }
    return hours;
  }

  /** A few riders who know a zone in common; where hours are to be spread, those with the fewest are planned first. */
  private choose(): number {
    const { riders, ridersOfZone } = this.compiled;
    const size = Math.min(riders.length, 1 + this.random.below(MOST_REMOVED - 1));
    const first = this.random.below(riders.length);
    this.chosen[0] = first;
    let count = 1;
    for (let tries = 0; count < size && tries < 3 * size; tries++) {
      const of = riders[this.chosen[this.random.below(count)]!]!;
      if (of.known === 0) break;
      const mates = ridersOfZone[of.zones[this.random.below(of.known)]!]!;
      let mate = mates[this.random.below(mates.length)]!;
      if (this.fair.hours > 0) mate = this.mostUnlike(this.chosen[0]!, mate, mates);
      let known = false;
      for (let j = 0; j < count; j++) if (this.chosen[j] === mate) known = true;
      if (!known) this.chosen[count++] = mate;
    }
    if (this.fair.hours > 0) this.chosen.subarray(0, count).sort((a, b) => this.ratio[a]! - this.ratio[b]!);
    for (let j = 0; j < count; j++) this.take(j, this.chosen[j]!);
    return count;
  }

  /** Of a few mates the one whose share of hours differs most from the rider's: between them hours can be evened out. */
  private mostUnlike(r: number, mate: number, mates: Int32Array): number {
    let best = mate;
    for (let i = 0; i < 3; i++) {
      const other = mates[this.random.below(mates.length)]!;
      const gains = Math.abs(this.ratio[other]! - this.ratio[r]!) > Math.abs(this.ratio[best]! - this.ratio[r]!);
      if (gains) best = other;
    }
    return best;
  }

  private shuffle(list: Int32Array): void {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.random.below(i + 1);
      [list[i], list[j]] = [list[j]!, list[i]!];
    }
  }
}

const MOST_REMOVED = 6;
/** Share of the changes that begin with a rider planned by chance, where there are so few riders that all may be taken off at once. */
const BLIND = 0.2;
/** Of a cell that is to be covered, and of a slot where as many as can be are: more than any plan costs where money is euros. */
const FORCED = 1e9;
const LONGEST = 1e6;
