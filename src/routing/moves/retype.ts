import type { Rng } from '../../kit/rng.ts';
import { WHOLE, type Without } from '../parts.ts';
import { refresh } from '../state/refresh.ts';
import type { Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';
import { couldDrive } from './could-drive.ts';
import { costAs } from './upgrades.ts';

/** Chance that a route which lost tasks gets a vehicle of another type, where there are several. */
const RETYPE_RATE = 0.1;
/** Chance that it gets the cheapest that carries what is left. */
const CHEAPEST_RATE = 0.3;

/**
 * Gives routes vehicles of other types, drawn at random: insertion never changes the vehicle of a route, so without this a
 * fleet of several sizes could only change by emptying whole routes. Where all vehicles of a type are out, two routes exchange theirs.
 */
export class Retype {
  private readonly tours: Tours;
  private readonly undo: Undo;
  private readonly rng: Rng;
  private readonly hasChoice: boolean;

  constructor(tours: Tours, undo: Undo, rng: Rng, without: Without = WHOLE) {
    this.tours = tours;
    this.undo = undo;
    this.rng = rng;
    this.hasChoice = tours.problem.types > 1 && !without.includes('retyping');
  }

  /** Perhaps changes the type of a route that `undo` remembers; draws nothing where all vehicles are alike. Its schedule is stale then. */
  perhaps(slot: number): void {
    const { tours, rng } = this;
    if (!this.hasChoice || tours.size[slot] === 0) return;
    const die = rng.double();
    if (die >= RETYPE_RATE + CHEAPEST_RATE) return;
    const type = die < RETYPE_RATE ? rng.below(tours.problem.types) : this.cheapest(slot);
    if (type === tours.type[slot]) return;
    if (tours.used[type]! >= tours.available[type]!) this.exchange(slot, type);
    else if (couldDrive(tours, slot, type)) tours.retype(slot, type);
  }

  /** Exchanges vehicles with a route of the type, drawn among all of them, where each could drive what the other does. */
  private exchange(slot: number, type: number): void {
    const { tours, rng, undo } = this;
    const own = tours.type[slot]!;
    let other = -1;
    let found = 0;
    for (let one = 0; one < tours.slots; one++)
      if (tours.size[one]! > 0 && tours.type[one] === type && rng.below(++found) === 0) other = one;
    if (other < 0 || !couldDrive(tours, slot, type) || !couldDrive(tours, other, own)) return;
    undo.touch(other);
    tours.retype(slot, type);
    tours.retype(other, own);
    refresh(tours, other);
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
