import { z } from 'zod';
import { lonLat, time } from './basics.ts';
import { INTRADAY_REASONS, RIDER_REASONS, SHORT_REASONS } from './reasons.ts';
import { WARNINGS } from './request.ts';

/** The staffing plan as users receive it. Times are ISO 8601 with the offset of the time zone; lists per slot have one value per slot. */

const count = z.number().int().min(0);
const number = z.number();
const keys = <T extends Record<string, string>>(table: T) => z.enum(Object.keys(table) as [keyof T & string]);
const zone = z.string().meta({ description: 'Id of the zone' });
const rider = z.string().meta({ description: 'Id of the rider' });
const from = time.meta({ description: 'Begins' });
const to = time.meta({ description: 'Ends' });
const perSlot = z.array(number);
const cause = z.string().meta({ description: 'The reason in words' });

const costSchema = z
  .strictObject({
    total: number.meta({ description: 'Of all parts' }),
    pay: number.meta({
      description: 'Of hours planned, on the mean: who stays away is not paid; and of hours guaranteed',
    }),
    open: number.meta({ description: 'Of open shifts without names, at the wage' }),
    shortage: number.meta({
      description: 'Of riders missing, also of vehicle types, open shifts and moves counted as filled',
    }),
    surplus: number.meta({ description: 'Of riders too many' }),
    away: number.meta({ description: 'Of hours away from home zones' }),
    preferences: number.meta({ description: 'Of what is disliked, less what is liked' }),
    changes: number.meta({ description: 'Of changes to the published plan' }),
    min_hours: number.meta({ description: 'Of hours promised and not given' }),
    moves: number.meta({ description: 'Of moves between zones' }),
  })
  .meta({ id: 'StaffingCost', description: 'In plain units of money; total = the sum of the others' });

const horizonSchema = z
  .strictObject({
    time_zone: z.string().meta({ description: 'As in the request' }),
    from: time.meta({ description: 'First moment' }),
    to: time.meta({ description: 'First moment after it' }),
    slot_min: number.meta({ description: 'Minutes of a slot' }),
    slots: count.meta({ description: 'Of all days; 92 or 100 of 15 minutes on a day on which clocks change' }),
  })
  .meta({ id: 'PlanHorizon', description: 'What is planned' });

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

const zoneSchema = z
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

const shiftSchema = z
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
    cost: number.meta({ description: 'Of its hours where the rider turns up' }),
  })
  .meta({ id: 'PlanShift', description: 'Fit to be sent back as `published` or `booked`' });

const openSchema = z
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

const riderSchema = z
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
      description: 'Of the hours planned where the rider turns up; guaranteed hours beyond them are in `cost.pay`',
    }),
    below_min_h: number.meta({ description: 'Promised and not given' }),
    reason: keys(RIDER_REASONS).nullable().meta({ description: 'Why not all hours asked for; null: all are given' }),
    cause: z.string().nullable().meta({ description: 'The reason in words' }),
  })
  .meta({ id: 'PlanRider' });

const shortageSchema = z
  .strictObject({
    zone,
    from,
    to,
    vehicle: z.string().optional().meta({ description: 'Id of the vehicle type that `rules.vehicles` asks for' }),
    riders: number.meta({ description: 'Missing in each slot of the stretch, on the mean' }),
    reason: keys(SHORT_REASONS).meta({ description: 'Why nobody named is there; see docs/staffing.md' }),
    cause,
    offered: z.boolean().meta({ description: 'Whether open shifts would fill it' }),
  })
  .meta({ id: 'ShortSlots', description: 'A stretch of slots with fewer named riders than are to be booked' });

const moveSchema = z
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

const poolSchema = z
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

const estimateSchema = z
  .strictObject({
    mean: number.meta({ description: 'Of the days simulated' }),
    sd: number.meta({ description: 'Standard deviation from day to day' }),
    half_width: number
      .nullable()
      .meta({ description: 'Of the 95 % confidence interval of the mean; null: of one day' }),
  })
  .meta({ id: 'Estimate' });

