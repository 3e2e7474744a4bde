import { z } from 'zod';
import type { ErrorList } from '../contract/error-list.ts';
import { explain } from '../contract/issues.ts';
import type { RequestInput } from '../contract/schema.ts';
import type { Locate } from './locate.ts';
import type { VroomIds } from './vroom-ids.ts';

type RouteInput = NonNullable<RequestInput['routes']>[number];
type GivenStepInput = NonNullable<RouteInput['steps']>[number];

/** What routes are made of; other fields differ from version to version of VROOM. */
const answerSchema = z.object({
  code: z.literal(0),
  routes: z.array(
    z.object({
      vehicle: z.number().int(),
      steps: z.array(
        z.object({
          type: z.enum(['start', 'job', 'pickup', 'delivery', 'break', 'end']),
          id: z.number().int().optional(),
        }),
      ),
    }),
  ),
});
type GivenAnswer = z.output<typeof answerSchema>;

/** Reads an answer of VROOM. One that is an error of VROOM is an error here. */
export function readAnswer(value: unknown, errors: ErrorList): GivenAnswer | null {
  const { code, error } = Object(value) as { code?: unknown; error?: unknown };
  if (code !== 0 && typeof error === 'string') {
    errors.add('wrong_value', 'code', `the answer is an error: ${error}`, 'Solve the request first.');
    return null;
  }
  const parsed = answerSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) errors.addAll(explain(issue, value));
  return null;
}

/**
 * The routes of an answer for a native request: to start from, or to be judged. Its times are not kept, since they follow from the request.
 * @param ids of the request that was answered.
 */
export function routesOfAnswer({ routes }: GivenAnswer, ids: VroomIds, errors: ErrorList): RouteInput[] {
  const known = stepsByName(ids);
  return routes.map((route, r) => {
    const name = ids.names.get(route.vehicle);
    if (!name) errors.add('unknown_reference', `routes[${r}].vehicle`, `the request has no vehicle ${route.vehicle}`);
    const steps = route.steps.flatMap(({ type, id }, s): GivenStepInput[] => {
      if (!isWork(type)) return [];
      const step = known.get(`${type} ${id}`);
      if (step === undefined)
        errors.add('unknown_reference', `routes[${r}].steps[${s}].id`, `the request has no ${type} ${id}`);
      return step === undefined ? [] : [step];
    });
    return { vehicle: '', ...name, steps };
  });
}

/** The other steps follow from the request. */
function isWork(type: string): boolean {
  return type === 'job' || type === 'pickup' || type === 'delivery';
}

/** From paths in the routes that `routesOfAnswer` makes to those of the answer. */
export function locateInAnswer({ routes }: GivenAnswer): Locate {
  const places = routes.map(({ steps }) => steps.flatMap(({ type }, s) => (isWork(type) ? [s] : [])));
  return (path) => {
    const [, route, step] = /^routes\[(\d+)\](?:\.steps\[(\d+)\])?/.exec(path) ?? [];
    if (route === undefined) return path;
    const place = places[Number(route)]?.[Number(step)];
    return `routes[${route}].${place === undefined ? 'vehicle' : `steps[${place}]`}`;
  };
}

function stepsByName({ tasks }: VroomIds): Map<string, GivenStepInput> {
  const known = new Map<string, GivenStepInput>();
  for (const [task, item] of tasks) {
    if (item.kind === 'job') known.set(`job ${item.job.id}`, task);
    else if (item.kind !== 'shipment') known.set(`${item.kind} ${item.shipment[item.kind].id}`, task);
    else
      for (const part of ['pickup', 'delivery'] as const)
        known.set(`${part} ${item.shipment[part].id}`, { task, part });
  }
  return known;
}
