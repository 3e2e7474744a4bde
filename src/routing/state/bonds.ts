import { nextStamp } from '../../kit/stamps.ts';
import type { Lists } from '../../model/bonds.ts';
import { BIG, type Problem } from '../../model/problem.ts';
import type { Rich } from '../../model/rich.ts';
import type { Simulator } from '../../route/simulator.ts';
import type { TourTables } from './tables.ts';

const SLACK_S = 1e-6;
/** Numbers that `saveTimes` appends per visit. */
export const LOGGED = 4;

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
  /** Tasks of sequences, those that come first before others. */
  readonly linked: Int32Array;
  /** Tasks that one which cannot go waits for. */
  private readonly needed: Int32Array;
  private readonly tours: TourTables;
  private readonly rich: Rich;
  private readonly sim: Simulator;
  /** Begin of the first and departure from the last step of a task in the schedule of its route; per task. */
  private readonly begins: Float64Array;
  private readonly departs: Float64Array;
  /** What that schedule reckons with: the begin that other routes allow, and whether one of them waits for its end; per task. */
  private readonly waits: Float64Array;
  private readonly keeps: Uint8Array;
  /** The same four in the schedule simulated last. */
  private readonly trialBegins: Float64Array;
  private readonly trialDeparts: Float64Array;
  private readonly trialWaits: Float64Array;
  private readonly trialKeeps: Uint8Array;
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
    this.waits = new Float64Array(tasks);
    this.keeps = new Uint8Array(tasks);
    this.trialBegins = new Float64Array(tasks);
    this.trialDeparts = new Float64Array(tasks);
    this.trialWaits = new Float64Array(tasks);
    this.trialKeeps = new Uint8Array(tasks);
    this.onTrial = new Int32Array(tasks);
    this.depth = depthsOf(rich.before, tasks);
    this.linked = Int32Array.from({ length: tasks }, (_, task) => task)
      .filter((task) => this.isLinked(task))
      .sort((a, b) => this.depth[a]! - this.depth[b]! || a - b);
    const stays = new Set(tours.problem.taskOf.filter((_, visit) => rich.locked[visit] !== 0));
    const { start, items } = rich.after;
    this.needed = this.linked.filter((task) =>
      items.subarray(start[task]!, start[task + 1]!).some((t) => stays.has(t)),
    );
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

  /** Whether what comes after a visit of a route can go to another route. */
  letsPart(visit: number, slot: number): boolean {
    const { same } = this.rich;
    const { first, next } = this.tours;
    this.trial = nextStamp(this.onTrial, this.trial);
    for (let v = next[visit]!; v >= 0; v = next[v]!) if (this.taskOf(v) >= 0) this.onTrial[this.taskOf(v)] = this.trial;
    for (let v = first[slot]!; v !== visit; v = next[v]!) {
      const task = this.taskOf(v);
      if (task < 0) continue;
      if (this.onTrial[task] === this.trial) return false;
      for (let i = same.start[task]!; i < same.start[task + 1]!; i++)
        if (this.onTrial[same.items[i]!] === this.trial) return false;
    }
    return true;
  }

  /** Calls back for every task that cannot stay where it is when this one goes: those that wait for it, those that share its route. */
  eachBound(task: number, call: (other: number) => void): void {
    const { after, same } = this.rich;
    for (let i = after.start[task]!; i < after.start[task + 1]!; i++) call(after.items[i]!);
    for (let i = same.start[task]!; i < same.start[task + 1]!; i++) call(same.items[i]!);
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

  /** Notes the times that tasks of other routes leave to those of a slot, where they bind times: true. */
  bindTimes(slot: number): boolean {
    if (!this.timed) return false;
    const { first, next, size, notBefore, notAfter } = this.tours;
    // Ticks of travel are rounded up, leg by leg: who is waited for may come just in time, and then seem too late.
    const rounding = size[slot]! + 1;
    for (let v = first[slot]!; v >= 0; v = next[v]!) {
      const task = this.taskOf(v);
      if (task < 0) continue;
      notBefore[v] = this.isFirst(v, task) ? this.earliestTick(task, slot) : -BIG;
      notAfter[v] = this.isLast(v, task) ? this.latestTick(task, slot) + rounding : BIG;
    }
    return true;
  }

  /** Tick at which a task may begin on a slot, for those on other routes that come before it; a little early rather than late. */
  earliestTick(task: number, slot: number): number {
    const { origin_s, timeScale } = this.rich;
    const time_s = this.earliest(task, slot);
    return time_s === Number.NEGATIVE_INFINITY ? -BIG : Math.floor((time_s - SLACK_S - origin_s) * timeScale);
  }

  /** Tick at which it must be over there, for those on other routes that come after it; a little late rather than early. */
  private latestTick(task: number, slot: number): number {
    const { after, afterGaps, origin_s, timeScale } = this.rich;
    let latest_s = Number.POSITIVE_INFINITY;
    for (let k = after.start[task]!; k < after.start[task + 1]!; k++) {
      const other = after.items[k]!;
      if (this.isElsewhere(other, slot)) latest_s = Math.min(latest_s, this.begins[other]! - afterGaps[k]!);
    }
    return Math.min(BIG, Math.ceil((latest_s + SLACK_S - origin_s) * timeScale));
  }

  /** Whether a task is absent that one which cannot go waits for. */
  get lacksNeeded(): boolean {
    return this.needed.some((task) => this.slotOf(task) < 0);
  }

  /** Whether the schedule of a task's route reckons with other times, or other tasks that wait, than there are by now. */
  isStale(task: number): boolean {
    const slot = this.slotOf(task);
    if (slot < 0) return false;
    return this.waits[task] !== this.earliest(task, slot) || this.keeps[task] !== this.isAwaited(task, slot);
  }

  /** Slot of a task, or -1. */
  slotOf(task: number): number {
    return this.tours.route[this.tours.at[task]!]!;
  }

  /**
   * Simulates a route within the times that other routes leave it; false where it is infeasible.
   * @param judgesOthers whether those that wait for tasks on it must be able to begin when they do
   */
  run(vehicle: number, steps: Int32Array, count: number, judgesOthers: boolean): boolean {
    const { sim } = this;
    if (!this.timed) return sim.run(vehicle, steps, count);
    const isBound = this.look(steps, count);
    this.unbind(steps, count);
    const mayBeOpen = isBound && sim.facts.leaves_s[vehicle] === Number.NEGATIVE_INFINITY;
    if (mayBeOpen && !sim.runAwaited(vehicle, steps, count)) {
      // A wait may be what leaves room for a break for driving.
      const { ruleFrom } = sim.facts;
      if (ruleFrom[vehicle] === ruleFrom[vehicle + 1]) return false;
      this.holdBack(steps, count);
      if (!sim.runAwaited(vehicle, steps, count)) return false;
    }
    this.holdBack(steps, count);
    if (!sim.run(vehicle, steps, count)) return false;
    this.readTimes(steps, count);
    return !judgesOthers || this.keepsOthers(steps, count);
  }

  /** The same within bounds that are set in the simulator already. */
  runAsSet(vehicle: number, steps: Int32Array, count: number): boolean {
    this.look(steps, count);
    if (!this.sim.run(vehicle, steps, count)) return false;
    this.readTimes(steps, count);
    return true;
  }

  /** Keeps what the simulation of a route as it is now reckoned with, and its times where it is feasible. */
  note(steps: Int32Array, count: number, isFeasible: boolean): void {
    if (!this.timed) return;
    for (let i = 0; i < count; i++) {
      const task = this.taskOf(steps[i]!);
      if (task < 0) continue;
      this.waits[task] = this.trialWaits[task]!;
      this.keeps[task] = this.trialKeeps[task]!;
      if (!isFeasible) continue;
      this.begins[task] = this.trialBegins[task]!;
      this.departs[task] = this.trialDeparts[task]!;
    }
  }

  /** Appends the times of a visit's task to a log; returns its new length. */
  saveTimes(visit: number, log: Float64Array, at: number): number {
    const task = this.tours.problem.taskOf[visit]!;
    if (task < 0) return at;
    log[at] = this.begins[task]!;
    log[at + 1] = this.departs[task]!;
    log[at + 2] = this.waits[task]!;
    log[at + 3] = this.keeps[task]!;
    return at + LOGGED;
  }

  /** Takes them back from a log; returns where the next begin. */
  restoreTimes(visit: number, log: Float64Array, at: number): number {
    const task = this.tours.problem.taskOf[visit]!;
    if (task < 0) return at;
    this.begins[task] = log[at]!;
    this.departs[task] = log[at + 1]!;
    this.waits[task] = log[at + 2]!;
    this.keeps[task] = log[at + 3]!;
    return at + LOGGED;
  }

  /** Looks up what the tasks lined up wait for and which others wait for. @returns whether there are any */
  private look(steps: Int32Array, count: number): boolean {
    const { onTrial, trialWaits, trialKeeps } = this;
    this.trial = nextStamp(onTrial, this.trial);
    let isBound = false;
    for (let i = 0; i < count; i++) if (steps[i]! >= 0) onTrial[this.taskOf(steps[i]!)] = this.trial;
    for (let i = 0; i < count; i++) {
      const visit = steps[i]!;
      if (visit < 0) continue;
      const task = this.taskOf(visit);
      trialWaits[task] = this.earliest(task, -1);
      trialKeeps[task] = this.isAwaited(task, -1);
      isBound ||= trialKeeps[task] === 1 || trialWaits[task]! > Number.NEGATIVE_INFINITY;
    }
    return isBound;
  }

  /** Takes all bounds off the simulator but what others wait for. */
  private unbind(steps: Int32Array, count: number): void {
    const { sim, trialKeeps } = this;
    for (let i = 0; i < count; i++) {
      const visit = steps[i]!;
      if (visit < 0) continue;
      const task = this.taskOf(visit);
      sim.notBefore_s[visit] = Number.NEGATIVE_INFINITY;
      sim.keeps[visit] = this.isLast(visit, task) ? trialKeeps[task]! : 0;
      sim.leavesFrom_s[visit] = Number.NEGATIVE_INFINITY;
    }
  }

  /** Sets the earliest begins that other routes allow. */
  private holdBack(steps: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const visit = steps[i]!;
      const task = this.taskOf(visit);
      if (task >= 0 && this.isFirst(visit, task)) this.sim.notBefore_s[visit] = this.trialWaits[task]!;
    }
  }

  /** The begin that tasks on other routes allow. @param slot its own, or -1 for the trial */
  private earliest(task: number, slot: number): number {
    const { before, gaps } = this.rich;
    let earliest = Number.NEGATIVE_INFINITY;
    for (let k = before.start[task]!; k < before.start[task + 1]!; k++) {
      const other = before.items[k]!;
      if (this.isElsewhere(other, slot)) earliest = Math.max(earliest, this.departs[other]! + gaps[k]!);
    }
    return earliest;
  }

  /** 1 where a task on another route waits for this one. @param slot its own, or -1 for the trial */
  private isAwaited(task: number, slot: number): number {
    const { start, items } = this.rich.after;
    for (let k = start[task]!; k < start[task + 1]!; k++) if (this.isElsewhere(items[k]!, slot)) return 1;
    return 0;
  }

  private isElsewhere(task: number, slot: number): boolean {
    const other = this.slotOf(task);
    return other >= 0 && (slot < 0 ? this.onTrial[task] !== this.trial : other !== slot);
  }

  private isLinked(task: number): boolean {
    const { before, after } = this.rich;
    return before.start[task]! < before.start[task + 1]! || after.start[task]! < after.start[task + 1]!;
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
        if (!this.isElsewhere(other, -1)) continue;
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

/** Whether vehicles of a type take breaks for driving and no shift says when they leave: waiting for others may do so. */
export function breaksFreely({ rich, opens }: Problem, type: number): boolean {
  const { ruleFrom } = rich!.facts;
  const vehicle = rich!.vehicleOf[type]!;
  return opens[type]! <= -BIG && ruleFrom[vehicle]! < ruleFrom[vehicle + 1]!;
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
