import { z } from 'zod';
import {
  clock,
  dailySpan,
  days,
  hours,
  id,
  lonLat,
  minutes,
  money,
  reference,
  share,
  span,
  wage,
  zoneIds,
} from './basics.ts';

/** How orders are handled, and by whom: handling, vehicles, service, rules, riders, shifts that are given. */

const zoneMinutes = z
  .strictObject({
    zone: reference.meta({ description: 'Its id' }),
    minutes: z.number().min(0.5).max(600).meta({ description: 'Per order' }),
  })
  .meta({ id: 'ZoneMinutes' });

export const handlingSchema = z
  .strictObject({
    minutes: z
      .number()
      .min(0.5)
      .max(600)
      .optional()
      .meta({ description: 'Of a rider per order on its own. Default: from ways, pickup and drop-off' }),
    by_zone: z.array(zoneMinutes).max(1000).optional().meta({ description: 'Instead of `minutes`, for some zones' }),
    tours_min: z
      .array(z.number().min(0.1).max(600))
      .min(30)
      .max(10_000)
      .optional()
      .meta({ description: 'Instead of both: minutes per order of tours that were planned or driven (duty / orders)' }),
    cv: z
      .number()
      .min(0.05)
      .max(5)
      .default(0.5)
      .meta({ description: 'Standard deviation / mean of the handling time' }),
    preparation_min: minutes.default(12).meta({ description: 'From placing an order to goods ready, mean' }),
    preparation_sd_min: minutes.default(4).meta({ description: 'Its standard deviation' }),
    pickup_min: minutes.default(4).meta({ description: 'Park, walk, collect' }),
    dropoff_min: minutes.default(4).meta({ description: 'Park, walk, hand over' }),
    detour: z.number().min(1).max(10).default(1.3).meta({ description: 'Road metres per metre as the crow flies' }),
    ride_km: z
      .number()
      .min(0.01)
      .max(200)
      .optional()
      .meta({ description: 'By road from pickup to door. Default: of `history_orders`, else from the zone’s area' }),
    bundle_max: z.number().int().min(1).max(10).default(2).meta({ description: 'Most orders on one trip; 1: none' }),
    bundle_window_min: minutes
      .default(5)
      .meta({ description: 'Orders of one pickup ready within this of each other may ride together' }),
  })
  .meta({ id: 'Handling', description: 'What one order takes' });

export const vehicleSchema = z
  .strictObject({
    id,
    mode: z.enum(['foot', 'bike', 'scooter']).meta({ description: 'Sets the default speed: 5, 15, 25 km/h' }),
    speed_kmh: z.number().min(1).max(120).optional().meta({ description: 'On the way. Default: of the mode' }),
    reach_km: z
      .number()
      .min(0.1)
      .max(500)
      .optional()
      .meta({ description: 'Longest way from pickup to door. Default: any' }),
    capacity: z.number().int().min(1).max(50).optional().meta({ description: 'Orders. Default: `bundle_max`' }),
    share: z.number().min(0).max(1e6).optional().meta({
      description:
        'Of riders without names that come with it, relative to the other types. Default: 1; where no type has one, as many as named riders have it',
    }),
  })
  .meta({ id: 'VehicleType' });

export const serviceSchema = z
  .strictObject({
    target_min: z.number().min(1).max(600).default(40).meta({ description: 'Placed to delivered' }),
    share: z
      .number()
      .min(0.01)
      .max(0.9999)
      .default(0.9)
      .meta({ description: 'Of orders that are to be delivered within the target' }),
    patience_min: z
      .number()
      .min(1)
      .max(1440)
      .default(90)
      .meta({ description: 'Orders not picked up within this from placing are given up' }),
    max_utilisation: z.number().min(0.05).max(1).default(0.9).meta({ description: 'Highest load per rider' }),
    by: z.enum(['formulas', 'simulation']).default('formulas').meta({
      description:
        'What says how many riders are enough: the formulas, in no time, or simulated days, other ones than those of the check, as many as `simulate.days` but at most 10, within seconds per zone; zones that share riders are tried together; not with `intraday`',
    }),
  })
  .meta({ id: 'Service', description: 'What customers are promised' });

