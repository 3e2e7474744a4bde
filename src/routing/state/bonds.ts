import { nextStamp } from '../../kit/stamps.ts';
import type { Lists } from '../../model/bonds.ts';
import type { Rich } from '../../model/rich.ts';
import type { Simulator } from '../../route/simulator.ts';
import type { TourTables } from './tables.ts';

const SLACK_S = 1e-6;

/**
 * Relations between tasks: who may join which route, and the times that tasks on one route leave to those that wait for
 * them. A task that is waited for ends no later than the other begins now, one that waits begins no earlier than the
 * other ends now; so every route can be judged by itself.
 */
export class Bonds {
  /** Whether there are any, and any that bind times. */
  readonly any: boolean;
  readonly timed: boolean;
  /** Tasks in a chain before this one; per task. */
  readonly depth: Int32Array;
  /** False while routes are being loaded one by one: what others wait for is looked at when all are there. */
  judgesOthers = true;
  private readonly tours: TourTables;
  private readonly rich: Rich;
  private readonly sim: Simulator;
  /** Begin of the first and departure from the last step of a task in the schedule of its route; per task. */
  private readonly begins: Float64Array;
  private readonly departs: Float64Array;
  /** The same in the schedule simulated last. */
  private readonly trialBegins: Float64Array;
  private readonly trialDeparts: Float64Array;
  /** Per task: the trial in which it was on the route simulated. */
  private readonly onTrial: Int32Array;
  private trial = 0;

