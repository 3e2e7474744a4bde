import type { RequestInput, TaskInput } from '../contract/schema.ts';
import type { Instance } from './instance.ts';
import type { Locate } from './locate.ts';

/** What VRPLIB calls what a node has; in other files all of it stands on one line. */
const OF_NODE: Readonly<Record<string, string>> = {
  at: 'NODE_COORD',
  windows: 'TIME_WINDOW',
  service_s: 'SERVICE_TIME',
  prize: 'PRIZE',
  release: 'RELEASE_TIME',
};
const OF_VEHICLE: Readonly<Record<string, string>> = {
  count: 'VEHICLES',
  capacity: 'CAPACITY',
  max_duty_s: 'VEHICLES_MAX_DURATION',
  fixed: 'VEHICLES_FIXED_COST',
  per_km: 'VEHICLES_UNIT_DISTANCE_COST',
};
const OF_WHOLE: Readonly<Record<string, string>> = {
  id: 'NAME',
  tasks: 'DIMENSION',
  places: 'DIMENSION',
  vehicles: 'VEHICLES',
};

/** The line of the file that made what a path in the native request names, or nothing where no line did. */
export function locateInBenchmark(request: RequestInput, { lineOf, vehicles: runs }: Instance): Locate {
  const line = (name: string | undefined, row: number | null) => {
    const number = name === undefined ? null : lineOf(name, row);
    return number === null ? '' : `line ${number}`;
  };
  const ofTask = (task: TaskInput | undefined, rest: string) => {
    const row = rowOf(task, rest);
    const field = wordIn(rest, [...Object.keys(OF_NODE), 'load', 'vehicles']);
    if (field === 'load') return line(task?.kind === 'pickup' ? 'BACKHAUL' : 'DEMAND', row);
    if (field === 'vehicles') return line('VEHICLES_ALLOWED_CLIENTS', null);
    return line(OF_NODE[field ?? 'at'], row);
  };
  const ofVehicle = (index: number, rest: string) => {
    const run = runs[index];
    const field = wordIn(rest, Object.keys(OF_VEHICLE));
    if (field !== undefined) return line(OF_VEHICLE[field], run?.first ?? null);
    const reload = /^\.reloads\[(\d+)\]/.exec(rest)?.[1];
    const depot = (reload === undefined ? run?.depot : run?.reloadDepots[Number(reload)]) ?? 0;
    return line(/^\.shift|\.windows/.test(rest) ? 'TIME_WINDOW' : 'NODE_COORD', depot + 1);
  };
  return (path) => {
    const [, list, digits, rest = ''] = /^(tasks|vehicles|places|profiles)\[(\d+)\](.*)$/.exec(path) ?? [];
    const index = Number(digits);
    if (list === 'tasks') return ofTask(request.tasks[index], rest);
    if (list === 'vehicles') return ofVehicle(index, rest);
    if (list === 'places') return line('NODE_COORD', index + 1);
    return line(list === 'profiles' ? 'EDGE_WEIGHT' : OF_WHOLE[path], null);
  };
}

/** The first of the words that is in a path. */
function wordIn(path: string, words: string[]): string | undefined {
  return path.match(/[a-z_]+/g)?.find((word) => words.includes(word));
}

/** The row of the location of a task, or of its stop that is named: their numbers are texts in the request, see `toRequest`. */
function rowOf(task: TaskInput | undefined, rest: string): number | null {
  const [, option, side] = /^\.(?:options\[(\d+)\]|(pickup|delivery)\b)/.exec(rest) ?? [];
  const { options, ...sides } = Object(task) as Record<string, unknown>;
  const stop = option === undefined ? side && sides[side] : Object(options)[option];
  const label = Object(stop).label ?? task?.id;
  return label === undefined ? null : Number(label) + 1;
}
