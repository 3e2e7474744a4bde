import type { StaffingPlan } from '../../contract/staffing/plan.ts';
import type { Horizon, Rider, StaffingRequest } from '../../contract/staffing/request.ts';
import { judgePay } from './pay.ts';
import { readPools } from './pools.ts';
import { countedSeconds, presenceOf, type ReadShift, type Rulings, secondsOf } from './read.ts';

const SLACK = 0.011;
const differs = (stated: number, counted: number) => Math.abs(stated - counted) > SLACK;

/** What the plan says of shifts, riders and cover against what its shifts add up to. Figures may be rounded to 0.01. */
export function judgeFigures(
  request: StaffingRequest,
  plan: StaffingPlan,
  shifts: ReadShift[],
  rulings: Rulings,
): void {
  const wrong = (path: string, stated: number, counted: number) => {
    if (differs(stated, counted)) rulings.add('wrong_figure', path, `${stated}, counted ${counted}`);
  };
  for (const shift of shifts) {
    const counted_h = countedSeconds(request, shift) / 3600;
    wrong(`${shift.path}.hours`, shift.stated.hours, counted_h);
  }
  judgePay(request, plan, shifts, rulings);
  judgeRiderFigures(request, plan, shifts, rulings, wrong);
  judgeCover(request, plan, shifts, wrong);
  judgeShortages(request, plan, rulings);
}

function judgeRiderFigures(
  request: StaffingRequest,
  plan: StaffingPlan,
  shifts: ReadShift[],
  rulings: Rulings,
  wrong: (path: string, stated: number, counted: number) => void,
): void {
  const byRider = Map.groupBy(shifts, (shift) => shift.rider);
  const stated = new Map(plan.riders.map((rider, i) => [rider.id, { rider, path: `riders[${i}]` }]));
  for (const [r, { id, wanted_s }] of request.riders.entries()) {
    const entry = stated.get(id);
    if (!entry) {
      rulings.add('rider_missing', 'riders', `'${id}' is not among the riders`);
      continue;
    }
    const { rider, path } = entry;
    const own = byRider.get(r) ?? [];
    const given_h = own.reduce((sum, shift) => sum + countedSeconds(request, shift), 0) / 3600;
    wrong(`${path}.hours`, rider.hours, given_h);
    wrong(`${path}.shifts`, rider.shifts, own.length);
    const weeks = Math.max(0, ...request.horizon.weekOfDay) + 1;
    if (
      wanted_s > 0 &&
      given_h + SLACK < (wanted_s * weeks) / 3600 &&
      given_h + SLACK < rider.wanted_h &&
      rider.reason === null
    )
      rulings.add('reason_missing', path, `'${id}' has ${given_h} h of ${rider.wanted_h} h and no reason is given`);
    if (rider.reason !== null && given_h >= rider.wanted_h + SLACK)
      rulings.add('wrong_reason', path, `'${id}' has the hours asked for`);
  }
}

function judgeCover(
  request: StaffingRequest,
  plan: StaffingPlan,
  shifts: ReadShift[],
  wrong: (path: string, stated: number, counted: number) => void,
): void {
  const byZone = Map.groupBy(shifts, (shift) => shift.zone);
  for (const [z, zone] of plan.zones.entries()) {
    const index = request.zones.findIndex(({ id }) => id === zone.id);
    const present = presenceOf(byZone.get(index) ?? [], request);
    for (const [s, stated] of zone.slots.planned.entries())
      wrong(`zones[${z}].slots.planned[${s}]`, stated, present[s] ?? 0);
  }
}

