import type { RoutingRequest, Task, Vehicle } from '../contract/request.ts';
import { isAllowed, isInZones, isSkilled, ownMarks } from '../route/access.ts';

/** Tables of more entries than this are not made: then every vehicle counts as one that may serve every task. */
const MOST_ENTRIES = 5_000_000;

/** Which vehicles may serve which tasks by skills, lists and zones. */
export interface Suits {
  /** Per vehicle: its kind. */
  kindOf: number[];
  /** Per kind, per task: 1 = it may; null: all. */
  kinds: (Uint8Array | null)[];
}

/** O(tasks) per kind of vehicle. */
export function suitsOf(request: RoutingRequest): Suits {
  const { vehicles, tasks } = request;
  const markOf = ownMarks(request);
  const kindOfKey = new Map<string, number>();
  const samples: number[] = [];
  const kindOf = vehicles.map(({ skills, zones }, index) => {
    const key = JSON.stringify([skills, zones, markOf(index)]);
    const kind = kindOfKey.get(key) ?? samples.push(index) - 1;
    kindOfKey.set(key, kind);
    return kind;
  });
  if (samples.length * tasks.length > MOST_ENTRIES) return { kindOf: vehicles.map(() => 0), kinds: [null] };
  const tableOf = (index: number) =>
    Uint8Array.from(tasks, (task) => (maySuit(request, vehicles[index]!, task) ? 1 : 0));
  const kinds = samples.map((index) => {
    const table = tableOf(index);
    return table.includes(0) ? table : null;
  });
  return { kindOf, kinds };
}

function maySuit(request: RoutingRequest, vehicle: Vehicle, task: Task): boolean {
  const reaches = (stops: Task['stops']) => stops.some(({ place }) => isInZones(request, vehicle, place));
  return (
    isSkilled(vehicle, task) &&
    isAllowed(vehicle, task) &&
    reaches(task.stops) &&
    (task.deliveryStops.length === 0 || reaches(task.deliveryStops))
  );
}