const serviceSchema = z
  .strictObject({
    days: count.meta({ description: 'Simulated, each with a seed of its own' }),
    orders: estimateSchema.meta({ description: 'Placed' }),
    rider_hours: estimateSchema.meta({ description: 'Of riders who turned up, breaks included' }),
    click_to_door_mean_min: estimateSchema.meta({ description: 'Placed to delivered, mean' }),
    click_to_door_p50_min: estimateSchema.meta({ description: 'Median' }),
    click_to_door_p90_min: estimateSchema.meta({ description: 'Nine of ten are faster' }),
    late_share: estimateSchema.meta({ description: 'Of all orders: later than the target, or undelivered' }),
    undelivered: estimateSchema.meta({ description: 'Orders given up' }),
    utilisation: estimateSchema.meta({ description: 'Driving and serving over time on duty, mean of the riders' }),
    orders_per_hour: estimateSchema.meta({ description: 'Delivered per rider-hour, mean of the riders' }),
    cost_per_order: estimateSchema.meta({ description: 'Pay per order delivered' }),
    pay_per_rider: estimateSchema.meta({ description: 'Mean' }),
  })
  .meta({
    id: 'SimulatedService',
    description: 'What the independent simulation makes of the plan',
  });

const scoreSchema = z
  .strictObject({
    wmape: number.nullable().meta({ description: 'Sum of |forecast - orders| / sum of orders' }),
    bias: number.nullable().meta({ description: 'Sum of (forecast - orders) / sum of orders' }),
    coverage: number.nullable().meta({ description: 'Share of slots within the interval from 10 % to 90 %' }),
  })
  .meta({ id: 'ForecastScore', description: 'How far off' });

const backtestSchema = z
  .strictObject({
    city: z
      .strictObject({ forecast: scoreSchema, seasonal_naive: scoreSchema })
      .meta({ description: 'All zones together' }),
    zones: z.strictObject({ forecast: scoreSchema, seasonal_naive: scoreSchema }).meta({ description: 'One by one' }),
    weeks: z
      .array(
        z.strictObject({
          from: z.string().meta({ description: 'Local date of the first day' }),
          orders: number.meta({ description: 'Of the week' }),
          wmape: number.nullable().meta({ description: 'Of the forecast' }),
          seasonal_naive_wmape: number.nullable().meta({ description: 'Of the week before, repeated' }),
        }),
      )
      .meta({ description: 'Each forecast from what was known before it' }),
  })
  .meta({ id: 'Backtest', description: 'Of past weeks, each forecast from the weeks before' });

const intradaySchema = z
  .strictObject({
    now: time.meta({ description: 'As in the request' }),
    city_level: number.meta({ description: 'Demand of the day compared with what was expected: 1.2 = 20 % more' }),
    zones: z
      .array(
        z.strictObject({
          zone,
          level: number.meta({ description: 'On top of the city’s' }),
          demand: perSlot.meta({ description: 'As it came before now, expected after' }),
          required: perSlot.meta({ description: 'Riders needed with it' }),
          short_before: perSlot.meta({ description: 'Missing where nothing is done' }),
          short_after: perSlot.meta({
            description:
              'Missing after what is listed. Of a slot in which somebody arrives, what the way takes of it counts as missing, even where there are enough without: up to a part of a rider more than is missing',
          }),
          vehicles: z
            .array(
              z
                .strictObject({
                  vehicle: z.string().meta({ description: 'Id of the vehicle type' }),
                  least: perSlot.meta({ description: 'Riders with it that `rules.vehicles` asks for' }),
                  short_before: perSlot.meta({ description: 'Of them, missing where nothing is done' }),
                  short_after: perSlot.meta({ description: 'Of them, missing after what is listed' }),
                })
                .meta({ id: 'VehicleNow' }),
            )
            .optional()
            .meta({ description: 'Of the types that `rules.vehicles` names' }),
        }),
      )
      .meta({ description: 'The forecast, updated' }),
    moves: z.array(moveSchema).meta({ description: 'From now on' }),
    breaks: z
      .array(
        z.strictObject({
          rider,
          was: time.meta({ description: 'Planned to begin' }),
          from,
          to,
          reason: keys(INTRADAY_REASONS).meta({ description: 'Why' }),
        }),
      )
      .meta({ description: 'Breaks to be shifted' }),
    calls: z
      .array(
        z.strictObject({
          rider,
          zone,
          from,
          to,
          cost: number.meta({ description: 'Of the hours' }),
          reason: keys(INTRADAY_REASONS).meta({ description: 'Why' }),
        }),
      )
      .meta({ description: 'Riders to call in' }),
    releases: z
      .array(
        z.strictObject({
          rider,
          zone,
          from: time.meta({ description: 'May go home' }),
          saving: number.meta({ description: 'Of the hours not ridden' }),
          skips_break: z.boolean().meta({
            description: 'A break that was still to come is not taken: the shift has become too short for one',
          }),
          reason: keys(INTRADAY_REASONS).meta({ description: 'Why' }),
        }),
      )
      .meta({ description: 'Riders who may go home early' }),
    shortages: z
      .array(
        z
          .strictObject({
            zone,
            from,
            to,
            vehicle: z.string().optional().meta({ description: 'Id of the vehicle type that is missing' }),
            riders: number.meta({ description: 'Missing in each slot of the stretch, on the mean' }),
            reason: keys(SHORT_REASONS).meta({ description: 'Why nobody is there; see docs/staffing.md' }),
            cause,
          })
          .meta({ id: 'ShortNow' }),
      )
      .meta({ description: 'Where riders are missing after all of it, and why' }),
    short_h_before: number.meta({ description: 'Rider-hours missing where nothing is done' }),
    short_h_after: number.meta({ description: 'Rider-hours missing after all of it' }),
    bound: number.meta({ description: 'No such plan costs less' }),
    cost: number.meta({ description: 'Of shortage, moves, calls, breaks, less releases' }),
  })
  .meta({ id: 'IntradayPlan', description: 'What to do now' });

