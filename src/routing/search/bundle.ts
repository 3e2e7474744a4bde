import { shareOfLoad } from '../../model/shares.ts';
import type { Tours } from '../state/tours.ts';

/** A vehicle is larger if it carries so many times as much. */
const LARGER = 1.5;

/** Routes that are given up, and the type of the larger vehicle that may do them in their place, or -1. */
export interface Bundle {
  slots: number[];
  larger: number;
}

/**
 * Routes of small vehicles near each other that one larger vehicle may do: seven bikes and a lorry cost about the same, and no two or three of
 * the seven are worth one. Larger types take turns.
 */
export class Bundles {
  private readonly tours: Tours;
  /** What a vehicle of each type carries, as a share of all loads. */
  private readonly room: Float64Array;
  private turn = 0;

  constructor(tours: Tours) {
    this.tours = tours;
    const { types, dimensions, capacity } = tours.problem;
    const shares = shareOfLoad(tours.problem);
    this.room = Float64Array.from({ length: types }, (_, type) => {
      let room = 0;
      for (let d = 0; d < dimensions; d++) room += shares[d]! * capacity[type * dimensions + d]!;
      return room;
    });
  }

  /** Whether any type is larger than another. */
  get isMixed(): boolean {
    return Math.max(...this.room) > LARGER * Math.min(...this.room);
  }

  /** A route and those of the same type that are the nearest, with a larger vehicle that costs no more than theirs; or null. */
  around(slot: number): Bundle | null {
    const { tours, room } = this;
    const { types, fixed } = tours.problem;
    const type = tours.type[slot]!;
    for (let tried = 0; tried < types; tried++) {
      const larger = this.turn++ % types;
      const many = Math.round(room[larger]! / room[type]!);
      if (room[larger]! < LARGER * room[type]! || many > tours.used[type]!) continue;
      if (!tours.mayOpen(larger) || fixed[larger]! > many * fixed[type]!) continue;
      const slots = this.nearest(slot, many);
      if (slots.length === many) return { slots, larger };
    }
    return null;
  }

  /** The route itself first. */
  private nearest(slot: number, many: number): number[] {
    const { tours } = this;
    const { near, nearest } = tours.problem;
    const slots = [slot];
    for (let k = 0; k < nearest; k++) {
      for (let visit = tours.first[slot]!; visit >= 0; visit = tours.next[visit]!) {
        const other = tours.route[near[visit * nearest + k]!]!;
        if (slots.length === many) return slots;
        if (other < 0 || tours.type[other] !== tours.type[slot] || slots.includes(other)) continue;
        if (!tours.exact?.keeps(other)) slots.push(other);
      }
    }
    return slots;
  }
}
