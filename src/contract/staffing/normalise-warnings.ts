import type { GivenShift, Horizon, StaffingOrder, StaffingWarning } from './request.ts';
import type { StaffingParsed } from './schema.ts';

/** What is taken, but does not do all that one might expect of it. */

/** Published shifts over one of the ends of the horizon. On a day under way they are as they were given. */
export function ofPublished(
  published: readonly GivenShift[],
  { intraday }: StaffingParsed,
  { slots, slot_s }: Horizon,
): StaffingWarning[] {
  if (intraday !== undefined) return [];
  const crosses = ({ span: { from_s, to_s } }: GivenShift, at_s: number) => from_s < at_s && to_s > at_s;
  const begun = published.filter((shift) => crosses(shift, 0)).length;
  const left = published.filter((shift) => crosses(shift, slots * slot_s)).length;
  const parts = [...(begun > 0 ? [`${begun} over its start`] : []), ...(left > 0 ? [`${left} over its end`] : [])];
  if (parts.length === 0) return [];
  return [{ code: 'crosses_horizon', path: 'published', cause: `shifts lie ${parts.join(' and ')}` }];
}

/** Orders to be simulated that are not: of another time, or of no zone. */
export function ofSimulated(
  orders: readonly StaffingOrder[],
  { design_zones }: StaffingParsed,
  { slots, slot_s }: Horizon,
): StaffingWarning[] {
  const path = 'simulate.orders';
  const warnings: StaffingWarning[] = [];
  const late = orders.filter(({ time_s }) => time_s < 0 || time_s >= slots * slot_s).length;
  const nowhere = orders.filter(({ zone }) => zone < 0).length;
  const share = (count: number) => `${count} of ${orders.length} orders`;
  if (late > 0) warnings.push({ code: 'outside_horizon', path, cause: `${share(late)} are placed outside of it` });
  if (nowhere > 0 && design_zones === undefined)
    warnings.push({ code: 'orders_outside_zones', path, cause: `${share(nowhere)} lie in no zone` });
  return warnings;
}

/** A calendar beside given demand. */
export function ofCalendar({ demand, holidays, events, weather }: StaffingParsed): StaffingWarning[] {
  if (demand === undefined) return [];
  return Object.entries({ holidays, events, weather }).flatMap(([path, list]): StaffingWarning[] =>
    list === undefined || list.length === 0
      ? []
      : [{ code: 'calendar_not_used', path, cause: `'demand' is given; have it forecast, or put them into it` }],
  );
}
