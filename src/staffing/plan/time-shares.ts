import type { StaffingRequest } from '../../contract/staffing/request.ts';
import type { StaffingEnv } from './env.ts';

/**
 * Shares of the time limit of a plan by which each stage is over, counted from when the job began. A stage begins when the one before is
 * done and goes on until its own share, so that it inherits what others left. The roster can use any time, and gets most of it. Open shifts
 * are found twice, without moves and with them: the first time tells how long that takes, and so much is kept free for the second, and
 * for the design of those of the better plan. The moves between go on until only these and the check's simulation are left to be done, of
 * which a day was tried to see how long it takes. After that there is what cannot be cut short: judge, writing, the way back.
 */
export const TIME_SHARES = {
  /** Riders required, by formulas or found by simulated days. */
  fitted: 0.5,
  /** Rosters, where moves come after them. */
  roster: 0.8,
  /** Rosters, where there are no moves. */
  rosterAlone: 0.88,
  /** Moves, and open shifts with them; until later where the simulation needs less than what is left. */
  moves: 0.92,
  /** The simulation. */
  simulated: 0.95,
} as const;

/**
 * Of the time limit, what open shifts have each time in any case, however late it is: a plan without them is of little use. As much is for
 * their design, once, which is worth more than as long a search for the roster.
 */
export const OPEN_SHARE = 0.04;

/** Seconds until a share of the time limit is over, below 0 after it; infinite where there is no limit. */
export function left_s(
  { options: { time_s } }: StaffingRequest,
  env: Pick<StaffingEnv, 'elapsed_s'>,
  share: number,
): number {
  return time_s === null ? Number.POSITIVE_INFINITY : share * time_s - env.elapsed_s();
}
