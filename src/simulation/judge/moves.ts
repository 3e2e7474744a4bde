import type { PlanMove, PlanShift, StaffingPlan } from '../../contract/staffing/plan.ts';
import type { GivenShift, StaffingRequest } from '../../contract/staffing/request.ts';
import { countedSeconds, dayOf, isWithin, overlap_s, type ReadShift, type Rulings, secondsOf } from './read.ts';

/** Moves between zones: by riders on duty who know the zone, from where they are, with the time that the way takes, not on a break. */
export function judgeMoves(request: StaffingRequest, plan: StaffingPlan, shifts: ReadShift[], rulings: Rulings): void {
  judgeList(request, plan.moves, 'moves', shifts, rulings);
  const answer = plan.intraday;
  if (!answer || !request.intraday) return;
  const calls = calledShifts(request, plan, rulings);
  judgeList(request, answer.moves, 'intraday.moves', [...shifts, ...calls], rulings);
  for (const [i, move] of answer.moves.entries()) {
    if (secondsOf(request, move.leaves) < request.intraday.now_s)
      rulings.add('in_the_past', `intraday.moves[${i}]`, 'it would have to be made before now');
  }
  const given = Map.groupBy(shifts, ({ rider }) => rider);
  const elsewhere = Map.groupBy([...request.booked, ...(request.published ?? [])], ({ rider }) => rider);
  const called = Map.groupBy(calls, ({ rider }) => rider);
  for (const [r, list] of called) {
    const own = given.get(r) ?? [];
    const known = [...own, ...givenElse(request, elsewhere.get(r) ?? [], own)];
    for (const call of list) judgeCall(request, call, [...known, ...list.filter((other) => other !== call)], rulings);
  }
}

/** Who is called in is on duty then. */
function calledShifts(request: StaffingRequest, plan: StaffingPlan, rulings: Rulings): ReadShift[] {
  const riders = new Map(request.riders.map(({ id }, r) => [id, r]));
  const zones = new Map(request.zones.map(({ id }, z) => [id, z]));
  return plan.intraday!.calls.flatMap((call, i) => {
    const path = `intraday.calls[${i}]`;
    const [rider, zone] = [riders.get(call.rider), zones.get(call.zone)];
    if (rider === undefined || zone === undefined) {
      rulings.add('unknown_id', path, 'rider or zone is not in the request');
      return [];
    }
    const span = { from_s: secondsOf(request, call.from), to_s: secondsOf(request, call.to) };
    const { from, to } = call;
    const stated: PlanShift = {
      rider: call.rider,
      zone: call.zone,
      from,
      to,
      meal: null,
      origin: 'planned',
      hours: 0,
      cost: 0,
    };
    return [{ path, rider, zone, span, meal: null, booked: true, bookedMeal: null, stated }];
  });
}

function judgeList(
  request: StaffingRequest,
  moves: PlanMove[],
  name: string,
  shifts: ReadShift[],
  rulings: Rulings,
): void {
  const zones = new Map(request.zones.map(({ id }, z) => [id, z]));
  const riders = new Map(request.riders.map(({ id }, r) => [id, r]));
  if (!request.moves.allowed && moves.length > 0)
    rulings.add('moves_not_allowed', name, 'the request lets nobody be moved');
  const byRider = Map.groupBy(shifts, ({ rider }) => rider);
  const order = moves
    .map((move, i) => ({ move, path: `${name}[${i}]`, at_s: secondsOf(request, move.leaves) }))
    .sort((a, b) => a.at_s - b.at_s);
  /** Where each shift's rider is now. */
  const zoneNow = new Map<ReadShift, number>();
  for (const { move, path, at_s } of order) {
    const [rider, from, to] = [riders.get(move.rider), zones.get(move.from), zones.get(move.to)];
    if (rider === undefined || from === undefined || to === undefined) {
      rulings.add('unknown_id', path, 'rider or zone is not in the request');
      continue;
    }
    const arrives_s = secondsOf(request, move.arrives);
    const shift = byRider.get(rider)?.find(({ span }) => span.from_s <= at_s && arrives_s <= span.to_s);
    if (!shift) {
      rulings.add('not_on_duty', path, `'${move.rider}' is not on duty all the way`);
      continue;
    }
    if ((zoneNow.get(shift) ?? shift.zone) !== from)
      rulings.add('elsewhere', path, `'${move.rider}' is not in '${move.from}' then`);
    zoneNow.set(shift, to);
    if (!request.riders[rider]!.zones.includes(to))
      rulings.add('zone_not_known', path, `'${move.rider}' does not know '${move.to}'`);
    if (arrives_s - at_s < request.moves.travel_s[from * request.zones.length + to]! - 1)
      rulings.add('too_fast', path, `the way from '${move.from}' to '${move.to}' takes longer`);
    if (shift.meal && !request.intraday && overlap_s(shift.meal, { from_s: at_s, to_s: arrives_s }) > 0)
      rulings.add('moved_on_break', path, `'${move.rider}' is on a break`);
  }
}

/**
 * A rider called in: available, in a known zone that is open, not riding already, rested, with hours left.
 * @param own other shifts of the rider, other calls among them
 */
