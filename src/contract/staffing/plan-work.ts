import { z } from 'zod';
import { lonLat, time } from './basics.ts';
import { cause, count, from, keys, number, perSlot, rider, to, zone } from './plan-basics.ts';
import { INTRADAY_REASONS, RIDER_REASONS, SHORT_REASONS } from './reasons.ts';

/** Of the plan: what zones need and get, who rides when, what is offered, who is sent where. */

const slotsSchema = z
  .strictObject({
    demand: perSlot.meta({ description: 'Orders expected' }),
    demand_low: perSlot.meta({ description: 'Fewer orders in one of ten cases' }),
    demand_high: perSlot.meta({ description: 'More orders in one of ten cases' }),
    load: perSlot.meta({ description: 'Riders at work on the mean: the modified offered load' }),
    required: perSlot.meta({ description: 'Riders that must be there; of a day under way from now on' }),
    to_book: perSlot.meta({ description: 'Riders to plan so that enough turn up' }),
    planned: perSlot.meta({ description: 'Riders planned by name, breaks taken off' }),
    counted: perSlot.meta({
      description:
        'The same, each rider by reliability and by what the vehicle gets done, compared with the mean of all',
    }),
    open: perSlot.meta({ description: 'Riders on open shifts' }),
    with_moves: perSlot.meta({ description: 'Riders there after moves and pooling, open shifts not counted' }),
    short: perSlot.meta({ description: 'Of those to book, missing after moves and open shifts' }),
  })
  .meta({ id: 'ZoneSlots', description: 'Lists with one value per slot' });

export const zoneSchema = z
  .strictObject({
    id: zone,
    centre: lonLat.nullable().meta({ description: 'Null where nothing is known' }),
    polygon: z
      .strictObject({
        type: z.literal('Polygon'),
        coordinates: z.array(z.array(lonLat)).meta({ description: 'The outline, then holes' }),
      })
      .optional()
      .meta({ description: 'Of zones that were designed here: GeoJSON, fit to be sent back as `zones`' }),
    made_of: z
      .array(
        z
          .strictObject({
            zone: z.string().meta({ description: 'Id of a present zone' }),
            share: number.meta({ description: 'Of the work of the new zone that lies in it' }),
          })
          .meta({ id: 'PresentShare' }),
      )
      .optional()
      .meta({ description: 'Where zones were designed beside present ones: those it has work of, the most first' }),
    area_km2: number.meta({ description: 'As used for ways' }),
    handling_min: number.meta({ description: 'Minutes of a rider per order, bundling included, mean of the day' }),
    vehicles: z
      .array(
        z.strictObject({
          vehicle: z.string().meta({ description: 'Id of the vehicle type' }),
          to_book: perSlot.meta({ description: 'Of the riders to book, those with it' }),
          planned: perSlot.meta({ description: 'Riders planned by name with it, breaks taken off' }),
          least: perSlot
            .optional()
            .meta({ description: 'Riders asked for by `rules.vehicles`; only of types it names' }),
          open: perSlot.optional().meta({ description: 'The same: riders on open shifts for the type' }),
          short: perSlot.optional().meta({ description: 'The same: missing after open shifts' }),
        }),
      )
      .meta({ description: 'Split by type: by their shares, long ways to those that reach' }),
    slots: slotsSchema,
  })
  .meta({ id: 'PlanZone' });

const spanSchema = z.strictObject({ from, to });

export const shiftSchema = z
  .strictObject({
    rider,
    zone,
    from,
    to,
    meal: spanSchema.nullable().meta({ description: 'Its meal break; null: none' }),
    origin: z.enum(['planned', 'booked', 'published', 'changed']).meta({
      description: 'New; pinned; as in the published plan; another shift of the rider on that day was published',
    }),
    hours: number.meta({ description: 'Paid ones: without unpaid breaks' }),
    cost: number.meta({ description: 'Of its hours where the rider turns up, or of the orders expected in them' }),
  })
  .meta({ id: 'PlanShift', description: 'Fit to be sent back as `published` or `booked`' });