  constructor(tours: TourTables, rich: Rich, sim: Simulator) {
    const { tasks } = tours.problem;
    this.tours = tours;
    this.rich = rich;
    this.sim = sim;
    const has = (lists: Lists) => lists.items.length > 0;
    this.timed = has(rich.before);
    this.any = this.timed || has(rich.same) || has(rich.different);
    this.begins = new Float64Array(tasks);
    this.departs = new Float64Array(tasks);
    this.trialBegins = new Float64Array(tasks);
    this.trialDeparts = new Float64Array(tasks);
    this.onTrial = new Int32Array(tasks);
    this.depth = depthsOf(rich.before, tasks);
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
      if (task >= 0 && (!this.mayJoin(task, slot) || this.meetsApart(task, slot))) return false;
    }
    return true;
  }

  /** Whether a task that must not share a route with this one is on its slot. */
  private meetsApart(task: number, slot: number): boolean {
    const { start, items } = this.rich.different;
    for (let i = start[task]!; i < start[task + 1]!; i++) if (this.slotOf(items[i]!) === slot) return true;
    return false;
  }

  /** Calls back for every task that cannot stay where it is when this one goes: those that wait for it, those that share its route. */
  eachBound(task: number, call: (other: number) => void): void {
    const { after, same } = this.rich;
    for (let i = after.start[task]!; i < after.start[task + 1]!; i++) call(after.items[i]!);
    for (let i = same.start[task]!; i < same.start[task + 1]!; i++) call(same.items[i]!);
  }

  /** Slot other than this one of a task that waits for the one at this visit, or -1. */
  waitingSlot(visit: number, slot: number): number {
    return this.otherSlot(this.rich.after, visit, slot);
  }
  /** Slot other than this one of a task that the one at this visit waits for, or -1. */
  awaitedSlot(visit: number, slot: number): number {
    return this.otherSlot(this.rich.before, visit, slot);
  }

  private otherSlot({ start, items }: Lists, visit: number, slot: number): number {
    const task = this.taskOf(visit);
    if (task < 0) return -1;
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      const other = this.slotOf(items[i]!);
      if (other >= 0 && other !== slot) return other;
    }
    return -1;
  }

  /** Slot of a task, or -1. */
  slotOf(task: number): number {
    return this.tours.route[this.tours.at[task]!]!;
  }

  /** Simulates a route within the times that other routes leave it; false where it is infeasible. */
  run(vehicle: number, steps: Int32Array, count: number): boolean {
    const { sim } = this;
    if (!this.timed) return sim.run(vehicle, steps, count);
    const isBound = this.bound(steps, count);
    if (isBound && sim.facts.leaves_s[vehicle] === Number.NEGATIVE_INFINITY && !this.sinceZero(vehicle, steps, count))
      return false;
    this.holdBack(steps, count);
    if (!sim.run(vehicle, steps, count)) return false;
    this.readTimes(steps, count);
    return !this.judgesOthers || this.keepsOthers(steps, count);
  }

  /**
   * Nobody can wait for what happens at no time: such a route leaves not before second 0, nor does one that only waits. False
   * where it cannot be driven.
   */
  private sinceZero(vehicle: number, steps: Int32Array, count: number): boolean {
    const { sim } = this;
    if (!sim.runEarliest(vehicle, steps, count)) return false;
    let isOpen = sim.earliest_s === 0;
    for (let i = 0; i < count && !isOpen; i++)
      isOpen = steps[i]! >= 0 && sim.keeps[steps[i]!] === 1 && sim.begin_s[i] === Number.NEGATIVE_INFINITY;
    if (isOpen) for (let i = 0; i < count; i++) if (steps[i]! >= 0) sim.fromZero[steps[i]!] = 1;
    return true;
  }

  /** Keeps the times of a route that has just been simulated. */
  noteTimes(steps: Int32Array, count: number): void {
    if (!this.timed) return;
    for (let i = 0; i < count; i++) {
      const task = this.taskOf(steps[i]!);
      if (task < 0) continue;
      this.begins[task] = this.trialBegins[task]!;
      this.departs[task] = this.trialDeparts[task]!;
    }
  }

  /** Changes whenever the time of some task does. */
  sumOfTimes(): number {
    let sum = 0;
    for (let task = 0; task < this.departs.length; task++) if (this.slotOf(task) >= 0) sum += this.departs[task]!;
    return sum;
  }

  /** Appends the times of a visit's task to a log; returns its new length. */
  saveTimes(visit: number, log: Float64Array, at: number): number {
    const task = this.tours.problem.taskOf[visit]!;
    if (task < 0) return at;
    log[at] = this.begins[task]!;
    log[at + 1] = this.departs[task]!;
    return at + 2;
  }

  /** Takes them back from a log; returns where the next begin. */
  restoreTimes(visit: number, log: Float64Array, at: number): number {
    const task = this.tours.problem.taskOf[visit]!;
    if (task < 0) return at;
    this.begins[task] = log[at]!;
    this.departs[task] = log[at + 1]!;
    return at + 2;
  }

  /** Sets which begins others wait for, and takes other bounds off. @returns whether other routes bear on this one */
  private bound(steps: Int32Array, count: number): boolean {
    const { rich, sim, onTrial } = this;
    const { before, after } = rich;
    this.trial = nextStamp(onTrial, this.trial);
    let any = false;
    for (let i = 0; i < count; i++) if (steps[i]! >= 0) onTrial[this.taskOf(steps[i]!)] = this.trial;
    for (let i = 0; i < count; i++) {
      const visit = steps[i]!;
      if (visit < 0) continue;
      const task = this.taskOf(visit);
      const keeps = this.isLast(visit, task) && this.hasElsewhere(after, task);
      sim.notBefore_s[visit] = Number.NEGATIVE_INFINITY;
      sim.keeps[visit] = keeps ? 1 : 0;
      sim.fromZero[visit] = 0;
      any ||= keeps || this.hasElsewhere(before, task);
    }
    return any;
  }

  /** Sets the earliest begins that other routes allow. */
  private holdBack(steps: Int32Array, count: number): void {
    const { sim } = this;
    const { before, gaps } = this.rich;
    for (let i = 0; i < count; i++) {
      const visit = steps[i]!;
      if (visit < 0) continue;
      const task = this.taskOf(visit);
      if (!this.isFirst(visit, task)) continue;
      for (let k = before.start[task]!; k < before.start[task + 1]!; k++) {
        const other = before.items[k]!;
        if (!this.isElsewhere(other)) continue;
        sim.notBefore_s[visit] = Math.max(sim.notBefore_s[visit]!, this.departs[other]! + gaps[k]!);
      }
    }
  }

  private hasElsewhere({ start, items }: Lists, task: number): boolean {
    for (let k = start[task]!; k < start[task + 1]!; k++) if (this.isElsewhere(items[k]!)) return true;
    return false;
  }

  /** Whether a task is on a route, and not on the one simulated. */
  private isElsewhere(task: number): boolean {
    return this.onTrial[task] !== this.trial && this.slotOf(task) >= 0;
  }

  private readTimes(steps: Int32Array, count: number): void {
    const { sim, trialBegins, trialDeparts } = this;
    for (let i = 0; i < count; i++) {
      const visit = steps[i]!;
      if (visit < 0) continue;
      const task = this.taskOf(visit);
      if (this.isFirst(visit, task)) trialBegins[task] = sim.begin_s[i]!;
      if (this.isLast(visit, task)) trialDeparts[task] = sim.departure_s[i]!;
    }
  }

  /** Whether what other routes wait for ends before they begin. */
  private keepsOthers(steps: Int32Array, count: number): boolean {
    const { after, afterGaps } = this.rich;
    for (let i = 0; i < count; i++) {
      const visit = steps[i]!;
      const task = visit < 0 ? -1 : this.taskOf(visit);
      if (task < 0 || !this.isLast(visit, task)) continue;
      for (let k = after.start[task]!; k < after.start[task + 1]!; k++) {
        const other = after.items[k]!;
        if (!this.isElsewhere(other)) continue;
        if (this.trialDeparts[task]! + afterGaps[k]! > this.begins[other]! + SLACK_S) return false;
      }
    }
    return true;
  }

  private taskOf(visit: number): number {
    return visit < 0 ? -1 : this.tours.problem.taskOf[visit]!;
  }
  private isFirst(visit: number, task: number): boolean {
    return visit < this.tours.problem.secondStep[task]!;
  }
  private isLast(visit: number, task: number): boolean {
    const { secondStep, firstStop } = this.tours.problem;
    return secondStep[task] === firstStop[task + 1] || visit >= secondStep[task]!;
  }
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
