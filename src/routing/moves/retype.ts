import type { Rng } from '../../kit/rng.ts';
import { WHOLE, type Without } from '../parts.ts';
import type { Tours } from '../state/tours.ts';
import { peakOfAll } from './feasible.ts';
import { costAs, mayDrive } from './upgrades.ts';

/** Chance that a route which lost tasks gets a vehicle of another type, where there are several. */
const RETYPE_RATE = 0.1;
/** Chance that it gets the cheapest that carries what is left. */
const CHEAPEST_RATE = 0.3;

/**
 * Gives routes vehicles of other types, drawn at random: insertion never changes the vehicle of a route, so without this a
 * fleet of several sizes could only change by emptying whole routes.
 */
export class Retype {
  private readonly tours: Tours;
  private readonly rng: Rng;
  private readonly hasChoice: boolean;

  constructor(tours: Tours, rng: Rng, without: Without = WHOLE) {
    this.tours = tours;
    this.rng = rng;
    this.hasChoice = tours.problem.types > 1 && !without.includes('retyping');
  }

  /** Perhaps changes the type of a route; draws nothing where all vehicles are alike. Its schedule is stale then. */
  perhaps(slot: number): void {
    const { tours, rng } = this;
    if (!this.hasChoice || tours.size[slot] === 0) return;
    const die = rng.double();
    if (die >= RETYPE_RATE + CHEAPEST_RATE) return;
    const type = die < RETYPE_RATE ? rng.below(tours.problem.types) : this.cheapest(slot);
    if (type !== tours.type[slot] && tours.used[type]! < tours.available[type]! && this.fits(slot, type))
      tours.retype(slot, type);
  }

  /** The type with which the route costs least, of those that are free and have the same times. */
  private cheapest(slot: number): number {
    const { tours } = this;
    const now = tours.type[slot]!;
    let best = now;
    let least = costAs(tours, slot, now);
    for (let type = 0; type < tours.problem.types; type++) {
      if (type === now || tours.used[type]! >= tours.available[type]!) continue;
      const cost = costAs(tours, slot, type);
      if (cost >= least || !this.fits(slot, type)) continue;
      least = cost;
      best = type;
    }
    return best;
  }

  /** Whether a vehicle of the type may go everywhere on the route and carries what is delivered and collected. */
  private fits(slot: number, type: number): boolean {
    const { tours } = this;
    const { problem, exact } = tours;
    const { dimensions, capacity } = problem;
    if (exact !== null && !exact.mayDrive(slot, type)) return false;
    if (exact === null || exact.rich.mostReloads[type] === 0) {
      for (let d = 0; d < dimensions; d++) {
        const most = capacity[type * dimensions + d]!;
        if (tours.delivered[slot * dimensions + d]! > most || tours.picked[slot * dimensions + d]! > most) return false;
        // Where loads go up and down, with fewer tasks than when peaks were worked out they are no higher.
        if (exact === null && problem.features.mixedLoads && peakOfAll(tours, slot, d) > most) return false;
      }
    }
    if (problem.features.limits && tours.size[slot]! > problem.maxTasks[type]!) return false;
    return mayDrive(tours, slot, type);
  }
}
