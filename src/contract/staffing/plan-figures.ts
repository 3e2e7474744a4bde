import { z } from 'zod';
import { lonLat } from './basics.ts';
import { count, number, zone } from './plan-basics.ts';

/** Of the plan: cost, figures, simulated service, backtest, what-ifs. */

export const costSchema = z
  .strictObject({
    total: number.meta({ description: 'Of all parts' }),
    pay: number.meta({
      description:
        'Of hours planned or the orders expected in them, on the mean: who stays away is not paid; and of hours guaranteed',
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

export const summarySchema = z.strictObject({
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

const estimateSchema = z
  .strictObject({
    mean: number.meta({ description: 'Of the days simulated' }),
    sd: number.meta({ description: 'Standard deviation from day to day' }),
    half_width: number
      .nullable()
      .meta({ description: 'Of the 95 % confidence interval of the mean; null: of fewer than two days' }),
  })
  .meta({ id: 'Estimate' });

export const serviceSchema = z
  .strictObject({
    days: count.meta({ description: 'Simulated, each with a seed of its own' }),
    orders: estimateSchema.meta({ description: 'Placed' }),
    rider_hours: estimateSchema.meta({ description: 'Of riders who turned up, breaks included' }),
    click_to_door_mean_min: estimateSchema.meta({
      description: 'Placed to delivered, mean; these three and the cost per order are of days with deliveries',
    }),
    click_to_door_p50_min: estimateSchema.meta({ description: 'Median' }),
    click_to_door_p90_min: estimateSchema.meta({ description: 'Nine of ten are faster' }),
    late_share: estimateSchema.meta({ description: 'Of all orders: later than the target, or undelivered' }),
    undelivered: estimateSchema.meta({ description: 'Orders given up' }),
    utilisation: estimateSchema.meta({ description: 'Driving and serving over time on duty, mean of the riders' }),
    orders_per_hour: estimateSchema.meta({ description: 'Delivered per rider-hour, mean of the riders' }),
    cost_per_order: estimateSchema.meta({ description: 'Pay per order delivered' }),
    pay_per_rider: estimateSchema.meta({ description: 'Mean, without unpaid breaks' }),
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

export const backtestSchema = z
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

export const rowSchema = z
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

export type StaffingCost = z.infer<typeof costSchema>;
export type SimulatedService = z.infer<typeof serviceSchema>;
export type ScenarioRow = z.infer<typeof rowSchema>;
