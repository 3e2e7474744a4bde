import type { RoutingRequest, Task, Vehicle } from '../contract/request.ts';
import { isAllowed, isInZones, isSkilled, mayLoad, ownMarks } from '../route/access.ts';

/** Tables of more entries than this are not made: then every vehicle counts as one that may serve every task. */
const MOST_ENTRIES = 5_000_000;

/** Which vehicles may serve which tasks by skills, lists and zones; what cannot load any more delivers nothing. */
export interface Suits {
  /** Per vehicle: its kind. */
  kindOf: number[];
  /** Per task: its group, of tasks that the same kinds may serve. */
  groupOf: number[];
  /** Per kind, per group: whether it may. */
  serves: boolean[][];
}

/** O(tasks) per kind of vehicle. */
export function suitsOf(request: RoutingRequest): Suits {
  const { vehicles, tasks } = request;
  const markOf = ownMarks(request);
  const kindOfKey = new Map<string, number>();
  const samples: number[] = [];
  const kindOf = vehicles.map((vehicle, index) => {
    const key = JSON.stringify([vehicle.skills, vehicle.zones, mayLoad(vehicle), markOf(index)]);
    const kind = kindOfKey.get(key) ?? samples.push(index) - 1;
    kindOfKey.set(key, kind);
    return kind;
  });
  if (samples.length * tasks.length > MOST_ENTRIES)
    return { kindOf: vehicles.map(() => 0), groupOf: tasks.map(() => 0), serves: [[true]] };
  const rows: boolean[][] = [];
  const groupOfKey = new Map<string, number>();
  const groupOf = tasks.map((task) => {
    const row = samples.map((index) => maySuit(request, vehicles[index]!, task));
    const key = row.map(Number).join('');
    const group = groupOfKey.get(key) ?? rows.push(row) - 1;
    groupOfKey.set(key, group);
    return group;
  });
  return { kindOf, groupOf, serves: samples.map((_, kind) => rows.map((row) => row[kind]!)) };
}

function maySuit(request: RoutingRequest, vehicle: Vehicle, task: Task): boolean {
  const reaches = (stops: Task['stops']) => stops.some(({ place }) => isInZones(request, vehicle, place));
  return (
    isSkilled(vehicle, task) &&
    isAllowed(vehicle, task) &&
    (task.kind !== 'delivery' || mayLoad(vehicle)) &&
    reaches(task.stops) &&
    (task.deliveryStops.length === 0 || reaches(task.deliveryStops))
  );
}
