import type { Arcs } from './arcs.ts';
import type { Compiled, CompiledRider } from './compile.ts';

const NEVER = Number.NEGATIVE_INFINITY;

/** Rules that a trial leaves out, to see which of them is in the way. */
export interface Relaxed {
  hours?: boolean;
  rest?: boolean;
  split?: boolean;
}

/** How the starts and ends of a day's shifts matter to the rest before and after it. */
export interface RestClasses {
  /** A first shift that starts at this slot or later never breaks the rest; sooner ones have a class each. */
  freeFrom: number;
  /** A last shift that ends by this slot never breaks the rest; later ones have a class each. */
  freeTo: number;
  /** Latest end of a shift of the day. */
  latest: number;
}

/** One shift of a chain: an index of `Arcs` (start slot * lengths + length) or, below 0, booked shift ~index. */
export type Link = number;

/**
 * The best ways to spend a day: one option for each number of hours (and class of start and end, where the rest before or
 * after could break). A day of one shift is read from the arcs; split days and booked shifts are put together
 * backwards over the slots: `more[n][t][class][h]` is the best of n shifts of h hours that begin at slot t or later.
 */
export class DayOptions {
  count = 0;
  /** Start of the first and end of the last shift, s; +-Infinity where they cannot break a rest. */
  readonly start_s: number[] = [];
  readonly end_s: number[] = [];
  readonly hours: number[] = [];
  readonly value: number[] = [];
  /** Where the option was found: slot of the first shift, shifts, class of its end; read by `links`. */
  private readonly at: number[] = [];
  private readonly shifts: number[] = [];
  private readonly endClass: number[] = [];
  private readonly compiled: Compiled;
  private readonly arcs: Arcs;
  private table = new Int32Array(0);
  /** Chains of the day last looked at. */
  private begin = new Float64Array(0);
  private more = new Float64Array(0);
  private chained = false;
  private from = 0;
  private span = 0;
  private classes = 0;
  private cap = 0;
  private rest!: RestClasses;
  private gap_s = 0;
  /** Booked shifts of the day: indices into the rider's. */
  private firstPin = 0;
  private lastPin = 0;
  private rider!: CompiledRider;

  constructor(compiled: Compiled, arcs: Arcs) {
    this.compiled = compiled;
    this.arcs = arcs;
  }

  /** Most units of hours that a day can hold on which so many are booked. */
  static most(compiled: Compiled, rider: CompiledRider, relaxed: Relaxed, booked: number): number {
    const longest = compiled.hours[compiled.hours.length - 1]!;
    const all = booked + (relaxed.split ? MOST_SPLIT : rider.maxPerDay) * longest;
    return relaxed.hours ? all : Math.max(booked, Math.min(all, rider.maxDay));
  }

  /** Finds the options of the i-th of the rider's days. The arcs must have been filled for the rider. */
  fill(rider: CompiledRider, i: number, rest: RestClasses, relaxed: Relaxed): void {
    const { dayFrom } = this.compiled;
    const day = rider.days[i]!;
    this.rider = rider;
    this.rest = rest;
    this.from = dayFrom[day]!;
    this.span = dayFrom[day + 1]! - this.from;
    this.classes = 1 + Math.max(0, rest.latest - rest.freeTo);
    this.count = 0;
    this.findPins(day);
    const pins = this.lastPin - this.firstPin;
    let pinnedHours = 0;
    for (let j = this.firstPin; j < this.lastPin; j++) pinnedHours += this.arcs.pinnedHours[j]!;
    this.cap = DayOptions.most(this.compiled, rider, relaxed, pinnedHours);
    this.gap_s = relaxed.split ? 0 : this.compiled.problem.shift.minGap_s;
    const most = Math.max(relaxed.split ? MOST_SPLIT : rider.maxPerDay, pins);
    if (most === 0) return;
    const starts = 1 + Math.max(0, rest.freeFrom - this.from);
    const size = Math.min(starts, this.span + 1) * this.classes * (this.cap + 1);
    if (this.table.length < size) this.table = new Int32Array(size * 2);
    this.table.fill(-1, 0, size);
    this.chained = most > 1 || pins > 0;
    if (this.chained) this.chain(most, pinnedHours);
    else this.single();
  }

