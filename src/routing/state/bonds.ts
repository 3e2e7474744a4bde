import { nextStamp } from '../../kit/stamps.ts';
import type { Lists } from '../../model/bonds.ts';
import { BIG, type Problem, stayingTasks } from '../../model/problem.ts';
import type { Rich } from '../../model/rich.ts';
import type { TourTables } from './tables.ts';

/** Relations between tasks: who may join which route, and who has to go with whom. The times they leave are told by `Waits`. */
export class Bonds {
  /** Whether there are any, and any that bind times. */
  readonly any: boolean;
  readonly timed: boolean;
  /** Per task: the first of those that share its route, itself included. Null where none have to. */
  readonly groupOf: Int32Array | null;
  /** Tasks in a chain before this one; per task. */
  readonly depth: Int32Array;
  /** Tasks of sequences, those that come first before others. */
  readonly linked: Int32Array;
  /** Tasks that one which cannot go waits for. */
  private readonly needed: Int32Array;
  private readonly tours: TourTables;
  private readonly rich: Rich;
  /** Per task: the question in which it was met. */
  private readonly met: Int32Array;
  private question = 0;

  constructor(tours: TourTables, rich: Rich) {
    const { tasks } = tours.problem;
    this.tours = tours;
    this.rich = rich;
    const has = (lists: Lists) => lists.items.length > 0;
    this.timed = has(rich.before);
    this.groupOf = has(rich.same) ? groupsOf(rich.same, tasks) : null;
    this.any = this.timed || has(rich.same) || has(rich.different);
    this.met = new Int32Array(tasks);
    this.depth = depthsOf(rich.before, tasks);
    this.linked = Int32Array.from({ length: tasks }, (_, task) => task)
      .filter((task) => this.isLinked(task))
      .sort((a, b) => this.depth[a]! - this.depth[b]! || a - b);
    const stays = stayingTasks(tours.problem);
    const { start, items } = rich.after;
    this.needed = this.linked.filter((task) =>
      items.subarray(start[task]!, start[task + 1]!).some((t) => stays.has(t)),
    );
  }

  /** The task of a visit, or -1: a reload, or none. */
  taskOf(visit: number): number {
    return visit < 0 ? -1 : this.tours.problem.taskOf[visit]!;
  }

