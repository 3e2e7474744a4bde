import { ErrorList } from '../contract/error-list.ts';
import type { CodedError } from '../contract/errors.ts';
import type { RequestInput } from '../contract/schema.ts';
import type { Vroom } from './vroom-schema.ts';
import { tornShipments, VroomSteps } from './vroom-steps.ts';

/** Turns the path of an error in the native request into that of the file it was read from. */
export type Locate = (path: string) => string;

/** Errors of the native request as those of the file. What several fields were made of is told once. */
export function located(errors: CodedError[], locate: Locate): CodedError[] {
  const all = new Map<string, CodedError>();
  for (const error of errors) {
    const path = locate(error.path);
    const cause = error.cause.replace(/\broutes\[\d+\]/g, locate);
    all.set(`${error.code} ${path} ${cause}`, { ...error, path, cause });
  }
  return [...all.values()];
}

/** Renames the words of a path. */
function rename(path: string, words: Readonly<Record<string, string>>): string {
  return path.replace(/[a-z_]+/g, (word) => (Object.hasOwn(words, word) ? words[word]! : word));
}

const VROOM_WORDS = {
  windows: 'time_windows',
  return_load: 'pickup',
  service_s: 'service',
  setup_s: 'setup',
  service_by_type: 'service_per_type',
  setup_by_type: 'setup_per_type',
  shift: 'time_window',
  duration_s: 'service',
  max_driving_s: 'max_travel_time',
  max_distance_m: 'max_distance',
  per_travel_hour: 'per_hour',
  per_service_hour: 'per_task_hour',
  durations_s: 'durations',
  distances_m: 'distances',
  threads: 't',
  time_s: 'l',
};

/** @param vroom what the request was read from: its tasks are the jobs, the shipments, the deliveries of those torn apart. */
export function locateInVroom(request: RequestInput, vroom: Vroom): Locate {
  const { shipments = [] } = vroom;
  const jobs = vroom.jobs?.length ?? 0;
  const torn = tornShipments(vroom);
  const isTorn = (index: number) => torn.has(shipments[index]?.pickup.id ?? -1);
  const deliveries = shipments.flatMap((_, i) => (isTorn(i) ? [i] : []));
  const at = request.places ? 'location_index' : 'location';
  // What is wrong with the steps themselves has been told.
  const routes = new VroomSteps(vroom, new ErrorList(0)).taken();
  const inRoute = (index: number, rest: string) => {
    const route = routes[index];
    if (route === undefined) return 'vehicles';
    const step = route.steps[Number(/^\.steps\[(\d+)\]/.exec(rest)?.[1])];
    return `vehicles[${route.vehicle}]${step ? `.steps[${step.place}]` : ''}`;
  };
  return (path) => {
    const [, list, digits, rest = ''] = /^(tasks|vehicles|profiles|places|routes)(?:\[(\d+)\])?(.*)$/.exec(path) ?? [];
    const index = Number(digits);
    if (list === undefined) return rename(path, VROOM_WORDS);
    if (list === 'places') return digits === undefined ? 'matrices' : `location_index ${digits}`;
    if (list === 'profiles') return `matrices.${request.profiles?.[index]?.name ?? ''}${rename(rest, VROOM_WORDS)}`;
    if (list === 'routes') return inRoute(index, rest);
    if (list === 'vehicles') {
      const words = { ...VROOM_WORDS, start: startWord('start', at), end: startWord('end', at) };
      return rename(breakIn(vroom, request, path), words);
    }
    const kind = request.tasks[index]?.kind;
    const words = {
      ...VROOM_WORDS,
      at,
      load: kind === 'shipment' ? 'amount' : kind === 'pickup' ? 'pickup' : 'delivery',
    };
    if (digits === undefined) return jobs > 0 || request.tasks.length === 0 ? 'jobs' : 'shipments';
    const inFile = (rest: string, work: object | undefined) => typeIn(work, rename(rest, words));
    if (index < jobs) return `jobs[${index}]${inFile(rest, vroom.jobs?.[index])}`;
    const tornDelivery = deliveries[index - jobs - shipments.length];
    const place = tornDelivery ?? index - jobs;
    const shipment = shipments[place];
    if (isTorn(place) && !/^\.(?:skills|priority)/.test(rest)) {
      const side = tornDelivery === undefined ? 'pickup' : 'delivery';
      return `shipments[${place}].${side}${inFile(rest, shipment?.[side])}`;
    }
    // The id of its pickup is that of the task.
    const ofSide = inFile(rest, rest.startsWith('.pickup') ? shipment?.pickup : shipment?.delivery);
    return `shipments[${place}]${rest === '.id' ? '.pickup.id' : ofSide}`;
  };
}

/** Breaks are sorted when they are read. */
function breakIn({ vehicles }: Vroom, request: RequestInput, path: string): string {
  return path.replace(/^vehicles\[(\d+)\]\.breaks\[(\d+)\]/, (all, vehicle: string, index: string) => {
    const id = request.vehicles[Number(vehicle)]?.breaks?.[Number(index)]?.id;
    const at = vehicles[Number(vehicle)]?.breaks?.findIndex((pause) => String(pause.id) === id) ?? -1;
    return at < 0 ? all : `vehicles[${vehicle}].breaks[${at}]`;
  });
}

/** Seconds by type are a list here, and named there. */
function typeIn(work: object | undefined, rest: string): string {
  return rest.replace(/((?:setup|service)_per_type)\[(\d+)\]\.\w+/, (all, field: string, index: string) => {
    const type = Object.keys(Object(Object(work)[field]))[Number(index)];
    return type === undefined ? all : `${field}.${type}`;
  });
}

function startWord(word: 'start' | 'end', at: string): string {
  return at === 'location_index' ? `${word}_index` : word;
}

export function locateInLoggibud(path: string): string {
  return path
    .replace(/^tasks\b/, 'deliveries')
    .replace(/\.at\[0\]$/, '.point.lng')
    .replace(/\.at\[1\]$/, '.point.lat')
    .replace(/\.load\[0\]$/, '.size')
    .replace(/^vehicles\[0\]\.capacity.*$/, 'vehicle_capacity')
    .replace(/^vehicles\[0\]\.(?:start|end)\[0\]$/, 'origin.lng')
    .replace(/^vehicles\[0\]\.(?:start|end)\[1\]$/, 'origin.lat')
    .replace(/^id$/, 'name');
}
