import { z } from 'zod';
import {
  dailySpan,
  date,
  description,
  id,
  lonLat,
  MOST_PUBLISHED,
  MOST_SLOTS,
  minutes,
  money,
  reference,
  share,
  span,
  wage,
  zoneIds,
} from './basics.ts';
import {
  countsSchema,
  demandSchema,
  designSchema,
  eventSchema,
  holidaySchema,
  orderSchema,
  weatherSchema,
  zoneSchema,
} from './schema-demand.ts';
import {
  handlingSchema,
  noShowSchema,
  riderSchema,
  rulesSchema,
  serviceSchema,
  shiftSchema,
  vehicleSchema,
} from './schema-work.ts';

/**
 * The staffing request as users write it. `normalise.ts` turns it into the one form that planner, simulation and judge read
 * (`request.ts`). docs/reference-staffing.md is written from the descriptions here.
 */

const horizonSchema = z
  .strictObject({
    time_zone: z.string().min(1).max(100).meta({ description: 'IANA name, such as `Europe/Vienna`' }),
    starts_on: date.meta({ description: 'First day; it begins with its first moment' }),
    days: z.number().int().min(1).max(31).default(1).meta({ description: 'Whole local days' }),
    slot_min: z
      .union([z.literal(15), z.literal(30)])
      .default(15)
      .meta({ description: 'Minutes of a slot. A day on which clocks change has 92 or 100 of 15 minutes' }),
  })
  .meta({ id: 'Horizon', description: 'What is planned' });

const costsSchema = z
  .strictObject({
    wage_per_h: wage.default(15).meta({ description: 'Of shifts without names, and of riders who say nothing' }),
    shortage_per_h: money.default(60).meta({ description: 'Of a rider missing for an hour' }),
    surplus_per_h: money.default(0).meta({ description: 'Of a rider too many for an hour, on top of the pay' }),
    change: money.default(5).meta({ description: 'Of a published shift that is gone, and of a new one' }),
    min_hours_per_h: money.default(15).meta({ description: 'Of an hour short of a rider’s `min_h_week`' }),
    away_per_h: money.default(0).meta({ description: 'Of an hour away from the home zone' }),
    move: money.default(2).meta({ description: 'Of sending a rider to another zone' }),
    travel_per_h: money.default(15).meta({ description: 'Of an hour on the way between zones' }),
  })
  .meta({ id: 'StaffingCosts', description: 'In plain units of money' });

const bonusSchema = z
  .strictObject({
    max_per_h: money.default(10).meta({ description: 'Most that may be offered for an hour' }),
    step_per_h: z.number().min(0.01).max(1e6).default(0.5).meta({ description: 'Bonuses are multiples of it' }),
    base_chance: share.default(0.4).meta({ description: 'That an open shift is taken without a bonus' }),
    chance_per_unit: share.default(0.06).meta({ description: 'More for each unit of money per hour' }),
  })
  .meta({ id: 'Bonus', description: 'How open shifts are taken' });

const fairnessSchema = z
  .strictObject({
    max_extra_cost: share.default(0.01).meta({ description: 'As a share of the cost without it; 0: no fairness' }),
    gini_hours: share
      .default(0.1)
      .meta({ description: 'Hours given / hours wanted are made even until this Gini coefficient' }),
    gini_peak: share.default(0.2).meta({ description: 'The same for hours in peak slots; 1: leave them alone' }),
  })
  .meta({ id: 'Fairness', description: 'Of hours and of peak slots, among riders who ask for hours' });

const poolTimes = z
  .array(z.strictObject(dailySpan).meta({ id: 'PoolTime' }))
  .min(1)
  .max(100)
  .optional()
  .meta({ description: 'When riders are shared: slots that begin within. Default: always' });

