import type { IntradayAnswer } from '../../../contract/staffing/plan.ts';
import type { ShortReason } from '../../../contract/staffing/reasons.ts';
import type { GivenShift, Span, StaffingRequest } from '../../../contract/staffing/request.ts';
import { openTable } from '../open.ts';
import { rounded } from '../rounded.ts';
import { isoOf } from '../times.ts';

/** Less is nothing. */
const LEAST_MISSING = 0.005;

/** A time at which a rider could be called in, and whether that was done; of who is called only that one. */
export interface OnCall {
  rider: number;
  span: Span;
  isCalled: boolean;
  /** Zones that the rider begins in, or gets to. */
  reached: ReadonlySet<number>;
}

/** What a rider has before and after today. */
export interface Around {
  /** Hours of this week, today aside. */
  week_s: number;
  lastEnd_s: number;
  /** Begin of the next shift; Infinity: none. */
  next_s: number;
}

/** What is known of the riders of a day under way. */
export interface Crew {
  /** By rider; null for who rides today, or has. */
  around: readonly (Around | null)[];
  /** On duty, or to come. */
  shifts: readonly GivenShift[];
  onCall: readonly OnCall[];
}

/**
 * Why riders are missing now and later today, as stretches of slots with one reason; each is found by looking at every rider.
 * @param vehicle type that they must have; left out: any
 */
export function shortagesNow(
  request: StaffingRequest,
  short: Float64Array,
  crew: Crew,
  words: Record<ShortReason, string>,
  vehicle?: number,
): IntradayAnswer['shortages'] {
  const { horizon, zones } = request;
  const { slots, slot_s } = horizon;
  const open = openTable(request);
  const stretches: IntradayAnswer['shortages'] = [];
  zones.forEach(({ id }, zone) => {
    for (let slot = 0; slot < slots; ) {
      const reasonAt = (s: number) =>
        s < slots && short[zone * slots + s]! > LEAST_MISSING
          ? reasonFor(
              request,
              zone,
              { from_s: s * slot_s, to_s: (s + 1) * slot_s },
              open[zone * slots + s]!,
              crew,
              vehicle,
            )
          : null;
      const reason = reasonAt(slot);
      let end = slot + 1;
      if (reason) {
        while (reasonAt(end) === reason) end++;
        const missing = short.subarray(zone * slots + slot, zone * slots + end).reduce((sum, value) => sum + value, 0);
        stretches.push({
          zone: id,
          from: isoOf(slot * slot_s, horizon),
          to: isoOf(end * slot_s, horizon),
          ...(vehicle === undefined ? {} : { vehicle: request.vehicles[vehicle]!.id }),
          riders: rounded(missing / (end - slot), 2),
          reason,
          cause: words[reason],
        });
      }
      slot = end;
    }
  });
  return stretches;
}

function reasonFor(
  request: StaffingRequest,
  zone: number,
  slot: Span,
  open: number,
  crew: Crew,
  vehicle: number | undefined,
): ShortReason {
  const { riders } = request;
  if (open === 0) return 'no_legal_shift';
  if (riders.length === 0) return 'no_riders_named';
  const holds = ({ from_s, to_s }: Span) => from_s <= slot.from_s && to_s >= slot.to_s;
  const overlaps = ({ from_s, to_s }: Span) => from_s < slot.to_s && to_s > slot.from_s;
  const counts = (r: number) => vehicle === undefined || riders[r]!.vehicle === vehicle;
  if (!riders.some((_, r) => counts(r))) return 'no_vehicle_of_kind';
  const knowing = riders.flatMap((rider, r) => (counts(r) && rider.zones.includes(zone) ? [r] : []));
  if (knowing.length === 0) return 'no_known_zone';
  const available = new Set(knowing.filter((r) => riders[r]!.availability.some(holds)));
  const shifts = crew.shifts.filter(({ rider }) => counts(rider) && riders[rider]!.zones.includes(zone));
  const calls = crew.onCall.filter(({ rider }) => available.has(rider));
  const couldCome = calls.filter(({ span, isCalled }) => !isCalled && holds(span));
  if (couldCome.some(({ reached }) => reached.has(zone))) return 'not_worth_cost';
  if (shifts.some(({ span }) => overlaps(span)) || calls.some(({ span, isCalled }) => isCalled && overlaps(span)))
    return 'all_busy';
  if (available.size === 0) return 'no_rider_available';
  // They begin in other zones, from which there is no way.
  if (couldCome.length > 0) return 'no_legal_shift';
  const free = [...available].filter((r) => crew.around[r] !== null && !calls.some(({ rider }) => rider === r));
  // Who is called in at another time comes once.
  if (free.length === 0) return calls.every(({ isCalled }) => isCalled) ? 'split_rule' : 'availability_too_short';
  const isTired = (r: number) => {
    const { lastEnd_s, next_s } = crew.around[r]!;
    return lastEnd_s + riders[r]!.minRest_s > slot.from_s || slot.to_s + riders[r]!.minRest_s > next_s;
  };
  if (free.every(isTired)) return 'rest_rule';
  const hasHours = (r: number) => riders[r]!.maxWeek_s - crew.around[r]!.week_s >= request.rules.minShift_s;
  return free.some((r) => !isTired(r) && hasHours(r)) ? 'availability_too_short' : 'all_at_max_hours';
}
