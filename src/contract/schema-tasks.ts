import { z } from 'zod';
import {
  amounts,
  description,
  id,
  location,
  money,
  names,
  reference,
  seconds,
  timeSchema,
  window,
} from './schema-basics.ts';

const byType = z
  .array(
    z
      .strictObject({
        type: reference.meta({ description: 'A vehicle’s `type`' }),
        seconds: seconds.meta({ description: 'For vehicles of it' }),
      })
      .meta({ id: 'SecondsByType' }),
  )
  .max(200);

const softWindowSchema = z
  .strictObject({
    window,
    early_cost_per_hour: money.default(0).meta({ description: 'For a begin before it opens' }),
    late_cost_per_hour: money.meta({ description: 'For a begin after it closes' }),
  })
  .meta({ id: 'SoftWindow', description: 'A wish: nobody waits for it. Of several, the cheapest counts' });

const stopFields = {
  at: location,
  windows: z
    .array(window)
    .min(1)
    .max(50)
    .optional()
    .meta({ description: 'Service must START within one of them. Default: at any time' }),
  soft_windows: z.array(softWindowSchema).max(10).optional().meta({ description: 'When it would best begin' }),
  service_s: seconds.default(0).meta({ description: 'Time at the stop' }),
  setup_s: seconds
    .default(0)
    .meta({ description: 'Charged once on arrival at a place, not again for the next task there' }),
  service_by_type: byType.optional().meta({ description: 'Instead of `service_s`, for vehicles of that type' }),
  setup_by_type: byType.optional().meta({ description: 'Instead of `setup_s`, for vehicles of that type' }),
  cost: money.default(0).meta({ description: 'Extra cost of choosing this option' }),
  label: z.string().max(100).optional().meta({ description: 'home, relay, locker, appointment ...' }),
};
/** What a single stop may say; with `options` every option says it for itself. */
export const STOP_FIELDS: readonly string[] = Object.keys(stopFields);
export const stopSchema = z.strictObject(stopFields).meta({ id: 'Stop', description: 'One way to take a step' });

const taskFields = {
  id,
  description,
  load: amounts.optional().meta({ description: 'Amount per capacity dimension. Default: zero in all' }),
  skills: names.optional().meta({ description: 'The vehicle must have all of these' }),
  any_skills: names.optional().meta({ description: 'If any: the vehicle must have at least one of these' }),
  forbidden_skills: names.optional().meta({ description: 'The vehicle must have none of these' }),
  vehicles: names.optional().meta({ description: 'Ids: only these vehicles may serve it' }),
  forbidden_vehicles: names.optional().meta({ description: 'Ids: these vehicles may not serve it' }),
  priority: z
    .number()
    .int()
    .min(0)
    .max(100)
    .default(0)
    .meta({ description: 'A higher one is left out later; not beside `prize`' }),
  prize: money.optional().meta({ description: 'Makes the task optional: leaving it out costs this much' }),
  release: timeSchema
    .optional()
    .meta({ description: 'Deliveries: the goods are there to be loaded from this time on' }),
  due: timeSchema.optional().meta({
    description: 'Pickups: the goods must be unloaded, at a reload or the end, by this time',
  }),
  goods: reference.optional().meta({ description: 'Class of goods, for `incompatible_goods`' }),
  max_ride_s: seconds.optional().meta({ description: 'Longest time on board; not for visits' }),
};

const singleStop = {
  ...stopFields,
  at: location.optional(),
  options: z
    .array(stopSchema)
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'Exactly one of these is used; instead of `at` and the other fields of a stop' }),
};

const shipmentStops = z.union([stopSchema, z.array(stopSchema).min(1).max(20)]);

export const taskSchema = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('delivery'),
        ...taskFields,
        return_load: amounts.optional().meta({
          description:
            'Taken along from the same stop, on board to the end of its trip: empties, a swap. Default: nothing',
        }),
        ...singleStop,
      })
      .meta({ id: 'Delivery', description: 'On board from the start of its trip' }),
    z
      .strictObject({ kind: z.literal('pickup'), ...taskFields, ...singleStop })
      .meta({ id: 'Pickup', description: 'On board to the end of its trip' }),
    z
      .strictObject({ kind: z.literal('visit'), ...taskFields, ...singleStop })
      .meta({ id: 'Visit', description: 'Carries nothing' }),
    z
      .strictObject({
        kind: z.literal('shipment'),
        ...taskFields,
        pickup: shipmentStops.meta({ description: 'Where it is picked up; of several, one is used' }),
        delivery: shipmentStops.meta({ description: 'Where it is delivered; of several, one is used' }),
      })
      .meta({ id: 'Shipment', description: 'From its pickup to its delivery on one vehicle' }),
  ])
  .meta({ id: 'Task' });

/** Where, when and how long: one way to take a step. */
export type StopInput = z.input<typeof stopSchema>;
