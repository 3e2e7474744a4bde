import type { RoutingRequest, Stop, Task } from '../contract/request.ts';

/** One option of a step. */
export interface DraftStop {
  task: Task;
  stop: Stop;
  /** It is an option of a shipment's delivery. */
  second: boolean;
  /** Seconds of setup that count as service: nothing else is at the place, so whoever comes there comes from elsewhere. */
  setupAsService_s: number;
  /** Seconds of setup that count as travel from other places: no window says when it has to begin. */
  setupAsTravel_s: number;
}

/** The stops of a request in the order of its nodes. */
export function stopsOf(request: RoutingRequest): DraftStop[] {
  const here = visitsPerPlace(request);
  const draft = (task: Task, stop: Stop, second: boolean): DraftStop => {
    const setup_s = shortestSetup(stop);
    const isAlone = here.get(stop.place) === 1;
    const isOpen = !isAlone && stop.windows.length === 0;
    return { task, stop, second, setupAsService_s: isAlone ? setup_s : 0, setupAsTravel_s: isOpen ? setup_s : 0 };
  };
  return request.tasks.flatMap((task) => [
    ...task.stops.map((stop) => draft(task, stop, false)),
    ...task.deliveryStops.map((stop) => draft(task, stop, true)),
  ]);
}

/** How many stops, starts and reloads there are per place. */
function visitsPerPlace({ tasks, vehicles }: RoutingRequest): Map<number | null, number> {
  const here = new Map<number | null, number>();
  const count = (place: number | null) => here.set(place, (here.get(place) ?? 0) + 1);
  for (const task of tasks) for (const { place } of stopsOfTask(task)) count(place);
  for (const { start, reloads } of vehicles) [start, ...reloads.map(({ place }) => place)].forEach(count);
  return here;
}

/** All places a task may need. */
export function stopsOfTask({ stops, deliveryStops }: Task): Stop[] {
  return deliveryStops.length === 0 ? stops : [...stops, ...deliveryStops];
}

/** Seconds of service for vehicles of a type. */
export function serviceFor({ service_s, serviceByType }: Stop, type: string | null): number {
  return serviceByType.find((row) => row.type === type)?.seconds ?? service_s;
}

/** The shortest service any vehicle may need. */
export function shortestService({ service_s, serviceByType }: Stop): number {
  return Math.min(service_s, ...serviceByType.map(({ seconds }) => seconds));
}

/** The shortest setup any vehicle may need. */
const shortestSetup = ({ setup_s, setupByType }: Stop): number =>
  Math.min(setup_s, ...setupByType.map(({ seconds }) => seconds));

/** Whether when setup is charged takes a simulation to tell, or for whom: at a place of many with windows, or by type of vehicle. */
export const hasOpenSetup = ({ stop, setupAsService_s, setupAsTravel_s }: DraftStop): boolean =>
  stop.setupByType.length > 0 || stop.setup_s > setupAsService_s + setupAsTravel_s;
