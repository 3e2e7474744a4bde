import type { PlanRider, PlanShift, StaffingCost, StaffingPlan } from '../../../contract/staffing/plan.ts';
import type { StaffingRequest } from '../../../contract/staffing/request.ts';
import { HOUR_S } from '../../../kit/units.ts';
import type { Draft } from '../draft.ts';
import { rounded } from '../rounded.ts';
import type { AllTables, Tables } from './tables.ts';

export function costOf(request: StaffingRequest, draft: Draft, tables: AllTables, shifts: PlanShift[]): StaffingCost {
  const { roster } = draft;
  const { open, shortage, surplus, moves } = coverCost(request, draft, tables);
  const parts = {
    pay: roster ? roster.cost.pay : shifts.reduce((sum, { cost }) => sum + cost, 0),
    open,
    shortage,
    surplus,
    away: roster?.cost.away ?? 0,
    preferences: roster?.cost.preferences ?? 0,
    changes: roster?.cost.changes ?? 0,
    min_hours: roster?.cost.minHours ?? 0,
    moves,
  };
  const rest = Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, rounded(value, 4)]));
  const total = Object.values(rest).reduce((sum, value) => sum + value, 0);
  return { total: rounded(total, 4), ...rest } as StaffingCost;
}

/** What depends on open shifts and moves. */
export function coverCost({ costs, horizon }: StaffingRequest, { offers, moves }: Draft, tables: AllTables) {
  const slot_h = horizon.slot_s / HOUR_S;
  const ofTypes = tables.types.reduce((sum, { asked }) => sum + (asked ? sumOf(asked.short) : 0), 0);
  return {
    open: offers.reduce((sum, { riders, hours }) => sum + riders * hours * costs.wage_per_h, 0),
    shortage: (sumOf(tables.short) + ofTypes) * slot_h * costs.shortage_per_h,
    surplus: sumOf(tables.surplus) * slot_h * costs.surplus_per_h,
    moves: moves?.cost.moves ?? 0,
  };
}

export function summaryOf(
  { horizon, riders: named }: StaffingRequest,
  { demand, requirement, roster, moves }: Draft,
  tables: Tables,
  riders: PlanRider[],
): StaffingPlan['summary'] {
  const hours = (table: ArrayLike<number>) => rounded((sumOf(table) * horizon.slot_s) / HOUR_S, 2);
  return {
    demand: rounded(sumOf(demand.mean), 2),
    load_h: hours(requirement.load),
    required_h: hours(requirement.riders),
    to_book_h: hours(requirement.booked),
    planned_h: hours(tables.planned),
    open_h: hours(tables.open),
    short_h: hours(tables.short),
    surplus_h: hours(tables.surplus),
    riders_planned: riders.filter(({ shifts }) => shifts > 0).length,
    riders_available: named.length,
    moves: moves?.moves.length ?? 0,
    changes: roster?.changes ?? 0,
    gini_hours: rounded(roster?.fairness.giniHours ?? 0, 4),
    gini_peak: rounded(roster?.fairness.giniPeak ?? 0, 4),
    fairness_cost: rounded(roster ? Math.max(0, roster.cost.total - roster.fairness.costBefore) : 0, 4),
  };
}

export function backtestOf({ demand: { backtest } }: Draft): StaffingPlan['backtest'] {
  if (!backtest) return null;
  const pair = ({ forecast, seasonalNaive }: typeof backtest.zones) => ({ forecast, seasonal_naive: seasonalNaive });
  return {
    city: pair(backtest.city),
    zones: pair(backtest.zones),
    weeks: backtest.city.weeks.map(({ date, orders, forecast, seasonalNaive }) => ({
      from: date,
      orders,
      wmape: forecast.wmape,
      seasonal_naive_wmape: seasonalNaive.wmape,
    })),
  };
}

function sumOf(table: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < table.length; i++) sum += table[i]!;
  return sum;
}
