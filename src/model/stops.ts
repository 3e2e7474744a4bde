import type { RoutingRequest, Stop, Task } from '../contract/request.ts';

/** One option of a step. */
export interface DraftStop {
  task: Task;
  stop: Stop;
  /** It is an option of a shipment's delivery. */
  second: boolean;
}

/** The stops of a request in the order of its nodes. */
export function stopsOf({ tasks }: RoutingRequest): DraftStop[] {
  return tasks.flatMap((task) => [
    ...task.stops.map((stop) => ({ task, stop, second: false })),
    ...task.deliveryStops.map((stop) => ({ task, stop, second: true })),
  ]);
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
