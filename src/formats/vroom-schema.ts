import { z } from 'zod';
import { matrixSchema } from '../contract/matrix.ts';

/**
 * VROOM's input (https://github.com/VROOM-Project/vroom/blob/master/docs/API.md), whole. Bounds of numbers are left to
 * the native schema, where they end up; what VROOM requires to be an integer is one here.
 */
const id = z.number().int().min(0);
export const integer = z.number().int();
const description = z.string().optional();
export const amounts = z.array(integer);
const skills = z.array(integer);
const windows = z.array(z.tuple([integer, integer]));
export const coordinates = z.tuple([z.number(), z.number()]);
const byType = z.record(z.string(), integer);

const placeFields = { location: coordinates.optional(), location_index: z.number().int().min(0).optional() };

const workFields = {
  id,
  description,
  ...placeFields,
  setup: integer.optional(),
  service: integer.optional(),
  setup_per_type: byType.optional(),
  service_per_type: byType.optional(),
  time_windows: windows.optional(),
};

const jobSchema = z.strictObject({
  ...workFields,
  delivery: amounts.optional(),
  pickup: amounts.optional(),
  skills: skills.optional(),
  priority: integer.optional(),
});

const stepSchema = z.strictObject(workFields);

const shipmentSchema = z.strictObject({
  pickup: stepSchema,
  delivery: stepSchema,
  amount: amounts.optional(),
  skills: skills.optional(),
  priority: integer.optional(),
});

const breakSchema = z.strictObject({
  id,
  description,
  time_windows: windows.optional(),
  service: integer.optional(),
  max_load: amounts.optional(),
});

const vehicleStepSchema = z.strictObject({
  type: z.enum(['start', 'job', 'pickup', 'delivery', 'break', 'end']),
  id: id.optional(),
  service_at: integer.optional(),
  service_after: integer.optional(),
  service_before: integer.optional(),
});

const vehicleSchema = z.strictObject({
  id,
  profile: z.string().optional(),
  description,
  start: coordinates.optional(),
  start_index: z.number().int().min(0).optional(),
  end: coordinates.optional(),
  end_index: z.number().int().min(0).optional(),
  capacity: amounts.optional(),
  costs: z
    .strictObject({
      fixed: integer.optional(),
      per_hour: integer.optional(),
      per_task_hour: integer.optional(),
      per_km: integer.optional(),
    })
    .optional(),
  skills: skills.optional(),
  type: z.string().optional(),
  time_window: z.tuple([integer, integer]).optional(),
  breaks: z.array(breakSchema).optional(),
  speed_factor: z.number().gt(0).max(5).optional(),
  max_tasks: integer.optional(),
  max_travel_time: integer.optional(),
  max_distance: integer.optional(),
  steps: z.array(vehicleStepSchema).optional(),
});

const matricesSchema = z.record(
  z.string(),
  z.strictObject({
    durations: matrixSchema.optional(),
    distances: matrixSchema.optional(),
    costs: matrixSchema.optional(),
  }),
);

export const vroomSchema = z.strictObject({
  jobs: z.array(jobSchema).optional(),
  shipments: z.array(shipmentSchema).optional(),
  vehicles: z.array(vehicleSchema),
  matrices: matricesSchema.optional(),
  // Of vroom-express, the HTTP server around it.
  options: z
    .strictObject({
      g: z.boolean().optional(),
      c: z.boolean().optional(),
      t: integer.optional(),
      x: integer.optional(),
      l: z.number().optional(),
    })
    .optional(),
});

export type Vroom = z.output<typeof vroomSchema>;
export type VroomJob = z.output<typeof jobSchema>;
export type VroomShipment = z.output<typeof shipmentSchema>;
export type VroomWork = z.output<typeof stepSchema>;
export type VroomBreak = z.output<typeof breakSchema>;
export type VroomVehicleStep = z.output<typeof vehicleStepSchema>;
export type VroomVehicle = z.output<typeof vehicleSchema>;
