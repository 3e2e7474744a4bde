import { z } from 'zod';
import { amounts, coordinates, integer } from './vroom-schema.ts';

/**
 * VROOM's answer (https://github.com/VROOM-Project/vroom/blob/master/docs/API.md#output), whole. Times in seconds, distances in metres,
 * all integers. A field that is optional here is there under a condition, named beside it.
 */

export const VIOLATIONS = {
  delay: 'begins, or is back, after its window',
  lead_time: 'begins, or leaves, before its window',
  load: 'more on board than the capacity',
  max_tasks: 'more tasks than allowed',
  skills: 'a skill is missing',
  precedence: 'a delivery before its pickup, or one without the other',
  missing_break: 'a break of the vehicle is not taken',
  max_travel_time: 'more travel than allowed',
  max_distance: 'longer than allowed',
  max_load: 'more on board during a break than allowed',
} as const;

export type VroomCause = keyof typeof VIOLATIONS;
const causes = Object.keys(VIOLATIONS) as [VroomCause, ...VroomCause[]];

const count = integer.min(0);
const violations = z.array(
  // Seconds: of delay and lead_time only.
  z.strictObject({ cause: z.enum(causes), duration: count.optional() }),
);

/** Where the request gives them. */
const place = {
  description: z.string().optional(),
  location: coordinates.optional(),
  location_index: count.optional(),
};

const stepSchema = z.strictObject({
  type: z.enum(['start', 'job', 'pickup', 'delivery', 'break', 'end']),
  // Before waiting.
  arrival: integer,
  // Travel since the start.
  duration: count,
  setup: count,
  service: count,
  waiting_time: count,
  violations,
  ...place,
  // Of job, pickup, delivery and break.
  id: count.optional(),
  // After the step; with capacities.
  load: amounts.optional(),
  // Since the start; with `-g` or matrices of distances.
  distance: count.optional(),
});

const figures = {
  cost: integer,
  setup: count,
  service: count,
  duration: count,
  waiting_time: count,
  priority: count,
  violations,
  // With capacities.
  delivery: amounts.optional(),
  pickup: amounts.optional(),
  // With `-g` or matrices of distances.
  distance: count.optional(),
};

const routeSchema = z.strictObject({
  vehicle: count,
  steps: z.array(stepSchema),
  ...figures,
  description: z.string().optional(),
  // With `-g`: an encoded polyline.
  geometry: z.string().optional(),
});

const unassignedSchema = z.strictObject({ id: count, type: z.enum(['job', 'pickup', 'delivery']), ...place });

const summarySchema = z.strictObject({
  routes: count,
  unassigned: count,
  ...figures,
  // Milliseconds; `routing` with `-g`.
  computing_times: z.strictObject({ loading: count, solving: count, routing: count.optional() }),
});

const answerSchema = z.strictObject({
  code: z.literal(0),
  summary: summarySchema,
  unassigned: z.array(unassignedSchema),
  routes: z.array(routeSchema),
});

const failureSchema = z.strictObject({
  // 1 internal, 2 input, 3 routing.
  code: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  error: z.string(),
});

export const vroomResponseSchema = z.union([answerSchema, failureSchema]);

export type VroomAnswer = z.output<typeof answerSchema>;
export type VroomFailure = z.output<typeof failureSchema>;
export type VroomOutRoute = z.output<typeof routeSchema>;
export type VroomOutStep = z.output<typeof stepSchema>;
export type VroomViolation = z.output<typeof violations>[number];
export type VroomUnassigned = z.output<typeof unassignedSchema>;
