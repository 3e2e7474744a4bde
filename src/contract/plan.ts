import { z } from 'zod';
import { OBJECTIVES, UNASSIGNED_REASONS, type UnassignedReason } from './request.ts';

/** The plan as users receive it. Times in seconds on the clock of the request; ISO times too where it gave `starts_at`. */

const count = z.number().int().min(0);
const number = z.number();
const reasons = Object.keys(UNASSIGNED_REASONS) as [UnassignedReason, ...UnassignedReason[]];

const costSchema = z
  .strictObject({
    total: number.meta({ description: 'Of all parts' }),
    fixed: number.meta({ description: 'Of the vehicles used' }),
    distance: number.meta({ description: 'Of the kilometres' }),
    time: number.meta({ description: 'Duty, travel, service, waiting and overtime' }),
    tasks: number.meta({ description: 'Per-task costs, tariffs and costs of the options chosen' }),
    lateness: number.meta({ description: 'Of soft windows' }),
    unserved: number.meta({ description: 'Prizes of optional tasks left out' }),
  })
  .meta({ description: 'In the money of the request; total = the sum of the others' });

const planStopSchema = z.strictObject({
  kind: z.enum(['start', 'delivery', 'pickup', 'visit', 'reload', 'break', 'end']).meta({
    description: 'A shipment has a pickup and a delivery with its id',
  }),
  task: z.string().optional().meta({ description: 'Id of the task; absent at start, reload, break and end' }),
  option: count.optional().meta({ description: 'Which of the options of this step, from 0' }),
  reload: count.optional().meta({ description: 'Which of the vehicle’s reloads, from 0' }),
  break: z.string().optional().meta({ description: 'Id of the break' }),
  label: z.string().optional().meta({ description: 'Of the option chosen' }),
  place: z.string().optional().meta({ description: 'Id of the place, where it has one' }),
  position: z
    .tuple([number, number])
    .optional()
    .meta({ description: 'Absent for a break, which may be taken between two places' }),
  arrival_s: number.meta({ description: 'Before waiting. A break: when the vehicle stops for it' }),
  waiting_s: number.meta({ description: 'For a window to open' }),
  begin_s: number.meta({ description: 'Setup or service begins: arrival + waiting' }),
  setup_s: number.meta({ description: 'Where the stop before was elsewhere' }),
  service_s: number.meta({ description: 'Of a break: its duration' }),
  departure_s: number.meta({ description: 'begin + setup + service' }),
  lateness_s: number.optional().meta({ description: 'After the close of a soft window, where the option has one' }),
  load: z.array(number).meta({ description: 'On board when leaving; at the end: brought back' }),
  distance_m: number.meta({ description: 'Driven since the start' }),
  driving_s: number.meta({ description: 'Driven since the start' }),
  arrival: z.string().optional().meta({ description: 'ISO 8601, UTC' }),
  departure: z.string().optional().meta({ description: 'ISO 8601, UTC' }),
});

const planRouteSchema = z.strictObject({
  vehicle: z.string().meta({ description: 'Its id' }),
  number: z.number().int().min(1).meta({ description: 'Which of the vehicles of this kind, 1..count' }),
  shift: z.number().int().min(1).optional().meta({ description: 'Which of its `shifts`, where it has several' }),
  stops: z.array(planStopSchema).meta({ description: 'In the order of time, from start to end' }),
  tasks: count.meta({ description: 'Tasks served; a shipment is one' }),
  trips: count.meta({ description: 'Reloads + 1' }),
  cost: costSchema,
  distance_m: number.meta({ description: 'Driven' }),
  driving_s: number.meta({ description: 'On the way' }),
  setup_s: number.meta({ description: 'At stops, all together' }),
  service_s: number.meta({ description: 'At tasks and reloads' }),
  waiting_s: number.meta({ description: 'For windows and breaks to open' }),
  break_s: number.meta({ description: 'On breaks' }),
  overtime_s: number.meta({ description: 'Duty beyond `overtime.after_s`' }),
  lateness_s: number.meta({ description: 'After soft windows, all together' }),
  co2_g: number.meta({ description: 'Of the kilometres' }),
  duty_s: number.meta({
    description: 'From leaving the start to reaching the end; the departure is as late as costs no one time',
  }),
  starts_s: number.meta({ description: 'Leaves its start; without one, begins its first stop' }),
  ends_s: number.meta({ description: 'Is back; without an end, done with its last stop' }),
  max_load: z.array(number).meta({ description: 'Largest load on board, per dimension' }),
});

