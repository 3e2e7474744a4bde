import type { ScenarioRow, StaffingPlan } from '../contract/staffing/plan.ts';

/** A line of the table of scenarios. */
export function rowOf(
  id: string,
  { summary, cost, service: named, service_filled }: StaffingPlan,
  before: StaffingPlan,
): ScenarioRow {
  // Where nobody is named, the figures are of the open shifts.
  const service = named ?? service_filled;
  return {
    id,
    demand: summary.demand,
    required_h: summary.required_h,
    to_book_h: summary.to_book_h,
    planned_h: summary.planned_h,
    open_h: summary.open_h,
    short_h: summary.short_h,
    moves: summary.moves,
    cost: cost.total,
    cost_change: Math.round((cost.total - before.cost.total) * 1e4) / 1e4,
    changes: summary.changes,
    late_share: service?.late_share.mean ?? null,
    click_to_door_p90_min: service?.click_to_door_p90_min.mean ?? null,
    undelivered: service?.undelivered.mean ?? null,
    hubs: [],
    late_share_unchanged: service?.late_share.mean ?? null,
  };
}
