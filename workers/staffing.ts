import type { StaffingAnswer, StaffingTask } from '../src/pool/staffing-messages.ts';
import { runStaffing } from '../src/pool/staffing-thread.ts';

/** Piscina entry: plans riders, or one what-if of a plan. */
export default function plan(task: StaffingTask): StaffingAnswer {
  return runStaffing(task);
}
