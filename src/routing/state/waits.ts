import { nextStamp } from '../../kit/stamps.ts';
import { BIG } from '../../model/problem.ts';
import type { Rich } from '../../model/rich.ts';
import type { Simulator } from '../../route/simulator.ts';
import type { Bonds } from './bonds.ts';
import type { TourTables } from './tables.ts';

const SLACK_S = 1e-6;
/** Numbers that `saveTimes` appends per visit. */
export const LOGGED = 4;

/**
 * The times that tasks on one route leave to those that wait for them. A task that is waited for ends no later than the other
 * begins now, one that waits begins no earlier than the other ends now; so every route can be judged by itself.
 */
export class Waits {
  private readonly tours: TourTables;
  private readonly rich: Rich;
  private readonly sim: Simulator;
  private readonly bonds: Bonds;
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

  constructor(tours: TourTables, rich: Rich, sim: Simulator, bonds: Bonds) {
    const { tasks } = tours.problem;
    this.tours = tours;
    this.rich = rich;
    this.sim = sim;
    this.bonds = bonds;
    this.begins = new Float64Array(tasks);
    this.departs = new Float64Array(tasks);
    this.waits = new Float64Array(tasks);
    this.keeps = new Uint8Array(tasks);
    this.trialBegins = new Float64Array(tasks);
    this.trialDeparts = new Float64Array(tasks);
    this.trialWaits = new Float64Array(tasks);
    this.trialKeeps = new Uint8Array(tasks);
    this.onTrial = new Int32Array(tasks);
  }

  /** Notes the times that tasks of other routes leave to those of a slot, where they bind times: true. */
  bindTimes(slot: number): boolean {
    if (!this.bonds.timed) return false;
    const { first, next, size, notBefore, notAfter } = this.tours;
    // Ticks of travel are rounded up, leg by leg: who is waited for may come just in time, and then seem too late.
    const rounding = size[slot]! + 1;
    for (let v = first[slot]!; v >= 0; v = next[v]!) {
      const task = this.bonds.taskOf(v);
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
    return Math.max(-BIG, Math.floor((time_s - SLACK_S - origin_s) * timeScale));
  }

  /** Tick at which it must be over there, for those on other routes that come after it; a little late rather than early. */
  private latestTick(task: number, slot: number): number {
    const { after, afterGaps, origin_s, timeScale } = this.rich;
    let latest_s = Number.POSITIVE_INFINITY;
    for (let k = after.start[task]!; k < after.start[task + 1]!; k++) {
      const other = after.items[k]!;
      if (this.isElsewhere(other, slot)) latest_s = Math.min(latest_s, this.begins[other]! - afterGaps[k]!);
    }
    const tick = Math.ceil((latest_s + SLACK_S - origin_s) * timeScale);
    // What opened so long ago opens later in ticks: whether it is too late for this is left to the simulation.
    return tick < -BIG / 2 ? BIG : Math.min(BIG, tick);
  }

  /**
   * Brings routes that sequences bind into line with each other, as rule T6 has it: one after the other, until each reckons
   * with the times the others have.
   * @param touch called before a slot is changed
   * @param refresh judges the route of a slot anew
   * @returns false where they wait for each other in vain, or a route is feasible no more
   */
  settle(touch: (slot: number) => void, refresh: (slot: number) => void): boolean {
    const { bonds, tours } = this;
    const broken = new Set<number>();
    // A chain through all tasks takes as many rounds, and as many again where what is waited for has gone.
    for (let round = 0; round <= 2 * bonds.linked.length + 2; round++) {
      let changed = false;
      for (const task of bonds.linked) {
        if (!this.isStale(task)) continue;
        const slot = bonds.slotOf(task);
        touch(slot);
        const was = tours.feasible[slot];
        refresh(slot);
        if (tours.feasible[slot] === 1) broken.delete(slot);
        else if (was === 1) broken.add(slot);
        changed = true;
      }
      if (!changed) return broken.size === 0;
    }
    for (const task of bonds.linked) if (this.isStale(task)) tours.feasible[bonds.slotOf(task)] = 0;
    return false;
  }

  /** Whether the schedule of a task's route reckons with other times, or other tasks that wait, than there are by now. */
  private isStale(task: number): boolean {
    const slot = this.bonds.slotOf(task);
    if (slot < 0) return false;
    return this.waits[task] !== this.earliest(task, slot) || this.keeps[task] !== this.isAwaited(task, slot);
  }

  /**
   * Simulates a route within the times that other routes leave it; false where it is infeasible.
   * @param judgesOthers whether those that wait for tasks on it must be able to begin when they do
   */
  run(vehicle: number, steps: Int32Array, count: number, judgesOthers: boolean): boolean {
    const { sim } = this;
    if (!this.bonds.timed) return sim.run(vehicle, steps, count);
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
    if (!this.bonds.timed) return;
    for (let i = 0; i < count; i++) {
      const task = this.bonds.taskOf(steps[i]!);
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
    for (let i = 0; i < count; i++) if (steps[i]! >= 0) onTrial[this.bonds.taskOf(steps[i]!)] = this.trial;
    for (let i = 0; i < count; i++) {
      const visit = steps[i]!;
      if (visit < 0) continue;
      const task = this.bonds.taskOf(visit);
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
      const task = this.bonds.taskOf(visit);
      sim.notBefore_s[visit] = Number.NEGATIVE_INFINITY;
      sim.keeps[visit] = this.isLast(visit, task) ? trialKeeps[task]! : 0;
      sim.leavesFrom_s[visit] = Number.NEGATIVE_INFINITY;
    }
  }

  /** Sets the earliest begins that other routes allow. */
  private holdBack(steps: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const visit = steps[i]!;
      const task = this.bonds.taskOf(visit);
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
    const other = this.bonds.slotOf(task);
    return other >= 0 && (slot < 0 ? this.onTrial[task] !== this.trial : other !== slot);
  }

  private readTimes(steps: Int32Array, count: number): void {
    const { sim, trialBegins, trialDeparts } = this;
    for (let i = 0; i < count; i++) {
      const visit = steps[i]!;
      if (visit < 0) continue;
      const task = this.bonds.taskOf(visit);
      if (this.isFirst(visit, task)) trialBegins[task] = sim.begin_s[i]!;
      if (this.isLast(visit, task)) trialDeparts[task] = sim.departure_s[i]!;
    }
  }

  /** Whether what other routes wait for ends before they begin. */
  private keepsOthers(steps: Int32Array, count: number): boolean {
    const { after, afterGaps } = this.rich;
    for (let i = 0; i < count; i++) {
      const visit = steps[i]!;
      const task = visit < 0 ? -1 : this.bonds.taskOf(visit);
      if (task < 0 || !this.isLast(visit, task)) continue;
      for (let k = after.start[task]!; k < after.start[task + 1]!; k++) {
        const other = after.items[k]!;
        if (!this.isElsewhere(other, -1)) continue;
        if (this.trialDeparts[task]! + afterGaps[k]! > this.begins[other]! + SLACK_S) return false;
      }
    }
    return true;
  }

  private isFirst(visit: number, task: number): boolean {
    return visit < this.tours.problem.secondStep[task]!;
  }
  private isLast(visit: number, task: number): boolean {
    const { secondStep, firstStop } = this.tours.problem;
    return secondStep[task] === firstStop[task + 1] || visit >= secondStep[task]!;
  }
}
