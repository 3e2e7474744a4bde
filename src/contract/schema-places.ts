import { z } from 'zod';
import { matrixSchema } from './matrix.ts';
import { description, id, position, reference, timeSchema } from './schema-basics.ts';

export const placeSchema = z
  .strictObject({
    id,
    position: position
      .optional()
      .meta({ description: 'Needed where travel is computed from it, or a zone depends on it' }),
    description,
  })
  .meta({
    id: 'Place',
    description: 'A named location; given matrices have one row and column per place, in this order',
  });

export const zoneSchema = z
  .strictObject({
    id,
    polygon: z.array(z.array(position).min(4).max(2000)).min(1).max(100).meta({
      description:
        'Closed rings that cross neither themselves nor each other: the outline, then holes. Its border is part of it',
    }),
  })
  .meta({
    id: 'Zone',
    description: 'An area; at most 2,000 positions, 100,000 in all zones, and 200 million times places',
  });

const trafficSchema = z
  .array(
    z
      .strictObject({
        zone: reference
          .optional()
          .meta({ description: 'Id: for journeys from places in it. Default: from all others' }),
        steps: z
          .array(
            z
              .strictObject({
                from: timeSchema.meta({ description: 'Until the next step' }),
                factor: z
                  .number()
                  .min(0.05)
                  .max(20)
                  .meta({ description: '0.5 = half as fast; 1 before the first step' }),
              })
              .meta({ id: 'TrafficStep' }),
          )
          .min(1)
          .max(500)
          .meta({ description: 'In the order of time' }),
      })
      .meta({ id: 'Traffic' }),
  )
  .max(200)
  .optional()
  .meta({ description: 'Speeds by time of day; the first entry whose zone contains the place left counts' });

export const profileSchema = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('great_circle'),
        name: id,
        speed_kmh: z.number().min(0.1).max(500).default(30).meta({ description: 'On the way' }),
        detour: z.number().min(1).max(10).default(1.3).meta({ description: 'Road metres per metre as the crow flies' }),
        traffic: trafficSchema,
      })
      .meta({ id: 'GreatCircle', description: 'On the globe; metres and seconds are whole' }),
    z
      .strictObject({
        kind: z.literal('euclidean'),
        name: id,
        scale: z.number().min(1e-6).max(1e6).default(1).meta({ description: 'Metres per unit of the positions' }),
        speed_m_per_s: z.number().min(1e-3).max(1e3).default(1).meta({ description: 'On the way' }),
        rounding: z
          .enum(['none', 'nearest', 'down'])
          .default('none')
          .meta({ description: 'Of metres, and then of seconds' }),
        traffic: trafficSchema,
      })
      .meta({ id: 'Euclidean', description: 'In the plane' }),
    z
      .strictObject({
        kind: z.literal('matrix'),
        name: id,
        durations_s: matrixSchema.meta({ description: 'Row: from, column: to; in the order of `places`' }),
        distances_m: matrixSchema.optional().meta({ description: 'Default: the durations, as metres' }),
        traffic: trafficSchema,
      })
      .meta({ id: 'Matrix', description: 'As given' }),
    z
      .strictObject({ kind: z.literal('none'), name: id })
      .meta({ id: 'NoTravel', description: 'No metres, no seconds: an outside carrier’s own business' }),
  ])
  .meta({ id: 'Profile' });
