import type { Rng } from '../../kit/rng.ts';
import { Arcs } from './arcs.ts';
import type { Compiled, CompiledRider } from './compiled.ts';
import type { Assignment } from './cover.ts';
import { DayOptions, type Link, type Relaxed, type RestClasses } from './day.ts';
import { type FairHours, hoursCost, mostOfWeek, roundedUp } from './weeks.ts';
import { Worth } from './worth.ts';

const NEVER = Number.NEGATIVE_INFINITY;

/** The shifts found for one rider, by start; times in seconds, no break = -1. */
export interface RiderPlan {
  count: number;
  zone: Int32Array;
  start_s: Int32Array;
  end_s: Int32Array;
  break_s: Int32Array;
  breakEnd_s: Int32Array;
  pinned: Uint8Array;
  /** Worth of the cover less all that the rider costs, under the prices it was planned for. */
  value: number;
}

/** States after a day: for each class of the end of the last shift (ascending; -Infinity = rested) and hours of the week. */
interface Stage {
  ends_s: number[];
  /** Best with an end of this class or sooner: classes * hours. */
  best: Float64Array;
  /** Class that each class of the stage before has become. */
  carried: number[];
  /** Hours given in the week that ended after the day, by class; -1 where no week ended. */
  weekHours: Int32Array | null;
}

/**
 * Plans one rider over the whole horizon to optimality, given what presence in each zone and slot is worth. Days are put
 * together forwards with the hours of the week and the end of the last shift as state: exact, since pay, least hours and fairness
 * depend on the hours of a week alone. It is the pricing of the columns and of the bound, and at the same time the move of
 * the search. The idea of shifts as arcs over slots: Brunner, Bard and Kolisch 2009, Flexible shift scheduling of physicians, Health
 * Care Management Science 12.
 */
export class RiderPlanner {
  readonly plan: RiderPlan;
  /** Fairness of hours, and money per peak slot by rider. */
  fair: FairHours = { weight: 0, ratio: 1 };
  peakPrice: Float64Array | null = null;
  relaxed: Relaxed = {};
  readonly worth: Worth;
  private readonly compiled: Compiled;
  private readonly arcs: Arcs;
  /** Of each day of the rider, kept until the plan has been traced. */
  private readonly options: DayOptions[] = [];
  private readonly stages: Stage[] = [];
  /** Most hours of each week of each rider: riders * weeks. */
  private readonly caps: Int32Array;
  /** What whole units of booked shifts are more than their hours, likewise. */
  private readonly over: Float64Array;
  private rider!: CompiledRider;
  private r = 0;
  private width = 0;

  constructor(compiled: Compiled) {
    const { most, riders, weeks } = compiled;
    this.compiled = compiled;
    this.worth = new Worth(compiled);
    this.arcs = new Arcs(compiled);
    const byWeek = (of: typeof mostOfWeek) => (_: unknown, i: number) =>
      of(compiled, riders[Math.floor(i / weeks)]!, i % weeks);
    this.caps = Int32Array.from({ length: riders.length * weeks }, byWeek(mostOfWeek));
    this.over = Float64Array.from({ length: riders.length * weeks }, byWeek(roundedUp));
    this.plan = {
      count: 0,
      zone: new Int32Array(most),
      start_s: new Int32Array(most),
      end_s: new Int32Array(most),
      break_s: new Int32Array(most),
      breakEnd_s: new Int32Array(most),
      pinned: new Uint8Array(most),
      value: 0,
    };
  }

  /** The best plan of a cleared rider against all others. Noise of 0.1 = each worth up to 10 % up or down. */
  replan(assignment: Assignment, r: number, random: Rng | null = null, noise = 0): RiderPlan {
    this.worth.marginal(assignment, r, random, noise);
    return this.best(r);
  }

  /** The best plan at given prices of a unit of cover, layers * cells. */
  price(prices: Float64Array, r: number): RiderPlan {
    this.worth.atPrices(prices, r);
    return this.best(r);
  }

  /** The best plan for what `worth` holds. */
  best(r: number): RiderPlan {
    const { riders, weekOfDay, weeks } = this.compiled;
    const rider = (this.rider = riders[r]!);
    this.r = r;
    this.arcs.fill(r, this.worth, this.peakPrice ? this.peakPrice[r]! : 0);
    this.start();
    let constant = 0;
    let week = 0;
    for (let i = 0; i < rider.days.length; i++) {
      const weekOf = weekOfDay[rider.days[i]!]!;
      for (; week < weekOf; week++)
        if (i === 0 || weekOfDay[rider.days[i - 1]!]! < week) constant -= this.cost(week, 0);
      this.ride(i, weekOf);
      const ends = i + 1 === rider.days.length || weekOfDay[rider.days[i + 1]!]! > weekOf;
      if (ends) {
        this.closeWeek(i + 1, weekOf);
        week = weekOf + 1;
      }
    }
    for (; week < weeks; week++) constant -= this.cost(week, 0);
    const last = this.stages[rider.days.length]!;
    this.plan.value = constant + last.best[(last.ends_s.length - 1) * this.width]!;
    this.trace();
    return this.plan;
  }

