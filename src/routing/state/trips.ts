import type { TourTables } from './tables.ts';

/**
 * What each trip of a route brings and collects in all, for problems with reloads: a trip that is full takes nothing on,
 * which is quicker found here than by simulation.
 */
export class Trips {
  private readonly tours: TourTables;
  /** Of the trip that leads on from a visit: visit x dimension. */
  private readonly delivered: Int32Array;
  private readonly picked: Int32Array;
  /** Of the trip a visit is on, from its start to this visit and with it: visit x dimension. */
  private readonly broughtSoFar: Int32Array;
  private readonly pickedSoFar: Int32Array;
  /** Of the first trip of a slot: slot x dimension. */
  private readonly firstDelivered: Int32Array;
  private readonly firstPicked: Int32Array;

  constructor(tours: TourTables) {
    const { visits, dimensions } = tours.problem;
    this.tours = tours;
    this.delivered = new Int32Array(visits * dimensions);
    this.picked = new Int32Array(visits * dimensions);
    this.broughtSoFar = new Int32Array(visits * dimensions);
    this.pickedSoFar = new Int32Array(visits * dimensions);
    this.firstDelivered = new Int32Array(tours.slots * dimensions);
    this.firstPicked = new Int32Array(tours.slots * dimensions);
  }

  /** Sums up the trips of a route. */
  refresh(slot: number): void {
    const { tours } = this;
    const { next, first, problem } = tours;
    const { dimensions, stops, delivered, picked } = problem;
    for (let d = 0; d < dimensions; d++) {
      let start = -1;
      let v = first[slot]!;
      for (;;) {
        let brings = 0;
        let collects = 0;
        const from = v;
        for (; v >= 0 && v < stops; v = next[v]!) {
          brings += delivered[v * dimensions + d]!;
          collects += picked[v * dimensions + d]!;
          this.broughtSoFar[v * dimensions + d] = brings;
          this.pickedSoFar[v * dimensions + d] = collects;
        }
        if (start < 0) {
          this.firstDelivered[slot * dimensions + d] = brings;
          this.firstPicked[slot * dimensions + d] = collects;
        } else {
          this.delivered[start * dimensions + d] = brings;
          this.picked[start * dimensions + d] = collects;
        }
        for (let u = from; u !== v; u = next[u]!) {
          this.delivered[u * dimensions + d] = brings;
          this.picked[u * dimensions + d] = collects;
        }
        if (v < 0) break;
        start = v;
        v = next[v]!;
      }
    }
  }

  /** Whether the trip that leads on from a visit (-1: the first) can take a stop on. */
  hasRoom(stop: number, slot: number, type: number, after: number): boolean {
    const { problem } = this.tours;
    const { dimensions, capacity } = problem;
    for (let d = 0; d < dimensions; d++) {
      const most = capacity[type * dimensions + d]!;
      const brings = after >= 0 ? this.delivered[after * dimensions + d]! : this.firstDelivered[slot * dimensions + d]!;
      const collects = after >= 0 ? this.picked[after * dimensions + d]! : this.firstPicked[slot * dimensions + d]!;
      if (brings + problem.delivered[stop * dimensions + d]! > most) return false;
      if (collects + problem.picked[stop * dimensions + d]! > most) return false;
    }
    return true;
  }

  /**
   * Whether a trip can be cut after a visit (-1: at its start) by a reload and take a stop on, right before or after it.
   * @param joinsRest whether the stop comes after the reload
   */
  canSplit(stop: number, slot: number, type: number, after: number, joinsRest: boolean): boolean {
    const { problem } = this.tours;
    const { dimensions, capacity, stops } = problem;
    for (let d = 0; d < dimensions; d++) {
      const most = capacity[type * dimensions + d]!;
      const at = after * dimensions + d;
      const inTrip = after >= 0 && after < stops;
      const brought = inTrip ? this.broughtSoFar[at]! : 0;
      const collected = inTrip ? this.pickedSoFar[at]! : 0;
      const brings = after >= 0 ? this.delivered[at]! : this.firstDelivered[slot * dimensions + d]!;
      const collects = after >= 0 ? this.picked[at]! : this.firstPicked[slot * dimensions + d]!;
      const delivers = problem.delivered[stop * dimensions + d]!;
      const picks = problem.picked[stop * dimensions + d]!;
      if ((joinsRest ? brings - brought : brought) + delivers > most) return false;
      if ((joinsRest ? collects - collected : collected) + picks > most) return false;
    }
    return true;
  }
}