  private findPins(day: number): void {
    const { pinned } = this.rider;
    const { dayOf, problem } = this.compiled;
    const dayAt = (j: number) => dayOf[Math.floor(pinned[j]!.from_s / problem.slot_s)]!;
    this.firstPin = 0;
    while (this.firstPin < pinned.length && dayAt(this.firstPin) < day) this.firstPin++;
    this.lastPin = this.firstPin;
    while (this.lastPin < pinned.length && dayAt(this.lastPin) === day) this.lastPin++;
  }

  private classOfEnd(end: number): number {
    return Math.max(0, end - this.rest.freeTo);
  }

  private offer(t: number, shifts: number, endClass: number, hours: number, value: number): void {
    const startClass = Math.max(0, Math.min(this.rest.freeFrom, this.from + this.span) - t);
    const key = (startClass * this.classes + endClass) * (this.cap + 1) + hours;
    let at = this.table[key]!;
    if (at >= 0 && value <= this.value[at]!) return;
    if (at < 0) at = this.table[key] = this.count++;
    const { slot_s } = this.compiled.problem;
    this.start_s[at] = t >= this.rest.freeFrom ? Number.POSITIVE_INFINITY : t * slot_s;
    this.end_s[at] = endClass === 0 ? NEVER : (this.rest.freeTo + endClass) * slot_s;
    this.hours[at] = hours;
    this.value[at] = value;
    this.at[at] = t;
    this.shifts[at] = shifts;
    this.endClass[at] = endClass;
  }

  private single(): void {
    const { lengths, hours } = this.compiled;
    const { starts, count, value } = this.arcs;
    for (let c = firstAtLeast(starts, count, this.from); c < count; c++) {
      const s = starts[c]!;
      if (s >= this.from + this.span) break;
      for (let i = 0; i < lengths.length; i++) {
        const h = hours[i]!;
        const v = value[s * lengths.length + i]!;
        if (h > this.cap) break;
        if (h >= this.rider.minDay && v !== NEVER) this.offer(s, 1, this.classOfEnd(s + lengths[i]!), h, v);
      }
    }
  }

  private chain(most: number, pinnedHours: number): void {
    const width = this.classes * (this.cap + 1);
    const size = most * (this.span + 1) * width;
    if (this.begin.length < size) {
      this.begin = new Float64Array(size * 2);
      this.more = new Float64Array(size * 2);
    }
    this.begin.fill(NEVER, 0, size);
    this.more.fill(NEVER, 0, size);
    for (let t = this.span - 1; t >= 0; t--) {
      const pin = this.pinAt(t);
      for (let n = 1; n <= most; n++) {
        const row = this.row(n, t);
        this.links(t, pin, (end, landing, h, v) => this.extend(row, n, t, end, landing, h, v));
        const after = this.row(n, t + 1);
        for (let x = 0; x < width; x++) {
          const begins = this.begin[row + x]!;
          this.more[row + x] = pin >= 0 ? begins : Math.max(begins, this.more[after + x]!);
          if (begins === NEVER || this.missesPinBefore(t)) continue;
          const hours = x % (this.cap + 1);
          const asBooked = hours === pinnedHours;
          if (hours >= this.rider.minDay || asBooked) {
            this.offer(this.from + t, n, (x - hours) / (this.cap + 1), hours, begins);
          }
        }
      }
    }
  }

  private row(n: number, t: number): number {
    return ((n - 1) * (this.span + 1) + t) * this.classes * (this.cap + 1);
  }

  /** The booked shift that begins in slot t of the day, or -1. */
  private pinAt(t: number): number {
    const { slot_s } = this.compiled.problem;
    for (let j = this.firstPin; j < this.lastPin; j++) {
      if (Math.floor(this.rider.pinned[j]!.from_s / slot_s) === this.from + t) return j;
    }
    return -1;
  }

  private missesPinBefore(t: number): boolean {
    const { slot_s } = this.compiled.problem;
    return (
      this.firstPin < this.lastPin && Math.floor(this.rider.pinned[this.firstPin]!.from_s / slot_s) < this.from + t
    );
  }

  private pinsFrom(at_s: number): boolean {
    return this.firstPin < this.lastPin && this.rider.pinned[this.lastPin - 1]!.from_s >= at_s;
  }

