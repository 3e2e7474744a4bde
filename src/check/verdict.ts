import type { PlanCost } from '../contract/plan.ts';

/** Every way in which a plan can break the request or contradict itself. */
export const VIOLATION_CAUSES = {
  // The plan as a whole
  malformed_plan: 'The plan is not of the documented form.',
  wrong_request: 'The plan is for a request with another id.',
  wrong_total: 'A total of the plan is not the sum of its parts.',
  wrong_summary: 'A figure of the summary is not what the routes give.',
  // Who does what
  unknown_vehicle: 'The request has no vehicle of this id.',
  unknown_task: 'The request has no task of this id.',
  unknown_option: 'The task has no option of this number.',
  unknown_reload: 'The vehicle has no reload of this number.',
  unknown_break: 'The vehicle has no break of this id.',
  vehicle_number: 'The vehicle of this number is not one of its kind.',
  vehicle_twice: 'Two routes are driven by the same vehicle.',
  task_twice: 'The task is planned, or listed as unassigned, more than once.',
  task_both: 'The task is planned and also listed as unassigned.',
  task_missing: 'The task is neither planned nor listed as unassigned.',
  missing_skill: 'The vehicle lacks a skill the task needs.',
  forbidden_skill: 'The vehicle has a skill the task forbids.',
  vehicle_not_allowed: 'The task may not be served by this vehicle.',
  not_on_board:
    'The task is on board of another vehicle, its pickup is done, or the vehicle left without it and has not reloaded.',
  zone_forbidden: 'The vehicle may not enter the zone of this stop.',
  no_tariff: 'The tariff of the vehicle has no row for the task.',
  shipment_split: 'A shipment has not both its pickup and its delivery on this route, each once.',
  shipment_order: 'A shipment is delivered before it is picked up.',
  same_vehicle: 'Tasks of one vehicle are on several routes.',
  different_vehicles: 'Tasks of different vehicles are on one route.',
  sequence_broken: 'A task of a sequence is served without, or too soon after, the one before it.',
  pinned_changed: 'A pinned route is not as it was given.',
  locked_changed: 'The locked steps of a route are not as they were given.',
  // Along a route
  empty_route: 'The route serves nothing.',
  wrong_stop: 'A start or end is missing or misplaced, or a stop is not what its task says.',
  wrong_place: 'The stop is stated to be elsewhere than the request says.',
  wrong_load: 'The load stated is not what the tasks add up to.',
  wrong_distance: 'The distance stated is not what the profile gives.',
  wrong_driving: 'The driving time stated is not what the profile gives.',
  wrong_time: 'Times do not follow from each other.',
  over_capacity: 'More is on board than the vehicle carries.',
  break_load: 'More is on board during a break than the break allows.',
  lifo_broken: 'Goods are unloaded while others, loaded later, are on board.',
  goods_together: 'Classes of goods that are kept apart are on board together.',
  backhaul_order: 'A pickup comes before a delivery of its trip, or on a route without deliveries.',
  min_load: 'The route carries less than the vehicle is sent out for.',
  min_duty: 'The route takes less time than the vehicle is sent out for.',
  window_missed: 'Service does not begin within a window.',
  release_broken: 'A trip leaves before all it delivers is there.',
  due_missed: 'Goods picked up are unloaded too late.',
  max_ride: 'Goods are on board for longer than they may be.',
  break_missed: 'A break that must be taken is not, or twice.',
  break_order: 'Breaks are not taken in their order.',
  break_window: 'A break does not begin within one of its windows.',
  break_placed: 'A break is not between two stops, or for driving before its time.',
  driving_limit: 'More is driven without a break than the vehicle may.',
  shift_broken: 'The vehicle leaves before, or is back after, its shift.',
  max_distance: 'The route is longer than the vehicle may drive.',
  max_driving: 'The route takes more driving than the vehicle may do.',
  max_duty: 'The route takes more time on duty than the vehicle may.',
  max_tasks: 'The route serves more tasks than the vehicle may.',
  max_trips: 'The route has more trips than the vehicle may.',
  // Money and reasons
  wrong_cost: 'The cost stated is not what the request charges.',
  wrong_objective: 'The value stated of an objective is not what the routes give.',
  wrong_explanation: 'An explanation names a task or vehicle that is not there.',
  wrong_reason: 'The reason given for an unassigned task is not true.',
} as const;

export type ViolationCause = keyof typeof VIOLATION_CAUSES;

export interface Violation {
  cause: ViolationCause;
  /** Where in the plan, e.g. `routes[2].stops[4].load[0]`; empty for the plan as a whole. */
  path: string;
  /** By how much, in the unit of the field; absent where there is no amount to it. */
  amount?: number;
  /** What is wrong, with ids and values. */
  detail: string;
}

export interface Verdict {
  /** Whether there is no violation. */
  ok: boolean;
  violations: Violation[];
  /** Recomputed from the request and the times the plan states; null where the plan is malformed. */
  cost: PlanCost | null;
  routes: number;
  served: number;
  unassigned: number;
  /**
   * Reasons that need trial insertions into the whole plan are recomputed up to a budget of work; `skipped` counts
   * those beyond it.
   */
  reasons: { checked: number; skipped: number };
}

export class Findings {
  readonly violations: Violation[] = [];

  add(cause: ViolationCause, path: string, detail: string, amount?: number): void {
    this.violations.push({ cause, path, ...(amount === undefined ? {} : { amount }), detail });
  }

  /** Reports a stated value that is not the one recomputed, within `slack`. */
  expect(
    cause: ViolationCause,
    path: string,
    stated: number,
    expected: number,
    slack = slackOf(stated, expected),
  ): void {
    const amount = stated - expected;
    if (Math.abs(amount) <= slack) return;
    this.add(cause, path, `stated ${stated}, recomputed ${expected}`, Number.isNaN(amount) ? undefined : amount);
  }

  /** Reports a value over its limit; sums of doubles may be over in their last digits. */
  limit(cause: ViolationCause, path: string, value: number, limit: number, what: string): void {
    if (isOver(value, limit)) this.add(cause, path, `${what}: ${value}, at most ${limit}`, value - limit);
  }
}

/** Sums of doubles agree to 1e-6 of their size. */
export const slackOf = (a: number, b: number) => 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));

export const isOver = (value: number, limit: number) => value > limit + 1e-9 * Math.max(1, Math.abs(limit));

/** Times agree to a microsecond; clocks in epoch seconds have fewer digits to spare. */
export const timeSlack = (time_s: number) => 1e-6 + 1e-12 * Math.abs(time_s);