function judgeCall(request: StaffingRequest, call: ReadShift, own: ReadShift[], rulings: Rulings): void {
  const { path, zone, span } = call;
  const rider = request.riders[call.rider]!;
  const broken = (rule: string, detail: string) => rulings.add(rule, path, `'${rider.id}' ${detail}`);
  if (span.from_s < request.intraday!.now_s + request.intraday!.notice_s) broken('no_notice', 'has too little notice');
  if (!isWithin(span, rider.availability)) broken('not_available', 'is not available all the time');
  if (!rider.zones.includes(zone)) broken('zone_not_known', `does not know '${request.zones[zone]!.id}'`);
  const { minShift_s, maxShift_s, lengthGrid_s, startGrid_s, minGap_s, meal, opening } = request.rules;
  if (!isWithin(span, opening[zone]!)) broken('closed', 'would ride where it is not open all the time');
  const length_s = span.to_s - span.from_s;
  if (length_s < minShift_s || length_s > maxShift_s)
    broken('shift_length', 'would have too short or too long a shift');
  if (length_s % lengthGrid_s !== 0) broken('length_grid', 'would have a shift of no length that is allowed');
  if (meal && length_s > meal.longerThan_s) broken('meal_missing', 'would ride so long that a meal break is due');
  if (own.some((shift) => overlap_s(shift.span, span) > 0)) broken('overlap', 'rides already');
  const day = anyDay(request, span.from_s);
  if ((span.from_s - request.horizon.dayStarts_s[day]!) % startGrid_s !== 0)
    broken('start_grid', 'would begin at a time at which no shift does');
  const week = weekOf(request, day);
  const sumOf = (list: ReadShift[]) => list.reduce((sum, shift) => sum + countedSeconds(request, shift), 0);
  const sameDay = own.filter((shift) => anyDay(request, shift.span.from_s) === day);
  const sameWeek = own.filter((shift) => weekOf(request, anyDay(request, shift.span.from_s)) === week);
  if (length_s + sumOf(sameDay) > rider.maxDay_s) broken('max_day', 'has no hours left on that day');
  if (length_s + sumOf(sameDay) < rider.minDay_s) broken('min_day', 'would ride too little on that day');
  const gaps = sameDay.map((shift) => Math.max(span.from_s - shift.span.to_s, shift.span.from_s - span.to_s));
  if (gaps.some((gap_s) => gap_s >= 0 && gap_s < minGap_s))
    broken('split_gap', 'has too little time between two shifts');
  // Of what was ridden before the horizon the rider may have told, or the published plan tells.
  const [before, within] = [
    sameWeek.filter(({ span: { from_s } }) => from_s < 0),
    sameWeek.filter(({ span: { from_s } }) => from_s >= 0),
  ];
  const brought_s = week === 0 ? Math.max(rider.worked_s, sumOf(before)) : 0;
  if (length_s + brought_s + sumOf(within) > rider.maxWeek_s) broken('max_week', 'has no hours left in that week');
  if (sameDay.length >= Math.min(rider.maxPerDay, request.rules.maxPerDay))
    broken('too_many_shifts', 'has as many shifts on that day as are allowed');
  const others = own.filter((shift) => anyDay(request, shift.span.from_s) !== day).map((shift) => shift.span);
  if (Number.isFinite(rider.lastEnd_s)) others.push({ from_s: rider.lastEnd_s, to_s: rider.lastEnd_s });
  for (const { from_s, to_s } of others) {
    if (from_s < span.to_s + rider.minRest_s && span.from_s < to_s + rider.minRest_s)
      broken('rest', 'would not have rested');
  }
}

/**
 * What was booked or published for a rider and is not in the plan: over already, or on another day. A rider who begins at another time
 * than was published has one shift, not two.
 * @param listed for the rider, booked first: of two at the same time the first counts
 */
export function givenElse(request: StaffingRequest, listed: readonly GivenShift[], own: ReadShift[]): ReadShift[] {
  const taken = own.map((shift) => shift.span);
  return listed.flatMap(({ rider, zone, span, meal }) => {
    if (taken.some((other) => overlap_s(other, span) > 0)) return [];
    taken.push(span);
    const stated: PlanShift = {
      rider: request.riders[rider]!.id,
      zone: request.zones[zone]?.id ?? '',
      from: '',
      to: '',
      meal: null,
      origin: 'published',
      hours: 0,
      cost: 0,
    };
    return [{ path: 'given', rider, zone, span, meal, booked: true, bookedMeal: null, stated }];
  });
}

/** Number of a day, also before and after the horizon, where a day has 24 hours. */
export function anyDay(request: StaffingRequest, at_s: number): number {
  const { days, dayStarts_s } = request.horizon;
  const end_s = dayStarts_s[days]!;
  if (at_s < 0) return Math.floor(at_s / 86_400);
  return at_s < end_s ? dayOf(request, at_s) : days + Math.floor((at_s - end_s) / 86_400);
}

/** Weeks from Monday on, counted from 0 for that of the first day. */
function weekOf({ horizon }: StaffingRequest, day: number): number {
  const weekday = (new Date(`${horizon.dates[0]}T00:00:00Z`).getUTCDay() + 6) % 7;
  return Math.floor((weekday + day) / 7);
}
