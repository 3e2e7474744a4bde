import type { StaffingPlan } from '../contract/staffing/plan.ts';

/** What is drawn of a zone, a value per slot. */
export interface Series {
  /** Named riders there, after moves. */
  riders: number[];
  open: number[];
  short: number[];
  required: number[];
  demand: number[];
  /** Of a day under way: the demand as it was forecast before. */
  forecast: number[] | null;
}

type Intraday = NonNullable<StaffingPlan['intraday']>;

/**
 * The series of each zone, in the plan's order. Of a day under way it is what was found now: orders as they came, then the updated
 * forecast; from now on riders after moves, shifted breaks, calls and releases, and what is asked for and missing. Who rode earlier that day is
 * not in the plan, so that riders before now are left out.
 */
export function seriesOf(plan: StaffingPlan): Series[] {
  const { intraday } = plan;
  if (!intraday) {
    return plan.zones.map(({ slots }) => ({
      riders: slots.with_moves,
      open: slots.open,
      short: slots.short,
      required: slots.to_book,
      demand: slots.demand,
      forecast: null,
    }));
  }
  const there = ridersNow(plan, intraday);
  const first = nowSlot(plan)!;
  const fromNow = (values: number[]) => values.map((value, slot) => (slot < first ? 0 : value));
  return plan.zones.map(({ id, slots }) => {
    const now = intraday.zones.find(({ zone }) => zone === id)!;
    return {
      riders: fromNow(there.get(id)!),
      open: slots.open.map(() => 0),
      short: fromNow(now.short_after),
      required: fromNow(now.required),
      demand: now.demand,
      forecast: slots.demand,
    };
  });
}

/** Where now is on the axis of slots, to the part of a slot; null where the day is not under way. */
export function nowAt({ horizon, intraday }: StaffingPlan): number | null {
  if (!intraday) return null;
  return (Date.parse(intraday.now) - Date.parse(horizon.from)) / 60_000 / horizon.slot_min;
}

/** First slot of which anything is still to come. */
function nowSlot(plan: StaffingPlan): number | null {
  const at = nowAt(plan);
  return at === null ? null : Math.floor(at);
}

/** By zone, riders on duty and not on a break per slot, after all that is to be done now; of a slot that is only touched, the part. */
function ridersNow(plan: StaffingPlan, { moves, breaks, calls, releases }: Intraday): Map<string, number[]> {
  const { slots } = plan.horizon;
  const there = new Map(plan.zones.map(({ id }) => [id, new Array<number>(slots).fill(0)]));
  const slotAt = (time: string) => (Date.parse(time) - Date.parse(plan.horizon.from)) / 60_000 / plan.horizon.slot_min;
  const add = (zone: string, from: number, to: number, riders: number) => {
    const row = there.get(zone);
    for (let s = Math.max(0, Math.floor(from)); row && s < Math.min(slots, Math.ceil(to)); s++) {
      row[s]! += riders * (Math.min(to, s + 1) - Math.max(from, s));
    }
  };
  for (const { rider, zone, from, to, meal } of [...plan.shifts, ...calls.map((call) => ({ ...call, meal: null }))]) {
    const isWithin = (time: string) => Date.parse(time) >= Date.parse(from) && Date.parse(time) < Date.parse(to);
    const home = releases.find((release) => release.rider === rider && isWithin(release.from));
    const end = slotAt(home?.from ?? to);
    const own = moves.filter((move) => move.rider === rider && isWithin(move.leaves));
    const shifted = breaks.find((each) => each.rider === rider && each.was === meal?.from);
    const pause = home?.skips_break ? null : (shifted ?? meal);
    const stays = own
      .sort((a, b) => Date.parse(a.leaves) - Date.parse(b.leaves))
      .map((move, i) => ({
        zone: move.to,
        from: slotAt(move.arrives),
        to: own[i + 1] ? slotAt(own[i + 1]!.leaves) : end,
      }));
    for (const stay of [{ zone, from: slotAt(from), to: own[0] ? slotAt(own[0].leaves) : end }, ...stays]) {
      const until = Math.min(stay.to, end);
      if (until <= stay.from) continue;
      add(stay.zone, stay.from, until, 1);
      if (!pause) continue;
      const [begin, over] = [Math.max(stay.from, slotAt(pause.from)), Math.min(until, slotAt(pause.to))];
      if (over > begin) add(stay.zone, begin, over, -1);
    }
  }
  return there;
}
