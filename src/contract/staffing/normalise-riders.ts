import { merged } from '../../kit/spans.ts';
import type { WallClock } from './clock.ts';
import type { ZoneFinder } from './normalise-zones.ts';
import type { GivenShift, Horizon, Rider } from './request.ts';
import type { StaffingParsed } from './schema.ts';
import { type Daily, dailySpans } from './spans.ts';

type RiderParsed = NonNullable<StaffingParsed['riders']>[number];
type ShiftParsed = NonNullable<StaffingParsed['published']>[number];

/** What riders and their shifts are read with. */
export interface RiderReading {
  input: StaffingParsed;
  horizon: Horizon;
  clock: WallClock;
  zoneIndex: Map<string, number>;
  vehicleIndex: Map<string, number>;
  finder: ZoneFinder;
}

export function toRider(rider: RiderParsed, reading: RiderReading): Rider {
  const { input, horizon, clock, zoneIndex, vehicleIndex } = reading;
  const { rules, costs } = input;
  const daily = (each: Daily) => dailySpans(each, clock, horizon.dates[0]!, horizon.days);
  const availability = merged(
    rider.availability.flatMap((each) =>
      each.from.includes('T')
        ? [{ from_s: Math.ceil(clock.parse(each.from)), to_s: Math.floor(clock.parse(each.to)) }]
        : daily(each as Daily),
    ),
  );
  const home = homeOf(rider, reading);
  const known = rider.zones === undefined ? [...zoneIndex.values()] : rider.zones.map((id) => zoneIndex.get(id)!);
  const zones = [...new Set(home < 0 ? known : [home, ...known])].sort((a, b) => a - b);
  return {
    id: rider.id,
    vehicle: rider.vehicle === undefined ? 0 : vehicleIndex.get(rider.vehicle)!,
    availability,
    preferences: (rider.preferences ?? []).flatMap(({ zone, value_per_h, ...when }) =>
      daily(when).map((span) => ({ span, zone: zone === undefined ? -1 : zoneIndex.get(zone)!, value_per_h })),
    ),
    homeZone: home,
    homeAt: rider.home_at ?? null,
    zones,
    wanted_s: hours(rider.wants_h_week),
    minDay_s: hours(rider.min_h_day ?? rules.min_h_day),
    maxDay_s: hours(rider.max_h_day ?? rules.max_h_day),
    minWeek_s: hours(rider.min_h_week),
    maxWeek_s: hours(rider.max_h_week ?? rules.max_h_week),
    minRest_s: hours(rider.rest_h ?? rules.rest_h),
    maxPerDay: Math.min(rules.shifts_per_day, rider.shifts_per_day ?? rules.shifts_per_day),
    reliability: rider.reliability ?? null,
    cost_per_h: rider.cost_per_h ?? costs.wage_per_h,
    guaranteed_s: hours(rider.guaranteed_h_week),
    pay_per_order: rider.pay_per_order,
    worked_s: hours(rider.worked_h),
    lastEnd_s: rider.last_shift_ended === undefined ? Number.NEGATIVE_INFINITY : clock.parse(rider.last_shift_ended),
  };
}

/** As named, or by its place; of zones to be designed only what is named is known yet. */
function homeOf({ home, home_at }: RiderParsed, { input, zoneIndex, finder }: RiderReading): number {
  if (home !== undefined) return zoneIndex.get(home)!;
  if (home_at === undefined || input.design_zones !== undefined) return -1;
  const within = finder.zoneOf(home_at);
  return within >= 0 ? within : finder.nearest(home_at);
}

/** @param riders index by id. @returns null where the rider is not there (any more); of a zone that is gone hours and rest count. */
export function toShift(shift: ShiftParsed, riders: Map<string, number>, reading: RiderReading): GivenShift | null {
  const { clock, zoneIndex } = reading;
  const [rider, zone] = [riders.get(shift.rider), zoneIndex.get(shift.zone) ?? -1];
  if (rider === undefined) return null;
  const span = (each: { from: string; to: string }) => ({ from_s: clock.parse(each.from), to_s: clock.parse(each.to) });
  return { rider, zone, span: span(shift), meal: shift.meal ? span(shift.meal) : null };
}

export function hours(value: number): number {
  return Math.round(value * 3600);
}
