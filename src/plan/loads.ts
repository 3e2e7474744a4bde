import type { Task } from '../contract/request.ts';

/**
 * What is on board on every leg: deliveries from the start until they are served, pickups from then to the end. Sums of
 * what is still to be delivered and of what was picked up, rather than a running total, so that a vehicle which
 * has delivered all it carried is empty to the last digit.
 * @returns per leg (one more than tasks), per dimension.
 */
export function loadsAlong(tasks: Task[]): Float64Array[] {
  const dimensions = tasks[0]?.load.length ?? 0;
  const loads = Array.from({ length: tasks.length + 1 }, () => new Float64Array(dimensions));
  for (let d = 0; d < dimensions; d++) {
    let toDeliver = 0;
    for (let i = tasks.length - 1; i >= 0; i--) {
      if (tasks[i]!.kind === 'delivery') toDeliver += tasks[i]!.load[d]!;
      loads[i]![d]! += toDeliver;
    }
    let pickedUp = 0;
    for (let i = 0; i < tasks.length; i++) {
      if (tasks[i]!.kind === 'pickup') pickedUp += tasks[i]!.load[d]!;
      loads[i + 1]![d]! += pickedUp;
    }
  }
  return loads;
}

/** The largest load on board, per dimension. */
export function largestLoad(loads: Float64Array[]): number[] {
  return Array.from(loads[0] ?? [], (_, d) => loads.reduce((most, load) => Math.max(most, load[d]!), 0));
}
