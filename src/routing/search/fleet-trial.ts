import type { Problem } from '../../model/problem.ts';
import type { Packed } from '../state/packed.ts';
import type { Section } from './section.ts';

/** Iterations of a trial per task; as many go by before the first and after one that paid, more and more after others. */
const PER_TASK = 3;
const PATIENCE = 1.5;
/** Trials are begun up to this part of the budget, and not where it takes more of it to get from one to the next. */
const UNTIL = 0.6;
const MOST_BETWEEN = 0.25;
/** With more vehicles than that, or fewer tasks for each, one more or less is found without. */
const MOST_VEHICLES = 20;
const LEAST_TASKS = 12;
/** Part of a trial, at its end, whose costs count. */
const JUDGED = 0.4;
/** It has to cost less by so much: while it is hot, mean costs swing. */
const LEAST_GAIN = 0.01;
/** How often so few vehicles are tried, where tasks stay without a place. */
const FAILURES = 4;

/**
 * Whether the day can be done without one of its vehicles, or with one of another kind in its place. Where few vehicles make long routes, no
 * ruin ever empties one: only its last task saves what the vehicle costs. So a route is given up now and then, by turns for good or until
 * there is a vehicle of another type; the search goes on for a while so, at its temperature, and what it costs on average then says whether
 * it stays with that or goes back.
 */
export class FleetTrial {
  /** Whether there is one now: what has no place counts more than cost then. */
  isOn = false;
  private readonly all: Section;
  private readonly saved: Packed;
  private readonly length: number;
  /** Iterations until a trial begins, or ends; and from the end of one to the next. */
  private left: number;
  private pause: number;
  /** Part of the budget that was spent when waiting for the next one began. */
  private since = 0;
  /** Whether no other vehicle may take the place of the one given up, the type of that, and how many of it there were to be used. */
  private inAll = false;
  private type = 0;
  private available = 0;
  /** What it allows, in words. */
  private fleet = '';
  private missing = 0;
  /** Mean cost before the trial, and sums over the iterations that count. */
  private before = 0;
  private sum = 0;
  private counted = 0;
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
    this.length = PER_TASK * all.tours.problem.tasks;
    this.pause = this.length;
    this.left = this.length;
  }

  /** Begins or ends a trial, where it is time to. @param done of the whole search, 0 to 1 */
  step(done: number): void {
    if (this.left > 0) return;
    if (this.isOn) this.end();
    else this.begin(done);
    this.since = done;
    this.sum = 0;
    this.counted = 0;
  }

  /** Notes so many iterations and what they came to. */
  note(made: number): void {
    const { tours } = this.all;
    this.left -= made;
    if (this.left > JUDGED * this.length) return;
    this.sum += made * (tours.cost + tours.excess.cost);
    this.counted += made;
  }

  /** Forgets a trial that is on, for the tours are replaced by others. */
  forget(): void {
    if (this.isOn) this.allowAll();
    this.left = this.pause;
    this.sum = 0;
    this.counted = 0;
  }

  private begin(done: number): void {
    const { all } = this;
    const { tours, anneal } = all;
    this.left = this.length;
    if (done > UNTIL || done - this.since > MOST_BETWEEN) return;
    const { usedVehicles, absentCount, problem } = tours;
    if (usedVehicles < 2 || usedVehicles > MOST_VEHICLES) return;
    if (problem.tasks - absentCount < LEAST_TASKS * usedVehicles) return;
    const slot = anneal.drawRoute();
    if (slot < 0) return;
    this.type = tours.type[slot]!;
    this.inAll = !this.inAll || problem.types === 1;
    this.fleet = this.inAll ? `${usedVehicles - 1}` : `${tours.used[this.type]! - 1} of ${this.type}`;
    if ((this.failures.get(this.fleet) ?? 0) >= FAILURES) return;
    this.before = this.sum / this.counted;
    this.missing = tours.missing;
    this.available = tours.available[this.type]!;
    all.packCurrent(this.saved);
    anneal.clearRoute(slot);
    if (this.inAll) tours.mostVehicles = tours.usedVehicles;
    else tours.available[this.type] = tours.used[this.type]!;
    anneal.placeAbsent();
    this.isOn = true;
  }

  private end(): void {
    const { missing } = this.all.tours;
    const isCheaper = this.sum / this.counted < (1 - LEAST_GAIN) * this.before;
    const pays = missing < this.missing || (missing === this.missing && isCheaper);
    this.allowAll();
    this.pause = pays ? this.length : this.pause * PATIENCE;
    this.left = this.pause;
    if (pays) return;
    if (missing > this.missing) this.failures.set(this.fleet, 1 + (this.failures.get(this.fleet) ?? 0));
    this.all.show(this.saved);
  }

  private allowAll(): void {
    const { tours } = this.all;
    tours.available[this.type] = this.available;
    tours.mostVehicles = Number.POSITIVE_INFINITY;
    this.isOn = false;
  }
}
