import { z } from 'zod';
import { time } from './basics.ts';
import { count, keys, number } from './plan-basics.ts';
import { backtestSchema, costSchema, rowSchema, serviceSchema, summarySchema } from './plan-figures.ts';
import { intradaySchema } from './plan-intraday.ts';
import {
  moveSchema,
  openSchema,
  poolSchema,
  riderSchema,
  shiftSchema,
  shortageSchema,
  zoneSchema,
} from './plan-work.ts';
import { WARNINGS } from './request.ts';

export type { ScenarioRow, SimulatedService, StaffingCost } from './plan-figures.ts';
export type { IntradayAnswer } from './plan-intraday.ts';
export type { OpenShift, PlanMove, PlanPool, PlanRider, PlanShift, PlanZone, ShortSlots } from './plan-work.ts';

/** The staffing plan as users receive it. Times are ISO 8601 with the offset of the time zone; lists per slot have one value per slot. */

const horizonSchema = z
  .strictObject({
    time_zone: z.string().meta({ description: 'As in the request' }),
    from: time.meta({ description: 'First moment' }),
    to: time.meta({ description: 'First moment after it' }),
    slot_min: number.meta({ description: 'Minutes of a slot' }),
    slots: count.meta({ description: 'Of all days; 92 or 100 of 15 minutes on a day on which clocks change' }),
  })
  .meta({ id: 'PlanHorizon', description: 'What is planned' });

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
export type StaffingViolation = z.infer<typeof violationSchema>;