  /** Start of the next booked shift of the day at or after, or Infinity. */
  private nextPin_s(at_s: number): number {
    for (let j = this.firstPin; j < this.lastPin; j++) {
      if (this.rider.pinned[j]!.from_s >= at_s) return this.rider.pinned[j]!.from_s;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Calls back for each shift that may begin at slot t of the day: end, slot from which the next may begin, hours, worth. */
  private links(
    t: number,
    pin: number,
    each: (end: number, landing: number, hours: number, value: number, link: Link) => void,
  ): void {
    const { lengths, hours, problem } = this.compiled;
    const { slot_s } = problem;
    if (pin >= 0) {
      const { to_s } = this.rider.pinned[pin]!;
      const end = Math.ceil(to_s / slot_s);
      const free = Math.ceil((to_s + this.gap_s) / slot_s);
      const landing = Math.min(free, Math.floor(this.nextPin_s(to_s) / slot_s));
      each(end, landing - this.from, this.arcs.pinnedHours[pin]!, this.arcs.pinnedValue[pin]!, ~pin);
      return;
    }
    const s = this.from + t;
    const { starts, count, value } = this.arcs;
    if (starts[firstAtLeast(starts, count, s)] !== s || firstAtLeast(starts, count, s) >= count) return;
    const before_s = this.nextPin_s(s * slot_s) - this.gap_s;
    for (let i = 0; i < lengths.length; i++) {
      const end = s + lengths[i]!;
      if (end * slot_s > before_s || hours[i]! > this.cap) break;
      const at = s * lengths.length + i;
      if (value[at] !== NEVER) {
        each(end, Math.ceil((end * slot_s + this.gap_s) / slot_s) - this.from, hours[i]!, value[at]!, at);
      }
    }
  }

  /** A shift from slot t, followed by n - 1 more. */
  private extend(row: number, n: number, t: number, end: number, landing: number, h: number, v: number): void {
    const hoursOf = this.cap + 1;
    const { slot_s } = this.compiled.problem;
    if (n === 1) {
      if (this.pinsFrom((this.from + t + 1) * slot_s)) return;
      const x = row + this.classOfEnd(end) * hoursOf + h;
      if (h <= this.cap && v > this.begin[x]!) this.begin[x] = v;
      return;
    }
    if (landing >= this.span) return;
    const next = this.row(n - 1, landing);
    for (let c = 0; c < this.classes; c++) {
      for (let rest = 0; rest + h <= this.cap; rest++) {
        const sum = v + this.more[next + c * hoursOf + rest]!;
        const x = row + c * hoursOf + rest + h;
        if (sum > this.begin[x]!) this.begin[x] = sum;
      }
    }
  }

  /** The shifts of an option, in order. */
  linksOf(option: number): Link[] {
    const { lengths } = this.compiled;
    if (!this.chained) {
      const s = this.at[option]!;
      for (let i = 0; i < lengths.length; i++) {
        const at = s * lengths.length + i;
        const fits =
          this.compiled.hours[i] === this.hours[option] && this.classOfEnd(s + lengths[i]!) === this.endClass[option];
        if (fits && this.arcs.value[at] === this.value[option]) return [at];
      }
      throw new Error('an option of a day has no shift');
    }
    const found: Link[] = [];
    let t = this.at[option]! - this.from;
    let hours = this.hours[option]!;
    let value = this.value[option]!;
    const c = this.endClass[option]!;
    for (let n = this.shifts[option]!; n >= 1; n--) {
      if (found.length > 0) {
        while (this.pinAt(t) < 0 && this.more[this.row(n, t + 1) + c * (this.cap + 1) + hours] === value) t++;
      }
      let next: { link: Link; t: number; hours: number; value: number } | null = null;
      this.links(t, this.pinAt(t), (end, landing, h, v, link) => {
        if (next !== null || h > hours) return;
        if (n === 1) {
          if (h === hours && v === value && this.classOfEnd(end) === c) next = { link, t, hours: 0, value: 0 };
          return;
        }
        if (landing >= this.span) return;
        const rest = this.more[this.row(n - 1, landing) + c * (this.cap + 1) + hours - h]!;
        if (v + rest === value) next = { link, t: landing, hours: hours - h, value: rest };
      });
      const taken = next as { link: Link; t: number; hours: number; value: number } | null;
      if (taken === null) throw new Error('a chain of shifts has no first shift');
      found.push(taken.link);
      ({ t, hours, value } = taken);
    }
    return found;
  }
}

/** Shifts a day at most where the rule of split shifts is left out. */
const MOST_SPLIT = 3;

/** Index of the first entry >= value among the first `count`, ascending. */
function firstAtLeast(list: Int32Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
