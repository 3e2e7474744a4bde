import type { StaffingPlan } from '../../contract/staffing/plan.ts';
import type { Span, StaffingRequest } from '../../contract/staffing/request.ts';
import { countedSeconds, presenceOf, type Rulings, secondsOf, wallSeconds } from './read.ts';
import { isMealDue, judgeLength, judgeMealPlace } from './shift.ts';

/** Figures may be rounded to 0.01. */
const SLACK = 0.011;

/** Shifts to be offered keep the rules of shifts; hours, riders in each slot and costs of them add up. */
export function judgeOpen(request: StaffingRequest, plan: StaffingPlan, rulings: Rulings): void {
  const { slots, slot_s } = request.horizon;
  const zones = new Map(request.zones.map(({ id }, z) => [id, z]));
  const vehicles = new Set(request.vehicles.map(({ id }) => id));
  const riders = request.zones.map(() => new Float64Array(slots));
  let paid_h = 0;
  for (const [i, open] of plan.open.entries()) {
    const path = `open[${i}]`;
    const zone = zones.get(open.zone);
    if (open.vehicle !== undefined && !vehicles.has(open.vehicle))
      rulings.add('unknown_vehicle', `${path}.vehicle`, `there is no vehicle '${open.vehicle}'`);
    if (zone === undefined) {
      rulings.add('unknown_zone', `${path}.zone`, `there is no zone '${open.zone}'`);
      continue;
    }
    const read = ({ from, to }: { from: string; to: string }): Span => ({
      from_s: secondsOf(request, from),
      to_s: secondsOf(request, to),
    });
    const shift = { path, zone, span: read(open), meal: open.meal && read(open.meal) };
    judgeOffer(request, shift, rulings);
    paid_h += (open.riders * countedSeconds(request, shift)) / 3600;
    presenceOf([shift], request).forEach((there, s) => {
      riders[zone]![s]! += open.riders * there;
    });
  }
  const wrong = (path: string, stated: number, counted: number) => {
    if (Math.abs(stated - counted) > SLACK) rulings.add('wrong_figure', path, `${stated}, counted ${counted}`);
  };
  for (const [z, { id, slots: lists }] of plan.zones.entries()) {
    const counted = riders[zones.get(id) ?? -1];
    for (const [s, stated] of lists.open.entries()) wrong(`zones[${z}].slots.open[${s}]`, stated, counted?.[s] ?? 0);
  }
  const there_h = (riders.flatMap((of) => [...of]).reduce((sum, of) => sum + of, 0) * slot_s) / 3600;
  wrong('summary.open_h', plan.summary.open_h, there_h);
  wrong('cost.open', plan.cost.open, paid_h * request.costs.wage_per_h);
  const { total, ...parts } = plan.cost;
  const sum = Object.values(parts).reduce((all, part) => all + part, 0);
  wrong('cost.total', total, sum);
}

function judgeOffer(
  request: StaffingRequest,
  shift: { path: string; zone: number; span: Span; meal: Span | null },
  rulings: Rulings,
): void {
  const { rules, horizon } = request;
  const { path, span, meal } = shift;
  if (!(span.from_s >= 0 && span.from_s < span.to_s && span.to_s <= horizon.slots * horizon.slot_s)) {
    rulings.add('outside_horizon', path, 'the shift is not within the horizon');
    return;
  }
  judgeLength(request, shift, rulings);
  if (!isOnGrid(request, span.from_s))
    rulings.add('start_grid', path, 'it begins at a time of day at which no shift does');
  if (meal) judgeMealPlace(rules.meal, span, meal, `${path}.meal`, rulings);
  else if (isMealDue(rules.meal, span))
    rulings.add('meal_missing', path, 'the shift is long enough for a meal break and has none');
}

/** Whether shifts may begin then, by the clock on the wall: where it goes forward, also as one at a time that it leaves out. */
function isOnGrid(request: StaffingRequest, at_s: number): boolean {
  const { startGrid_s } = request.rules;
  const [before_s, now_s] = [wallSeconds(request, at_s - 1) + 1, wallSeconds(request, at_s)];
  return now_s % startGrid_s === 0 || Math.floor(now_s / startGrid_s) * startGrid_s >= before_s;
}
