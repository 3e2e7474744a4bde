import type { StaffingRequest, StaffingWarning } from '../../contract/staffing/request.ts';
import { handlingOf, type Requirement, type RequirementInput } from '../load/index.ts';

/** Traffic at which reach is looked at: it does not depend on it. */
const CALM = { orders_per_s: 0, occupancy: 0, free: 1 };
/** Fewer orders beyond reach are not worth a word. */
const LEAST_BEYOND = 0.01;

/** What no number of riders can bring: a target that is missed without any waiting, orders that no vehicle reaches. */
export function serviceWarnings(
  { zones, service }: StaffingRequest,
  input: RequirementInput,
  { bestShare }: Pick<Requirement, 'bestShare'>,
): StaffingWarning[] {
  const { slots, orders, work, vehicles } = input;
  const busy = zones.flatMap((_, z) => (orders.subarray(z * slots, (z + 1) * slots).some((n) => n > 0) ? [z] : []));
  const reached = (zone: number) =>
    Math.max(...vehicles.flatMap((v) => (v.share > 0 ? [handlingOf(work[zone]!, v, 1, 0, CALM).usable] : [])));
  const percent = (share: number) => `${Math.round(1000 * share) / 10} %`;
  const told = (code: StaffingWarning['code'], path: string, shareOf: (zone: number) => number, least: number) => {
    const low = busy.filter((zone) => shareOf(zone) < least).sort((a, b) => shareOf(a) - shareOf(b));
    if (low.length === 0) return [];
    const others = low.length > 1 ? `, and too few of ${low.length - 1} more` : '';
    return [
      { code, path, cause: `at most ${percent(shareOf(low[0]!))} of the orders of '${zones[low[0]!]!.id}'${others}` },
    ];
  };
  return [
    ...told('target_out_of_reach', 'service.target_min', (zone) => bestShare[zone]!, service.share),
    ...told('beyond_reach', 'vehicles', reached, 1 - LEAST_BEYOND),
  ];
}