const movesSchema = z
  .strictObject({
    allowed: z.boolean().default(true).meta({ description: 'Whether riders may change zones during a shift' }),
    speed_kmh: z.number().min(1).max(120).default(15).meta({ description: 'Between the centres of zones' }),
    travel: z
      .array(
        z
          .strictObject({
            from: reference.meta({ description: 'Id of a zone' }),
            to: reference.meta({ description: 'Id of a zone' }),
            minutes: minutes.meta({ description: 'On the way' }),
            both_ways: z.boolean().default(true).meta({ description: 'The same back' }),
          })
          .meta({ id: 'ZoneTravel' }),
      )
      .max(40_000)
      .optional()
      .meta({ description: 'Default: from the centres; without them, none' }),
    pools: z
      .array(
        z
          .strictObject({
            zones: zoneIds.min(2).meta({ description: 'Ids of zones next to each other; a zone is in one pool only' }),
            times: poolTimes,
          })
          .meta({ id: 'ZonePool' }),
      )
      .max(500)
      .optional()
      .meta({
        description:
          'Zones whose riders serve each other’s orders: riders are then required for all of them together, which takes fewer',
      }),
    pool_neighbours: z
      .strictObject({
        most_zones: z.number().int().min(2).max(6).default(3).meta({ description: 'Of a pool' }),
        times: poolTimes,
      })
      .meta({ id: 'PoolNeighbours' })
      .optional()
      .meta({
        description: 'Instead of `pools`: zones that touch are pooled where that takes fewer riders. Default: no',
      }),
  })
  .meta({ id: 'Moves', description: 'Riders who help out in other zones' });

const intradaySchema = z
  .strictObject({
    now: span.from.meta({ description: 'Within the horizon' }),
    actual: z
      .array(
        z
          .strictObject({
            zone: reference.meta({ description: 'Its id' }),
            orders: z
              .array(z.number().min(0).max(1e6).nullable())
              .max(MOST_SLOTS)
              .meta({ description: 'Placed, per slot from the first of the horizon on; null: not known' }),
          })
          .meta({ id: 'ActualDemand' }),
      )
      .max(1000)
      .meta({ description: 'Demand so far' }),
    on_duty: z
      .array(
        z
          .strictObject({
            rider: reference.meta({ description: 'Id' }),
            zone: reference.meta({ description: 'Where the rider is' }),
            ...span,
            meal: z.strictObject(span).nullish().meta({ description: 'Break taken or planned. Default: none' }),
          })
          .meta({ id: 'OnDuty' }),
      )
      .max(10_000)
      .meta({ description: 'Riders at work now, and until when' }),
    notice_min: minutes.default(30).meta({ description: 'From calling a rider in to the first order' }),
  })
  .meta({ id: 'Intraday', description: 'A day that is under way: `published` are the shifts still to come' });

const simulateSchema = z
  .strictObject({
    days: z
      .number()
      .int()
      .min(0)
      .max(1000)
      .default(10)
      .meta({ description: 'How often the horizon is simulated, each time with another seed; 0: not at all' }),
    orders: z.array(orderSchema).max(200_000).optional().meta({
      description:
        'Exactly these, on a day under way those placed from now on; what-ifs with another demand or a new zone have theirs drawn all the same. Default: drawn from the demand',
    }),
  })
  .meta({ id: 'Simulate', description: 'The independent check of the plan' });

const scenarioSchema = z
  .strictObject({
    id,
    demand: z
      .array(
        z
          .strictObject({
            factor: z.number().min(0).max(100).meta({ description: '1.3 = 30 % more' }),
            zones: zoneIds.min(1).optional().meta({ description: 'Ids. Default: all' }),
            from: span.from.optional().meta({
              description:
                'Default: the first moment of the horizon. On a day under way, slots that begin before `now` stay',
            }),
            to: span.to.optional().meta({ description: 'Default: its end' }),
          })
          .meta({ id: 'DemandChange' }),
      )
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Rain, an event, growth; several multiply' }),
    no_show_rate: z.number().min(0).max(0.9).optional().meta({ description: 'Of all riders, in place of theirs' }),
    lose_riders: z
      .number()
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .meta({ description: 'So many of those named are gone, drawn with the seed' }),
    new_zone: z
      .strictObject({
        zone: zoneSchema.meta({ description: 'With an id of its own' }),
        orders: demandSchema.shape.orders,
        dispersion: demandSchema.shape.dispersion,
        travel_min: minutes.optional().meta({ description: 'To and from all others. Default: from the centres' }),
      })
      .meta({ id: 'NewZone' })
      .optional()
      .meta({ description: 'One more zone; riders who know all zones know it, too' }),
    hubs: z
      .array(
        z
          .strictObject({
            zone: reference.meta({ description: 'Its id' }),
            at: lonLat.optional().meta({
              description:
                'Where. Default: where it brings the pickups of `history_orders`, or else the ground of the zone, nearest to hubs',
            }),
          })
          .meta({ id: 'NewHub' }),
      )
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'More hubs, such as for bikes' }),
    service: serviceSchema.optional().meta({ description: 'Another target' }),
  })
  .meta({ id: 'Scenario', description: 'The request with something changed, compared with the plan in one table' });