  private cost(week: number, hours: number): number {
    return hoursCost(this.compiled, this.r, week, hours, this.fair);
  }

  private cap(week: number): number {
    return this.relaxed.hours
      ? this.width - 1
      : Math.min(this.width - 1, this.caps[this.r * this.compiled.weeks + week]!);
  }

  private start(): void {
    const { rider, compiled, relaxed } = this;
    const { pinned, days } = rider;
    let booked = 0;
    for (let j = 0; j < pinned.length; j++) booked += this.arcs.pinnedHours[j]!;
    let cap = 0;
    for (let week = 0; week < compiled.weeks; week++) cap = Math.max(cap, this.caps[this.r * compiled.weeks + week]!);
    const all = days.length * DayOptions.most(compiled, rider, relaxed, 0, 0) + booked;
    this.width = 1 + Math.max(0, relaxed.hours ? all : Math.min(all, cap));
    const stage = this.stage(0, [NEVER, ...(rider.lastEnd_s > NEVER ? [rider.lastEnd_s] : [])]);
    stage.best[(stage.ends_s.length - 1) * this.width] = 0;
  }

  private stage(i: number, ends_s: number[]): Stage {
    const size = ends_s.length * this.width;
    const old = this.stages[i];
    const best = old && old.best.length >= size ? old.best : new Float64Array(size * 2);
    best.fill(NEVER, 0, size);
    const stage = { ends_s, best, carried: [], weekHours: null };
    this.stages[i] = stage;
    return stage;
  }

  private restInto(i: number): number {
    return this.relaxed.rest ? 0 : this.rider.rest_s[i]!;
  }

  /** How starts and ends of the i-th day meet the rest after what came before and before what comes. */
  private restClasses(i: number): RestClasses {
    const { rider, compiled } = this;
    const { slot_s } = compiled.problem;
    const before = this.stages[i]!.ends_s;
    const last_s = before[before.length - 1]!;
    const freeFrom = last_s === NEVER ? 0 : Math.ceil((last_s + this.restInto(i)) / slot_s);
    const latest = Math.ceil(rider.latest_s[i]! / slot_s);
    const freeTo = Math.floor(Math.min(this.soonestAfter(i), latest * slot_s) / slot_s);
    return { freeFrom, freeTo: Math.max(freeTo, compiled.dayFrom[rider.days[i]!]!), latest };
  }

  /** A shift that ends by then, s, leaves rest before all later days. */
  private soonestAfter(i: number): number {
    let least = Number.POSITIVE_INFINITY;
    for (let j = i + 1; j < this.rider.days.length; j++) {
      least = Math.min(least, this.rider.soonest_s[j]! - this.restInto(j));
    }
    return least;
  }

  /** From the states before the i-th day to those after it. */
  private ride(i: number, week: number): void {
    const { width } = this;
    const before = this.stages[i]!;
    this.options[i] ??= new DayOptions(this.compiled, this.arcs);
    const options = this.options[i];
    options.fill(this.rider, i, this.restClasses(i), this.relaxed);
    const free_s = this.soonestAfter(i);
    const classesOf = (end_s: number) => (end_s <= free_s ? NEVER : end_s);
    const ends = new Set([NEVER, ...before.ends_s.map(classesOf)]);
    for (let o = 0; o < options.count; o++) ends.add(options.end_s[o]!);
    const ends_s = [...ends].sort((a, b) => a - b);
    const after = this.stage(i + 1, ends_s);
    for (const [c, end_s] of before.ends_s.entries()) {
      const into = ends_s.indexOf(classesOf(end_s));
      after.carried[c] = into;
      if (this.mustRide(i)) continue;
      for (let h = 0; h < width; h++) {
        const v = before.best[c * width + h]!;
        if (v > after.best[into * width + h]!) after.best[into * width + h] = v;
      }
    }
    const cap = this.cap(week);
    for (let o = 0; o < options.count; o++) {
      const c = this.restedClass(before, i, options.start_s[o]!);
      if (c < 0) continue;
      const from = c * width;
      const into = ends_s.indexOf(options.end_s[o]!) * width + options.hours[o]!;
      const v = options.value[o]!;
      for (let h = cap - options.hours[o]!; h >= 0; h--) {
        const sum = before.best[from + h]! + v;
        if (sum > after.best[into + h]!) after.best[into + h] = sum;
      }
    }
    accumulate(after, width);
  }

  private mustRide(i: number): boolean {
    const { dayOf, problem } = this.compiled;
    const day = this.rider.days[i]!;
    return this.rider.pinned.some((shift) => dayOf[Math.floor(shift.from_s / problem.slot_s)] === day);
  }

