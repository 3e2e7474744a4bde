import { BIG, MANDATORY, type Problem } from '../../model/problem.ts';

/**
 * A set of tours that can be changed task by task. Tours are doubly linked lists over task indices: inserting and
 * cutting strings is O(1), and the tables that judge a move are indexed by task, so a scan reads memory it needs anyway.
 * Arc costs and times are kept with the task they lead to: the matrices are far larger than the caches.
 *
 * Routes live in slots. A slot of size 0 is free; its type says nothing then. Every stored solution is feasible: what
 * fits nowhere is absent.
 */
export class Tours {
  readonly problem: Problem;
  readonly slots: number;

  /** Following / preceding task on the route, or -1 at its end / start. Per task. */
  readonly next: Int32Array;
  readonly prev: Int32Array;
  /** Slot, or -1 for an absent task. Per task. */
  readonly route: Int32Array;
  /** Cost of the arc that leads to the task. Per task. */
  readonly into: Int32Array;
  /** The three below are kept where the problem is timed. Ticks of travel to the task. Per task. */
  readonly travel: Int32Array;
  /** Earliest begin of service, given what comes before. Per task. */
  readonly early: Int32Array;
  /** Latest begin of service that keeps what comes after feasible. Per task. */
  readonly late: Int32Array;
  /** Largest load on board up to leaving the task, and from leaving it on. Task x dimension, kept for mixed loads. */
  readonly peakBefore: Int32Array;
  readonly peakAfter: Int32Array;

  /** Segments before and after each task: task x (duration, opens, closes), kept where duty matters. See duty.ts. */
  readonly head: Int32Array;
  readonly tail: Int32Array;

  /** Per slot. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly size: Int32Array;
  readonly type: Int32Array;
  /** Cost and ticks of the arc from the last task to the end. */
  readonly out: Int32Array;
  readonly back: Int32Array;
  readonly waitCost: Int32Array;
  /** Ticks of travel and service; kept where duty matters. */
  readonly work: Int32Array;
  readonly driving: Int32Array;
  readonly distance: Int32Array;
  /** Slot x dimension: all that is delivered and picked up. */
  readonly delivered: Int32Array;
  readonly picked: Int32Array;

  /** Capacity left in the first dimension; of use where loads are not mixed. Per slot. */
  readonly room: Int32Array;

  /** Vehicles used, and how many may be, per type: a part of a solution gets a part of the fleet. */
  readonly used: Int32Array;
  readonly available: Int32Array;
  /** absent[0..absentCount-1] are the tasks on no route. */
  readonly absent: Int32Array;
  absentCount: number;
  /** Where in `absent` a task is, or -1. Per task. */
  readonly absentAt: Int32Array;
  /** Arcs, fixed costs, waiting and prizes of absent optional tasks, in ticks. */
  cost = 0;
  /** Summed weights of absent mandatory tasks; compared before cost. */
  missing = 0;

  constructor(problem: Problem) {
    const { tasks, types, dimensions, features } = problem;
    let vehicles = 0;
    for (let v = 0; v < types; v++) vehicles += problem.count[v]!;
    this.problem = problem;
    this.slots = Math.min(tasks, vehicles);
    const perTask = () => new Int32Array(tasks);
    const perSlot = () => new Int32Array(this.slots);
    this.next = perTask().fill(-1);
    this.prev = perTask().fill(-1);
    this.route = perTask().fill(-1);
    this.into = perTask();
    this.travel = perTask();
    this.early = perTask();
    this.late = perTask();
    this.peakBefore = new Int32Array(features.mixedLoads ? tasks * dimensions : 0);
    this.peakAfter = new Int32Array(features.mixedLoads ? tasks * dimensions : 0);
    this.head = new Int32Array(features.duty ? tasks * 3 : 0);
    this.tail = new Int32Array(features.duty ? tasks * 3 : 0);
    this.first = perSlot().fill(-1);
    this.last = perSlot().fill(-1);
    this.size = perSlot();
    this.type = perSlot();
    this.out = perSlot();
    this.back = perSlot();
    this.waitCost = perSlot();
    this.work = perSlot();
    this.driving = perSlot();
    this.distance = perSlot();
    this.delivered = new Int32Array(this.slots * dimensions);
    this.picked = new Int32Array(this.slots * dimensions);
    this.room = perSlot();
    this.used = new Int32Array(types);
    this.available = problem.count.slice();
    this.absent = perTask();
    this.absentAt = perTask().fill(-1);
    this.absentCount = 0;
  }

  /** Forgets all tours: no task is on a route or absent. */
  clear(): void {
    this.route.fill(-1);
    this.size.fill(0);
    this.used.fill(0);
    this.waitCost.fill(0);
    this.delivered.fill(0);
    this.picked.fill(0);
    this.absentCount = 0;
    this.absentAt.fill(-1);
    this.cost = 0;
    this.missing = 0;
  }

  /** Puts a task that is on no route among the absent. */
  addAbsent(task: number): void {
    const { prize, weight } = this.problem;
    this.absentAt[task] = this.absentCount;
    this.absent[this.absentCount++] = task;
    if (prize[task] === MANDATORY) this.missing += weight[task]!;
    else this.cost += prize[task]!;
  }

  /** Takes the k-th of the absent out of their list; the last takes its place. */
  takeAbsent(k: number): number {
    const { prize, weight } = this.problem;
    const task = this.absent[k]!;
    const last = this.absent[--this.absentCount]!;
    this.absent[k] = last;
    this.absentAt[last] = k;
    this.absentAt[task] = -1;
    if (prize[task] === MANDATORY) this.missing -= weight[task]!;
    else this.cost -= prize[task]!;
    return task;
  }

