import type { Rng } from '../../kit/rng.ts';
import { mayReload } from '../../model/problem.ts';
import { WHOLE, type Without } from '../parts.ts';
import { refreshPeaks } from '../state/refresh.ts';
import { beginAt } from '../state/schedule.ts';
import type { Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';

/** Chance that a route which lost tasks is driven after another. */
const JOIN_RATE = 0.1;

/**
 * Has what is left of a route driven by the vehicle of another one, after a reload where vehicles reload: one vehicle fewer for
 * little or no detour. Insertion would have to bring its tasks there one by one, and the first of them pays for all. For shipments
 * and where routes are simulated; routes of deliveries are crossed else (see `Cross`), and where fewest vehicles come first
 * whole routes are given up.
 */
export class Joins {
  private readonly tours: Tours;
  private readonly undo: Undo;
  private readonly rng: Rng;
  private readonly joinRate: number;
  /** Whether routes may be joined without a reload. */
  private readonly joinsDirectly: boolean;
  /** The reload that leads on best from the route looked at last, or -1. */
  private reload = -1;

  constructor(tours: Tours, undo: Undo, rng: Rng, without: Without = WHOLE) {
    const { exact, problem } = tours;
    const { pairs, vehiclesFirst } = problem.features;
    this.tours = tours;
    this.undo = undo;
    this.rng = rng;
    this.joinsDirectly = !vehiclesFirst;
    const reloads = exact !== null && exact.rich.sites > 0;
    const applies = (exact !== null || pairs) && (reloads || this.joinsDirectly);
    this.joinRate = applies && !without.includes('joins') ? JOIN_RATE : 0;
  }

  /** Perhaps joins a route that `undo` remembers to one drawn among those that have time. Both schedules are stale then. */
  perhaps(slot: number): void {
    const { tours, rng } = this;
    if (this.joinRate === 0 || tours.size[slot] === 0 || rng.double() >= this.joinRate) return;
    if (tours.exact?.keeps(slot)) return;
    let chosen = -1;
    let reload = -1;
    let found = 0;
    for (let other = 0; other < tours.slots; other++) {
      if (other === slot || !this.mayFollow(slot, other)) continue;
      if (rng.below(++found) > 0) continue;
      chosen = other;
      reload = this.reload;
    }
    if (chosen < 0 || (tours.exact !== null && !tours.exact.bonds.letsFollow(slot, chosen))) return;
    this.append(slot, chosen, reload);
  }

  /** Whether a route can be driven after another, as far as loads and times tell; sets `reload`. */
  private mayFollow(slot: number, other: number): boolean {
    const { tours } = this;
    this.reload = -1;
    if (tours.size[other] === 0 || tours.type[other] !== tours.type[slot]) return false;
    if (mayReload(tours.problem, tours.type[slot]!)) return this.findReload(slot, other);
    return this.joinsDirectly && this.isInTime(slot, other) && this.fitTogether(slot, other);
  }

  /** Whether a vehicle has room for what both routes bring, and for what they collect. */
  private fitTogether(slot: number, other: number): boolean {
    const { delivered, picked, type, problem, exact } = this.tours;
    const { dimensions, capacity } = problem;
    for (let d = 0; d < dimensions; d++) {
      const brings = delivered[slot * dimensions + d]!;
      const collects = picked[other * dimensions + d]!;
      // Only a simulation follows what is on board from one route to the next.
      if (exact === null && (brings > 0 || collects > 0)) return false;
      const most = capacity[type[slot]! * dimensions + d]!;
      if (brings + delivered[other * dimensions + d]! > most) return false;
      if (collects + picked[slot * dimensions + d]! > most) return false;
    }
    return true;
  }

  private isInTime(slot: number, other: number): boolean {
    const { first, last, type, early, late, problem } = this.tours;
    const { nodes, durations, durationClass, service, features } = problem;
    if (!features.timed) return true;
    const from = last[other]!;
    const to = first[slot]!;
    const row = (durationClass[type[slot]!]! * nodes + from) * nodes;
    return early[from]! + service[from]! + durations[row + to]! <= late[to]!;
  }

  /** Looks for the reload between two routes with the shortest way that leaves time. */
  private findReload(slot: number, other: number): boolean {
    const { tours } = this;
    const { problem, early, late } = tours;
    const { nodes, arcs, durations, costClass, durationClass, service, features } = problem;
    const exact = tours.exact!;
    const { rich } = exact;
    const type = tours.type[slot]!;
    if (tours.reloads(slot) + tours.reloads(other) >= rich.mostReloads[type]!) return false;
    const last = tours.last[other]!;
    const first = tours.first[slot]!;
    const base = costClass[type]! * nodes * nodes;
    const timeBase = durationClass[type]! * nodes * nodes;
    let least = Number.POSITIVE_INFINITY;
    for (let site = 0; site < rich.sites; site++) {
      const reload = exact.reloads.freeFor(site, type);
      if (reload < 0) continue;
      const way = arcs[base + last * nodes + reload]! + arcs[base + reload * nodes + first]!;
      if (way >= least) continue;
      if (features.timed) {
        const leaves = early[last]! + service[last]! + durations[timeBase + last * nodes + reload]!;
        const begins = beginAt(problem, reload, leaves);
        if (begins + service[reload]! + durations[timeBase + reload * nodes + first]! > late[first]!) continue;
      }
      least = way;
      this.reload = reload;
    }
    return this.reload >= 0;
  }

  /** @param reload between the two, or -1 */
  private append(slot: number, other: number, reload: number): void {
    const { tours, undo } = this;
    const type = tours.type[slot]!;
    undo.touch(other);
    if (reload >= 0) tours.append(reload, other, type);
    tours.moveTail(tours.first[slot]!, other, type);
    if (tours.exact === null && tours.problem.features.mixedLoads) refreshPeaks(tours, other);
  }
}
