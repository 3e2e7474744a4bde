import { BIG, MANDATORY, type Problem } from '../../model/problem.ts';
import { Excess } from './excess.ts';

/**
 * A set of tours. They are doubly linked lists over visits (options of steps, reloads): inserting and cutting strings is O(1),
 * and the tables that judge a move are indexed by visit, so a scan reads memory it needs anyway. Arc costs and times are kept
 * with the visit they lead to: the matrices are far larger than the caches.
 *
 * Routes live in slots. A slot of size 0 is free; its type says nothing then. Every stored solution is feasible: what
 * fits nowhere is absent.
 *
 * What judges routes reads these tables. `changes.ts` has what changes them, and the search works on `Tours`, which are
 * these with their judge.
 */
export class TourTables {
  readonly problem: Problem;
  readonly slots: number;

  /** Following / preceding visit on the route, or -1 at its end / start. Per visit. */
  readonly next: Int32Array;
  readonly prev: Int32Array;
  /** Slot, or -1 for a visit that is on none. Per visit. */
  readonly route: Int32Array;
  /** Stop in use for a task's first step; some stop of it while it is absent. Per task. */
  readonly at: Int32Array;
  /** Stop in use for a shipment's delivery. Per task. */
  readonly mate: Int32Array;
  /** Cost of the arc that leads to the visit. Per visit. */
  readonly into: Int32Array;
  /** The three below are kept where the problem is timed. Ticks of travel to the visit. Per visit. */
  readonly travel: Int32Array;
  /** Earliest begin of service, given what comes before. Per visit. */
  readonly early: Int32Array;
  /** Latest begin of service that keeps what comes after feasible. Per visit. */
  readonly late: Int32Array;
  /**
   * Earliest begin and latest end that tasks of other routes leave to a visit, as of when its route was last refreshed. Per visit, kept
   * where sequences bind routes.
   */
  readonly notBefore: Int32Array;
  readonly notAfter: Int32Array;
  /** Largest load on board up to leaving the task, and from leaving it on. Visit x dimension, kept for mixed loads. */
  readonly peakBefore: Int32Array;
  readonly peakAfter: Int32Array;
  /** On board when leaving a visit, where vehicles may reload of shipments only. Visit x dimension, kept for pairs. */
  readonly onBoard: Int32Array;

  /**
   * What comes up to each visit: visit x (duration, latest begin), and what goes on from it: visit x (duration, earliest begin);
   * kept where duty matters and stops have one window. See duty.ts.
   */
  readonly head: Int32Array;
  readonly tail: Int32Array;
  /**
   * The five below are kept where duty matters and stops have several windows, see several.ts. Latest departure of the route with
   * which a visit still begins at its earliest. Per visit.
   */
  readonly leaving: Int32Array;
  /** Latest begin of a visit with which the route still ends at its earliest. Per visit. */
  readonly keeping: Int32Array;
  /** Ticks by which it and what follows, up to where the vehicle waits, can be later all together. Per visit. */
  readonly moving: Int32Array;
  /** The next visit after it at which the vehicle waits, or -1. Per visit. */
  readonly waiting: Int32Array;
  /** Earliest end. Per slot. */
  readonly ends: Int32Array;

  /** Per slot. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly size: Int32Array;
  readonly type: Int32Array;
  /** Cost and ticks of the arc from the last task to the end. */
  readonly out: Int32Array;
  readonly back: Int32Array;
  /** What the route costs beyond arcs and vehicle: waiting, and in exact problems all that only its simulation tells. */
  readonly extra: Float64Array;
  /**
   * The most of `extra` that one more visit may save, for it fills gaps: all of it, but in exact problems not what breaks and
   * hours cost whatever is done in them. There it is a table of its own.
   */
  readonly idle: Float64Array;
  /** In exact problems: what its tasks count as while the route is too short to be driven; they might as well be absent. */
  readonly lost: Float64Array;
  /** 1 where that is so. */
  readonly short: Uint8Array;
  /** Tells routes apart by their visits and their vehicle's type: slot x two hashes; kept for shipments and where fewest vehicles come first. */
  readonly mark: Int32Array;
  /** In exact problems: 0 where the simulation found the route infeasible. */
  readonly feasible: Uint8Array;
  /** What balance is measured by, in exact problems that ask for it. */
  readonly share: Float64Array;
  /** Ticks of travel and service; kept where duty matters. */
  readonly work: Int32Array;
  readonly driving: Int32Array;
  readonly distance: Int32Array;
  /** Slot x dimension: all that is delivered and picked up. */
  readonly delivered: Int32Array;
  readonly picked: Int32Array;