export const noShowSchema = z
  .strictObject({
    rate: z.number().min(0).max(0.9).default(0).meta({ description: 'Chance that a rider stays away' }),
    confidence: z
      .number()
      .min(0.5)
      .max(0.9999)
      .default(0.9)
      .meta({ description: 'Chance with which enough riders turn up' }),
  })
  .meta({ id: 'NoShow', description: 'Riders who stay away' });

const mealSchema = z
  .strictObject({
    longer_than_h: hours.default(6).meta({ description: 'Shifts longer than this have one' }),
    minutes: z.number().min(1).max(240).default(30).meta({ description: 'How long it takes' }),
    earliest_h: hours.default(2).meta({
      description: 'Begins no sooner than this after the shift’s start, on a slot',
    }),
    latest_before_end_h: hours.default(1).meta({ description: 'Is over no later than this before the shift’s end' }),
    paid: z.boolean().default(false).meta({ description: 'Unpaid breaks count neither as cost nor as hours' }),
    max_share: share
      .default(0.25)
      .meta({ description: 'Of the riders of a zone, at most so many on a break at once, though always one' }),
  })
  .meta({ id: 'MealBreak', description: 'One per shift, staggered and off the peak where its window allows' });

const vehicleRuleSchema = z
  .strictObject({
    vehicle: reference.meta({ description: 'Id of the vehicle type' }),
    zones: zoneIds.min(1).optional().meta({ description: 'Ids. Default: all' }),
    days,
    from: clock.default('00:00').meta({ description: 'Begins' }),
    to: clock.default('24:00').meta({ description: 'Ends; after `from`' }),
    riders: z.number().int().min(0).max(10_000).default(0).meta({ description: 'At least so many, where it is open' }),
    share: share.default(0).meta({ description: 'At least this share of the riders required, rounded up' }),
  })
  .meta({ id: 'VehicleRule', description: 'Riders of a vehicle type that are to be planned at least, in each zone' });

/** A day at most: columns are made for every length. */
const shiftHours = z.number().min(0).max(24);

export const rulesSchema = z
  .strictObject({
    shift_min_h: shiftHours.default(2).meta({ description: 'Shortest shift, breaks included' }),
    shift_max_h: shiftHours.default(8).meta({ description: 'Longest shift, breaks included' }),
    shift_step_min: z
      .number()
      .min(1)
      .max(1440)
      .optional()
      .meta({ description: 'Lengths are multiples of it; whole slots. Default: one slot' }),
    start_step_min: z.number().min(1).max(1440).optional().meta({
      description:
        'Starts are multiples of it after midnight, by the clock on the wall; whole slots. Default: one slot',
    }),
    opening: z
      .array(
        z
          .strictObject({ ...dailySpan, zones: zoneIds.min(1).optional().meta({ description: 'Ids. Default: all' }) })
          .meta({ id: 'Opening' }),
      )
      .min(1)
      .max(1000)
      .optional()
      .meta({ description: 'Shifts lie inside one of them; those that touch are one. Default: always open' }),
    shifts_per_day: z
      .number()
      .int()
      .min(1)
      .max(4)
      .default(1)
      .meta({ description: 'Of one rider, at most; 2: split shifts' }),
    split_gap_min: minutes.default(60).meta({ description: 'Least time between two shifts of a day' }),
    max_h_day: hours.default(10).meta({ description: 'Of a rider who says nothing else' }),
    min_h_day: hours.default(0).meta({ description: 'Of a rider who says nothing else, on days with a shift' }),
    max_h_week: hours.default(48).meta({ description: 'Of a rider who says nothing else; weeks begin on Monday' }),
    rest_h: hours.default(11).meta({ description: 'Between the last shift of a day and the first of a later one' }),
    vehicles: z
      .array(vehicleRuleSchema)
      .min(1)
      .max(1000)
      .optional()
      .meta({ description: 'Least riders by vehicle type. Where rules say it twice, the higher counts' }),
    meal: mealSchema.nullable().prefault({}).meta({ description: 'null: no breaks' }),
    peaks: z
      .array(z.strictObject(dailySpan).meta({ id: 'Peak' }))
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Default: the highest quarter of the demand of each day' }),
  })
  .meta({ id: 'ShiftRules', description: 'What shifts are allowed; riders may have limits of their own' });

