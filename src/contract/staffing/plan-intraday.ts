import { z } from 'zod';
import { time } from './basics.ts';
import { cause, from, keys, number, perSlot, rider, to, zone } from './plan-basics.ts';
import { moveSchema } from './plan-work.ts';
import { INTRADAY_REASONS, SHORT_REASONS } from './reasons.ts';

/** Of the plan: what to do now on a day under way. */

export const intradaySchema = z
  .strictObject({
    now: time.meta({ description: 'As in the request' }),
    city_level: number.meta({ description: 'Demand of the day compared with what was expected: 1.2 = 20 % more' }),
    zones: z
      .array(
        z.strictObject({
          zone,
          level: number.meta({ description: 'On top of the city’s' }),
          demand: perSlot.meta({ description: 'As it came before now, expected after' }),
          required: perSlot.meta({
            description: 'Riders needed with it, and on top for those still to come who stay away',
          }),
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

export type IntradayAnswer = z.infer<typeof intradaySchema>;
