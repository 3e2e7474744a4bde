import type { Recreate } from '../moves/recreate.ts';
import type { Ruin } from '../moves/ruin.ts';
import { isAllSound } from '../state/sound.ts';
import type { Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';

/** Routes drawn, of which the shortest is given up; and how often a draw is tried where some may not be. */
const DRAWN = 7;
const MOST_DRAWN = 100;

/** What is done to routes as a whole, for no ruin empties a long one. */
export class WholeRoutes {
  private readonly tours: Tours;
  private readonly undo: Undo;
  private readonly ruin: Ruin;
  private readonly recreate: Recreate;
  private readonly drawTask: () => number;

  /** @param drawTask any of the tasks in the tours, absent ones included */
  constructor(tours: Tours, undo: Undo, ruin: Ruin, recreate: Recreate, drawTask: () => number) {
    this.tours = tours;
    this.undo = undo;
    this.ruin = ruin;
    this.recreate = recreate;
    this.drawTask = drawTask;
  }

  /** The shortest of some routes drawn at random that may be given up and have so many visits, or -1. */
  draw(least = 1): number {
    const { tours } = this;
    if (tours.usedVehicles < 1) return -1;
    let slot = -1;
    for (let tries = 0; tries < MOST_DRAWN && (slot < 0 || tries < DRAWN); tries++) {
      const route = tours.route[tours.at[this.drawTask()]!]!;
      if (route < 0 || tours.size[route]! < least || tours.exact?.keeps(route)) continue;
      if (slot < 0 || tours.size[route]! < tours.size[slot]!) slot = route;
    }
    return slot;
  }

  /** Takes all tasks off a route that may go, and what cannot stay without them: absent then. False where there are none. */
  clear(slot: number): boolean {
    const { tours, ruin } = this;
    this.undo.begin();
    ruin.clearRoute(slot);
    for (let k = 0; k < ruin.count; k++) tours.addAbsent(ruin.removed[k]!);
    tours.exact?.settle();
    return ruin.count > 0;
  }

  /**
   * Gives up a route, the shortest of some drawn at random, and allows one vehicle fewer, for tours that serve all: their tasks
   * have to find room elsewhere. False where there is no route to give up.
   */
  drop(): boolean {
    const { tours } = this;
    const { usedVehicles } = tours;
    const slot = this.draw();
    if (slot < 0) return false;
    this.clear(slot);
    tours.mostVehicles = usedVehicles - 1;
    return true;
  }

  /** Gives up routes that are not worth it, with what they serve on others or left out. For routes that are not simulated. */
  shed(): void {
    const { tours, undo, ruin, recreate } = this;
    recreate.bySpot = ruin.knowsSpots;
    for (let slot = 0; slot < tours.slots; slot++) {
      if (tours.size[slot] === 0) continue;
      const { cost, missing } = tours;
      undo.begin();
      ruin.clearRoute(slot);
      recreate.run(ruin.removed, ruin.count);
      const isBetter = tours.missing < missing || (tours.missing === missing && tours.cost < cost);
      if (!isBetter || !isAllSound(tours, undo)) undo.rollback();
    }
  }

  /** Takes what cannot stay off routes that are infeasible together: of plans that were given or have just been built. */
  mend(): void {
    const { tours } = this;
    const { exact } = tours;
    if (exact === null) return;
    // What is taken off one route may have been what another needed.
    for (let slot = 0, clear = 0; clear < tours.slots; slot = (slot + 1) % tours.slots) {
      clear++;
      if (tours.size[slot] === 0 || (tours.feasible[slot] === 1 && exact.bonds.hold(slot))) continue;
      // Where all of it stays, what it waits for and what waits for it goes.
      if (this.clear(slot) || exact.bonds.slotsBoundTo(slot).some((other) => this.clear(other))) clear = 0;
    }
    exact.balance?.weigh();
  }
}
