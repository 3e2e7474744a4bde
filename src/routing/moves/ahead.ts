import { NOWHERE, type Tours } from '../state/tours.ts';
import { MOST_SURE } from './pair-late.ts';
import { capped, fillsOnly } from './saving.ts';

/**
 * What a delivery adds at least after a visit of a route or any later one: most places of its pickup are dearer with that than the
 * best so far, and cost one comparison.
 */
export class Ahead {
  /** By its arcs and what it is late at least, per visit, or NOWHERE. */
  readonly least: Float64Array;
  /** The same less what the delivery itself may save; where nothing says how much that is, of no meaning. */
  readonly leastNet: Float64Array;
  private readonly tours: Tours;

  constructor(tours: Tours) {
    this.tours = tours;
    this.least = new Float64Array(tours.problem.visits);
    this.leastNet = new Float64Array(tours.problem.visits);
  }

  /** Works out what a delivery adds at least after each visit of a route, from `until` on. */
  look(delivery: number, slot: number, type: number, until: number): void {
    const { tours, least, leastNet } = this;
    const { problem, prev, early, into, travel } = tours;
    const { nodes, arcs, arcsTo, durations, durationsTo, service, windowStart, windowCloses, features } = problem;
    const { timed } = features;
    const row = (problem.costClass[type]! * nodes + delivery) * nodes;
    const timeRow = (problem.durationClass[type]! * nodes + delivery) * nodes;
    const closes = windowCloses[windowStart[delivery + 1]! - 1]!;
    const opens = problem.windowOpens[windowStart[delivery]!]!;
    const done = opens + service[delivery]!;
    const late = tours.exact?.lateness ?? null;
    let onward = problem.endNode[type]!;
    let replaced = tours.out[slot]!;
    let due = problem.closes[type]!;
    const credit = Math.max(0, tours.idle[slot]!);
    const fills = credit > 0 && fillsOnly(tours, credit);
    let direct = timed ? tours.back[slot]! : 0;
    let cheapest = NOWHERE;
    let cheapestNet = NOWHERE;
    let at = tours.last[slot]!;
    for (; ; at = prev[at]!) {
      // Latest begins descend this way.
      if (timed && done > due) break;
      // What is not in time without the pickup before it is not with it either; most is told without a look at arcs.
      const leaves = timed ? early[at]! + service[at]! : 0;
      if (leaves <= closes) {
        const delta = arcsTo[row + at]! + arcs[row + onward]! - replaced;
        if (delta < cheapest || (fills && delta - credit < cheapestNet)) {
          const arriving = timed ? durationsTo[timeRow + at]! : 0;
          const leaving = timed ? durations[timeRow + onward]! : 0;
          const begin = timed ? Math.max(leaves + arriving, opens) : 0;
          if (!timed || (begin <= closes && begin + service[delivery]! + leaving <= due)) {
            const least = late === null ? delta : delta + Math.min(MOST_SURE, late.ofBegin(delivery, slot, begin));
            if (least < cheapest) cheapest = least;
            if (fills) {
              const net = least - capped(tours, type, credit, arriving + service[delivery]! + leaving - direct);
              if (net < cheapestNet) cheapestNet = net;
            }
          }
        }
      }
      least[at] = cheapest;
      leastNet[at] = cheapestNet;
      if (at === until) return;
      onward = at;
      replaced = into[at]!;
      due = tours.late[at]!;
      if (timed) direct = travel[at]!;
    }
    for (; ; at = prev[at]!) {
      least[at] = cheapest;
      leastNet[at] = cheapestNet;
      if (at === until) return;
    }
  }
}