  /** The last class of ends after which a shift may begin then, or -1. */
  private restedClass(stage: Stage, i: number, start_s: number): number {
    let c = stage.ends_s.length - 1;
    while (c >= 0 && stage.ends_s[c]! + this.restInto(i) > start_s) c--;
    return c;
  }

  /** Charges the hours of a week; the next begins with none. */
  private closeWeek(at: number, week: number): void {
    const stage = this.stages[at]!;
    const { width } = this;
    const cap = this.cap(week);
    const over = this.over[this.r * this.compiled.weeks + week]!;
    stage.weekHours = new Int32Array(stage.ends_s.length);
    this.closed[at] = stage.best.slice(0, stage.ends_s.length * width);
    for (let c = 0; c < stage.ends_s.length; c++) {
      let best = NEVER;
      for (let h = 0; h <= cap; h++) {
        const sum = stage.best[c * width + h]!;
        if (sum === NEVER) continue;
        const v = sum - this.cost(week, h - over);
        if (v > best) {
          best = v;
          stage.weekHours[c] = h;
        }
      }
      stage.best.fill(NEVER, c * width, (c + 1) * width);
      stage.best[c * width] = best;
    }
  }

  /** States of stages before a week was charged there. */
  private readonly closed: Float64Array[] = [];

  private trace(): void {
    const { rider, plan, width } = this;
    plan.count = 0;
    let i = rider.days.length;
    let c = this.stages[i]!.ends_s.length - 1;
    let h = 0;
    for (; i > 0; i--) {
      const stage = this.stages[i]!;
      const before = this.stages[i - 1]!;
      let best = stage.best;
      if (stage.weekHours) {
        h = stage.weekHours[c]!;
        best = this.closed[i]!;
      }
      while (c > 0 && best[(c - 1) * width + h] === best[c * width + h]) c--;
      const value = best[c * width + h]!;
      const rests = this.mustRide(i - 1)
        ? -1
        : before.ends_s.findLastIndex((_, b) => stage.carried[b] === c && before.best[b * width + h] === value);
      if (rests >= 0) {
        c = rests;
        continue;
      }
      const options = this.options[i - 1]!;
      const taken = this.optionOf(before, i - 1, stage.ends_s[c]!, h, value);
      this.write(options.linksOf(taken));
      c = this.restedClass(before, i - 1, options.start_s[taken]!);
      h -= options.hours[taken]!;
    }
    this.reverse();
  }

  private optionOf(before: Stage, i: number, end_s: number, h: number, value: number): number {
    const { width } = this;
    const options = this.options[i]!;
    for (let o = 0; o < options.count; o++) {
      if (options.end_s[o] !== end_s || options.hours[o]! > h) continue;
      const c = this.restedClass(before, i, options.start_s[o]!);
      if (c >= 0 && before.best[c * width + h - options.hours[o]!]! + options.value[o]! === value) return o;
    }
    throw new Error('a day of a plan has no option');
  }

  /** Appends a day's shifts, last first. */
  private write(links: Link[]): void {
    const { plan, rider, arcs } = this;
    const { lengths, problem } = this.compiled;
    for (const link of links.reverse()) {
      const at = plan.count++;
      if (link < 0) {
        const shift = rider.pinned[~link]!;
        const break_s = arcs.pinnedBreak_s[~link]!;
        plan.zone[at] = shift.zone;
        plan.start_s[at] = shift.from_s;
        plan.end_s[at] = shift.to_s;
        plan.break_s[at] = break_s;
        plan.breakEnd_s[at] = break_s < 0 ? -1 : (shift.break?.to_s ?? break_s + problem.break!.length_s);
        plan.pinned[at] = 1;
        continue;
      }
      const start = Math.floor(link / lengths.length);
      const pause = arcs.breakSlot[link]!;
      plan.zone[at] = rider.zones[arcs.zone[link]!]!;
      plan.start_s[at] = start * problem.slot_s;
      plan.end_s[at] = (start + lengths[link % lengths.length]!) * problem.slot_s;
      plan.break_s[at] = pause < 0 ? -1 : pause * problem.slot_s;
      plan.breakEnd_s[at] = pause < 0 ? -1 : pause * problem.slot_s + problem.break!.length_s;
      plan.pinned[at] = 0;
    }
  }

  private reverse(): void {
    const { plan } = this;
    for (const field of ['zone', 'start_s', 'end_s', 'break_s', 'breakEnd_s', 'pinned'] as const) {
      plan[field].subarray(0, plan.count).reverse();
    }
  }
}

/** Makes each class hold the best of itself and all sooner ends: to have rested longer is never worse. */
function accumulate(stage: Stage, width: number): void {
  for (let c = 1; c < stage.ends_s.length; c++) {
    for (let h = 0; h < width; h++) {
      const sooner = stage.best[(c - 1) * width + h]!;
      if (sooner > stage.best[c * width + h]!) stage.best[c * width + h] = sooner;
    }
  }
}