const rowSchema = z
  .strictObject({
    id: z.string().meta({ description: 'Of the scenario; `plan` for the plan itself' }),
    demand: number.meta({ description: 'Orders expected' }),
    required_h: number.meta({ description: 'Rider-hours that must be there' }),
    to_book_h: number.meta({ description: 'Rider-hours to book' }),
    planned_h: number.meta({ description: 'Planned by name, breaks taken off' }),
    open_h: number.meta({ description: 'Of open shifts' }),
    short_h: number.meta({ description: 'Missing after moves and open shifts' }),
    moves: count.meta({ description: 'Between zones' }),
    cost: number.meta({ description: 'Total' }),
    cost_change: number.meta({ description: 'Against the plan' }),
    changes: count.meta({ description: 'Shifts gone or new against the published plan' }),
    late_share: number.nullable().meta({ description: 'Simulated; null: not simulated' }),
    click_to_door_p90_min: number.nullable().meta({ description: 'Simulated; null: not simulated' }),
    undelivered: number.nullable().meta({ description: 'Simulated, orders; null: not simulated' }),
    hubs: z
      .array(
        z
          .strictObject({
            zone,
            at: lonLat.meta({ description: 'Where' }),
            way_before_m: number.nullable().meta({
              description: 'Mean of work to the nearest hub of the zone, without the new ones; null: there is none',
            }),
            way_after_m: number.meta({ description: 'With all new ones of the zone' }),
          })
          .meta({ id: 'PlacedHub' }),
      )
      .meta({ description: 'New hubs of which the request does not say where' }),
    late_share_unchanged: number.nullable().meta({
      description: 'Simulated with the plan as it is, nobody planned anew; null: not simulated',
    }),
  })
  .meta({ id: 'ScenarioRow' });

const summarySchema = z.strictObject({
  demand: number.meta({ description: 'Orders expected' }),
  load_h: number.meta({ description: 'Rider-hours of work' }),
  required_h: number.meta({ description: 'Rider-hours that must be there' }),
  to_book_h: number.meta({ description: 'Rider-hours to book, no-shows counted in' }),
  planned_h: number.meta({ description: 'Rider-hours planned by name, breaks taken off' }),
  open_h: number.meta({ description: 'Rider-hours of open shifts, breaks taken off' }),
  short_h: number.meta({ description: 'Rider-hours missing after moves and open shifts' }),
  surplus_h: number.meta({ description: 'Rider-hours more than are to be booked' }),
  riders_planned: count.meta({ description: 'With a shift' }),
  riders_available: count.meta({ description: 'Named' }),
  moves: count.meta({ description: 'Between zones' }),
  changes: count.meta({ description: 'Published shifts that are gone, and new ones' }),
  gini_hours: number.meta({ description: 'Of hours given / hours wanted; 0 = even' }),
  gini_peak: number.meta({ description: 'The same of hours in peak slots' }),
  fairness_cost: number.meta({ description: 'What fairness added to the cost of the roster' }),
});

