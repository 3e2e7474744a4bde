import type { Problem } from '../../model/problem.ts';
import { FEW_LEFT_OUT, leftOut } from '../state/left-out.ts';
import type { Packed } from '../state/packed.ts';
import { type Bundle, Bundles } from './bundle.ts';
import type { Section } from './section.ts';

/** What a trial gives up: a route, for no other vehicle or for none of its type, or several for one larger vehicle. */
const WAYS = ['for none', 'for another type', 'for a larger one'] as const;

/** Iterations of a trial per task; as many go by before the first and after one that paid, more and more after others. */
const PER_TASK = 3;
const PATIENCE = 1.5;
/** Trials are begun after the cold start, up to this part of the budget, and where each takes no more of it than that: it cools down meanwhile. */
const FROM = 0.025;
const UNTIL = 0.6;
const MOST_SHARE = 0.1;
/** With more vehicles than that, or fewer tasks for each, one more or less is found without. */
const MOST_VEHICLES = 20;
const LEAST_TASKS = 12;
/** Routes of fewer visits are of carriers of a job each (taxis, say): they neither count for that nor are given up. */
const LEAST_VISITS = LEAST_TASKS / 2;
/** As many of the former where several routes make way for a larger one: short ones, too. */
const MOST_BUNDLED = 30;
/** Part of a trial, at its end, whose costs count. */
const JUDGED = 0.4;
/** It has to cost less by so much: while it is hot, mean costs swing. */
const LEAST_GAIN = 0.01;
/**
 * Where no more of the tasks that were on the route have no place yet, the trial goes on, up to so many times as long again; one that ends with
 * more than so many of them counts twice.
 */
const NEARLY = 0.15;
const LONGER = 2;
const HOPELESS = 0.3;
/** How often so few vehicles are tried, where tasks stay without a place. */
const FAILURES = 8;

/**
 * Whether the day can be done without one of its vehicles, or with one of another kind in its place. Where few vehicles make long routes, no
 * ruin ever empties one: only its last task saves what the vehicle costs. So a route is given up now and then, by turns with no vehicle in
 * its place or with none of its type; the search goes on for a while so, at its temperature, and what it costs on average then, where all
 * is served that the best serves, says whether it stays with that or goes back.
 */
export class FleetTrial {
  /** Whether there is one now. */
  isOn = false;
  private readonly all: Section;
  private readonly saved: Packed;
  private readonly length: number;
  /** Iterations until a trial begins, or ends; and from the end of one to the next. */
  private left: number;
  private pause: number;
  /** Iterations of the pause that is on, and part of the budget that was spent when it began; below 0: not known yet. */
  private waits: number;
  private since = -1;
  /** Null where no type of vehicle is larger than another. */
  private readonly bundles: Bundles | null;
  /** The way that was tried last. */
  private way = WAYS.length - 1;
  /** The type of vehicle given up, and how many of it there were to be used. */
  private type = 0;
  private available = 0;
  /** Tasks that were on the route, others that were absent before, and how often the trial was made longer. */
  private given = 0;
  private others = 0;
  private longer = 0;
  /** What it allows, in words. */
  private fleet = '';
  /** What was missing, and mean cost, before the trial; sums over the looks that count, and whether some found all limits kept. */
  private lacked = 0;
  private before = 0;
  private sum = 0;
  private counted = 0;
  private keptLimits = false;
  /** How often so few vehicles, of a type or in all, have left tasks without a place. */
  private readonly failures = new Map<string, number>();

  /**
   * Null where a vehicle costs nothing but its way, or where fewest vehicles come first anyway.
   * @param words of a solution, at most
   */
  static for(all: Section, words: number): FleetTrial | null {
    const { features, fixed }: Problem = all.tours.problem;
    return features.vehiclesFirst || fixed.every((cost) => cost === 0) ? null : new FleetTrial(all, words);
  }

  private constructor(all: Section, words: number) {
    this.all = all;
    this.saved = new Int32Array(words);
    const bundles = new Bundles(all.tours);
    this.bundles = bundles.isMixed ? bundles : null;
    this.length = PER_TASK * all.tours.problem.tasks;
    this.pause = this.length;
    this.waits = this.length;
    this.left = this.length;
  }

  /** Begins or ends a trial, where it is time to. @param done of the whole search, 0 to 1 */
  step(done: number): void {
    if (this.since < 0) this.since = done;
    if (this.left > 0) return;
    if (this.isOn) this.end();
    else this.begin(done);
    this.since = done;
    this.clear();
  }

  /** Notes so many iterations and what they came to. */
  note(made: number): void {
    const { tours, anneal } = this.all;
    this.left -= made;
    if (this.left > JUDGED * this.length || this.lacksMore) return;
    this.sum += made * (tours.cost + anneal.beyondCost);
    this.counted += made;
    if (!anneal.isBeyond) this.keptLimits = true;
  }

  /** Whether room counts more than cost now: tasks that the best has a place for have none. */
  get seeksRoom(): boolean {
    return this.isOn && this.lacksMore;
  }

  /** Whether more is left out than the best leaves out: some tasks are possible each, but not together. */
  private get lacksMore(): boolean {
    const { tours, anneal } = this.all;
    return tours.missing > (anneal.bestMissing < Number.POSITIVE_INFINITY ? anneal.bestMissing : 0);
  }

