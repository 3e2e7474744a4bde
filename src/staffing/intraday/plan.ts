import { planMoves } from '../moves/plan.ts';
import type { CallWindow, MoveBreak, MoveParams, MoveProblem, MoveRider } from '../moves/types.ts';
import { readIntraday } from './read.ts';
import type { IntradayPlan, IntradayRequest } from './types.ts';
import { updateDay } from './update.ts';

/** Less than for a day plan: somebody waits for the answer. */
const PARAMS: MoveParams = { rounds: 40, restarts: 1, improvements: 300, most_rows: 600 };

/**
 * What to change on a running day: the forecast is updated from the orders so far, and moves, breaks, calls and releases are
 * planned together so that shortage and what they cost come to least. Nothing changes within the running slot: all
 * takes effect from the next boundary on.
 * @throws RangeError where data of a rider contradict themselves
 */
export function planIntraday(request: IntradayRequest): IntradayPlan {
  const { day, prior, shortage_cost, links, params, env } = request;
  const { zones, slots, slot_s } = day;
  const update = updateDay(day, prior);
  const required = request.requirement(update.mean, update.variance).slice();
  const first = firstOpen(request);
  for (let row = 0; row < required.length; row += slots) required.fill(0, row, row + first);
  // Beyond the first layer nobody is missing where nobody is asked for.
  const costs = shortage_cost.map((cost, c) => (c >= zones * slots && required[c]! <= 0 ? 0 : cost));
  const riders = request.riders.map((rider) => fromNow(rider, first));
  const problem: MoveProblem = { zones, slots, slot_s, required, shortage_cost: costs, links, riders };
  return readIntraday(problem, update, planMoves(problem, { ...PARAMS, ...params }, env));
}

/** First slot in which anything can still be changed. */
function firstOpen({ day: { now_slot, now_share, slots } }: IntradayRequest): number {
  return Math.min(slots, now_share > 0 ? now_slot + 1 : now_slot);
}

/**
 * The rest of a rider's duty. A break that is overdue is taken at once; one that does not fit is not looked at, and who has one is not
 * sent home.
 */
function fromNow(rider: MoveRider, first: number): MoveRider {
  const start_slot = Math.max(rider.start_slot, first);
  const end_slot = Math.max(rider.end_slot, start_slot);
  const breaks = (rider.breaks ?? [])
    .map((pause): MoveBreak => {
      const earliest_slot = Math.max(pause.earliest_slot, start_slot);
      return { ...pause, earliest_slot, latest_slot: Math.max(pause.latest_slot, earliest_slot) };
    })
    .filter(({ earliest_slot, slots }) => earliest_slot + slots <= end_slot)
    .map((pause) => ({ ...pause, latest_slot: Math.min(pause.latest_slot, end_slot - pause.slots) }));
  const call = rider.call && { ...rider.call, latest_start_slot: Math.max(rider.call.latest_start_slot, start_slot) };
  if (call?.windows) call.windows = call.windows.flatMap((window) => windowFrom(window, first, call.start_step ?? 1));
  const isWhole = breaks.length === (rider.breaks?.length ?? 0);
  const release = isWhole &&
    rider.release && { ...rider.release, earliest_slot: Math.max(rider.release.earliest_slot, first) };
  // Who must stay does not leave to be spared a break either.
  if (!release) for (const pause of breaks) delete pause.leave_slot;
  return { ...rider, start_slot, end_slot, breaks, call, release: release || undefined };
}

/** What is left of a time to be called in; nothing where it is too late to begin. */
function windowFrom(window: CallWindow, first: number, step: number): CallWindow[] {
  const late = Math.max(0, Math.ceil((first - window.start_slot) / step)) * step;
  if (window.latest_start_slot < window.start_slot + late) return [];
  return [{ ...window, start_slot: window.start_slot + late }];
}
