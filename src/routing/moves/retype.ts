import type { Rng } from '../../kit/rng.ts';
import type { Tours } from '../state/tours.ts';

/** Chance that a route which lost tasks gets a vehicle of another type, where there are several. */
const RETYPE_RATE = 0.1;

/**
 * Gives routes vehicles of other types, drawn at random: insertion never changes the vehicle of a route, so without this a
 * fleet of several sizes could only change by emptying whole routes.
 */
export class Retype {
  private readonly tours: Tours;
  private readonly rng: Rng;
  private readonly hasChoice: boolean;

  constructor(tours: Tours, rng: Rng) {
    this.tours = tours;
    this.rng = rng;
    this.hasChoice = tours.problem.types > 1;
  }

  /** Perhaps changes the type of a route; draws nothing where all vehicles are alike. Its schedule is stale then. */
  perhaps(slot: number): void {
    const { tours, rng } = this;
    if (!this.hasChoice || tours.size[slot] === 0 || rng.double() >= RETYPE_RATE) return;
    const type = rng.below(tours.problem.types);
    if (type !== tours.type[slot] && tours.used[type]! < tours.available[type]! && this.fits(slot, type))
      tours.retype(slot, type);
  }

  /** Whether a vehicle of the type may go everywhere on the route and carries what is delivered and collected. */
  private fits(slot: number, type: number): boolean {
    const { tours } = this;
    const { problem, next, exact } = tours;
    const { dimensions, capacity, allowed, visits } = problem;
    if (exact !== null && !exact.mayDrive(slot, type)) return false;
    if (exact === null || exact.rich.mostReloads[type] === 0) {
      for (let d = 0; d < dimensions; d++) {
        const most = capacity[type * dimensions + d]!;
        if (tours.delivered[slot * dimensions + d]! > most || tours.picked[slot * dimensions + d]! > most) return false;
        // Where loads go up and down, what fits is looked for only by capacity as large as before.
        if (problem.features.mixedLoads && most < capacity[tours.type[slot]! * dimensions + d]!) return false;
      }
    }
    if (problem.features.limits && tours.size[slot]! > problem.maxTasks[type]!) return false;
    for (let v = tours.first[slot]!; v >= 0; v = next[v]!) if (allowed[type * visits + v] === 0) return false;
    return true;
  }
}
