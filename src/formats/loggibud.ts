import { z } from 'zod';
import type { ErrorList } from '../contract/error-list.ts';
import { parseInPieces } from '../contract/pieces.ts';
import type { RequestInput } from '../contract/schema.ts';

const pointSchema = z.strictObject({ lng: z.number(), lat: z.number() });

const loggibudSchema = z.strictObject({
  name: z.string(),
  region: z.string().optional(),
  origin: pointSchema,
  vehicle_capacity: z.number(),
  deliveries: z.array(z.strictObject({ id: z.string().min(1), point: pointSchema, size: z.number() })),
});

type Loggibud = z.output<typeof loggibudSchema>;

/**
 * Reads a day of loggibud (https://github.com/loggi/loggibud, `CVRPInstance`): parcels from one hub, vehicles of one
 * size, as many as there are parcels because the format has no number of them. Travel is the default of the native
 * format; the file has no road times.
 */
export function readLoggibud(value: unknown, errors: ErrorList, notes: string[]): RequestInput | null {
  const day = parseInPieces(loggibudSchema, value, errors);
  if (day === undefined) return null;
  const { name, region, origin, vehicle_capacity, deliveries } = day;
  const hub: [number, number] = [origin.lng, origin.lat];
  return {
    kind: 'routing',
    version: 1,
    ...(name && { id: name.slice(0, 200) }),
    ...(region && { description: `region ${region}`.slice(0, 2000) }),
    tasks: tasksOf(deliveries, notes),
    vehicles: [{ id: 'vehicle', count: deliveries.length, start: hub, end: hub, capacity: [vehicle_capacity] }],
  };
}

/** Days sampled from many have parcels that come twice, under one id: the later ones get a number. */
function tasksOf(deliveries: Loggibud['deliveries'], notes: string[]): RequestInput['tasks'] {
  const ids = new Set(deliveries.map(({ id }) => id));
  const used = new Set<string>();
  const copies = new Map<string, number>();
  const freeId = (id: string) => {
    let free = id;
    for (let copy = copies.get(id) ?? 2; used.has(free) || (free !== id && ids.has(free)); copies.set(id, copy))
      free = `${id}~${copy++}`;
    used.add(free);
    return free;
  };
  const repeated = deliveries.length - ids.size;
  if (repeated > 0) notes.push(`${repeated} deliveries repeat an id; theirs got '~2', '~3' ... added`);
  return deliveries.map(({ id, point, size }) => ({
    kind: 'delivery',
    id: freeId(id),
    at: [point.lng, point.lat],
    load: [size],
  }));
}
