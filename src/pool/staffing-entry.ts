import { type Highs, loadHighs } from '../staffing/highs.ts';
import type { StaffingAnswer, StaffingTask } from './staffing-messages.ts';
import { runStaffing } from './staffing-thread.ts';

/** What a thread does with its tasks: HiGHS is loaded with the first, and kept. */
export function createStaffingEntry(load = loadHighs): (task: StaffingTask) => Promise<StaffingAnswer> {
  let highs: Promise<Highs> | undefined;
  return async (task) => {
    let isSound = false;
    try {
      highs ??= load();
      const answer = runStaffing(task, await highs);
      isSound = answer.ok;
      return answer;
    } finally {
      // What did not load, or whose memory may be spoilt, would fail every later job of this thread.
      if (!isSound) highs = undefined;
    }
  };
}