const unassignedSchema = z.strictObject({
  task: z.string().meta({ description: 'Its id' }),
  reason: z.enum(reasons).meta({ description: 'See docs/plan.md' }),
  cause: z.string().meta({ description: 'The reason in words' }),
  cost: number.meta({ description: 'The prize lost; 0 for a mandatory task' }),
  place: z.string().optional().meta({ description: 'Id of the place, where it has one' }),
  position: z.tuple([number, number]).optional().meta({ description: 'Of its first option' }),
});

const summarySchema = z.strictObject({
  tasks: count.meta({ description: 'Of the request' }),
  served: count.meta({ description: 'On routes' }),
  unassigned: count.meta({ description: 'On none' }),
  vehicles_used: count.meta({ description: 'Routes' }),
  vehicles_available: count.meta({ description: 'Vehicles of the request, all counts and shifts' }),
  trips: count.meta({ description: 'Of all routes' }),
  distance_m: number.meta({ description: 'Of all routes' }),
  driving_s: number.meta({ description: 'Of all routes' }),
  setup_s: number.meta({ description: 'Of all routes' }),
  service_s: number.meta({ description: 'Of all routes' }),
  waiting_s: number.meta({ description: 'Of all routes' }),
  break_s: number.meta({ description: 'Of all routes' }),
  overtime_s: number.meta({ description: 'Of all routes' }),
  lateness_s: number.meta({ description: 'Of all routes' }),
  co2_g: number.meta({ description: 'Of all routes' }),
  duty_s: number.meta({ description: 'Of all routes' }),
  load_use: z
    .array(number)
    .meta({ description: 'Largest load over capacity, mean of the routes used, per dimension; 0..1' }),
  tasks_per_route: number.meta({ description: 'Mean' }),
  tasks_per_duty_hour: number.meta({ description: 'Tasks served per hour on duty' }),
  cost_per_task: number.meta({ description: 'Cost per task served, without lost prizes' }),
  m_per_task: number.meta({ description: 'Metres driven per task served' }),
});

const objectiveSchema = z
  .array(
    z.strictObject({
      name: z.enum(OBJECTIVES).meta({ description: 'Of the request' }),
      weight: number.meta({ description: 'Per unit of the value' }),
      value: number.meta({ description: 'In the unit of the objective, see docs/model.md' }),
    }),
  )
  .meta({ description: 'A level: values of its objectives, to be added up times their weights' });

const violationSchema = z.strictObject({
  cause: z.string().meta({ description: 'A cause of the checker, see docs/checker.md' }),
  path: z.string().meta({ description: 'Where in the plan' }),
  amount: number.optional().meta({ description: 'By how much, in the unit of the field' }),
  detail: z.string().meta({ description: 'In words' }),
});

/** What a change to the plan would cost. */
const alternativeSchema = z.strictObject({
  vehicle: z.string().meta({ description: 'Its id' }),
  number: z.number().int().min(1).meta({ description: 'Which of the vehicles of this kind' }),
  shift: z.number().int().min(1).optional().meta({ description: 'Which of its `shifts`, where it has several' }),
  cost: number.nullable().meta({ description: 'Change of the plan’s cost; null where it is not feasible' }),
  before: z.string().nullable().meta({ description: 'Task it would be served before; null: as the last' }),
  obstacle: z.string().nullable().meta({ description: 'What makes it infeasible, in words' }),
});

const more = z.number().int().min(1).optional().meta({ description: 'How many are not listed; absent where all are' });

