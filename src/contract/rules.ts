import { type CodedError, codedError } from './errors.ts';
import { dimensionsOf } from './normalise.ts';
import type { ProfileInput, RequestParsed } from './schema.ts';

/** What a schema cannot say: ids, references, windows, dimensions, matrices. Returns every broken rule. */
export function brokenRules(request: RequestParsed): CodedError[] {
  const rules = new Rules(request);
  rules.check();
  return rules.errors;
}

type TimeValue = number | string;
type StopParsed = { at?: unknown; windows?: [TimeValue, TimeValue][] | undefined };

class Rules {
  readonly errors: CodedError[] = [];
  private readonly request: RequestParsed;
  private readonly placeIds: Set<string>;
  private readonly vehicleIds: Set<string>;
  private readonly taskIds: Set<string>;

  constructor(request: RequestParsed) {
    this.request = request;
    this.placeIds = this.unique(request.places ?? [], 'places', 'id');
    this.vehicleIds = this.unique(request.vehicles, 'vehicles', 'id');
    this.taskIds = this.unique(request.tasks, 'tasks', 'id');
  }

  check(): void {
    const { tasks, vehicles } = this.request;
    if (tasks.length === 0) this.add('no_tasks', 'tasks', 'the list is empty');
    if (!vehicles.some(({ count }) => count > 0)) this.add('no_vehicles', 'vehicles', 'no vehicle has a count above 0');
    this.checkTasks();
    this.checkVehicles();
    this.checkProfiles();
    this.checkReferences();
  }

  private add(code: CodedError['code'], path: string, cause: string): void {
    this.errors.push(codedError(code, path, cause));
  }

  /** The ids of a list; a repeated one is an error that names the first. */
  private unique<K extends string>(items: { [key in K]: string }[], path: string, key: K): Set<string> {
    const first = new Map<string, number>();
    items.forEach((item, i) => {
      const value = item[key];
      const before = first.get(value);
      if (before === undefined) first.set(value, i);
      else this.add('duplicate_id', `${path}[${i}].${key}`, `'${value}' is already the ${key} of ${path}[${before}]`);
    });
    return new Set(first.keys());
  }

  private checkTasks(): void {
    const dimensions = dimensionsOf(this.request);
    this.request.tasks.forEach((task, i) => {
      const path = `tasks[${i}]`;
      this.checkDimensions(task.load, dimensions, `${path}.load`);
      this.checkKnown(task.vehicles, this.vehicleIds, `${path}.vehicles`, 'vehicle');
      this.checkKnown(task.forbidden_vehicles, this.vehicleIds, `${path}.forbidden_vehicles`, 'vehicle');
      if (task.kind === 'shipment') {
        for (const side of ['pickup', 'delivery'] as const) {
          const stops = [task[side]].flat();
          stops.forEach((stop, k) =>
            this.checkStop(stop, Array.isArray(task[side]) ? `${path}.${side}[${k}]` : `${path}.${side}`),
          );
        }
        return;
      }
      if (task.options) {
        if (task.at !== undefined)
          this.add('conflicting_fields', `${path}.options`, "'at' and 'options' are both given");
        task.options.forEach((stop, k) => this.checkStop(stop, `${path}.options[${k}]`));
      } else if (task.at === undefined) {
        this.add('missing_field', `${path}.at`, "neither 'at' nor 'options' is given");
      } else this.checkStop(task, path);
    });
  }

  private checkStop(stop: StopParsed, path: string): void {
    this.checkLocation(stop.at, `${path}.at`);
    stop.windows?.forEach((window, i) => this.checkWindow(window, `${path}.windows[${i}]`));
  }

  private checkVehicles(): void {
    const dimensions = dimensionsOf(this.request);
    const profiles = new Set((this.request.profiles ?? [{ name: 'car' }]).map(({ name }) => name));
    this.request.vehicles.forEach((vehicle, i) => {
      const path = `vehicles[${i}]`;
      this.checkDimensions(vehicle.capacity, dimensions, `${path}.capacity`);
      if (vehicle.start !== undefined) this.checkLocation(vehicle.start, `${path}.start`);
      if (vehicle.end !== undefined) this.checkLocation(vehicle.end, `${path}.end`);
      if (vehicle.shift) this.checkWindow(vehicle.shift, `${path}.shift`);
      if (!profiles.has(vehicle.profile))
        this.add('unknown_reference', `${path}.profile`, `there is no profile '${vehicle.profile}'`);
    });
  }

  private checkReferences(): void {
    this.request.relations?.forEach((relation, i) =>
      this.checkKnown(relation.tasks, this.taskIds, `relations[${i}].tasks`, 'task'),
    );
    this.request.routes?.forEach((route, i) => {
      this.checkKnown([route.vehicle], this.vehicleIds, `routes[${i}].vehicle`, 'vehicle');
      this.checkKnown(route.tasks, this.taskIds, `routes[${i}].tasks`, 'task');
    });
  }