const violationSchema = z.strictObject({
  rule: z.string().meta({ description: 'A rule of the judge, see docs/staffing.md' }),
  path: z.string().meta({ description: 'Where in the plan' }),
  detail: z.string().meta({ description: 'In words' }),
});

const solverSchema = z.strictObject({
  seed: count.meta({ description: 'Of all random choices' }),
  threads: count.meta({ description: 'That searched' }),
  iterations: count.meta({ description: 'Of the search of the roster and of the shifts' }),
  elapsed_s: number.meta({ description: 'Wall time' }),
  stopped: z
    .enum(['time', 'iterations', 'cancelled', 'shutdown', 'timeout'])
    .meta({ description: 'What ended the search' }),
  bound: number.meta({
    description:
      'No roster under these rules costs less, moves and open shifts aside; of a day under way, nothing that can be done now',
  }),
  roster_cost: number.meta({ description: 'What the bound is a bound of' }),
  gap: number.meta({ description: '(roster_cost - bound) / |roster_cost|' }),
  steps: z
    .array(
      z.strictObject({
        name: z.string().meta({ description: 'Of the chain, or of a scenario' }),
        elapsed_s: number.meta({ description: 'Since the beginning, when it was done' }),
      }),
    )
    .meta({ description: 'What was done when' }),
});

export const staffingPlanSchema = z
  .strictObject({
    kind: z.literal('staffing-plan'),
    version: z.literal(1),
    request: z.string().nullable().meta({ description: 'Id of the request' }),
    horizon: horizonSchema,
    cost: costSchema,
    summary: summarySchema.meta({ description: 'The plan in figures' }),
    zones: z.array(zoneSchema).meta({ description: 'What each needs and gets in every slot' }),
    shifts: z.array(shiftSchema).meta({ description: 'Who rides when, where' }),
    open: z.array(openSchema).meta({ description: 'Shifts to be offered' }),
    riders: z.array(riderSchema).meta({ description: 'What each gets of what was asked for' }),
    moves: z.array(moveSchema).meta({ description: 'Riders sent to other zones during their shifts' }),
    pools: z.array(poolSchema).meta({
      description: 'Zones that share their riders, or would need fewer if they did',
    }),
    shortages: z.array(shortageSchema).meta({ description: 'Where riders are missing, and why' }),
    service: serviceSchema
      .nullable()
      .meta({ description: 'Named riders only; null: not simulated, or no rider is named' }),
    service_filled: serviceSchema
      .nullable()
      .meta({ description: 'With all open shifts taken; null: not simulated, stopped before, or none is open' }),
    backtest: backtestSchema.nullable().meta({ description: 'Of the forecast; null: none was made' }),
    intraday: intradaySchema.nullable().meta({ description: 'Where the request has `intraday`' }),
    scenarios: z.array(rowSchema).meta({ description: 'The plan, then each scenario; empty where none was asked for' }),
    warnings: z
      .array(
        z.strictObject({
          code: keys(WARNINGS).meta({ description: 'See docs/staffing.md' }),
          path: z.string().meta({ description: 'Where in the request' }),
          cause: z.string().meta({ description: 'In words' }),
        }),
      )
      .meta({ description: 'What is good enough to plan with, and should be known' }),
    solver: solverSchema.meta({ description: 'How the plan was found' }),
  })
  .meta({ id: 'StaffingPlan', title: 'Roundsman staffing plan' });

export type StaffingPlan = z.infer<typeof staffingPlanSchema>;
export type PlanShift = z.infer<typeof shiftSchema>;
export type PlanZone = z.infer<typeof zoneSchema>;
export type PlanMove = z.infer<typeof moveSchema>;
export type PlanPool = z.infer<typeof poolSchema>;
export type OpenShift = z.infer<typeof openSchema>;
export type PlanRider = z.infer<typeof riderSchema>;
export type ShortSlots = z.infer<typeof shortageSchema>;
export type ScenarioRow = z.infer<typeof rowSchema>;
export type SimulatedService = z.infer<typeof serviceSchema>;
export type IntradayAnswer = z.infer<typeof intradaySchema>;
export type StaffingViolation = z.infer<typeof violationSchema>;
export type StaffingCost = z.infer<typeof costSchema>;