  /**
   * Capacity left; of use where loads are not mixed. Where pickups come after all deliveries, what is left for deliveries, and in
   * `roomBack` for pickups. Slot x dimension, at least one.
   */
  readonly room: Int32Array;
  readonly roomBack: Int32Array;

  /** Vehicles used, and how many may be, per type: a part of a solution gets a part of the fleet. */
  readonly used: Int32Array;
  readonly available: Int32Array;
  /** Vehicles used in all, and how many may be: fewer than there are while the search tries to do with fewer. */
  usedVehicles = 0;
  mostVehicles = Number.POSITIVE_INFINITY;
  /** absent[0..absentCount-1] are the tasks on no route. */
  readonly absent: Int32Array;
  absentCount: number;
  /** Where in `absent` a task is, or -1. Per task. */
  readonly absentAt: Int32Array;
  /** Arcs, fixed costs, extras, and what absent tasks cost by their prizes or as changes; in ticks. */
  cost = 0;
  /** Summed weights of absent mandatory tasks and, where fewest vehicles come first, of vehicles used; compared before cost. */
  missing = 0;
  /** What a vehicle of a type counts, cost ticks: its fixed cost, less the rebate there is for now. */
  readonly fixed: Float64Array;
  /** Load and duty beyond what is allowed: mean something where `Softening` applies only. */
  readonly excess: Excess;
  /** What the difference between routes costs, part of `cost`; in exact problems that ask for balance. */
  imbalance = 0;
  /** How much of what is missing is borne, where fewest vehicles come first: tasks that have no place whatever vehicles there are. */
  borne = 0;
  /** What one unit of a task's weight counts in `missing`, and one vehicle. */
  unservedUnit: number;
  readonly vehicleUnit: number;

  constructor(problem: Problem) {
    const { tasks, visits, types, dimensions, features } = problem;
    let vehicles = 0;
    for (let v = 0; v < types; v++) vehicles += problem.count[v]!;
    this.problem = problem;
    this.slots = Math.min(tasks, vehicles);
    this.unservedUnit = features.vehiclesFirst ? this.slots + 1 : 1;
    this.vehicleUnit = features.vehiclesFirst ? 1 : 0;
    const perVisit = () => new Int32Array(visits);
    const perSlot = () => new Int32Array(this.slots);
    this.next = perVisit().fill(-1);
    this.prev = perVisit().fill(-1);
    this.route = perVisit().fill(-1);
    this.at = problem.firstStop.slice(0, tasks);
    this.mate = problem.secondStep.slice();
    this.into = perVisit();
    this.travel = perVisit();
    this.early = perVisit();
    this.late = perVisit();
    const isBound = problem.rich !== null && problem.rich.before.items.length > 0;
    this.notBefore = new Int32Array(isBound ? visits : 0).fill(-BIG);
    this.notAfter = new Int32Array(isBound ? visits : 0).fill(BIG);
    this.peakBefore = new Int32Array(features.mixedLoads ? visits * dimensions : 0);
    this.peakAfter = new Int32Array(features.mixedLoads ? visits * dimensions : 0);
    this.onBoard = new Int32Array(features.mixedLoads && features.pairs ? visits * dimensions : 0);
    const hasSegments = features.duty && !features.severalWindows;
    const hasSpans = features.duty && features.severalWindows;
    this.head = new Int32Array(hasSegments ? visits * 2 : 0);
    this.tail = new Int32Array(hasSegments ? visits * 2 : 0);
    this.leaving = new Int32Array(hasSpans ? visits : 0);
    this.keeping = new Int32Array(hasSpans ? visits : 0);
    this.moving = new Int32Array(hasSpans ? visits : 0);
    this.waiting = new Int32Array(hasSpans ? visits : 0);
    this.ends = new Int32Array(hasSpans ? this.slots : 0);
    this.first = perSlot().fill(-1);
    this.last = perSlot().fill(-1);
    this.size = perSlot();
    this.type = perSlot();
    this.fixed = Float64Array.from(problem.fixed);
    this.out = perSlot();
    this.back = perSlot();
    this.extra = new Float64Array(this.slots);
    this.idle = problem.features.exact ? new Float64Array(this.slots) : this.extra;
    this.lost = new Float64Array(this.slots);
    this.short = new Uint8Array(this.slots);
    this.mark = new Int32Array(this.slots * 2);
    this.feasible = new Uint8Array(this.slots).fill(1);
    this.share = new Float64Array(this.slots);
    this.work = perSlot();
    this.driving = perSlot();
    this.distance = perSlot();
    this.delivered = new Int32Array(this.slots * dimensions);
    this.picked = new Int32Array(this.slots * dimensions);
    this.excess = new Excess(problem, this.slots);
    this.room = new Int32Array(this.slots * Math.max(1, dimensions));
    this.roomBack = new Int32Array(this.slots * Math.max(1, dimensions));
    this.used = new Int32Array(types);
    this.available = problem.count.slice();
    this.absent = new Int32Array(tasks);
    this.absentAt = new Int32Array(tasks).fill(-1);
    this.absentCount = 0;
  }

