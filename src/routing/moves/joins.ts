import type { Rng } from '../../kit/rng.ts';
import { WHOLE, type Without } from '../parts.ts';
import { beginAt } from '../state/schedule.ts';
import type { Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';

/** Chance that a route which lost tasks is driven after another. */
const JOIN_RATE = 0.1;

/**
 * Has what is left of a route driven by the vehicle of another one, after a reload: one vehicle fewer for no detour. Insertion
 * would have to bring its tasks there one by one, and the first of them pays for all.
 */
export class Joins {
  private readonly tours: Tours;
  private readonly undo: Undo;
  private readonly rng: Rng;
  private readonly joinRate: number;
  private visits = new Int32Array(64);
  /** The reload that leads on best from the route looked at last, or -1. */
  private reload = -1;

  constructor(tours: Tours, undo: Undo, rng: Rng, without: Without = WHOLE) {
    const { exact } = tours;
    this.tours = tours;
    this.undo = undo;
    this.rng = rng;
    // What belongs together, or apart, or waits for other routes is left alone.
    const applies = exact !== null && exact.rich.sites > 0 && !exact.bonds.any;
    this.joinRate = applies && !without.includes('reload-joins') ? JOIN_RATE : 0;
  }

  /** Perhaps joins a route that `undo` remembers to one drawn among those that have time. Both schedules are stale then. */
  perhaps(slot: number): void {
    const { tours, rng } = this;
    if (this.joinRate === 0 || tours.size[slot] === 0 || rng.double() >= this.joinRate) return;
    if (tours.exact!.keeps(slot)) return;
    let chosen = -1;
    let found = 0;
    for (let other = 0; other < tours.slots; other++) {
      if (other === slot || !this.mayFollow(slot, other)) continue;
      if (rng.below(++found) === 0) chosen = other;
    }
    if (chosen < 0) return;
    this.mayFollow(slot, chosen);
    this.append(slot, chosen);
  }

  /** Whether a route can be driven after another, as far as times tell; sets `reload`. */
  private mayFollow(slot: number, other: number): boolean {
    const { tours } = this;
    const { problem, exact, early, late } = tours;
    const { nodes, arcs, durations, costClass, durationClass, service, features } = problem;
    const { rich } = exact!;
    const type = tours.type[slot]!;
    this.reload = -1;
    if (tours.size[other] === 0 || tours.type[other] !== type) return false;
    if (tours.reloads(slot) + tours.reloads(other) >= rich.mostReloads[type]!) return false;
    const last = tours.last[other]!;
    const first = tours.first[slot]!;
    const base = costClass[type]! * nodes * nodes;
    const timeBase = durationClass[type]! * nodes * nodes;
    let least = Number.POSITIVE_INFINITY;
    for (let site = 0; site < rich.sites; site++) {
      if (rich.reloadOf[type * rich.sites + site]! < 0) continue;
      const reload = exact!.freeReload(site);
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

  private append(slot: number, other: number): void {
    const { tours, undo, reload } = this;
    const type = tours.type[slot]!;
    undo.touch(other);
    if (this.visits.length < tours.size[slot]!) this.visits = new Int32Array(2 * tours.size[slot]!);
    let length = 0;
    for (let v = tours.first[slot]!; v >= 0; v = tours.next[v]!) this.visits[length++] = v;
    tours.cut(tours.first[slot]!, tours.last[slot]!);
    tours.append(reload, other, type);
    for (let i = 0; i < length; i++) tours.append(this.visits[i]!, other, type);
  }
}
