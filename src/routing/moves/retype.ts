import type { Rng } from '../../kit/rng.ts';
import { WHOLE, type Without } from '../parts.ts';
import type { Tours } from '../state/tours.ts';
import { couldDrive } from './could-drive.ts';
import { costAs } from './upgrades.ts';

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
    if (type !== tours.type[slot] && tours.used[type]! < tours.available[type]! && couldDrive(tours, slot, type))
      tours.retype(slot, type);
  }

  /** The type with which the route costs least, of those that are free and could drive it. */
  private cheapest(slot: number): number {
    const { tours } = this;
    const now = tours.type[slot]!;
    let best = now;
    let least = costAs(tours, slot, now);
    for (let type = 0; type < tours.problem.types; type++) {
      if (type === now || tours.used[type]! >= tours.available[type]!) continue;
      const cost = costAs(tours, slot, type);
      if (cost >= least || !couldDrive(tours, slot, type)) continue;
      least = cost;
      best = type;
    }
    return best;
  }
}
