import type { Problem } from '../../model/problem.ts';
import { type Kept, keptOf } from './kept.ts';

/**
 * Lists every route of a type of vehicle, whether feasible or not: every order of every set of tasks, with every choice of
 * stops and, where it may reload, every reload in between; never two reloads in a row. For a few tasks.
 */
export class Listing {
  /** The route listed last is steps[0..length-1]: visits, or -1 - site for a reload. Its tasks are a bit each. */
  readonly steps: Int32Array;
  length = 0;
  served = 0;
  /** Steps that may still be added to routes, complete or not. */
  stepsLeft = Number.POSITIVE_INFINITY;
  /** Per type: what must stay; and the tasks of that, which no other type may serve. */
  readonly kept: readonly Kept[];
  readonly keptTasks: readonly number[];
  private readonly problem: Problem;
  private readonly apart: Int32Array;
  private type = 0;
  /** Shipments on board. */
  private open = 0;
  private reloads = 0;
  /** Tasks that the type may not serve. */
  private closed = 0;
  private visit: () => boolean = () => false;

  constructor(problem: Problem) {
    this.problem = problem;
    this.steps = new Int32Array(2 * problem.stops + 2);
    this.kept = keptOf(problem);
    this.keptTasks = this.kept.map(({ words }) =>
      words.reduce((served, word) => (word < 0 ? served : served | (1 << problem.taskOf[word]!)), 0),
    );
    this.apart = Int32Array.from({ length: problem.tasks }, (_, task) => apartFrom(problem, task));
  }

  /** @param visit whether to go on  @returns whether it came to the end */
  each(type: number, visit: () => boolean): boolean {
    this.type = type;
    this.visit = visit;
    this.length = this.served = this.open = this.reloads = 0;
    this.closed = this.neverServed();
    for (let other = 0; other < this.kept.length; other++) if (other !== type) this.closed |= this.keptTasks[other]!;
    const { words, isWhole } = this.kept[type]!;
    for (const word of words) this.push(word);
    if (isWhole) return words.length === 0 || visit();
    return this.extend();
  }

  private extend(): boolean {
    if (this.served !== 0 && this.open === 0 && !this.visit()) return false;
    const { problem } = this;
    const { tasks, firstStop, secondStep } = problem;
    for (let task = 0; task < tasks; task++) {
      const bit = 1 << task;
      const isOnBoard = (this.open & bit) !== 0;
      if (!isOnBoard && ((this.served | this.closed) & bit) !== 0) continue;
      if (!isOnBoard && (this.apart[task]! & this.served) !== 0) continue;
      const from = isOnBoard ? secondStep[task]! : firstStop[task]!;
      const to = isOnBoard ? firstStop[task + 1]! : secondStep[task]!;
      for (let stop = from; stop < to; stop++) if (this.isAllowed(stop) && !this.extendBy(stop)) return false;
    }
    return this.extendByReloads();
  }

  private extendByReloads(): boolean {
    const { length, steps, type } = this;
    const { rich } = this.problem;
    if (rich === null || this.reloads >= rich.mostReloads[type]! || (length > 0 && steps[length - 1]! < 0)) return true;
    for (let site = 0; site < rich.sites; site++) {
      if (rich.reloadOf[type * rich.sites + site]! >= 0 && !this.extendBy(-1 - site)) return false;
    }
    return true;
  }

  private extendBy(word: number): boolean {
    if (this.stepsLeft-- <= 0) return false;
    const { served, open } = this;
    this.push(word);
    const goesOn = this.extend();
    this.length--;
    if (word < 0) this.reloads--;
    this.served = served;
    this.open = open;
    return goesOn;
  }

  private push(word: number): void {
    const { taskOf, firstStop, secondStep } = this.problem;
    this.steps[this.length++] = word;
    if (word < 0) {
      this.reloads++;
      return;
    }
    const task = taskOf[word]!;
    this.served |= 1 << task;
    if (word >= secondStep[task]!) this.open &= ~(1 << task);
    else if (secondStep[task]! < firstStop[task + 1]!) this.open |= 1 << task;
  }

  private isAllowed(stop: number): boolean {
    return this.problem.allowed[this.type * this.problem.visits + stop] === 1;
  }

  /** Tasks of which the type may go to no stop, or of a shipment not to both ends: once on board, it would stay there for good. */
  private neverServed(): number {
    const { tasks, firstStop, secondStep } = this.problem;
    let never = 0;
    for (let task = 0; task < tasks; task++) {
      const second = secondStep[task]!;
      const end = firstStop[task + 1]!;
      if (!this.mayVisit(firstStop[task]!, second) || (second < end && !this.mayVisit(second, end))) never |= 1 << task;
    }
    return never;
  }

  /** Whether the type may go to one of the stops from one on to before another. */
  private mayVisit(from: number, to: number): boolean {
    for (let stop = from; stop < to; stop++) if (this.isAllowed(stop)) return true;
    return false;
  }
}

/** Tasks that must not share a route with this one. */
function apartFrom({ rich }: Problem, task: number): number {
  let apart = 0;
  if (rich === null) return apart;
  const { start, items } = rich.different;
  for (let i = start[task]!; i < start[task + 1]!; i++) apart |= 1 << items[i]!;
  return apart;
}
