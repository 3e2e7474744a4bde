import { z } from 'zod';
import {
  amounts,
  description,
  id,
  location,
  metres,
  money,
  names,
  reference,
  seconds,
  window,
} from './schema-basics.ts';

const costsSchema = z
  .strictObject({
    fixed: money.default(0).meta({ description: 'Per vehicle used' }),
    per_km: money.default(0).meta({ description: 'Per km driven' }),
    per_hour: money.default(0).meta({ description: 'Per hour on duty: travel, setup, service, waiting and breaks' }),
    per_travel_hour: money.default(0).meta({ description: 'Driving' }),
    per_service_hour: money.default(0).meta({ description: 'Setup and service' }),
    per_waiting_hour: money.default(0).meta({ description: 'For windows and breaks to open' }),
    per_task: money.default(0).meta({ description: 'A shipment is one task' }),
    overtime: z
      .strictObject({
        after_s: seconds.meta({ description: 'Of duty' }),
        per_hour: money.meta({ description: 'Per hour of duty beyond that' }),
      })
      .meta({ id: 'Overtime' })
      .optional()
      .meta({ description: 'On top of the other costs' }),
  })
  .meta({ id: 'Costs', description: 'In the money of the request' });

const tariffSchema = z
  .strictObject({
    zone: reference.optional().meta({ description: 'Default: everywhere' }),
    up_to: amounts.optional().meta({ description: 'Largest load, per dimension. Default: any' }),
    price: money.meta({ description: 'Per task' }),
  })
  .meta({ id: 'TariffRow', description: 'A row of a price list; the first that fits a task counts' });

const breakSchema = z
  .strictObject({
    id,
    description,
    duration_s: seconds.meta({ description: 'How long it takes' }),
    windows: z.array(window).min(1).max(20).optional().meta({ description: 'It begins within one of them' }),
    after_driving_s: z
      .number()
      .min(1)
      .max(1e8)
      .optional()
      .meta({ description: 'Instead of `windows`: taken as often as needed, at the latest after that much driving' }),
    max_load: amounts.optional().meta({ description: 'Most on board during it, per dimension. Default: any' }),
  })
  .meta({ id: 'Break', description: 'Either `windows` or `after_driving_s`; at most one of the latter per vehicle' });

const reloadSchema = z
  .strictObject({
    at: location,
    windows: z.array(window).min(1).max(50).optional().meta({ description: 'Its service starts within one of them' }),
    service_s: seconds.default(0).meta({ description: 'For unloading and loading' }),
  })
  .meta({ id: 'Reload', description: 'Where a trip may end and the next one begin, as often as it pays' });

export const vehicleSchema = z
  .strictObject({
    id,
    description,
    type: reference.optional().meta({ description: 'For service and setup by vehicle type' }),
    count: z.number().int().min(0).max(100_000).default(1).meta({ description: 'How many of exactly this kind' }),
    profile: reference.default('car').meta({ description: 'The name of one of `profiles`' }),
    speed_factor: z.number().min(0.05).max(20).default(1).meta({ description: '2 = twice as fast as the profile' }),
    start: location.optional().meta({ description: 'Default: starts at its first stop' }),
    end: location.optional().meta({ description: 'Default: ends at its last stop (open route)' }),
    shift: window.optional().meta({ description: 'Leaves not before, is back not after' }),
    shifts: z
      .array(window)
      .min(1)
      .max(50)
      .optional()
      .meta({ description: 'Instead of `shift`: one route per shift, limits and costs for each' }),
    capacity: amounts.optional().meta({ description: 'Per dimension. Default: unlimited' }),
    skills: names.optional().meta({ description: 'What it can do; words of yours' }),
    costs: costsSchema.optional().meta({ description: 'Default: {per_km: 1}' }),
    tariff: z
      .array(tariffSchema)
      .min(1)
      .max(1000)
      .optional()
      .meta({ description: 'Prices per task, beside `costs`; serves only tasks that a row fits' }),
    breaks: z.array(breakSchema).max(20).optional().meta({ description: 'Taken in this order' }),
    reloads: z.array(reloadSchema).max(50).optional().meta({ description: 'Where a trip may end and the next begin' }),
    max_trips: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .optional()
      .meta({ description: 'Trips between start, reloads and end; needs `reloads`. Default: any number' }),
    zones: names.min(1).optional().meta({ description: 'Ids: may only serve places within these zones' }),
    backhauls: z.enum(['mixed', 'after_deliveries', 'after_a_delivery']).default('mixed').meta({
      description: 'Pickups: anywhere; after all deliveries of the trip; also never on a route without a delivery',
    }),
    unloading: z
      .enum(['any', 'lifo'])
      .default('any')
      .meta({ description: '`lifo`: goods are served only when nothing loaded later is on board' }),
    min_load: amounts.optional().meta({ description: 'Least load of all its tasks together, if it is used' }),
    min_duty_s: seconds.default(0).meta({ description: 'Least duty, if it is used' }),
    max_distance_m: metres.optional().meta({ description: 'Per route. Default: no limit' }),
    max_driving_s: seconds.optional().meta({ description: 'Per route. Default: no limit' }),
    max_duty_s: seconds
      .optional()
      .meta({ description: 'From leaving to being back, waiting and breaks included. Default: no limit' }),
    max_tasks: z.number().int().min(0).max(100_000).optional().meta({ description: 'A shipment is one task' }),
    co2_g_per_km: money.default(0).meta({ description: 'For the objective `co2`' }),
  })
  .meta({ id: 'Vehicle' });