  /** The lowest free slot, or -1. The vehicle counts as used once a task is inserted. */
  freeSlot(): number {
    for (let r = 0; r < this.slots; r++) if (this.size[r] === 0) return r;
    return -1;
  }

  /**
   * Inserts a task that is neither on a route nor in the absent list. The caller has judged it feasible and knows the
   * costs of the two new arcs; the slot's schedule is stale until `refresh`.
   * @param after task on the route, or -1 for the start. An empty slot becomes a route of `type`.
   */
  insert(task: number, slot: number, after: number, type: number, arcIn: number, arcOut: number): void {
    const { problem, next, prev, into } = this;
    const { dimensions } = problem;
    const size = this.size[slot]!;
    if (size === 0) this.open(slot, type);
    const before = after >= 0 ? next[after]! : this.first[slot]!;
    this.cost += arcIn + arcOut - (before >= 0 ? into[before]! : this.out[slot]!);
    into[task] = arcIn;
    next[task] = before;
    prev[task] = after;
    this.route[task] = slot;
    if (after >= 0) next[after] = task;
    else this.first[slot] = task;
    if (before >= 0) {
      prev[before] = task;
      into[before] = arcOut;
    } else {
      this.last[slot] = task;
      this.out[slot] = arcOut;
    }
    if (problem.durations.length > 0) this.setTravel(slot, type, after, task, before);
    this.size[slot] = size + 1;
    if (dimensions > 0) this.room[slot]! -= problem.delivered[task * dimensions]! + problem.picked[task * dimensions]!;
    for (let d = 0; d < dimensions; d++) {
      this.delivered[slot * dimensions + d]! += problem.delivered[task * dimensions + d]!;
      this.picked[slot * dimensions + d]! += problem.picked[task * dimensions + d]!;
    }
  }

  /** Appends a task to the end of a route, looking its arcs up: for building known tours, not for search. */
  append(task: number, slot: number, type: number): void {
    const { nodes, arcs, costClass, startNode, endNode } = this.problem;
    const after = this.size[slot] === 0 ? -1 : this.last[slot]!;
    const base = costClass[type]! * nodes * nodes;
    const arcIn = arcs[base + (after >= 0 ? after : startNode[type]!) * nodes + task]!;
    this.insert(task, slot, after, type, arcIn, arcs[base + task * nodes + endNode[type]!]!);
  }

  private open(slot: number, type: number): void {
    this.type[slot] = type;
    this.used[type]!++;
    this.cost += this.problem.fixed[type]!;
    this.waitCost[slot] = 0;
    this.room[slot] = this.problem.dimensions > 0 ? this.problem.capacity[type * this.problem.dimensions]! : 0;
    this.out[slot] = 0;
    this.first[slot] = -1;
    this.last[slot] = -1;
  }

  private setTravel(slot: number, type: number, after: number, task: number, before: number): void {
    const { nodes, durations, durationsTo, durationClass, startNode, endNode } = this.problem;
    const row = (durationClass[type]! * nodes + task) * nodes;
    this.travel[task] = durationsTo[row + (after >= 0 ? after : startNode[type]!)]!;
    const onward = durations[row + (before >= 0 ? before : endNode[type]!)]!;
    if (before >= 0) this.travel[before] = onward;
    else this.back[slot] = onward;
  }

  /**
   * Takes a string of consecutive tasks off its route; their links among themselves stay readable. The slot's schedule
   * is stale until `refresh`. An emptied route gives its vehicle back.
   */
  cut(from: number, to: number): void {
    const { problem, next, prev, into, route } = this;
    const { nodes, dimensions } = problem;
    const slot = route[from]!;
    const type = this.type[slot]!;
    const after = prev[from]!;
    const before = next[to]!;
    let removed = before >= 0 ? into[before]! : this.out[slot]!;
    for (let t = from; ; t = next[t]!) {
      removed += into[t]!;
      route[t] = -1;
      this.size[slot]!--;
      if (dimensions > 0) this.room[slot]! += problem.delivered[t * dimensions]! + problem.picked[t * dimensions]!;
      for (let d = 0; d < dimensions; d++) {
        this.delivered[slot * dimensions + d]! -= problem.delivered[t * dimensions + d]!;
        this.picked[slot * dimensions + d]! -= problem.picked[t * dimensions + d]!;
      }
      if (t === to) break;
    }
    if (this.size[slot] === 0) {
      this.close(slot, type, removed);
      return;
    }
    const head = after >= 0 ? after : problem.startNode[type]!;
    const tail = before >= 0 ? before : problem.endNode[type]!;
    const arc = problem.arcs[(problem.costClass[type]! * nodes + head) * nodes + tail]!;
    this.cost += arc - removed;
    const timed = problem.durations.length > 0;
    const travel = timed ? problem.durations[(problem.durationClass[type]! * nodes + head) * nodes + tail]! : 0;
    if (after >= 0) next[after] = before;
    else this.first[slot] = before;
    if (before >= 0) {
      prev[before] = after;
      into[before] = arc;
      this.travel[before] = travel;
    } else {
      this.last[slot] = after;
      this.out[slot] = arc;
      this.back[slot] = travel;
    }
  }

  private close(slot: number, type: number, removed: number): void {
    this.used[type]!--;
    this.cost -= removed + this.problem.fixed[type]! + this.waitCost[slot]!;
    this.waitCost[slot] = 0;
  }
}

/** Nothing fits: larger than any cost. */
export const NOWHERE = BIG * 3;
