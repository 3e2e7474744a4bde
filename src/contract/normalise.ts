import { amountsIn } from './amounts.ts';
import { PlaceIndex, type Reading, readingOf } from './normalise-places.ts';
import { toRoutes } from './normalise-routes.ts';
import { toTask } from './normalise-tasks.ts';
import { toFleet } from './normalise-vehicles.ts';
import type { Explain, Objective, ObjectiveLevel, Profile, Relation, RoutingRequest, Traffic } from './request.ts';
import type { RequestParsed } from './schema.ts';

type ProfileParsed = NonNullable<RequestParsed['profiles']>[number];
type LevelParsed = NonNullable<RequestParsed['objectives']>[number];
type ObjectiveParsed = Exclude<LevelParsed, unknown[]>;

const DEFAULT_PROFILES: ProfileParsed[] = [{ kind: 'great_circle', name: 'car', speed_kmh: 30, detour: 1.3 }];

/** Turns a request that passed the schema and the rules into the form the rest of the code reads. */
export function normalise(input: RequestParsed): RoutingRequest {
  const places = new PlaceIndex(input.places ?? []);
  const reading = readingOf(input, places, dimensionsOf(input));
  const profiles = (input.profiles ?? DEFAULT_PROFILES).map((profile) => toProfile(profile, reading));
  const zones = (input.zones ?? []).map(({ id, polygon }) => ({ id, polygon }));
  const tasks = input.tasks.map((task) => toTask(task, reading));
  const taskIndex = new Map(tasks.map(({ id }, i) => [id, i]));
  const fleet = toFleet(input, new Map(profiles.map(({ name }, i) => [name, i])), reading);
  const explain = toExplain(input.explain, taskIndex, reading);
  const routes = toRoutes(input.routes ?? [], fleet.routeVehicles, tasks, taskIndex);
  return {
    id: input.id ?? null,
    description: input.description ?? null,
    startsAt_ms: input.starts_at === undefined ? null : Date.parse(input.starts_at),
    places: places.within(zones),
    profiles,
    zones,
    tasks,
    vehicles: fleet.vehicles,
    relations: (input.relations ?? []).map((relation) => toRelation(relation, taskIndex)),
    incompatibleGoods: input.incompatible_goods ?? [],
    objectives: toObjectives(input.objectives),
    routes,
    explain,
    options: toOptions(input.options),
  };
}

/** How many amounts loads and capacities have. */
function dimensionsOf(input: RequestParsed): number {
  for (const { values } of amountsIn(input)) return values.length;
  return 0;
}

function toProfile(profile: ProfileParsed, reading: Reading): Profile {
  if (profile.kind === 'none') return { ...profile, traffic: [] };
  const traffic = (profile.traffic ?? []).map(
    ({ zone, steps }): Traffic => ({
      zone: zone === undefined ? null : reading.zone(zone),
      steps: steps.map(({ from, factor }) => ({ from_s: reading.seconds(from), factor })),
    }),
  );
  if (profile.kind !== 'matrix') return { ...profile, traffic };
  const durations_s = withoutNulls(profile.durations_s);
  const distances_m = profile.distances_m ? withoutNulls(profile.distances_m) : durations_s;
  return { kind: 'matrix', name: profile.name, traffic, durations_s, distances_m };
}

/** Only the diagonal can still be null here: staying where one is takes no time. */
function withoutNulls(rows: (number | null)[][]): number[][] {
  return rows.map((row) => (row.includes(null) ? row.map((value) => value ?? 0) : (row as number[])));
}

function toRelation(relation: NonNullable<RequestParsed['relations']>[number], tasks: Map<string, number>): Relation {
  return { kind: relation.kind, tasks: relation.tasks.map((id) => tasks.get(id)!), minGap_s: relation.min_gap_s ?? 0 };
}

function toObjectives(levels: LevelParsed[] = ['cost']): ObjectiveLevel[] {
  const all = levels.map((level) => (Array.isArray(level) ? level : [level]).map(toObjective));
  return all[0]![0]!.name === 'unserved' ? all : [[toObjective('unserved')], ...all];
}

function toObjective(objective: ObjectiveParsed): Objective {
  const { name, weight, of, measure } =
    typeof objective === 'string' ? { name: objective, weight: 1, of: undefined, measure: undefined } : objective;
  return { name, weight, of: of ?? 'hours', measure: measure ?? 'max' };
}

function toExplain(input: RequestParsed['explain'], tasks: Map<string, number>, reading: Reading): Explain {
  return {
    vehicles: [...new Set((input?.vehicles ?? []).map((id) => tasks.get(id)!))],
    unassigned: input?.unassigned ?? false,
    slots: (input?.slots ?? []).map(({ task, windows }) => ({
      task: toTask(task, reading),
      windows: windows.map(reading.window),
    })),
  };
}

function toOptions({
  search,
  time_s,
  iterations,
  seed,
  threads,
}: Partial<NonNullable<RequestParsed['options']>> = {}): RoutingRequest['options'] {
  return {
    search: search ?? true,
    time_s: time_s ?? (iterations === undefined ? 10 : null),
    iterations: iterations ?? null,
    seed: seed ?? 1,
    threads: threads ?? null,
  };
}