export const openSchema = z
  .strictObject({
    zone,
    from,
    to,
    riders: count.meta({ description: 'How many' }),
    vehicle: z.string().optional().meta({ description: 'Id of the vehicle type, where it matters' }),
    meal: spanSchema.nullable().meta({ description: 'Its meal break; null: none' }),
    saves: number.meta({ description: 'Cost of the shortage that one of them ends, pay not taken off' }),
    bonus_per_h: number.meta({ description: 'Worth offering on top of the wage: the expected saving is largest' }),
    bonus_limit_per_h: number.meta({ description: 'More than this is never worth it' }),
    chance: number.meta({ description: 'That it is taken at this bonus' }),
  })
  .meta({ id: 'OpenShift', description: 'A shift to be offered' });

export const riderSchema = z
  .strictObject({
    id: rider,
    home: z
      .string()
      .nullable()
      .optional()
      .meta({ description: 'Where zones were designed: the home zone among them; null: none' }),
    zones: z
      .array(z.string())
      .optional()
      .meta({ description: 'Where zones were designed: those the rider knows, home among them' }),
    hours: number.meta({ description: 'Planned, paid ones' }),
    wanted_h: number.meta({ description: 'Asked for, over the horizon' }),
    peak_h: number.meta({ description: 'Of them in peak slots' }),
    shifts: count.meta({ description: 'Planned' }),
    pay: number.meta({
      description:
        'Of the hours planned where the rider turns up, or of the orders expected in them; guaranteed hours beyond them are in `cost.pay`',
    }),
    below_min_h: number.meta({ description: 'Promised and not given' }),
    reason: keys(RIDER_REASONS).nullable().meta({ description: 'Why not all hours asked for; null: all are given' }),
    cause: z.string().nullable().meta({ description: 'The reason in words' }),
  })
  .meta({ id: 'PlanRider' });

export const shortageSchema = z
  .strictObject({
    zone,
    from,
    to,
    vehicle: z.string().optional().meta({ description: 'Id of the vehicle type that `rules.vehicles` asks for' }),
    riders: number.meta({ description: 'Missing in each slot of the stretch, on the mean' }),
    reason: keys(SHORT_REASONS).meta({ description: 'Why nobody named is there; see docs/staffing.md' }),
    cause,
    offered: z.boolean().meta({ description: 'Whether open shifts and moves would fill it' }),
  })
  .meta({ id: 'ShortSlots', description: 'A stretch of slots with fewer named riders than are to be booked' });

export const moveSchema = z
  .strictObject({
    rider: z.string().meta({ description: 'Id of the rider' }),
    from: z.string().meta({ description: 'Id of the zone left' }),
    to: z.string().meta({ description: 'Id of the zone gone to' }),
    leaves: time.meta({ description: 'Leaves' }),
    arrives: time.meta({ description: 'Is of use there' }),
    cost: number.meta({ description: 'Of the move and the way' }),
    covers_h: number.meta({ description: 'Rider-hours that would be missing there without it' }),
    reason: keys(INTRADAY_REASONS).meta({ description: 'Why' }),
  })
  .meta({ id: 'PlanMove' });

export const poolSchema = z
  .strictObject({
    zones: z.array(z.string()).meta({ description: 'Ids of zones next to each other' }),
    shared: z
      .boolean()
      .meta({ description: 'Whether the plan is made with it; false: advice, nothing else is changed by it' }),
    times: z.array(z.strictObject({ from, to })).meta({ description: 'When riders of one zone serve the others, too' }),
    required: perSlot.meta({ description: 'Riders that must be there together; outside of `times` as they are apart' }),
    required_apart: perSlot.meta({ description: 'Riders that would have to be there if each zone had its own' }),
    saved_h: number.meta({ description: 'Rider-hours that the zones need less together than apart' }),
    saved_to_book_h: number.meta({ description: 'The same of riders to book, no-shows counted in' }),
  })
  .meta({ id: 'Pool' });

export type PlanShift = z.infer<typeof shiftSchema>;
export type PlanZone = z.infer<typeof zoneSchema>;
export type PlanMove = z.infer<typeof moveSchema>;
export type PlanPool = z.infer<typeof poolSchema>;
export type OpenShift = z.infer<typeof openSchema>;
export type PlanRider = z.infer<typeof riderSchema>;
export type ShortSlots = z.infer<typeof shortageSchema>;
