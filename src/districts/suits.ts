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

/** O(tasks) and, per kind of vehicle, what tasks differ in. */
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
  const { alikeOf, first } = alikeTasks(request);
  if (samples.length * first.length > MOST_ENTRIES)
    return { kindOf: vehicles.map(() => 0), groupOf: tasks.map(() => 0), serves: [[true]] };
  const rows: boolean[][] = [];
  const groupOfKey = new Map<string, number>();
  const groups = first.map((task) => {
    const row = samples.map((index) => maySuit(request, vehicles[index]!, tasks[task]!));
    const key = row.map(Number).join('');
    const group = groupOfKey.get(key) ?? rows.push(row) - 1;
    groupOfKey.set(key, group);
    return group;
  });
  const groupOf = alikeOf.map((alike) => groups[alike]!);
  return { kindOf, groupOf, serves: samples.map((_, kind) => rows.map((row) => row[kind]!)) };
}

/** Tasks that differ in nothing that tells who may serve them, and the first of each sort. */
function alikeTasks({ tasks, vehicles, places }: RoutingRequest): { alikeOf: number[]; first: number[] } {
  const hasZones = vehicles.some(({ zones }) => zones !== null);
  const zonesOf = (stops: Task['stops']) => (hasZones ? stops.map(({ place }) => places[place]!.zones) : []);
  const sorts = new Map<string, number>();
  const first: number[] = [];
  const alikeOf = tasks.map((task, index) => {
    const { skills, anySkills, forbiddenSkills, onlyVehicles, forbiddenVehicles } = task;
    const lists = [skills, anySkills, forbiddenSkills, onlyVehicles, forbiddenVehicles];
    const key = JSON.stringify([lists, task.kind === 'delivery', zonesOf(task.stops), zonesOf(task.deliveryStops)]);
    const sort = sorts.get(key) ?? first.push(index) - 1;
    sorts.set(key, sort);
    return sort;
  });
  return { alikeOf, first };
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
