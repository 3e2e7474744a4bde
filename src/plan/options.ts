import type { World } from './world.ts';

/** One way to serve a task: its stop, or of a shipment both. */
export type Choice = [number] | [number, number];

/** All ways to serve a task: every option, of a shipment every pair of them. */
export function choicesOf({ facts }: World, task: number): Choice[] {
  const { firstStop, deliveryFrom } = facts;
  const choices: Choice[] = [];
  for (let first = firstStop[task]!; first < deliveryFrom[task]!; first++) {
    if (deliveryFrom[task] === firstStop[task + 1]) choices.push([first]);
    for (let second = deliveryFrom[task]!; second < firstStop[task + 1]!; second++) choices.push([first, second]);
  }
  return choices;
}

/** A route as it is; then with each reload of the vehicle right before position `from`, and right before `to`. */
export function withReloads(steps: number[], reloads: number, from: number, to: number): number[][] {
  const all = [steps];
  for (const at of [from, to]) {
    for (let r = 0; r < reloads; r++) all.push(steps.toSpliced(at, 0, -1 - r));
  }
  return all;
}
