import { z } from 'zod';
import { UNASSIGNED_REASONS, type UnassignedReason } from './request.ts';

/** The plan as users receive it. Times in seconds on the clock of the request; ISO times too where it gave `starts_at`. */

const count = z.number().int().min(0);
const number = z.number();
const reasons = Object.keys(UNASSIGNED_REASONS) as [UnassignedReason, ...UnassignedReason[]];

const costSchema = z
  .strictObject({
    total: number,
    fixed: number.meta({ description: 'Of the vehicles used' }),
    distance: number,
    time: number.meta({ description: 'Duty, travel, service and waiting' }),
    tasks: number.meta({ description: 'Per-task costs and costs of the options chosen' }),
    unserved: number.meta({ description: 'Prizes of optional tasks left out' }),
  })
  .meta({ description: 'In the money of the request; total = the sum of the others' });

const planStopSchema = z.strictObject({
  kind: z.enum(['start', 'delivery', 'pickup', 'visit', 'end']),
  task: z.string().optional().meta({ description: 'Id of the task; absent at start and end' }),
  option: count.optional().meta({ description: 'Which of the task’s options, from 0' }),
  label: z.string().optional(),
  place: z.string().optional().meta({ description: 'Id of the place, where it has one' }),
  position: z.tuple([number, number]).optional(),
  arrival_s: number.meta({ description: 'Before waiting' }),
  waiting_s: number,
  begin_s: number.meta({ description: 'Service begins: arrival + waiting' }),
  service_s: number,
  departure_s: number.meta({ description: 'begin + service' }),
  load: z.array(number).meta({ description: 'On board when leaving; at the end: brought back' }),
  distance_m: number.meta({ description: 'Driven since the start' }),
  driving_s: number.meta({ description: 'Driven since the start' }),
  arrival: z.string().optional().meta({ description: 'ISO 8601, UTC' }),
  departure: z.string().optional(),
});

const planRouteSchema = z.strictObject({
  vehicle: z.string(),
  number: z.number().int().min(1).meta({ description: 'Which of the vehicles of this kind, 1..count' }),
  stops: z.array(planStopSchema),
  tasks: count,
  cost: costSchema,
  distance_m: number,
  driving_s: number,
  service_s: number,
  waiting_s: number,
  duty_s: number.meta({
    description: 'From leaving the start to reaching the end; the departure is as late as costs no one time',
  }),
  starts_s: number,
  ends_s: number,
  max_load: z.array(number).meta({ description: 'Largest load on board, per dimension' }),
});

const unassignedSchema = z.strictObject({
  task: z.string(),
  reason: z.enum(reasons),
  cause: z.string(),
  cost: number.meta({ description: 'The prize lost; 0 for a mandatory task' }),
  place: z.string().optional().meta({ description: 'Id of the place, where it has one' }),
  position: z.tuple([number, number]).optional(),
});

const summarySchema = z.strictObject({
  tasks: count,
  served: count,
  unassigned: count,
  vehicles_used: count,
  vehicles_available: count,
  distance_m: number,
  driving_s: number,
  service_s: number,
  waiting_s: number,
  duty_s: number,
  load_use: z
    .array(number)
    .meta({ description: 'Largest load over capacity, mean of the routes used, per dimension; 0..1' }),
  tasks_per_route: number,
  tasks_per_duty_hour: number,
  cost_per_task: number,
  m_per_task: number,
});

const solverSchema = z.strictObject({
  seed: count,
  threads: count,
  iterations: count.meta({ description: 'Of all threads together' }),
  elapsed_s: number,
  first_solution_s: number,
  stopped: z.enum(['time', 'iterations', 'cancelled', 'shutdown', 'timeout']),
  trace: z
    .array(z.strictObject({ elapsed_s: number, iterations: count, cost: number, unassigned: count }))
    .meta({ description: 'How the best plan improved' }),
});

export const planSchema = z
  .strictObject({
    kind: z.literal('routing-plan'),
    version: z.literal(1),
    request: z.string().nullable().meta({ description: 'Id of the request' }),
    cost: costSchema,
    summary: summarySchema,
    routes: z.array(planRouteSchema),
    unassigned: z.array(unassignedSchema),
    solver: solverSchema,
  })
  .meta({ id: 'RoutingPlan', title: 'Roundsman routing plan' });

export type RoutingPlan = z.infer<typeof planSchema>;
export type PlanRoute = z.infer<typeof planRouteSchema>;
export type PlanStop = z.infer<typeof planStopSchema>;
export type PlanCost = z.infer<typeof costSchema>;
export type PlanSummary = z.infer<typeof summarySchema>;
export type PlanUnassigned = z.infer<typeof unassignedSchema>;
export type SolverReport = z.infer<typeof solverSchema>;