/** Slots left short have a reason, and one that the request does not belie. Of a day under way only what to do is told. */
function judgeShortages(request: StaffingRequest, plan: StaffingPlan, rulings: Rulings): void {
  if (request.intraday) {
    judgeShortNow(request, plan, rulings);
    return;
  }
  const { slots, slot_s } = request.horizon;
  const zones = new Map(request.zones.map(({ id }, i) => [id, i]));
  const told = new Set<number>();
  const lack = new Float64Array(request.zones.length * slots);
  for (const { id, slots: lists } of plan.zones) {
    const zone = zones.get(id);
    for (let s = 0; zone !== undefined && s < slots; s++)
      lack[zone * slots + s] = lists.to_book[s]! - lists.counted[s]!;
  }
  const poolAt = readPools(request, plan, rulings);
  const belies = denials(request);
  for (const [i, shortage] of plan.shortages.entries()) {
    const zone = zones.get(shortage.zone);
    if (zone === undefined) {
      rulings.add('unknown_zone', `shortages[${i}].zone`, `there is no zone '${shortage.zone}'`);
      continue;
    }
    const from = Math.floor(secondsOf(request, shortage.from) / slot_s);
    const to = Math.ceil(secondsOf(request, shortage.to) / slot_s);
    for (let s = from; s < to; s++) {
      // Of a vehicle type: told for itself.
      if (shortage.vehicle === undefined) told.add(zone * slots + s);
      const belied = belies(shortage.reason, zone, s);
      if (belied) rulings.add('wrong_reason', `shortages[${i}].reason`, belied);
    }
  }
  for (const [z, { id }] of plan.zones.entries()) {
    const zone = zones.get(id);
    if (zone === undefined) continue;
    for (let s = 0; s < slots; s++) {
      // Where zones share riders they are missing to all of them together.
      const cells = poolAt(zone, s).map((other) => other * slots + s);
      const missing = cells.reduce((sum, cell) => sum + lack[cell]!, 0);
      if (missing > 2 * SLACK * cells.length && !cells.some((cell) => told.has(cell)))
        rulings.add(
          'reason_missing',
          `zones[${z}].slots.planned[${s}]`,
          `${missing} riders are missing without a reason`,
        );
    }
  }
}

/** The same of a day under way, for what is missing after all that is to be done. */
function judgeShortNow(request: StaffingRequest, { intraday }: StaffingPlan, rulings: Rulings): void {
  const { slots, slot_s } = request.horizon;
  const belies = denials(request);
  for (const [z, { zone: id, short_after }] of (intraday?.zones ?? []).entries()) {
    const told = new Uint8Array(slots);
    const zone = request.zones.findIndex((each) => each.id === id);
    for (const [i, shortage] of intraday!.shortages.entries()) {
      if (shortage.zone !== id) continue;
      const from = Math.floor(secondsOf(request, shortage.from) / slot_s);
      const to = Math.ceil(secondsOf(request, shortage.to) / slot_s);
      // Of a vehicle type: told for itself.
      if (shortage.vehicle === undefined) told.fill(1, from, to);
      for (let s = from; s < to; s++) {
        const belied = belies(shortage.reason, zone, s);
        if (belied) rulings.add('wrong_reason', `intraday.shortages[${i}].reason`, belied);
      }
    }
    short_after.forEach((missing, s) => {
      if (missing > 2 * SLACK && told[s] === 0)
        rulings.add(
          'reason_missing',
          `intraday.zones[${z}].short_after[${s}]`,
          `${missing} riders are missing without a reason`,
        );
    });
  }
}

/** What speaks against a reason in a zone and slot, or null. Riders are gone through once for each zone, not for each slot. */
function denials({
  riders,
  vehicles,
  horizon,
}: StaffingRequest): (reason: string, zone: number, s: number) => string | null {
  // Where vehicles differ, a reason may be about one kind of them only.
  if (vehicles.length > 1) return () => null;
  const known = new Map<number, Knowing>();
  const knowingOf = (zone: number): Knowing => {
    const found = known.get(zone) ?? readKnowing(riders, zone, horizon);
    known.set(zone, found);
    return found;
  };
  return (reason, zone, s) => {
    if (reason === 'no_known_zone') {
      const { first } = knowingOf(zone);
      return first === null ? null : `'${first}' knows it`;
    }
    if (reason !== 'no_rider_available') return null;
    const there = knowingOf(zone).there[s];
    return there === undefined ? null : `'${there}' is available`;
  };
}

/** Riders who know a zone: the first of all, and of those available in each slot as a whole. */
interface Knowing {
  first: string | null;
  there: (string | undefined)[];
}

function readKnowing(riders: readonly Rider[], zone: number, { slots, slot_s }: Horizon): Knowing {
  const knowing: Knowing = { first: null, there: new Array(slots).fill(undefined) };
  for (const { id, zones, availability } of riders) {
    if (!zones.includes(zone)) continue;
    knowing.first ??= id;
    for (const { from_s, to_s } of availability) {
      const end = Math.min(slots, Math.floor(to_s / slot_s));
      for (let s = Math.max(0, Math.ceil(from_s / slot_s)); s < end; s++) knowing.there[s] ??= id;
    }
  }
  return knowing;
}