  /** The slot where those are that share a task's route, or -1: none of them is on a route. */
  onlySlotFor(task: number): number {
    const { start, items } = this.rich.same;
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      const slot = this.slotOf(items[i]!);
      if (slot >= 0) return slot;
    }
    return -1;
  }

  /** Whether the relations of a task let it join a slot now. */
  mayJoin(task: number, slot: number): boolean {
    if (!this.any) return true;
    const { rich, tours } = this;
    const { same, different, before } = rich;
    for (let i = same.start[task]!; i < same.start[task + 1]!; i++) {
      const other = this.slotOf(same.items[i]!);
      if (other >= 0 && other !== slot) return false;
    }
    for (let i = different.start[task]!; i < different.start[task + 1]!; i++) {
      if (this.slotOf(different.items[i]!) === slot && tours.size[slot]! > 0) return false;
    }
    for (let i = before.start[task]!; i < before.start[task + 1]!; i++) {
      const other = this.slotOf(before.items[i]!);
      if (other < 0 || (other !== slot && tours.short[other] === 1)) return false;
    }
    return true;
  }

  /** Whether no task of another route waits for one of a slot that is too short to be driven. */
  leavesNobody(slot: number): boolean {
    const { tours } = this;
    if (tours.short[slot] === 0 || !this.timed) return true;
    for (let v = tours.first[slot]!; v >= 0; v = tours.next[v]!) if (this.waitingSlot(v, slot) >= 0) return false;
    return true;
  }

  /** Whether the tasks on a slot keep their relations with all others as they are now. */
  hold(slot: number): boolean {
    if (!this.any) return true;
    const { next, first } = this.tours;
    for (let v = first[slot]!; v >= 0; v = next[v]!) {
      const task = this.taskOf(v);
      if (task >= 0 && (!this.mayJoin(task, slot) || this.meets(this.rich.different, task, slot))) return false;
    }
    return true;
  }

  /** Whether a route can be driven after another: no task of it has to be kept apart from one there, or to come first. */
  letsFollow(slot: number, other: number): boolean {
    if (!this.any) return true;
    const { next, first } = this.tours;
    const { different, after } = this.rich;
    for (let v = first[slot]!; v >= 0; v = next[v]!) {
      const task = this.taskOf(v);
      if (task >= 0 && (this.meets(different, task, other) || this.meets(after, task, other))) return false;
    }
    return true;
  }

  /** Whether one of the tasks that a relation lists for this one is on a slot. */
  private meets({ start, items }: Lists, task: number, slot: number): boolean {
    for (let i = start[task]!; i < start[task + 1]!; i++) if (this.slotOf(items[i]!) === slot) return true;
    return false;
  }

  /** Whether what comes after a visit of a route can go to another route. */
  letsPart(visit: number, slot: number): boolean {
    const { same } = this.rich;
    const { first, next } = this.tours;
    this.question = nextStamp(this.met, this.question);
    for (let v = next[visit]!; v >= 0; v = next[v]!) if (this.taskOf(v) >= 0) this.met[this.taskOf(v)] = this.question;
    for (let v = first[slot]!; v !== visit; v = next[v]!) {
      const task = this.taskOf(v);
      if (task < 0) continue;
      if (this.met[task] === this.question) return false;
      for (let i = same.start[task]!; i < same.start[task + 1]!; i++)
        if (this.met[same.items[i]!] === this.question) return false;
    }
    return true;
  }

  /** Calls back for every task that waits for this one, and cannot stay when it goes. */
  eachAfter(task: number, call: (other: number) => void): void {
    const { start, items } = this.rich.after;
    for (let i = start[task]!; i < start[task + 1]!; i++) call(items[i]!);
  }

  /** Calls back for every task that shares the route of this one, and cannot stay when it goes elsewhere. */
  eachMate(task: number, call: (other: number) => void): void {
    const { start, items } = this.rich.same;
    for (let i = start[task]!; i < start[task + 1]!; i++) call(items[i]!);
  }

  /** How many tasks share the route of this one. */
  matesOf(task: number): number {
    const { start } = this.rich.same;
    return start[task + 1]! - start[task]!;
  }

  /** Slot other than this one of a task that waits for the one at this visit, or -1. */
  private waitingSlot(visit: number, slot: number): number {
    const task = this.taskOf(visit);
    if (task < 0) return -1;
    const { start, items } = this.rich.after;
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      const other = this.slotOf(items[i]!);
      if (other >= 0 && other !== slot) return other;
    }
    return -1;
  }

  /** Slots with tasks that wait for some on this one, or that some on it wait for. */
  slotsBoundTo(slot: number): number[] {
    const { next, first } = this.tours;
    const bound = new Set<number>();
    for (let v = first[slot]!; v >= 0; v = next[v]!) {
      const task = this.taskOf(v);
      if (task < 0) continue;
      for (const { start, items } of [this.rich.before, this.rich.after])
        for (let k = start[task]!; k < start[task + 1]!; k++) bound.add(this.slotOf(items[k]!));
    }
    bound.delete(slot);
    bound.delete(-1);
    return [...bound];
  }

  /** Whether a task is absent that one which cannot go waits for. What is in another part is not. */
  get lacksNeeded(): boolean {
    return this.needed.some((task) => this.tours.absentAt[task]! >= 0);
  }

  /** Slot of a task, or -1. */
  slotOf(task: number): number {
    return this.tours.route[this.tours.at[task]!]!;
  }

  /** Whether sequences bind any of the first `count` steps to others. Reloads are below 0. */
  isAnyLinked(steps: Int32Array, count: number): boolean {
    if (!this.timed) return false;
    const { taskOf } = this.tours.problem;
    for (let i = 0; i < count; i++) if (steps[i]! >= 0 && this.isLinked(taskOf[steps[i]!]!)) return true;
    return false;
  }

  /** Whether they bind any task of a route to others. */
  hasLinked(slot: number): boolean {
    if (!this.timed) return false;
    const { first, next } = this.tours;
    for (let v = first[slot]!; v >= 0; v = next[v]!)
      if (this.taskOf(v) >= 0 && this.isLinked(this.taskOf(v))) return true;
    return false;
  }

  /** Whether a sequence binds a task to others. */
  isLinked(task: number): boolean {
    const { start } = this.rich.before;
    return start[task]! < start[task + 1]! || this.isWaitedFor(task);
  }

  /** Whether another task has to come after it. */
  isWaitedFor(task: number): boolean {
    const { start } = this.rich.after;
    return start[task]! < start[task + 1]!;
  }
}

/** Whether vehicles of a type take breaks for driving and no shift says when they leave: waiting for others may do so. */
export function breaksFreely({ rich, opens }: Problem, type: number): boolean {
  const { ruleFrom } = rich!.facts;
  const vehicle = rich!.vehicleOf[type]!;
  return opens[type]! <= -BIG && ruleFrom[vehicle]! < ruleFrom[vehicle + 1]!;
}

/** The first task of each one’s group: those that relations, which may overlap, bring together. */
function groupsOf({ start, items }: Lists, tasks: number): Int32Array {
  const groups = Int32Array.from({ length: tasks }, (_, task) => task);
  for (let changed = true; changed; ) {
    changed = false;
    for (let task = 0; task < tasks; task++) {
      for (let i = start[task]!; i < start[task + 1]!; i++) {
        if (groups[items[i]!]! >= groups[task]!) continue;
        groups[task] = groups[items[i]!]!;
        changed = true;
      }
    }
  }
  return groups;
}

/** Longest chain of tasks that must come before each. The contract refuses cycles. */
function depthsOf({ start, items }: Lists, tasks: number): Int32Array {
  const depth = new Int32Array(tasks);
  for (let changed = true; changed; ) {
    changed = false;
    for (let task = 0; task < tasks; task++) {
      for (let i = start[task]!; i < start[task + 1]!; i++) {
        if (depth[items[i]!]! < depth[task]!) continue;
        depth[task] = depth[items[i]!]! + 1;
        changed = true;
      }
    }
  }
  return depth;
}
