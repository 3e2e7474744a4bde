import type { Group } from './network.ts';
import type { MoveProblem } from './types.ts';

/** What a rider does next at the boundary before a slot. Above: 3 + arc. */
const WORK = 0;
const BREAK = 1;
const LEAVE = 2;
const ARC = 3;

/** A day of one rider: what he does, step by step, where he is of use, and what it costs. */
export interface Day {
  /** Index in the rider's variants, -1 where he does not come. */
  variant: number;
  steps: Int32Array;
  /** Cells that he works in, of all layers that he counts in. */
  cells: Int32Array;
  /** Moves, what is lost of slots of arrival, breaks off their time, the end elsewhere, pay: all but shortage. */
  cost: number;
}

/** Money that the next rider brings in a cell: `rate` for what is missing, `room`, up to one whole rider. */
export interface Worth {
  rate: Float64Array;
  room: Float64Array;
}

/**
 * Longest path through the time-expanded network of a group, backwards from the end: V(slot, breaks taken, zone) is the most
 * that is still to be had. Steps: work in the zone; move (whole slots on the way, then of use in the new zone for what is left
 * of the slot); take the break that is due; leave.
 */
export class BestDay {
  private readonly slots: number;
  /** Cost of a rider-slot that is missing, by cell: what the lost part of a slot of arrival is charged with. */
  private readonly shortageCost: Float64Array;
  private value = new Float64Array(0);
  private choice = new Int32Array(0);
  private group!: Group;

  constructor({ slots, shortage_cost }: MoveProblem) {
    this.slots = slots;
    this.shortageCost = shortage_cost;
  }

  /** Works out a group at such a worth; `valueAt` and `trace` are then of this group. */
  solve(group: Group, worth: Worth): void {
    this.group = group;
    const { zones, breaks, start, end } = group;
    const K = zones.length;
    const layer = K * (breaks.length + 1);
    const size = (end - start + 1) * layer;
    if (this.value.length < size) {
      this.value = new Float64Array(size);
      this.choice = new Int32Array(size);
    }
    for (let s = end; s >= start; s--) {
      for (let b = breaks.length; b >= 0; b--) this.fillLayer(s, b, (s - start) * layer + b * K, layer, worth);
    }
  }

  private fillLayer(s: number, b: number, row: number, layer: number, { rate, room }: Worth): void {
    const { value, choice, slots, shortageCost } = this;
    const {
      zones,
      arcStart,
      arcTo,
      arcSlots,
      arcLate,
      arcCost,
      offsets,
      breaks,
      end,
      leave,
      leaveStep,
      saving,
      home,
      homeCost,
    } = this.group;
    const layers = offsets.length;
    const K = zones.length;
    const due = breaks[b];
    // The latest slot of a break still to come must not be passed; who leaves before it need not take it.
    const isLost = due !== undefined && s > due.latest_slot;
    const mayLeave =
      (s === end || (s >= (due?.leave_slot ?? leave) && (end - s) % leaveStep === 0)) &&
      (due === undefined || (due.not_due_until_slot ?? due.latest_slot) >= s);
    const mayBreak = due !== undefined && s >= due.earliest_slot && s <= due.latest_slot && s + due.slots <= end;
    const breakCost = mayBreak ? due.shift_cost * Math.abs(s - due.planned_slot) : 0;
    const left = (end - s) * saving;
    for (let k = 0; k < K; k++) {
      let best = Number.NEGATIVE_INFINITY;
      let step = LEAVE;
      if (isLost) {
        value[row + k] = best;
        continue;
      }
      if (s < end) {
        const cell = zones[k]! * slots + s;
        best = rate[cell]! * Math.min(1, room[cell]!) + value[row + layer + k]!;
        for (let o = 1; o < layers; o++) best += rate[cell + offsets[o]!]! * Math.min(1, room[cell + offsets[o]!]!);
        step = WORK;
        if (mayBreak) {
          const paused = value[row + due.slots * layer + K + k]! - breakCost;
          if (paused > best) {
            best = paused;
            step = BREAK;
          }
        }
        for (let a = arcStart[k]!; a < arcStart[k + 1]!; a++) {
          const there = s + arcSlots[a]!;
          const late = arcLate[a]!;
          let got = -arcCost[a]!;
          // Without loss he arrives at the boundary and is free; else, or where no slot passes, he goes to work at once.
          if (late === 0 && there > s) {
            if (there > end) continue;
            got += value[row + arcSlots[a]! * layer + arcTo[a]!]!;
          } else {
            if (there >= end) continue;
            for (let o = 0; o < layers; o++) {
              const then = zones[arcTo[a]!]! * slots + there + offsets[o]!;
              got += rate[then]! * Math.min(1, room[then]!) - late * shortageCost[then]!;
            }
            got += value[row + (arcSlots[a]! + 1) * layer + arcTo[a]!]!;
          }
          if (got > best) {
            best = got;
            step = ARC + a;
          }
        }
      }
      if (mayLeave) {
        const gone = left - (home >= 0 && k !== home ? homeCost : 0);
        if (gone > best) {
          best = gone;
          step = LEAVE;
        }
      }
      value[row + k] = best;
      choice[row + k] = step;
    }
  }

