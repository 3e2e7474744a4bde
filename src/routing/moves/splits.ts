import type { Rng } from '../../kit/rng.ts';
import { WHOLE, type Without } from '../parts.ts';
import type { Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';

/** Chance that a route which lost tasks, and reloads, is cut at one of its reloads. */
const SPLIT_RATE = 0.4;

/**
 * Cuts routes at a reload: what came after it is driven by another vehicle of the type. That costs as much, but for what a
 * vehicle costs, and gives both room in time; insertion by itself only ever adds trips.
 */
export class Splits {
  private readonly tours: Tours;
  private readonly undo: Undo;
  private readonly rng: Rng;
  private readonly reloads: boolean;

  constructor(tours: Tours, undo: Undo, rng: Rng, without: Without = WHOLE) {
    this.tours = tours;
    this.undo = undo;
    this.rng = rng;
    this.reloads = tours.problem.visits > tours.problem.stops && !without.includes('reload-cuts');
  }

  /** Perhaps cuts a route that `undo` remembers; draws nothing where nobody reloads. Both schedules are stale then. */
  perhaps(slot: number): void {
    const { tours, rng } = this;
    if (!this.reloads || tours.size[slot] === 0 || rng.double() >= SPLIT_RATE) return;
    const count = tours.reloads(slot);
    const type = tours.type[slot]!;
    if (count === 0 || !tours.mayOpen(type) || tours.exact!.keeps(slot)) return;
    const free = tours.freeSlot();
    if (free < 0) return;
    let left = rng.below(count);
    let reload = tours.first[slot]!;
    while (reload < tours.problem.stops || left-- > 0) reload = tours.next[reload]!;
    // Where it would leave nothing on either side, the reload is idle and goes by itself.
    if (tours.prev[reload]! < 0 || tours.next[reload]! < 0) return;
    if (!tours.exact!.bonds.letsPart(reload, slot)) return;
    this.undo.touch(free);
    tours.moveTail(tours.next[reload]!, free, type);
    tours.cut(reload, reload);
  }
}