const explanationsSchema = z.strictObject({
  omitted: z.string().optional().meta({
    description: 'Why there are none though they were asked for: with them the plan was larger than plans may be',
  }),
  vehicles: z
    .array(
      z.strictObject({
        task: z.string().meta({ description: 'Its id' }),
        alternatives: z.array(alternativeSchema).meta({ description: 'Cheapest first' }),
        more,
      }),
    )
    .optional()
    .meta({ description: 'Why this vehicle: the best place for the task on every route and unused kind of vehicle' }),
  unassigned: z
    .array(
      z.strictObject({
        task: z.string().meta({ description: 'Its id' }),
        vehicles: z
          .array(
            z.strictObject({
              vehicle: z.string().meta({ description: 'Its id' }),
              number: z.number().int().min(1).optional().meta({
                description: 'Which of the vehicles of this kind, of one in progress; absent for all others',
              }),
              shift: z.number().int().min(1).optional().meta({
                description: 'Which of its `shifts`, where it has several',
              }),
              obstacle: z.string().meta({ description: 'The binding rule, in words' }),
              rule: z.string().meta({ description: 'Its code, see docs/features/explain.md' }),
              frees: z.string().nullable().meta({
                description: 'The smallest change found that makes room, verified by trying; null: none found',
              }),
            }),
          )
          .meta({ description: 'What binds on each of them' }),
        more,
      }),
    )
    .optional()
    .meta({ description: 'Why not at all: for every task left out' }),
  slots: z
    .array(
      z.strictObject({
        task: z.string().meta({ description: 'Its id' }),
        slots: z
          .array(
            z.strictObject({
              window: z.tuple([number, number]).meta({ description: 'The one offered' }),
              ...alternativeSchema.shape,
            }),
          )
          .meta({ description: 'One per window' }),
      }),
    )
    .optional()
    .meta({ description: 'Best first; `cost` is what the appointment adds' }),
});

const solverSchema = z.strictObject({
  seed: count.meta({ description: 'Of all random choices' }),
  threads: count.meta({ description: 'That searched' }),
  iterations: count.meta({ description: 'Of all threads together' }),
  elapsed_s: number.meta({ description: 'Wall time of the search' }),
  first_solution_s: number.meta({ description: 'Wall time to the first solution' }),
  stopped: z
    .enum(['time', 'iterations', 'cancelled', 'shutdown', 'timeout', 'not_searched'])
    .meta({ description: 'What ended the search' }),
  trace: z
    .array(
      z.strictObject({
        elapsed_s: number.meta({ description: 'Since the search began' }),
        iterations: count.meta({ description: 'So far' }),
        cost: number.meta({
          description:
            'What the search makes least: the weighted sum of `objectives` below `unserved` and `vehicles`; money where that is `cost`',
        }),
        unassigned: count.meta({ description: 'Tasks left out' }),
      }),
    )
    .meta({ description: 'How the best plan improved' }),
});

export const planSchema = z
  .strictObject({
    kind: z.literal('routing-plan'),
    version: z.literal(1),
    request: z.string().nullable().meta({ description: 'Id of the request' }),
    cost: costSchema,
    objectives: z.array(objectiveSchema).meta({ description: 'In order of importance' }),
    summary: summarySchema.meta({ description: 'The plan in figures' }),
    routes: z.array(planRouteSchema).meta({ description: 'One per vehicle used' }),
    unassigned: z.array(unassignedSchema).meta({ description: 'Tasks on no route, each with a reason' }),
    violations: z
      .array(violationSchema)
      .optional()
      .meta({ description: 'Of routes judged as given (`options.search: false`); empty: all rules are kept' }),
    explanations: explanationsSchema.optional().meta({ description: 'What `explain` asked for' }),
    solver: solverSchema.meta({ description: 'How the plan was found' }),
  })
  .meta({ id: 'RoutingPlan', title: 'Roundsman routing plan' });

export type RoutingPlan = z.infer<typeof planSchema>;
export type PlanRoute = z.infer<typeof planRouteSchema>;
export type PlanStop = z.infer<typeof planStopSchema>;
export type PlanCost = z.infer<typeof costSchema>;
export type PlanSummary = z.infer<typeof summarySchema>;
export type PlanObjectives = z.infer<typeof objectiveSchema>[];
export type PlanViolation = z.infer<typeof violationSchema>;
export type PlanAlternative = z.infer<typeof alternativeSchema>;
export type PlanExplanations = z.infer<typeof explanationsSchema>;
export type PlanUnassigned = z.infer<typeof unassignedSchema>;
export type SolverReport = z.infer<typeof solverSchema>;