  /** Whether more is left out than tasks exclude each other, or any where all vehicles are in use: none is to be spared. */
  private get isOverfull(): boolean {
    const { tours } = this.all;
    return leftOut(tours).length > (tours.usedVehicles < tours.slots ? FEW_LEFT_OUT : 0);
  }

  /** Whether there are few enough vehicles, with tasks enough for each. */
  private get areFewLong(): boolean {
    const { size, slots, problem } = this.all.tours;
    let vehicles = 0;
    let onShort = 0;
    for (let slot = 0; slot < slots; slot++) {
      if (size[slot]! >= LEAST_VISITS) vehicles++;
      else onShort += size[slot]!;
    }
    return vehicles > 0 && vehicles <= MOST_VEHICLES && problem.tasks - onShort >= LEAST_TASKS * vehicles;
  }

  /** Forgets a trial that is on, for the tours are replaced by others. */
  forget(): void {
    if (this.isOn) this.allowAll();
    this.wait();
    this.since = -1;
    this.clear();
  }

  /** Goes back from a trial that is on: there is no time to judge it. */
  takeBack(): void {
    if (this.isOn) this.goBack();
    this.forget();
  }

  private begin(done: number): void {
    const { all } = this;
    const { tours, anneal } = all;
    const { usedVehicles, used } = tours;
    const isEarly = this.since < FROM;
    const share = ((done - this.since) * this.length) / this.waits;
    this.wait();
    if (isEarly || done > UNTIL || share > MOST_SHARE || this.lacksMore || this.isOverfull) return;
    if (usedVehicles < 2 || (!this.areFewLong && !this.mayBundle)) return;
    const slot = anneal.routes.draw(this.areFewLong ? LEAST_VISITS : 1);
    const given = slot < 0 ? null : this.choose(slot);
    if (given === null) return;
    const { slots, larger } = given;
    this.type = tours.type[slot]!;
    const inAll = WAYS[this.way] === 'for none';
    const few = (inAll ? usedVehicles : used[this.type]!) - slots.length;
    this.fleet = inAll ? `${few}` : `${few} of ${this.type}`;
    if ((this.failures.get(this.fleet) ?? 0) >= FAILURES) return;
    this.lacked = tours.missing;
    this.before = this.sum / this.counted;
    this.available = tours.available[this.type]!;
    all.packCurrent(this.saved);
    this.others = tours.absentCount;
    for (const each of slots) anneal.routes.clear(each);
    this.given = tours.absentCount - this.others;
    this.longer = 0;
    if (inAll) tours.mostVehicles = few;
    else tours.available[this.type] = few;
    if (larger < 0) anneal.placeAbsent();
    else this.placeIn(larger);
    this.isOn = true;
    this.left = this.length;
  }

  /** Whether routes may make way for a larger vehicle: others than long ones, too. */
  private get mayBundle(): boolean {
    return this.bundles !== null && this.all.tours.usedVehicles <= MOST_BUNDLED;
  }

  /** What is given up with a route, if anything: ways take turns. */
  private choose(slot: number): Bundle | null {
    const { problem } = this.all.tours;
    for (let tried = 0; tried < WAYS.length; tried++) {
      this.way = (this.way + 1) % WAYS.length;
      const way = WAYS[this.way]!;
      if (way === 'for a larger one') {
        const bundle = this.mayBundle ? this.bundles!.around(slot) : null;
        if (bundle !== null) return bundle;
      } else if (this.areFewLong && (way === 'for none' || problem.types > 1)) return { slots: [slot], larger: -1 };
    }
    return null;
  }

  /** No vehicle but the larger one is new while tasks of a bundle are placed. */
  private placeIn(larger: number): void {
    const { tours, anneal } = this.all;
    const available = tours.available.slice();
    for (let type = 0; type < available.length; type++) if (type !== larger) tours.available[type] = tours.used[type]!;
    anneal.placeAbsent();
    tours.available.set(available);
  }

  private end(): void {
    const { absentCount, missing } = this.all.tours;
    const serves = !this.lacksMore && this.keptLimits;
    const left = absentCount - this.others;
    if (!serves && left <= NEARLY * this.given && this.longer < LONGER) {
      this.longer++;
      this.left = this.length;
      return;
    }
    // It has cooled down since, the more the longer it took. To serve more pays whatever it costs.
    const isCheaper = this.sum / this.counted < (1 - LEAST_GAIN * (1 + this.longer)) * this.before;
    const pays = serves && (missing < this.lacked || isCheaper);
    this.pause = pays ? this.length : this.pause * PATIENCE;
    const counts = left > HOPELESS * this.given ? 2 : 1;
    if (!serves) this.failures.set(this.fleet, counts + (this.failures.get(this.fleet) ?? 0));
    if (pays) this.allowAll();
    else this.goBack();
    this.wait();
  }

  private goBack(): void {
    const { all } = this;
    this.allowAll();
    all.show(this.saved);
    // Times of routes that wait for each other may settle otherwise than they came about.
    all.anneal.routes.mend();
  }

  private allowAll(): void {
    const { tours } = this.all;
    tours.available[this.type] = this.available;
    tours.mostVehicles = Number.POSITIVE_INFINITY;
    this.isOn = false;
  }

  private wait(): void {
    this.waits = this.pause;
    this.left = this.pause;
  }

  private clear(): void {
    this.sum = 0;
    this.counted = 0;
    this.keptLimits = false;
  }
}
