import { z } from 'zod';
import { amounts, index, location, metres, names, reference, seconds, timeSchema } from './schema-basics.ts';

const progressSchema = z
  .strictObject({
    at: location.meta({ description: 'Where it is; its route starts here' }),
    time: timeSchema.meta({ description: 'When it is there: it goes on from this time' }),
    load: amounts.optional().meta({
      description: 'On board beside the tasks `on_board`, until the first reload or the end. Default: nothing',
    }),
    on_board: names.optional().meta({
      description:
        'Ids of deliveries, and of shipments picked up, on this route: nobody else can deliver them, and left out they still take up room; nothing else is delivered before a reload, unless it is at the `start` of its vehicle. Default: not known, it may have any',
    }),
    left_at: timeSchema.optional().meta({ description: 'When its duty began. Default: `time`' }),
    driven_m: metres.default(0).meta({ description: 'Off `max_distance_m`' }),
    driven_s: seconds.default(0).meta({ description: 'Off `max_driving_s`' }),
    tasks_done: z.number().int().min(0).max(100_000).default(0).meta({ description: 'Off `max_tasks`' }),
    trips_done: z.number().int().min(0).max(1000).default(0).meta({ description: 'Trips completed, off `max_trips`' }),
    since_break_s: seconds.optional().meta({
      description: 'Driven since the last break that counts for the break with `after_driving_s`. Default: 0',
    }),
    breaks_done: names.optional().meta({ description: 'Ids of breaks with windows that are over' }),
  })
  .meta({ id: 'Progress', description: 'The vehicle is on its way: no fixed cost, what is used up is taken off' });

const givenStepSchema = z
  .union([
    reference,
    z
      .strictObject({
        task: reference.meta({ description: 'Its id' }),
        option: index.default(0).meta({ description: 'Which of the options of this step, from 0' }),
        part: z
          .enum(['pickup', 'delivery'])
          .optional()
          .meta({ description: 'Of a shipment. Default: its pickup first, then its delivery' }),
      })
      .meta({ id: 'GivenTask' }),
    z
      .strictObject({ reload: index.meta({ description: 'Which of the vehicle’s `reloads`, from 0' }) })
      .meta({ id: 'GivenReload' }),
  ])
  .meta({ id: 'GivenStep', description: 'The id of a task, a task with its option, or a reload' });

export const routeSchema = z
  .strictObject({
    vehicle: reference.meta({ description: 'Its id' }),
    number: z
      .number()
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .meta({ description: 'Which of the vehicles of this kind. Default: the lowest not named' }),
    shift: z
      .number()
      .int()
      .min(1)
      .max(50)
      .optional()
      .meta({ description: 'Which of its `shifts`, from 1; needed where it has several' }),
    tasks: z
      .array(reference)
      .max(50_000)
      .optional()
      .meta({ description: 'Ids; a shipment is named twice: for its pickup, then for its delivery' }),
    steps: z.array(givenStepSchema).max(50_000).optional().meta({ description: 'Instead of `tasks`' }),
    pinned: z.boolean().default(false).meta({ description: 'All of it stays, and nothing joins it' }),
    locked: z.number().int().min(0).max(50_000).default(0).meta({ description: 'So many steps stay as they are' }),
    progress: progressSchema.optional(),
  })
  .meta({ id: 'GivenRoute', description: 'Tasks on no given route are free' });
