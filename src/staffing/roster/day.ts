import type { Arcs } from './arcs.ts';
import type { Compiled, CompiledRider } from './compiled.ts';

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
 * backwards: `more[n][t][class][h]` is the best of n shifts of h hours in all that begin at place t or later.
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
  /** Slots at which shifts of the day may begin; chains count them by their index. */
  private readonly place: Int32Array;
  private places = 0;
  /** The first place at each slot of the day or later. */
  private placeFrom = new Int32Array(0);
  /** The shifts that may begin at a place: class of the end, place from which the next may begin, hours, worth. */
  private links = 0;
  private readonly link: Int32Array;
  private readonly linkClass: Int32Array;
  private readonly landing: Int32Array;
  private readonly linkHours: Int32Array;
  private readonly linkValue: Float64Array;

  constructor(compiled: Compiled, arcs: Arcs) {
    const most = compiled.lengths.length + 1;
    this.compiled = compiled;
    this.arcs = arcs;
    this.place = new Int32Array(compiled.slots);
    this.link = new Int32Array(most);
    this.linkClass = new Int32Array(most);
    this.landing = new Int32Array(most);
    this.linkHours = new Int32Array(most);
    this.linkValue = new Float64Array(most);
  }

  /** Most units of hours that a day can hold on which so many are booked. @param over what these are more than the hours booked */
  static most(compiled: Compiled, rider: CompiledRider, relaxed: Relaxed, booked: number, over: number): number {
    // Just long enough for an unpaid break, a shift has fewer hours than a shorter one.
    const longest = compiled.hours.reduce((most, hours) => Math.max(most, hours), 0);
    const all = booked + (relaxed.split ? MOST_SPLIT : rider.maxPerDay) * longest;
    return relaxed.hours ? all : Math.max(booked, Math.min(all, Math.floor(rider.maxDay + over + 1e-9)));
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
    let over = 0;
    for (let j = this.firstPin; j < this.lastPin; j++) {
      pinnedHours += this.arcs.pinnedHours[j]!;
      over += this.arcs.pinnedOver[j]!;
    }
    this.cap = DayOptions.most(this.compiled, rider, relaxed, pinnedHours, over);
    this.gap_s = relaxed.split ? 0 : this.compiled.problem.shift.minGap_s;
    const most = Math.max(relaxed.split ? MOST_SPLIT : rider.maxPerDay, pins);
    if (most === 0) return;
    const starts = 1 + Math.max(0, rest.freeFrom - this.from);
    const size = Math.min(starts, this.span + 1) * this.classes * (this.cap + 1);
    if (this.table.length < size) this.table = new Int32Array(size * 2);
    this.table.fill(-1, 0, size);
    this.chained = most > 1 || pins > 0;
    if (this.chained) this.chain(most, pinnedHours, rider.minDay + over - 1e-9);
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
        if (h <= this.cap && h >= this.rider.minDay && v !== NEVER)
          this.offer(s, 1, this.classOfEnd(s + lengths[i]!), h, v);
      }
    }
  }

  private chain(most: number, pinnedHours: number, least: number): void {
    this.findPlaces();
    const width = this.classes * (this.cap + 1);
    const size = most * (this.places + 1) * width;
    if (this.begin.length < size) {
      this.begin = new Float64Array(size * 2);
      this.more = new Float64Array(size * 2);
    }
    this.begin.fill(NEVER, 0, size);
    this.more.fill(NEVER, 0, size);
    const { begin, more, cap } = this;
    for (let t = this.places - 1; t >= 0; t--) {
      const pin = this.pinAt(t);
      this.findLinks(t, pin);
      const first = !this.missesPinBefore(t);
      for (let n = 1; n <= most; n++) {
        const row = this.row(n, t);
        if (n === 1) this.last(row, t);
        else this.extend(row, n);
        const after = this.row(n, t + 1);
        let x = 0;
        for (let c = 0; c < this.classes; c++) {
          for (let hours = 0; hours <= cap; hours++, x++) {
            const begins = begin[row + x]!;
            const later = pin >= 0 ? NEVER : more[after + x]!;
            more[row + x] = Math.max(begins, later);
            if (begins === NEVER || !first) continue;
            if (hours >= least || hours === pinnedHours) this.offer(this.place[t]!, n, c, hours, begins);
          }
        }
      }
    }
  }

  private row(n: number, t: number): number {
    return ((n - 1) * (this.places + 1) + t) * this.classes * (this.cap + 1);
  }

  /** The slots of the day at which a shift may begin or one is booked, ascending. */
  private findPlaces(): void {
    const { starts, count } = this.arcs;
    const { slot_s } = this.compiled.problem;
    const to = this.from + this.span;
    let c = firstAtLeast(starts, count, this.from);
    let j = this.firstPin;
    this.places = 0;
    for (;;) {
      const start = c < count ? starts[c]! : to;
      const booked = j < this.lastPin ? Math.floor(this.rider.pinned[j]!.from_s / slot_s) : to;
      const next = Math.min(start, booked);
      if (next >= to) break;
      this.place[this.places++] = next;
      if (start === next) c++;
      if (booked === next) j++;
    }
    if (this.placeFrom.length < this.span) this.placeFrom = new Int32Array(this.span);
    for (let s = this.span - 1, t = this.places; s >= 0; s--) {
      if (t > 0 && this.place[t - 1] === this.from + s) t--;
      this.placeFrom[s] = t;
    }
  }

  /** The booked shift that begins at a place, or -1. */
  private pinAt(t: number): number {
    const { slot_s } = this.compiled.problem;
    for (let j = this.firstPin; j < this.lastPin; j++) {
      if (Math.floor(this.rider.pinned[j]!.from_s / slot_s) === this.place[t]) return j;
    }
    return -1;
  }

  private missesPinBefore(t: number): boolean {
    const { slot_s } = this.compiled.problem;
    return (
      this.firstPin < this.lastPin && Math.floor(this.rider.pinned[this.firstPin]!.from_s / slot_s) < this.place[t]!
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

  /** Notes each shift that may begin at a place, a booked one alone. */
  private findLinks(t: number, pin: number): void {
    const { lengths, hours, problem } = this.compiled;
    const { slot_s } = problem;
    const { cap } = this;
    this.links = 0;
    if (pin >= 0) {
      const { to_s } = this.rider.pinned[pin]!;
      const free = Math.ceil((to_s + this.gap_s) / slot_s);
      const landing = Math.min(free, Math.floor(this.nextPin_s(to_s) / slot_s));
      this.note(~pin, Math.ceil(to_s / slot_s), landing, this.arcs.pinnedHours[pin]!, this.arcs.pinnedValue[pin]!);
      return;
    }
    const s = this.place[t]!;
    const { value } = this.arcs;
    const before_s = this.nextPin_s(s * slot_s) - this.gap_s;
    const gap = Math.ceil(this.gap_s / slot_s);
    for (let i = 0; i < lengths.length; i++) {
      const end = s + lengths[i]!;
      if (end * slot_s > before_s) break;
      if (hours[i]! > cap) continue;
      const at = s * lengths.length + i;
      if (value[at] !== NEVER) this.note(at, end, end + gap, hours[i]!, value[at]!);
    }
  }

  private note(link: Link, end: number, landing: number, hours: number, value: number): void {
    const i = this.links++;
    this.link[i] = link;
    this.linkClass[i] = this.classOfEnd(end);
    this.landing[i] = landing < this.from + this.span ? this.placeFrom[landing - this.from]! : this.places;
    this.linkHours[i] = hours;
    this.linkValue[i] = value;
  }

  /** The shifts noted, as the last of the day. */
  private last(row: number, t: number): void {
    if (this.pinsFrom((this.place[t]! + 1) * this.compiled.problem.slot_s)) return;
    for (let i = 0; i < this.links; i++) {
      const x = row + this.linkClass[i]! * (this.cap + 1) + this.linkHours[i]!;
      if (this.linkHours[i]! <= this.cap && this.linkValue[i]! > this.begin[x]!) this.begin[x] = this.linkValue[i]!;
    }
  }

  /** The shifts noted, each followed by n - 1 more. Hot. */
  private extend(row: number, n: number): void {
    const { begin, more, classes } = this;
    const width = this.cap + 1;
    for (let i = 0; i < this.links; i++) {
      if (this.landing[i]! >= this.places) continue;
      const next = this.row(n - 1, this.landing[i]!);
      const h = this.linkHours[i]!;
      const v = this.linkValue[i]!;
      for (let c = 0; c < classes; c++) {
        let from = next + c * width;
        const to = from + width - h;
        let x = row + c * width + h;
        for (; from < to; from++, x++) {
          const sum = v + more[from]!;
          if (sum > begin[x]!) begin[x] = sum;
        }
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
    let t = firstAtLeast(this.place, this.places, this.at[option]!);
    let hours = this.hours[option]!;
    let value = this.value[option]!;
    const c = this.endClass[option]!;
    for (let n = this.shifts[option]!; n >= 1; n--) {
      if (found.length > 0) {
        while (this.pinAt(t) < 0 && this.more[this.row(n, t + 1) + c * (this.cap + 1) + hours] === value) t++;
      }
      this.findLinks(t, this.pinAt(t));
      const i = this.linkOf(n, hours, value, c);
      found.push(this.link[i]!);
      if (n === 1) break;
      t = this.landing[i]!;
      hours -= this.linkHours[i]!;
      value = this.more[this.row(n - 1, t) + c * (this.cap + 1) + hours]!;
    }
    return found;
  }

  /** Which of the shifts noted a chain of n begins with. */
  private linkOf(n: number, hours: number, value: number, c: number): number {
    for (let i = 0; i < this.links; i++) {
      const h = this.linkHours[i]!;
      const v = this.linkValue[i]!;
      if (n === 1) {
        if (h === hours && v === value && this.linkClass[i] === c) return i;
      } else if (h <= hours && this.landing[i]! < this.places) {
        if (v + this.more[this.row(n - 1, this.landing[i]!) + c * (this.cap + 1) + hours - h]! === value) return i;
      }
    }
    throw new Error('a chain of shifts has no first shift');
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