  /** Most to be had from a slot and local zone on, with all breaks still to come; -Infinity where no day is possible. */
  valueAt(slot: number, zone: number): number {
    const { zones, breaks, start } = this.group;
    return this.value[(slot - start) * zones.length * (breaks.length + 1) + zone]!;
  }

  /** The day that has this value. */
  trace(slot: number, zone: number): Omit<Day, 'variant'> {
    const { group, choice } = this;
    const layer = group.zones.length * (group.breaks.length + 1);
    const steps: number[] = [];
    let [s, b, k] = [slot, 0, zone];
    for (;;) {
      const step = choice[(s - group.start) * layer + b * group.zones.length + k]!;
      steps.push(step);
      if (step === LEAVE) return this.unfold(slot, zone, steps);
      if (step === WORK) s++;
      else if (step === BREAK) s += group.breaks[b++]!.slots;
      else {
        const a = step - ARC;
        k = group.arcTo[a]!;
        s += group.arcSlots[a]! + (worksOnArrival(group, a) ? 1 : 0);
      }
    }
  }

  private unfold(slot: number, zone: number, steps: number[]): Omit<Day, 'variant'> {
    const cells: number[] = [];
    let cost = 0;
    walk(this.group, slot, zone, steps, {
      work: (z, s, late) => {
        for (const offset of this.group.offsets) {
          const cell = z * this.slots + s + offset;
          cells.push(cell);
          if (late > 0) cost += late * this.shortageCost[cell]!;
        }
      },
      move: (a) => (cost += this.group.arcCost[a]!),
      pause: (b, s) => (cost += this.group.breaks[b]!.shift_cost * Math.abs(s - this.group.breaks[b]!.planned_slot)),
      leave: (s, k) => {
        const { end, saving, home, homeCost } = this.group;
        cost += (home >= 0 && k !== home ? homeCost : 0) - (end - s) * saving;
      },
    });
    return { steps: Int32Array.from(steps), cells: Int32Array.from(cells), cost };
  }
}

/** Whether a move ends in work at once, rather than at a boundary where all is open. */
function worksOnArrival({ arcSlots, arcLate }: Group, a: number): boolean {
  return arcLate[a]! > 0 || arcSlots[a] === 0;
}

interface Visitor {
  /** In zone (of the problem) and slot, but for a share of it at the beginning. */
  work(zone: number, slot: number, late: number): void;
  /** An arc, left at the beginning of a slot. */
  move(arc: number, slot: number): void;
  pause(index: number, slot: number): void;
  /** No longer on duty from this slot on; in the local zone `k`. */
  leave(slot: number, k: number): void;
}

/** Goes through the steps of a day from a slot and local zone on. */
export function walk(group: Group, slot: number, zone: number, steps: ArrayLike<number>, visit: Visitor): void {
  let [s, b, k] = [slot, 0, zone];
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!;
    if (step === WORK) visit.work(group.zones[k]!, s++, 0);
    else if (step === BREAK) {
      visit.pause(b, s);
      s += group.breaks[b++]!.slots;
    } else if (step === LEAVE) visit.leave(s, k);
    else {
      const a = step - ARC;
      visit.move(a, s);
      k = group.arcTo[a]!;
      s += group.arcSlots[a]!;
      if (worksOnArrival(group, a)) visit.work(group.zones[k]!, s++, group.arcLate[a]!);
    }
  }
}
