import type { RequestInput, TaskInput, VehicleInput } from '../../../src/contract/schema.ts';

export type { RequestInput, TaskInput, VehicleInput };

type Spot = [x: number, y: number];
type Single = Exclude<TaskInput, { kind: 'shipment' }>;

const START_H = 8;
const HOUR_S = 3600;
export const MINUTE_S = 60;

/** `10:30` -> seconds from the start of the day, which is eight o’clock. */
export function at(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number) as [number, number];
  return (hours - START_H) * HOUR_S + minutes * MINUTE_S;
}

/** From a time to a time, both as on a clock. */
export const open = (from: string, to: string): [number, number] => [at(from), at(to)];

/** A whole working day. */
export const DAY = open('8:00', '16:00');

/** A kilometre a minute as the crow flies, so that times can be worked out in one’s head. */
export const CAR = {
  kind: 'euclidean',
  name: 'car',
  scale: 1000,
  speed_m_per_s: 16.6667,
  rounding: 'nearest',
} as const;

export interface Day extends Partial<RequestInput> {
  id: string;
  description: string;
  tasks: TaskInput[];
  vehicles: VehicleInput[];
}

/**
 * A day that shows one feature: a few stops on a plane of kilometres, no random draws, so that a person can see why the
 * plan is as it is. It is solved in a blink, and the same way everywhere.
 */
export function day(spots: Record<string, Spot>, { id, description, ...rest }: Day): RequestInput {
  const { profiles, zones, tasks, vehicles, ...others } = rest;
  return {
    kind: 'routing',
    version: 1,
    id,
    description,
    starts_at: '2027-03-16T08:00:00Z',
    places: Object.entries(spots).map(([place, position]) => ({ id: place, position })),
    profiles: profiles ?? [CAR],
    ...(zones ? { zones } : {}),
    tasks,
    vehicles,
    options: { iterations: 400, seed: 1, threads: 1 },
    ...others,
  };
}

/** A task at the place of its name. */
const single =
  (kind: Single['kind']) =>
  (id: string, more: Partial<Single> = {}): TaskInput => ({ kind, id, at: id, ...more });
export const delivery = single('delivery');
export const pickup = single('pickup');
export const visit = single('visit');

/** One per id, all alike. */
export const deliveries = (ids: string, more: Partial<Single> = {}) => ids.split(' ').map((id) => delivery(id, more));
export const visits = (ids: string, more: Partial<Single> = {}) => ids.split(' ').map((id) => visit(id, more));

export function shipment(id: string, from: string, to: string, load: number, more: Partial<TaskInput> = {}): TaskInput {
  return { kind: 'shipment', id, load: [load], ...more, pickup: { at: from }, delivery: { at: to } } as TaskInput;
}

/** From the depot and back, for its kilometres only. */
export function van(more: Partial<VehicleInput> = {}): VehicleInput {
  return { id: 'van', start: 'depot', end: 'depot', costs: { per_km: 1 }, ...more };
}

/** A ring around a rectangle. */
export function box(west: number, south: number, east: number, north: number): Spot[] {
  const [a, b, c, d]: Spot[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
  return [a!, b!, c!, d!, a!];
}
