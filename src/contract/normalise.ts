import type { Costs, Place, Position, Profile, RoutingRequest, Stop, Task, Vehicle, Window } from './request.ts';
import { DEFAULT_OBJECTIVES, type RequestParsed } from './schema.ts';

type TaskParsed = Exclude<RequestParsed['tasks'][number], { kind: 'shipment' }>;
type VehicleParsed = RequestParsed['vehicles'][number];
type Location = VehicleParsed['start'] & {};
type Time = number | string;

const NO_COSTS: Costs = {
  fixed: 0,
  per_km: 0,
  per_hour: 0,
  per_travel_hour: 0,
  per_service_hour: 0,
  per_waiting_hour: 0,
  per_task: 0,
};
const DEFAULT_COSTS: Costs = { ...NO_COSTS, per_km: 1 };

/** Turns a request that passed the schema, the rules and the support check into the form the rest of the code reads. */
export function normalise(input: RequestParsed): RoutingRequest {
  const startsAt_ms = input.starts_at === undefined ? null : Date.parse(input.starts_at);
  const seconds = (time: Time) => (typeof time === 'number' ? time : (Date.parse(time) - (startsAt_ms ?? 0)) / 1000);
  const window = ([opens, closes]: [Time, Time]): Window => [seconds(opens), seconds(closes)];
  const places = new PlaceIndex(input.places ?? []);
  const dimensions = dimensionsOf(input);
  const profiles = (input.profiles ?? [{ kind: 'great_circle', name: 'car', speed_kmh: 30, detour: 1.3 }]).map(
    toProfile,
  );
  const profileIndex = new Map(profiles.map((profile, i) => [profile.name, i]));

  const toTask = (task: TaskParsed): Task => ({
    id: task.id,
    kind: task.kind,
    description: task.description ?? null,
    stops: [toStop(task)],
    load: task.load ?? new Array<number>(dimensions).fill(0),
    skills: task.skills ?? [],
    anySkills: task.any_skills ?? [],
    forbiddenSkills: task.forbidden_skills ?? [],
    onlyVehicles: task.vehicles ?? null,
    forbiddenVehicles: task.forbidden_vehicles ?? [],
    priority: task.priority,
    prize: task.prize ?? null,
  });
  const toStop = (task: TaskParsed): Stop => ({
    place: places.of(task.at!),
    windows: joinWindows((task.windows ?? []).map(window)),
    service_s: task.service_s,
    cost: task.cost,
    label: task.label ?? null,
  });
  const toVehicle = (vehicle: VehicleParsed): Vehicle => ({
    id: vehicle.id,
    description: vehicle.description ?? null,
    count: vehicle.count,
    profile: profileIndex.get(vehicle.profile)!,
    speedFactor: vehicle.speed_factor,
    start: vehicle.start === undefined ? null : places.of(vehicle.start),
    end: vehicle.end === undefined ? null : places.of(vehicle.end),
    shift: vehicle.shift ? window(vehicle.shift) : null,
    capacity: vehicle.capacity ?? null,
    skills: vehicle.skills ?? [],
    costs: vehicle.costs ? toCosts(vehicle.costs) : DEFAULT_COSTS,
    maxDistance_m: vehicle.max_distance_m ?? null,
    maxDriving_s: vehicle.max_driving_s ?? null,
    maxDuty_s: vehicle.max_duty_s ?? null,
    maxTasks: vehicle.max_tasks ?? null,
  });

  const { time_s, iterations, seed, threads } = input.options ?? { seed: 1 };
  return {
    id: input.id ?? null,
    description: input.description ?? null,
    startsAt_ms,
    profiles,
    tasks: input.tasks.map((task) => toTask(task as TaskParsed)),
    vehicles: input.vehicles.map(toVehicle),
    places: places.list,
    objectives: input.objectives ?? [...DEFAULT_OBJECTIVES],
    options: {
      time_s: time_s ?? (iterations === undefined ? 10 : null),
      iterations: iterations ?? null,
      seed,
      threads: threads ?? null,
    },
  };
}

/** How many amounts loads and capacities have. */
function dimensionsOf(input: RequestParsed): number {
  for (const { capacity } of input.vehicles) if (capacity) return capacity.length;
  for (const { load } of input.tasks) if (load) return load.length;
  return 0;
}

/** Numbers places in order of first use; a position used twice is one place. */
class PlaceIndex {
  readonly list: Place[];
  private readonly byId = new Map<string, number>();
  private readonly byPosition = new Map<string, number>();

  constructor(named: { id: string; position?: Position | undefined }[]) {
    this.list = named.map(({ id, position }) => ({ id, position: position ?? null }));
    this.list.forEach((place, i) => this.byId.set(place.id!, i));
  }

  of(location: Location): number {
    if (typeof location === 'string') return this.byId.get(location)!;
    const key = location.join();
    const known = this.byPosition.get(key);
    if (known !== undefined) return known;
    this.byPosition.set(key, this.list.length);
    this.list.push({ id: null, position: location });
    return this.list.length - 1;
  }
}

function toProfile(profile: NonNullable<RequestParsed['profiles']>[number]): Profile {
  if (profile.kind !== 'matrix') return profile;
  const durations_s = withoutNulls(profile.durations_s);
  const distances_m = profile.distances_m ? withoutNulls(profile.distances_m) : durations_s;
  return { kind: 'matrix', name: profile.name, durations_s, distances_m };
}

/** Only the diagonal can still be null here: staying where one is takes no time. */
function withoutNulls(rows: (number | null)[][]): number[][] {
  return rows.map((row) => (row.includes(null) ? row.map((value) => value ?? 0) : (row as number[])));
}

function toCosts({ overtime: _, ...costs }: NonNullable<VehicleParsed['costs']>): Costs {
  return costs;
}

/** Sorts windows and joins those that touch or overlap. */
function joinWindows(windows: Window[]): Window[] {
  const joined: Window[] = [];
  for (const [opens, closes] of windows.sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && opens <= last[1]) last[1] = Math.max(last[1], closes);
    else joined.push([opens, closes]);
  }
  return joined;
}