  private checkKnown(ids: string[] | undefined, known: Set<string>, path: string, what: string): void {
    ids?.forEach((id, i) => {
      if (!known.has(id)) this.add('unknown_reference', `${path}[${i}]`, `there is no ${what} '${id}'`);
    });
  }

  private checkDimensions(amounts: number[] | undefined, dimensions: number, path: string): void {
    if (amounts && amounts.length !== dimensions) {
      this.add('dimension_mismatch', path, `${amounts.length} amounts where others have ${dimensions}`);
    }
  }

  private checkWindow([opens, closes]: [TimeValue, TimeValue], path: string): void {
    if (this.request.starts_at === undefined) {
      for (const [i, time] of [opens, closes].entries()) {
        if (typeof time === 'string') this.add('bad_time', `${path}[${i}]`, `'${time}' needs 'starts_at'`);
      }
    }
    const origin_s = this.request.starts_at === undefined ? 0 : Date.parse(this.request.starts_at) / 1000;
    const seconds = (time: TimeValue) => (typeof time === 'number' ? time : Date.parse(time) / 1000 - origin_s);
    if (seconds(closes) < seconds(opens))
      this.add('impossible_window', path, `it opens at ${opens} and closes at ${closes}`);
  }

  private checkLocation(at: unknown, path: string): void {
    const usesMatrix = this.request.profiles?.some(({ kind }) => kind === 'matrix') ?? false;
    const onEarth = this.request.profiles?.some(({ kind }) => kind === 'great_circle') ?? true;
    if (typeof at === 'string') {
      if (!this.placeIds.has(at)) this.add('unknown_reference', path, `there is no place '${at}'`);
      return;
    }
    if (usesMatrix) this.add('place_needed', path, 'a position was given');
    else if (onEarth) this.checkOnEarth(at as [number, number], path);
  }

  private checkOnEarth([longitude, latitude]: [number, number], path: string): void {
    if (Math.abs(longitude) > 180)
      this.add('out_of_bounds', `${path}[0]`, `longitude ${longitude} is not within -180..180`);
    if (Math.abs(latitude) > 90) this.add('out_of_bounds', `${path}[1]`, `latitude ${latitude} is not within -90..90`);
  }

  private checkProfiles(): void {
    const profiles = this.request.profiles ?? [];
    this.unique(profiles, 'profiles', 'name');
    profiles.forEach((profile, i) => {
      if (profile.kind === 'matrix') this.checkMatrices(profile, `profiles[${i}]`);
    });
    const onEarth = this.request.profiles?.some(({ kind }) => kind === 'great_circle') ?? true;
    const needsPositions = profiles.length === 0 || profiles.some(({ kind }) => kind !== 'matrix');
    this.request.places?.forEach((place, i) => {
      if (place.position === undefined) {
        if (needsPositions) this.add('position_needed', `places[${i}]`, `'${place.id}' has no position`);
      } else if (onEarth) this.checkOnEarth(place.position, `places[${i}].position`);
    });
  }

  private checkMatrices(profile: ProfileInput & { kind: 'matrix' }, path: string): void {
    this.checkMatrix(profile.durations_s, `${path}.durations_s`);
    if (profile.distances_m) this.checkMatrix(profile.distances_m, `${path}.distances_m`);
  }

  private checkMatrix(rows: (number | null)[][], path: string): void {
    const size = this.request.places?.length ?? 0;
    if (rows.length !== size) this.add('matrix_size', path, `${rows.length} rows for ${size} places`);
    const holesInColumn = new Array<number>(size).fill(0);
    const holes: [number, number][] = [];
    rows.forEach((row, i) => {
      if (row.length !== size) this.add('matrix_size', `${path}[${i}]`, `${row.length} columns for ${size} places`);
      for (let j = 0; j < row.length; j++) {
        if (row[j] !== null || i === j) continue;
        holes.push([i, j]);
        holesInColumn[j] = (holesInColumn[j] ?? 0) + 1;
      }
    });
    this.reportHoles(holes, holesInColumn, size, path);
  }

  /** A place whose whole row or column is empty is off the network: one error for it, not one per hole. */
  private reportHoles(holes: [number, number][], holesInColumn: number[], size: number, path: string): void {
    const holesInRow = new Array<number>(size).fill(0);
    for (const [i] of holes) holesInRow[i] = (holesInRow[i] ?? 0) + 1;
    const isCutOff = (place: number) =>
      size > 1 && (holesInRow[place] === size - 1 || holesInColumn[place] === size - 1);
    this.request.places?.forEach((place, i) => {
      if (isCutOff(i)) this.add('unreachable_place', `places[${i}]`, `'${place.id}' has no way in or out in ${path}`);
    });
    for (const [i, j] of holes) {
      if (!isCutOff(i) && !isCutOff(j)) this.add('matrix_hole', `${path}[${i}][${j}]`, 'the value is missing');
    }
  }
}