const optionsSchema = z
  .strictObject({
    seed: z.number().int().min(0).max(4_294_967_295).default(1).meta({ description: 'Of all random choices' }),
    iterations: z.number().int().min(0).max(1e9).optional().meta({
      description: 'Of the search of the roster; makes the plan reproducible. Default: by the number of riders',
    }),
    time_s: z
      .number()
      .min(0.1)
      .max(86_400)
      .optional()
      .meta({ description: 'Wall time of the plan, scenarios aside. Default: as long as the iterations take' }),
    threads: z
      .number()
      .int()
      .min(1)
      .max(64)
      .optional()
      .meta({ description: 'Scenarios run beside each other. Default: what the worker gives a job' }),
  })
  .meta({ id: 'StaffingOptions', description: 'How long and how to search' });

export const staffingRequestSchema = z
  .strictObject({
    kind: z.literal('staffing'),
    version: z.literal(1),
    id: id.optional().meta({ description: 'Comes back in the plan' }),
    description,
    horizon: horizonSchema,
    zones: z.array(zoneSchema).max(1000).optional().meta({
      description: 'Needed unless `design_zones` is given; beside it the present ones, where riders or rules name them',
    }),
    design_zones: designSchema.optional().meta({ description: 'Zones are to be drawn by us' }),
    demand: z.array(demandSchema).max(1000).optional().meta({ description: 'Given demand, one entry per zone' }),
    history_counts: z
      .array(countsSchema)
      .max(5000)
      .optional()
      .meta({ description: 'Instead of `demand`: counts of the past, to forecast from' }),
    history_orders: z
      .array(orderSchema)
      .max(500_000)
      .optional()
      .meta({ description: 'Instead of `demand`: orders of the past; beside given demand they only tell the ways' }),
    holidays: z.array(holidaySchema).max(1000).optional().meta({ description: 'Past and to come' }),
    events: z.array(eventSchema).max(5000).optional().meta({ description: 'Past and to come' }),
    weather: z.array(weatherSchema).max(50_000).optional().meta({ description: 'Past and to come' }),
    handling: handlingSchema.prefault({}),
    vehicles: z
      .array(vehicleSchema)
      .min(1)
      .max(10)
      .optional()
      .meta({ description: 'Types of vehicles. Default: one, `bike`' }),
    service: serviceSchema.prefault({}),
    no_show: noShowSchema.prefault({}),
    rules: rulesSchema.prefault({}),
    riders: z
      .array(riderSchema)
      .max(20_000)
      .optional()
      .meta({ description: 'Named riders. Default: none, all shifts are open ones' }),
    booked: z.array(shiftSchema).max(50_000).optional().meta({ description: 'Shifts that stay as they are' }),
    published: z.array(shiftSchema).max(MOST_PUBLISHED).optional().meta({
      description: '`shifts` of an earlier plan, of a week for a day of it: changed only where it pays `costs.change`',
    }),
    costs: costsSchema.prefault({}),
    bonus: bonusSchema.prefault({}),
    fairness: fairnessSchema.prefault({}),
    moves: movesSchema.prefault({}),
    intraday: intradaySchema.optional().meta({ description: 'What is known of a day under way' }),
    simulate: simulateSchema.prefault({}),
    scenarios: z.array(scenarioSchema).max(50).optional().meta({ description: 'What if' }),
    options: optionsSchema.prefault({}),
  })
  .meta({
    id: 'StaffingRequest',
    title: 'Roundsman staffing request',
    description: 'How many riders each zone needs in every slot, who rides when, and whom to move',
  });

export type StaffingInput = z.input<typeof staffingRequestSchema>;
export type StaffingParsed = z.output<typeof staffingRequestSchema>;
