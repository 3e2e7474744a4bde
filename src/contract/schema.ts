import { z } from 'zod';
import { OBJECTIVES } from './request.ts';
import { description, id, names, reference, seconds, window } from './schema-basics.ts';
import { placeSchema, profileSchema, zoneSchema } from './schema-places.ts';
import { routeSchema } from './schema-routes.ts';
import { taskSchema } from './schema-tasks.ts';
import { vehicleSchema } from './schema-vehicles.ts';

export type { StopInput } from './schema-tasks.ts';

/**
 * The native request as users write it. `normalise.ts` turns it into the one form the rest of the code reads
 * (`request.ts`). Lists instead of keyed objects throughout: ids are data, and data must not become property names.
 * docs/reference.md is written from the descriptions here.
 */

const relationSchema = z
  .strictObject({
    kind: z.enum(['same_vehicle', 'different_vehicles', 'sequence']).meta({
      description: 'Those served are on one route; no two are on one route; in this order, on whatever route',
    }),
    tasks: names.min(2).meta({ description: 'Ids, each once' }),
    min_gap_s: seconds
      .optional()
      .meta({ description: 'Sequences: from leaving one to beginning the next. Default: 0' }),
  })
  .meta({ id: 'Relation' });

const objectiveNames = [
  z.enum(OBJECTIVES),
  z
    .strictObject({
      name: z.enum(OBJECTIVES).meta({ description: 'What is to be small' }),
      weight: z.number().min(1e-6).max(1e6).default(1).meta({ description: 'Per unit of its value' }),
      of: z.enum(['hours', 'tasks']).optional().meta({ description: 'Of `balance`: what. Default: hours' }),
      measure: z
        .enum(['max', 'spread'])
        .optional()
        .meta({ description: 'Of `balance`: the largest, or largest less smallest. Default: max' }),
    })
    .meta({ id: 'Objective' }),
] as const;

const objectiveLevelSchema = z
  .union([...objectiveNames, z.array(z.union(objectiveNames)).min(1).max(OBJECTIVES.length)])
  .meta({ id: 'ObjectiveLevel', description: 'An objective, or several to be added up; see docs/model.md' });

const explainSchema = z
  .strictObject({
    vehicles: names.optional().meta({ description: 'Ids of tasks: what would each cost on the other vehicles?' }),
    unassigned: z
      .boolean()
      .default(false)
      .meta({ description: 'For every task left out: what binds on each vehicle, and what would free it' }),
    slots: z
      .array(
        z
          .strictObject({
            task: taskSchema.meta({ description: 'A task like those in `tasks`, with an id of its own' }),
            windows: z.array(window).min(1).max(50).meta({
              description: 'To be priced one by one, each instead of the task’s windows (a shipment: of its delivery)',
            }),
          })
          .meta({ id: 'SlotQuestion' }),
      )
      .max(200)
      .optional()
      .meta({ description: 'Appointments to be offered for tasks that are not part of the plan' }),
  })
  .meta({ id: 'Explain' });

const optionsSchema = z
  .strictObject({
    search: z
      .boolean()
      .default(true)
      .meta({ description: 'False: nothing is searched, `routes` are judged as they are' }),
    time_s: z
      .number()
      .min(0.01)
      .max(86_400)
      .optional()
      .meta({ description: 'Wall time of the search. Default 10 where `iterations` is absent' }),
    iterations: z
      .number()
      .int()
      .min(0)
      .max(1e12)
      .optional()
      .meta({ description: 'Per thread; makes the result reproducible' }),
    seed: z.number().int().min(0).max(4_294_967_295).default(1).meta({ description: 'Of all random choices' }),
    threads: z.number().int().min(1).max(64).optional().meta({ description: 'Default: what the worker gives a job' }),
  })
  .meta({ id: 'Options' });

export const requestSchema = z
  .strictObject({
    kind: z.literal('routing'),
    version: z.literal(1),
    id: id.optional().meta({ description: 'Comes back in the plan' }),
    description,
    starts_at: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: 'What second 0 is on the calendar. Default: a clock of its own' }),
    places: z.array(placeSchema).max(50_000).optional().meta({ description: 'Named locations' }),
    profiles: z
      .array(profileSchema)
      .min(1)
      .max(50)
      .optional()
      .meta({ description: 'Default: great circle, named car' }),
    zones: z
      .array(zoneSchema)
      .max(1000)
      .optional()
      .meta({ description: 'Areas that vehicles, tariffs and traffic refer to' }),
    tasks: z.array(taskSchema).max(50_000).meta({ description: 'What is to be done; at least one' }),
    vehicles: z
      .array(vehicleSchema)
      .max(50_000)
      .meta({ description: 'Who can do it; at least one, and at most 100,000 with all counts and shifts' }),
    relations: z
      .array(relationSchema)
      .max(50_000)
      .optional()
      .meta({ description: 'Tasks may be in several; at most 200,000 tasks are named in all' }),
    incompatible_goods: z
      .array(z.tuple([reference, reference]))
      .max(1000)
      .optional()
      .meta({ description: 'Classes of `goods` that are never on board together' }),
    objectives: z.array(objectiveLevelSchema).min(1).max(5).optional().meta({
      description:
        'In order of importance; `unserved` is always first. Three at most below it and `vehicles`. Default: unserved, cost',
    }),
    routes: z.array(routeSchema).max(50_000).optional().meta({ description: 'A plan to start from' }),
    explain: explainSchema.optional().meta({ description: 'What is to be explained beside the plan' }),
    options: optionsSchema.optional().meta({ description: 'How long and how to search' }),
  })
  .meta({ id: 'RoutingRequest', title: 'Roundsman routing request', description: 'One day of routes to plan' });

export type RequestInput = z.input<typeof requestSchema>;
export type RequestParsed = z.output<typeof requestSchema>;
export type TaskInput = RequestInput['tasks'][number];
export type VehicleInput = RequestInput['vehicles'][number];
