import type { StaffingAnswer, StaffingTask } from '../src/pool/staffing-messages.ts';
import { runStaffing } from '../src/pool/staffing-thread.ts';
import { type Highs, loadHighs } from '../src/staffing/highs.ts';

/** Loaded once in a thread, with its first task. */
let highs: Promise<Highs> | undefined;

/** Piscina entry: plans riders, or one what-if of a plan. */
export default async function plan(task: StaffingTask): Promise<StaffingAnswer> {
  highs ??= loadHighs();
  return runStaffing(task, await highs);
}
