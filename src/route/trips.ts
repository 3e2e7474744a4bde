import type { Frame } from './frame.ts';
import { DELIVERY, PICKUP, SHIPMENT_DELIVERY } from './kinds.ts';
import { timeSlack } from './slack.ts';

/** R3: a trip leaves when the last of its goods has been released, and ends when the first of them is due. */
export function boundTrips(frame: Frame): void {
  const { facts, count, node } = frame;
  const { taskOf, kindOf, release_s, due_s, onBoard } = facts;
  let leaves = -1;
  let due = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const kind = kindOf[node[i]!]!;
    const task = taskOf[node[i]!]!;
    if (kind === DELIVERY && onBoard[task] === 0) {
      const release = release_s[task]!;
      if (leaves < 0) {
        if (release > frame.earliest_s) frame.earliest_s = release;
      } else if (release > frame.lower_s[leaves]!) frame.lower_s[leaves] = release;
    } else if (kind === PICKUP) due = Math.min(due, due_s[task]!);
    else if (frame.isReload(i)) {
      frame.upper_s[i] = Math.min(frame.upper_s[i]!, due);
      due = Number.POSITIVE_INFINITY;
      leaves = i;
    }
  }
  frame.latest_s = Math.min(frame.latest_s, due);
}

/**
 * R4, on a finished schedule.
 * @param pickedAt see `Frame.pickupOf`.
 */
export function keepsRides(frame: Frame, pickedAt: Int32Array, starts_s: number, ends_s: number): boolean {
  const { facts, count, node, begin_s, departure_s } = frame;
  const { taskOf, kindOf, maxRide_s, onBoard } = facts;
  const slack_s = timeSlack(ends_s);
  let left_s = starts_s;
  for (let i = 0; i < count; i++) {
    const kind = kindOf[node[i]!]!;
    if (kind === DELIVERY) {
      // What a vehicle in progress has on board rides since it is where its route begins, however late it leaves.
      const since_s = onBoard[taskOf[node[i]!]!] === 1 ? facts.leaves_s[frame.vehicle]! : left_s;
      if (begin_s[i]! - since_s > limitOf(i)) return false;
    } else if (kind === SHIPMENT_DELIVERY) {
      const pickup = frame.pickupOf(i, pickedAt);
      if (pickup >= 0 && begin_s[i]! - departure_s[pickup]! > limitOf(i)) return false;
    } else if (frame.isReload(i)) left_s = departure_s[i]!;
  }
  let unloaded_s = ends_s;
  for (let i = count - 1; i >= 0; i--) {
    const kind = kindOf[node[i]!]!;
    if (kind === PICKUP && unloaded_s - departure_s[i]! > limitOf(i)) return false;
    if (frame.isReload(i)) unloaded_s = begin_s[i]!;
  }
  return true;

  function limitOf(i: number): number {
    return maxRide_s[taskOf[node[i]!]!]! + slack_s;
  }
}
