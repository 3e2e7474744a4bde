import { z } from 'zod';
import { date, id, lonLat, MOST_SLOTS, minutes, reference, span, zoneIds } from './basics.ts';

/** Where demand is and how much: zones, given demand, history, calendar, weather. */

const rings = z.array(z.array(lonLat).min(4).max(2000)).min(1).max(100);

const polygonSchema = z
  .strictObject({
    type: z.literal('Polygon'),
    coordinates: rings.meta({ description: 'Closed rings: the outline, then holes' }),
  })
  .meta({ id: 'Polygon', description: 'GeoJSON; at most 2,000 positions' });

const featureSchema = z
  .strictObject({
    type: z.literal('Feature'),
    geometry: polygonSchema,
    properties: z.record(z.string(), z.unknown()).nullish().meta({ description: 'Not looked at' }),
    id: z.union([z.string(), z.number()]).optional().meta({ description: 'Not looked at' }),
  })
  .meta({ id: 'Feature', description: 'GeoJSON' });

export const zoneSchema = z
  .strictObject({
    id,
    polygon: z.union([polygonSchema, featureSchema]).optional().meta({
      description: 'GeoJSON. Zones may touch, and overlap by 1 % of the smaller one. Without it only the id is known',
    }),
    centre: lonLat.optional().meta({ description: 'Default: a point inside of the polygon' }),
    area_km2: z
      .number()
      .min(0.0001)
      .max(100_000)
      .optional()
      .meta({ description: 'Default: of the polygon, else 4; ways within the zone are computed from it' }),
    hubs: z
      .array(lonLat)
      .max(100)
      .optional()
      .meta({ description: 'Where bikes stand and idle riders wait. Default: anywhere in the zone' }),
    pickups: z
      .number()
      .int()
      .min(1)
      .max(10_000)
      .default(10)
      .meta({ description: 'Restaurants and shops: the more there are, the fewer orders wait at one' }),
  })
  .meta({ id: 'StaffingZone' });

export const designSchema = z
  .strictObject({
    count: z.number().int().min(1).max(500).optional().meta({ description: 'Number of zones' }),
    max_work_h: z
      .number()
      .min(0.1)
      .max(1e6)
      .optional()
      .meta({ description: 'Instead of `count`: most rider-hours of work of one zone and week' }),
    near_present: z.boolean().default(false).meta({ description: 'Stay close to `zones`, which then need polygons' }),
  })
  .meta({ id: 'ZoneDesign', description: 'Needs `history_orders` with places; demand is theirs' });

const count = z.number().min(0).max(1e6);

export const demandSchema = z
  .strictObject({
    zone: reference.meta({ description: 'Its id' }),
    orders: z.array(count).min(1).max(MOST_SLOTS).meta({
      description: 'Expected per slot, from the first of the horizon on: one value per slot, or one day to be repeated',
    }),
    dispersion: z
      .union([z.number().min(0.01).max(1000), z.array(z.number().min(0.01).max(1000)).min(1).max(MOST_SLOTS)])
      .default(1)
      .meta({
        description: 'Variance / mean of the orders of a slot, one for all or as many as `orders`; 1 = Poisson',
      }),
  })
  .meta({ id: 'Demand', description: 'Of one zone' });

export const countsSchema = z
  .strictObject({
    zone: reference.meta({ description: 'Its id' }),
    starts_on: date.meta({ description: 'The first slot begins with this day' }),
    counts: z
      .array(z.number().min(0).max(1e6).nullable())
      .min(1)
      .max(150_000)
      .meta({ description: 'Orders per slot of the horizon’s length, without gaps (elapsed time); null: not known' }),
  })
  .meta({ id: 'HistoryCounts', description: 'Of one zone; several pieces may follow each other' });

export const orderSchema = z
  .strictObject({
    time: span.from.meta({ description: 'Placed' }),
    zone: reference.optional().meta({ description: 'Its id. Default: the zone that the pickup, else the door is in' }),
    at: lonLat.optional().meta({ description: 'Door' }),
    pickup: lonLat.optional().meta({ description: 'Restaurant or shop. Default: unknown' }),
    preparation_min: minutes.optional().meta({ description: 'From placed to ready. Default: as `handling` says' }),
  })
  .meta({ id: 'StaffingOrder', description: 'Has a `zone`, or a place' });

export const holidaySchema = z
  .strictObject({
    date,
    lesser: z.boolean().default(false).meta({ description: 'Only schools or offices are closed' }),
    name: z.string().max(200).optional().meta({ description: 'For people' }),
  })
  .meta({ id: 'Holiday' });

export const eventSchema = z
  .strictObject({
    name: reference.meta({ description: 'Events of one name are of one kind: those to come are as those in the past' }),
    ...span,
    zones: zoneIds.min(1).optional().meta({ description: 'Ids. Default: all' }),
    factor: z
      .number()
      .min(0.01)
      .max(100)
      .optional()
      .meta({ description: 'Demand is multiplied by it. Default: learnt from the past events of the name' }),
  })
  .meta({ id: 'DemandEvent', description: 'A match, a fair, a strike' });

export const weatherSchema = z
  .strictObject({
    ...span,
    level: z.number().min(-1000).max(1000).meta({
      description: 'On a scale of yours, such as mm of rain per hour; 0 where nothing is said. Its effect is learnt',
    }),
  })
  .meta({ id: 'Weather', description: 'Past, and expected within the horizon' });
