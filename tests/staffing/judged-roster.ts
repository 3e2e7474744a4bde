import type { PlanShift, StaffingPlan } from '../../src/contract/staffing/plan.ts';
import type { GivenShift, StaffingRequest } from '../../src/contract/staffing/request.ts';
import type { Roster, RosterProblem, Shift, Window } from '../../src/staffing/roster/types.ts';

/** A roster as the judge sees it: what it reads of request and plan, on a horizon in UTC. */

const ORIGIN_S = Date.UTC(2026, 2, 2) / 1000;
export const iso = (at_s: number) => new Date((ORIGIN_S + at_s) * 1000).toISOString();

const given = ({ rider, zone, from_s, to_s, break: meal }: Shift): GivenShift => ({
  rider,
  zone,
  span: { from_s, to_s },
  meal,
});

export function requestOf(problem: RosterProblem): StaffingRequest {
  const { slots, slot_s, shift } = problem;
  const all: Window[] = [{ from_s: 0, to_s: slots * slot_s }];
  const request: Partial<Record<keyof StaffingRequest, unknown>> = {
    horizon: {
      origin_s: ORIGIN_S,
      offsets: [{ from_s: 0, offset_s: 0 }],
      slots,
      slot_s,
      days: problem.days_s.length,
      dayStarts_s: [...problem.days_s, slots * slot_s],
      dates: ['2026-03-02'],
      weekOfDay: [...problem.weekOfDay],
    },
    zones: Array.from({ length: problem.zones }, (_, z) => ({ id: `z${z}` })),
    vehicles: [{ id: 'a' }, { id: 'b' }],
    rules: {
      minShift_s: shift.minLength_s,
      maxShift_s: shift.maxLength_s,
      lengthGrid_s: shift.lengthGrid_s,
      startGrid_s: shift.startGrid_s,
      opening: problem.open.map((windows) => windows ?? all),
      maxPerDay: shift.maxPerDay,
      minGap_s: shift.minGap_s,
      meal: problem.break,
      peak: problem.peak,
    },
    riders: problem.riders.map((rider, r) => ({
      id: `r${r}`,
      vehicle: rider.kind,
      availability: rider.available,
      zones: rider.zones.map(({ zone }) => zone),
      wanted_s: rider.wanted_s,
      minDay_s: rider.minDay_s,
      maxDay_s: rider.maxDay_s,
      maxWeek_s: rider.maxWeek_s,
      minRest_s: rider.rest_s,
      maxPerDay: rider.maxPerDay,
      cost_per_h: rider.cost_per_h,
      worked_s: rider.worked_s ?? 0,
      lastEnd_s: rider.lastEnd_s ?? Number.NEGATIVE_INFINITY,
    })),
    booked: problem.pinned.map(given),
    published: null,
    intraday: null,
    costs: { wage_per_h: 0 },
    moves: { allowed: true, travel_s: new Float64Array(problem.zones ** 2) },
  };
  return request as unknown as StaffingRequest;
}

export function planOf(problem: RosterProblem, roster: Roster): StaffingPlan {
  const { slots, slot_s } = problem;
  const shifts = roster.shifts.map((shift): PlanShift => {
    const unpaid_s = shift.break && !problem.break!.paid ? shift.break.to_s - shift.break.from_s : 0;
    const hours = (shift.to_s - shift.from_s - unpaid_s) / 3600;
    const same = ({ rider, zone, from_s, to_s }: Shift) =>
      rider === shift.rider && zone === shift.zone && from_s === shift.from_s && to_s === shift.to_s;
    return {
      rider: `r${shift.rider}`,
      zone: `z${shift.zone}`,
      from: iso(shift.from_s),
      to: iso(shift.to_s),
      meal: shift.break && { from: iso(shift.break.from_s), to: iso(shift.break.to_s) },
      origin: problem.pinned.some(same) ? 'booked' : 'planned',
      hours,
      cost: hours * problem.riders[shift.rider]!.cost_per_h,
    };
  });
  const plan: Partial<Record<keyof StaffingPlan, unknown>> = {
    shifts,
    riders: roster.riders.map((rider, r) => ({
      id: `r${r}`,
      hours: rider.hours_s / 3600,
      wanted_h: rider.wanted_s / 3600,
      shifts: roster.shifts.filter((shift) => shift.rider === r).length,
      reason: rider.reason,
    })),
    zones: Array.from({ length: problem.zones }, (_, zone) => ({
      id: `z${zone}`,
      slots: {
        planned: headsOf(problem, roster.shifts, zone),
        counted: headsOf(problem, roster.shifts, zone),
        to_book: new Array(slots).fill(0),
        open: new Array(slots).fill(0),
      },
    })),
    shortages: roster.shortages.map(({ zone, slot, missing, reason }) => ({
      zone: `z${zone}`,
      from: iso(slot * slot_s),
      to: iso((slot + 1) * slot_s),
      riders: missing,
      reason,
    })),
    open: [],
    cost: { total: 0, open: 0 },
    summary: { open_h: 0 },
    moves: [],
    intraday: null,
  };
  return plan as unknown as StaffingPlan;
}

/** Riders on duty and not on a break, each counted as one. */
function headsOf({ slots, slot_s }: RosterProblem, shifts: Shift[], zone: number): number[] {
  const of = (window: Window | null, s: number) =>
    window ? Math.max(0, Math.min(window.to_s, (s + 1) * slot_s) - Math.max(window.from_s, s * slot_s)) / slot_s : 0;
  const own = shifts.filter((shift) => shift.zone === zone);
  return Array.from({ length: slots }, (_, s) =>
    own.reduce((sum, shift) => sum + of(shift, s) - of(shift.break, s), 0),
  );
}