const availabilitySchema = z
  .union([
    z.strictObject(span).meta({ id: 'DatedAvailability' }),
    z.strictObject({ ...dailySpan, days, from: clock, to: clock }).meta({ id: 'WeeklyAvailability' }),
  ])
  .meta({ id: 'Availability', description: 'On a date, or every week' });

const preferenceSchema = z
  .strictObject({
    ...dailySpan,
    zone: reference.optional().meta({ description: 'Id. Default: anywhere' }),
    value_per_h: z
      .number()
      .min(-1000)
      .max(1000)
      .default(1)
      .meta({ description: 'What an hour there is worth; below 0: disliked' }),
  })
  .meta({ id: 'Preference' });

export const riderSchema = z
  .strictObject({
    id,
    vehicle: reference.optional().meta({ description: 'Id of the vehicle type. Default: the first' }),
    availability: z
      .array(availabilitySchema)
      .max(400)
      .meta({ description: 'When the rider may ride, by the minute; at least one' }),
    preferences: z.array(preferenceSchema).max(100).optional().meta({ description: 'Likes and dislikes' }),
    home: reference.optional().meta({ description: 'Id of the home zone. Default: none' }),
    home_at: lonLat.optional().meta({
      description: 'Instead of `home`: the zone that this place lies in, or else the nearest. Default: none',
    }),
    zones: zoneIds.min(1).optional().meta({ description: 'Ids of zones known, besides home. Default: all' }),
    wants_h_week: hours.default(0).meta({ description: 'Hours a week asked for; 0: no wish' }),
    min_h_day: hours.optional().meta({ description: 'On days with a shift. Default: of the rules' }),
    max_h_day: hours.optional().meta({ description: 'Default: of the rules' }),
    min_h_week: hours.default(0).meta({
      description:
        'Promised; what is missing costs `costs.min_hours_per_h`. Of a week in the horizon in part as much less, by days of which `published` and `worked_h` tell nothing',
    }),
    max_h_week: hours.optional().meta({ description: 'Default: of the rules' }),
    rest_h: hours.optional().meta({ description: 'Default: of the rules' }),
    shifts_per_day: z
      .number()
      .int()
      .min(1)
      .max(4)
      .optional()
      .meta({ description: 'Default, and at most: of the rules' }),
    reliability: share.min(0.01).optional().meta({ description: 'Chance to turn up. Default: as `no_show` says' }),
    cost_per_h: wage.optional().meta({ description: 'Default: `costs.wage_per_h`' }),
    guaranteed_h_week: hours
      .default(0)
      .meta({ description: 'Paid whether ridden or not; of a week in the horizon in part as `min_h_week`' }),
    pay_per_order: money.default(0).meta({
      description:
        'Instead of the pay of the hours where it is more; counted with the orders an hour expected of the vehicle type',
    }),
    worked_h: hours.default(0).meta({ description: 'In the week of the first day, before the horizon' }),
    last_shift_ended: span.to.optional().meta({ description: 'Before the horizon. Default: long ago' }),
  })
  .meta({ id: 'Rider' });

export const shiftSchema = z
  .strictObject({
    rider: reference.meta({ description: 'Id' }),
    zone: reference.meta({ description: 'Id' }),
    ...span,
    meal: z.strictObject(span).meta({ id: 'Meal' }).nullish().meta({ description: 'Its meal break' }),
    origin: z
      .enum(['planned', 'booked', 'published', 'changed'])
      .optional()
      .meta({ description: 'As in plans; not looked at' }),
    hours: hours.optional().meta({ description: 'As in plans; not looked at' }),
    cost: z.number().optional().meta({ description: 'As in plans; not looked at' }),
  })
  .meta({ id: 'GivenShift', description: 'As in `shifts` of a plan' });