  /** Forgets all tours: no task is on a route or absent. */
  clear(): void {
    this.route.fill(-1);
    this.size.fill(0);
    this.used.fill(0);
    this.usedVehicles = 0;
    this.extra.fill(0);
    this.idle.fill(0);
    this.lost.fill(0);
    this.short.fill(0);
    this.feasible.fill(1);
    this.delivered.fill(0);
    this.picked.fill(0);
    this.absentCount = 0;
    this.absentAt.fill(-1);
    this.cost = 0;
    this.missing = 0;
    this.imbalance = 0;
    this.excess.clear();
  }

  /** Lets vehicles cost less, by a share of their fixed costs; part of `excess` from here on. */
  setRebate(share: number): void {
    if (share === this.excess.rebate) return;
    this.excess.rebate = share;
    for (let type = 0; type < this.fixed.length; type++) this.fixed[type] = this.problem.fixed[type]! * (1 - share);
  }

  /** Puts a task that is on no route among the absent. */
  addAbsent(task: number): void {
    this.absentAt[task] = this.absentCount;
    this.absent[this.absentCount++] = task;
    this.missing += this.missingWithout(task);
    this.cost += this.costWithout(task);
    this.excess.prizes += this.prizeOf(task);
  }

  /** What a task that is absent counts in `missing`, and in `cost`. */
  missingWithout(task: number): number {
    const { prize, weight } = this.problem;
    return prize[task] === MANDATORY ? weight[task]! * this.unservedUnit : 0;
  }
  costWithout(task: number): number {
    const { prize, rich } = this.problem;
    if (prize[task] !== MANDATORY) return prize[task]!;
    return rich === null ? 0 : rich.leftOut[task]!;
  }

  private prizeOf(task: number): number {
    const prize = this.problem.prize[task]!;
    return prize === MANDATORY ? 0 : prize;
  }

  /** Takes the k-th of the absent out of their list; the last takes its place. */
  takeAbsent(k: number): number {
    const task = this.absent[k]!;
    const last = this.absent[--this.absentCount]!;
    this.absent[k] = last;
    this.absentAt[last] = k;
    this.absentAt[task] = -1;
    this.missing -= this.missingWithout(task);
    this.cost -= this.costWithout(task);
    this.excess.prizes -= this.prizeOf(task);
    return task;
  }

  /** Whether one more vehicle of the type may be used. */
  mayOpen(type: number): boolean {
    return this.used[type]! < this.available[type]! && this.usedVehicles < this.mostVehicles;
  }

  /** Whether all that must be served is, or no more is left out than what has no place whatever vehicles there are. */
  isServed(missing = this.missing): boolean {
    return missing < this.borne + this.unservedUnit;
  }

  /** What tasks that must be served and are not count in what is missing. */
  lackIn(missing: number): number {
    return missing - (missing % this.unservedUnit);
  }

  /** Allows for no more vehicles than there are, where all that must be served is; else for any number, of which more serve more or do not pay. */
  limitVehicles(): void {
    this.mostVehicles = this.missing < this.unservedUnit ? this.usedVehicles : Number.POSITIVE_INFINITY;
  }

  /** Reloads on a route. */
  reloads(slot: number): number {
    if (this.size[slot] === 0) return 0;
    const { stops } = this.problem;
    let count = 0;
    for (let v = this.first[slot]!; v >= 0; v = this.next[v]!) if (v >= stops) count++;
    return count;
  }

  /** Whether the simulation, where there is one, found every route feasible. */
  get isFeasible(): boolean {
    return this.size.every((size, slot) => size === 0 || this.feasible[slot] === 1);
  }

  /** The lowest free slot, or -1. The vehicle counts as used once a task is inserted. */
  freeSlot(): number {
    for (let r = 0; r < this.slots; r++) if (this.size[r] === 0) return r;
    return -1;
  }
}
