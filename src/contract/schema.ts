import { z } from 'zod';
import { matrixSchema } from './matrix.ts';

/**
 * The native request as users write it. `normalise.ts` turns it into the one form the rest of the code reads
 * (`request.ts`). Lists instead of keyed objects throughout: ids are data, and data must not become property names.
 */

const MAX_COORDINATE = 1e7;
/** Seconds; covers Unix time, so dispatch systems can send either their own origin or epoch seconds. */
const MAX_TIME_S = 1e10;

/** A name that something else has, or a word of the user's. */
const reference = z.string().min(1).max(200);
const id = reference.meta({ description: 'Unique within its list' });
const text = z.string().max(2000);
const seconds = z.number().min(0).max(1e8);
const money = z.number().min(0).max(1e9);
const amount = z.number().min(0).max(1e9);
const amounts = z.array(amount).max(8);
const names = z.array(reference).max(1000);

const timeSchema = z.union([z.number().min(-MAX_TIME_S).max(MAX_TIME_S), z.iso.datetime({ offset: true })]).meta({
  id: 'Time',
  description: 'Seconds on the clock of the request, or ISO 8601 with an offset (needs `starts_at`)',
});

const window = z.tuple([timeSchema, timeSchema]).meta({ id: 'Window', description: '[opens, closes], both inclusive' });

const position = z
  .tuple([z.number().min(-MAX_COORDINATE).max(MAX_COORDINATE), z.number().min(-MAX_COORDINATE).max(MAX_COORDINATE)])
  .meta({ id: 'Position', description: '[longitude, latitude] in degrees; [x, y] where the profile is euclidean' });

const location = z
  .union([reference, position])
  .meta({ id: 'Location', description: 'The id of one of `places`, or a position' });

const placeSchema = z.strictObject({ id, position: position.optional(), description: text.optional() }).meta({
  id: 'Place',
  description: 'A named location; given matrices have one row and column per place, in this order',
});

const byType = z.array(z.strictObject({ type: reference, seconds })).max(200);

const stopFields = {
  at: location,
  windows: z.array(window).min(1).max(50).optional().meta({ description: 'Service must START within one of them' }),
  soft_windows: z
    .array(z.strictObject({ window, early_cost_per_hour: money.default(0), late_cost_per_hour: money }))
    .max(10)
    .optional(),
  service_s: seconds.default(0),
  setup_s: seconds
    .default(0)
    .meta({ description: 'Charged once on arrival at a place, not again for the next task there' }),
  service_by_type: byType.optional(),
  setup_by_type: byType.optional(),
  cost: money.default(0).meta({ description: 'Extra cost of choosing this option' }),
  label: z.string().max(100).optional().meta({ description: 'home, relay, locker, appointment ...' }),
};
const stopSchema = z.strictObject(stopFields).meta({ id: 'Stop', description: 'One way to serve a task' });

const taskFields = {
  id,
  description: text.optional(),
  load: amounts.optional().meta({ description: 'Amount per capacity dimension. Default: zero in all' }),
  skills: names.optional().meta({ description: 'The vehicle must have all of these' }),
  any_skills: names.optional().meta({ description: 'The vehicle must have at least one of these' }),
  forbidden_skills: names.optional().meta({ description: 'The vehicle must have none of these' }),
  vehicles: names.optional().meta({ description: 'Only these vehicles may serve it' }),
  forbidden_vehicles: names.optional(),
  priority: z.number().int().min(0).max(100).default(0).meta({ description: 'A higher one is left out later' }),
  prize: money.optional().meta({ description: 'Makes the task optional: leaving it out costs this much' }),
  release: timeSchema.optional().meta({ description: 'The goods are at the depot from this time on' }),
  goods: reference.optional().meta({ description: 'Class of goods, for `incompatible_goods`' }),
  max_ride_s: seconds.optional().meta({ description: 'Longest time on board' }),
};

const singleStop = {
  ...stopFields,
  at: location.optional(),
  options: z
    .array(stopSchema)
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'Exactly one of these is used; instead of `at`' }),
};

const taskSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('delivery'), ...taskFields, ...singleStop })
    .meta({ id: 'Delivery', description: 'On board from the start' }),
  z
    .strictObject({ kind: z.literal('pickup'), ...taskFields, ...singleStop })
    .meta({ id: 'Pickup', description: 'On board to the end' }),
  z
    .strictObject({ kind: z.literal('visit'), ...taskFields, ...singleStop })
    .meta({ id: 'Visit', description: 'Carries nothing' }),
  z
    .strictObject({
      kind: z.literal('shipment'),
      ...taskFields,
      pickup: z.union([stopSchema, z.array(stopSchema).min(1).max(20)]),
      delivery: z.union([stopSchema, z.array(stopSchema).min(1).max(20)]),
    })
    .meta({
      id: 'Shipment',
      description: 'From its pickup to its delivery on one vehicle; with several, one of each is used',
    }),
]);

const costsSchema = z
  .strictObject({
    fixed: money.default(0).meta({ description: 'Per vehicle used' }),
    per_km: money.default(0),
    per_hour: money.default(0).meta({ description: 'Per hour on duty: travel, service and waiting' }),
    per_travel_hour: money.default(0),
    per_service_hour: money.default(0).meta({ description: 'Setup and service' }),
    per_waiting_hour: money.default(0),
    per_task: money.default(0),
    overtime: z.strictObject({ after_s: seconds, per_hour: money }).optional(),
  })
  .meta({ id: 'Costs' });

const breakSchema = z
  .strictObject({
    id,
    description: text.optional(),
    windows: z.array(window).min(1).max(20).optional(),
    after_driving_s: seconds.optional(),
    duration_s: seconds,
    max_load: amounts.optional(),
  })
  .meta({ id: 'Break' });

const vehicleSchema = z
  .strictObject({
    id,
    description: text.optional(),
    type: reference.optional().meta({ description: 'For service by vehicle type' }),
    count: z.number().int().min(0).max(100_000).default(1).meta({ description: 'How many of exactly this kind' }),
    profile: reference.default('car'),
    speed_factor: z.number().min(0.05).max(20).default(1),
    start: location.optional().meta({ description: 'Default: starts at its first stop' }),
    end: location.optional().meta({ description: 'Default: ends at its last stop (open route)' }),
    shift: window.optional().meta({ description: 'Leaves not before, is back not after' }),
    shifts: z.array(window).min(1).max(50).optional(),
    capacity: amounts.optional().meta({ description: 'Per dimension. Default: unlimited' }),
    skills: names.optional(),
    costs: costsSchema.optional().meta({ description: 'Default: {per_km: 1}' }),
    breaks: z.array(breakSchema).max(20).optional(),
    max_distance_m: z.number().min(0).max(1e10).optional(),
    max_driving_s: seconds.optional(),
    max_duty_s: seconds.optional().meta({ description: 'From leaving to being back, waiting included' }),
    max_tasks: z.number().int().min(0).max(100_000).optional(),
    reloads: z
      .array(
        z.strictObject({
          at: location,
          windows: z.array(window).min(1).max(50).optional(),
          service_s: seconds.default(0),
        }),
      )
      .max(50)
      .optional(),
    max_trips: z.number().int().min(1).max(1000).optional(),
    zones: names.optional().meta({ description: 'May only serve places within these zones' }),
    backhauls: z
      .enum(['mixed', 'after_deliveries', 'after_a_delivery'])
      .default('mixed')
      .meta({ description: 'Pickups: anywhere; after all deliveries; also never on a route without a delivery' }),
    unloading: z.enum(['any', 'lifo']).default('any'),
    min_load: amounts.optional(),
    min_duty_s: seconds.optional(),
    co2_g_per_km: money.optional(),
  })
  .meta({ id: 'Vehicle' });

const profileSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('great_circle'),
    name: id,
    speed_kmh: z.number().min(0.1).max(500).default(30),
    detour: z.number().min(1).max(10).default(1.3).meta({ description: 'Road metres per metre as the crow flies' }),
  }),
  z.strictObject({
    kind: z.literal('euclidean'),
    name: id,
    scale: z.number().min(1e-6).max(1e6).default(1).meta({ description: 'Metres per unit of the positions' }),
    speed_m_per_s: z.number().min(1e-3).max(1e3).default(1),
    rounding: z
      .enum(['none', 'nearest', 'down'])
      .default('none')
      .meta({ description: 'Of metres, and then of seconds' }),
  }),
  z.strictObject({
    kind: z.literal('matrix'),
    name: id,
    durations_s: matrixSchema.meta({ description: 'Row: from, column: to; in the order of `places`' }),
    distances_m: matrixSchema.optional().meta({ description: 'Default: the durations, as metres' }),
    speed_profile: z
      .array(z.strictObject({ from: timeSchema, factor: z.number().min(0.05).max(20) }))
      .max(200)
      .optional(),
  }),
]);

const relationSchema = z.strictObject({
  kind: z.enum(['same_vehicle', 'different_vehicles', 'sequence']),
  tasks: names.min(2),
  min_gap_s: seconds.optional(),
});

const routeSchema = z.strictObject({
  vehicle: reference,
  tasks: names.meta({ description: 'A shipment is named twice: for its pickup, then for its delivery' }),
  pinned: z.boolean().default(false).meta({ description: 'The solver keeps this route as it is' }),
});

export const OBJECTIVES = [
  'unserved',
  'vehicles',
  'cost',
  'distance',
  'duration',
  'lateness',
  'balance',
  'compactness',
  'co2',
  'change',
] as const;

export const DEFAULT_OBJECTIVES: (typeof OBJECTIVES)[number][] = ['unserved', 'cost'];

const optionsSchema = z.strictObject({
  time_s: z
    .number()
    .min(0.01)
    .max(86_400)
    .optional()
    .meta({ description: 'Wall time of the search. Default 10 where `iterations` is absent' }),
  iterations: z
    .number()
    .int()
    .min(0)
    .max(1e12)
    .optional()
    .meta({ description: 'Per thread; makes the result reproducible' }),
  seed: z.number().int().min(0).max(4_294_967_295).default(1),
  threads: z.number().int().min(1).max(64).optional().meta({ description: 'Default: what the worker gives a job' }),
});

export const requestSchema = z
  .strictObject({
    kind: z.literal('routing'),
    version: z.literal(1),
    id: id.optional(),
    description: text.optional(),
    starts_at: z.iso.datetime({ offset: true }).optional().meta({ description: 'What second 0 is on the calendar' }),
    places: z.array(placeSchema).max(50_000).optional(),
    profiles: z
      .array(profileSchema)
      .min(1)
      .max(50)
      .optional()
      .meta({ description: 'Default: great circle, named car' }),
    zones: z
      .array(z.strictObject({ id, polygon: z.array(z.array(position).min(4).max(10_000)).min(1).max(100) }))
      .max(1000)
      .optional(),
    tasks: z.array(taskSchema).max(50_000),
    vehicles: z.array(vehicleSchema).max(50_000),
    relations: z.array(relationSchema).max(50_000).optional(),
    incompatible_goods: z
      .array(z.tuple([reference, reference]))
      .max(1000)
      .optional(),
    objectives: z
      .array(z.enum(OBJECTIVES))
      .min(1)
      .max(10)
      .optional()
      .meta({ description: 'In order of importance. Default: unserved, cost' }),
    routes: z.array(routeSchema).max(50_000).optional().meta({ description: 'A plan to start from' }),
    options: optionsSchema.optional(),
  })
  .meta({ id: 'RoutingRequest', title: 'Roundsman routing request', description: 'One day of routes to plan' });

export type RequestInput = z.input<typeof requestSchema>;
export type RequestParsed = z.output<typeof requestSchema>;
export type ProfileInput = z.output<typeof profileSchema>;
export type TaskInput = RequestInput['tasks'][number];
export type VehicleInput = RequestInput['vehicles'][number];
/** Where, when and how long: one way to serve a task. */
export type StopInput = z.input<typeof stopSchema>;
