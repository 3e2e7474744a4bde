import type { ErrorList } from './error-list.ts';
import type { ErrorCode } from './errors.ts';
import { type Loose, list, NO_RECORD, record, records, text } from './loose.ts';
import { checkMatrix } from './rules-matrix.ts';
import { Times } from './rules-times.ts';

/** Most vehicles of a request, all counts together. */
const MAX_VEHICLES = 100_000;
/** What a single stop may say; with `options` every option says it for itself. */
const STOP_FIELDS = 'at windows soft_windows service_s setup_s service_by_type setup_by_type cost label'.split(' ');

/**
 * Adds what a schema cannot say: ids, references, windows, dimensions, matrices. Works on input that may break its
 * schema; what has the wrong type is left to the schema to report.
 */
export function checkRules(input: unknown, errors: ErrorList): void {
  new Rules(record(input), errors).check();
}

class Rules {
  private readonly request: Loose;
  private readonly errors: ErrorList;
  private readonly times: Times;
  private readonly tasks: Loose[];
  private readonly vehicles: Loose[];
  private readonly profiles: Loose[];
  private readonly places: Loose[];
  private readonly taskIds: Set<string>;
  private readonly vehicleIds: Set<string>;
  private readonly placeIds: Set<string>;
  private readonly zoneIds: Set<string>;
  /** Whether some profile has a given matrix, or computes on the globe. Without profiles there is one on the globe. */
  private readonly usesMatrix: boolean;
  private readonly isOnEarth: boolean;

  constructor(request: Loose, errors: ErrorList) {
    this.request = request;
    this.errors = errors;
    this.times = new Times(request.starts_at !== undefined, request.starts_at, errors);
    this.tasks = records(request.tasks);
    this.vehicles = records(request.vehicles);
    this.places = records(request.places);
    this.profiles =
      request.profiles === undefined ? [{ kind: 'great_circle', name: 'car' }] : records(request.profiles);
    this.usesMatrix = this.profiles.some(({ kind }) => kind === 'matrix');
    this.isOnEarth = this.profiles.some(({ kind }) => kind === 'great_circle');
    this.placeIds = this.unique(this.places, 'places');
    this.vehicleIds = this.unique(this.vehicles, 'vehicles');
    this.taskIds = this.unique(this.tasks, 'tasks');
    this.zoneIds = this.unique(records(request.zones), 'zones');
    this.unique(this.profiles, 'profiles', 'name');
  }

  check(): void {
    if (Array.isArray(this.request.tasks) && this.tasks.length === 0)
      this.add('no_tasks', 'tasks', 'the list is empty');
    this.checkFleet();
    this.checkDimensions();
    this.each(this.tasks, 'tasks', (task, path) => this.checkTask(task, path));
    this.each(this.vehicles, 'vehicles', (vehicle, path) => this.checkVehicle(vehicle, path));
    this.checkPlaces();
    this.each(this.profiles, 'profiles', (profile, path) => this.checkProfile(profile, path));
    this.checkReferences();
  }

  private add(code: ErrorCode, path: string, cause: string): void {
    this.errors.add(code, path, cause);
  }

  /** Ends when there is no room for further errors: an input with that many can be very large. */
  private each(items: Loose[], name: string, check: (item: Loose, path: string) => void): void {
    for (const [i, item] of items.entries()) {
      if (this.errors.isFull) {
        this.errors.omit(1);
        return;
      }
      if (item !== NO_RECORD) check(item, `${name}[${i}]`);
    }
  }

  /** The ids of a list; a repeated one is an error that names the first. */
  private unique(items: Loose[], path: string, key = 'id'): Set<string> {
    const first = new Map<string, number>();
    items.forEach((item, i) => {
      const value = text(item[key]);
      if (value === undefined) return;
      const before = first.get(value);
      if (before === undefined) first.set(value, i);
      else this.add('duplicate_id', `${path}[${i}].${key}`, `'${value}' is already the ${key} of ${path}[${before}]`);
    });
    return new Set(first.keys());
  }

  private checkFleet(): void {
    if (!Array.isArray(this.request.vehicles)) return;
    const counts = this.vehicles.map(({ count }) => count ?? 1);
    const numbers = counts.filter((count) => typeof count === 'number');
    const total = numbers.reduce((sum, count) => sum + count, 0);
    const isEmpty = this.vehicles.length === 0;
    if (numbers.length === counts.length && !(total > 0)) {
      this.add('no_vehicles', 'vehicles', isEmpty ? 'the list is empty' : 'no vehicle has a count above 0');
    }
    if (total > MAX_VEHICLES) {
      this.add('out_of_bounds', 'vehicles', `${total} vehicles in all, more than the ${MAX_VEHICLES} allowed`);
    }
  }

  /** All loads and capacities have as many amounts as the first one. */
  private checkDimensions(): void {
    const amounts = [
      ...this.vehicles.map(({ capacity }, i) => ({ path: `vehicles[${i}].capacity`, values: capacity })),
      ...this.tasks.map(({ load }, i) => ({ path: `tasks[${i}].load`, values: load })),
    ].flatMap(({ path, values }) => (Array.isArray(values) ? [{ path, count: values.length }] : []));
    const [first] = amounts;
    if (first === undefined) return;
    for (const { path, count } of amounts) {
      if (count === first.count) continue;
      this.add(
        'dimension_mismatch',
        path,
        `it has ${amountsOf(count)}, but ${first.path} has ${amountsOf(first.count)}`,
      );
    }
  }

  private checkTask(task: Loose, path: string): void {
    this.checkKnown(task.vehicles, this.vehicleIds, `${path}.vehicles`, 'vehicle');
    this.checkKnown(task.forbidden_vehicles, this.vehicleIds, `${path}.forbidden_vehicles`, 'vehicle');
    this.times.checkTime(task.release, `${path}.release`);
    if (task.kind === 'visit' && list(task.load).some((amount) => amount !== 0)) {
      this.add('conflicting_fields', `${path}.load`, "a 'visit' carries nothing; make it a delivery or a pickup");
    }
    if (task.kind === 'shipment') {
      for (const side of ['pickup', 'delivery']) this.checkStops(task[side], `${path}.${side}`);
    } else if (task.options !== undefined) {
      for (const field of STOP_FIELDS.filter((name) => task[name] !== undefined)) {
        this.add('conflicting_fields', `${path}.${field}`, `with 'options', each option has its own '${field}'`);
      }
      this.checkStops(task.options, `${path}.options`);
    } else if (task.at === undefined && typeof task.kind === 'string') {
      this.add('missing_field', `${path}.at`, "neither 'at' nor 'options' is given");
    } else this.checkStop(task, path);
  }

  private checkStops(stops: unknown, path: string): void {
    if (!Array.isArray(stops)) this.checkStop(record(stops), path);
    else for (const [i, stop] of records(stops).entries()) this.checkStop(stop, `${path}[${i}]`);
  }

  private checkStop(stop: Loose, path: string): void {
    this.checkLocation(stop.at, `${path}.at`);
    this.times.checkWindows(stop.windows, `${path}.windows`);
    for (const [i, { window }] of records(stop.soft_windows).entries()) {
      this.times.checkWindow(window, `${path}.soft_windows[${i}].window`);
    }
  }

  private checkVehicle(vehicle: Loose, path: string): void {
    this.checkLocation(vehicle.start, `${path}.start`);
    this.checkLocation(vehicle.end, `${path}.end`);
    this.times.checkWindow(vehicle.shift, `${path}.shift`);
    this.times.checkWindows(vehicle.shifts, `${path}.shifts`);
    if (vehicle.shift !== undefined && vehicle.shifts !== undefined) {
      this.add('conflicting_fields', `${path}.shifts`, "'shift' and 'shifts' are both given");
    }
    this.unique(records(vehicle.breaks), `${path}.breaks`);
    for (const [i, { windows }] of records(vehicle.breaks).entries()) {
      this.times.checkWindows(windows, `${path}.breaks[${i}].windows`);
    }
    for (const [i, reload] of records(vehicle.reloads).entries()) this.checkStop(reload, `${path}.reloads[${i}]`);
    this.checkKnown(vehicle.zones, this.zoneIds, `${path}.zones`, 'zone');
    this.checkUsedProfile(vehicle.profile, `${path}.profile`);
  }

  private checkUsedProfile(profile: unknown, path: string): void {
    const name = profile === undefined ? 'car' : text(profile);
    if (name === undefined || this.profiles.some((known) => known.name === name)) return;
    const cause = profile === undefined ? "without 'profile' it is 'car', and there is no profile 'car'" : null;
    this.add('unknown_reference', path, cause ?? `there is no profile '${name}'`);
  }

  private checkReferences(): void {
    for (const [i, { tasks }] of records(this.request.relations).entries()) {
      this.checkKnown(tasks, this.taskIds, `relations[${i}].tasks`, 'task');
    }
    for (const [i, { vehicle, tasks }] of records(this.request.routes).entries()) {
      this.checkId(vehicle, this.vehicleIds, `routes[${i}].vehicle`, 'vehicle');
      this.checkKnown(tasks, this.taskIds, `routes[${i}].tasks`, 'task');
    }
  }

  private checkKnown(ids: unknown, known: Set<string>, path: string, what: string): void {
    for (const [i, id] of list(ids).entries()) this.checkId(id, known, `${path}[${i}]`, what);
  }

  private checkId(id: unknown, known: Set<string>, path: string, what: string): void {
    const value = text(id);
    if (value !== undefined && !known.has(value)) this.add('unknown_reference', path, `there is no ${what} '${value}'`);
  }

  private checkLocation(at: unknown, path: string): void {
    this.checkId(at, this.placeIds, path, 'place');
    if (!Array.isArray(at)) return;
    if (this.usesMatrix) this.add('place_needed', path, 'a position was given');
    else this.checkOnEarth(at, path);
  }

  private checkOnEarth([longitude, latitude]: unknown[], path: string): void {
    if (!this.isOnEarth) return;
    if (typeof longitude === 'number' && Math.abs(longitude) > 180) {
      this.add('out_of_bounds', `${path}[0]`, `longitude ${longitude} is not within -180..180`);
    }
    if (typeof latitude === 'number' && Math.abs(latitude) > 90) {
      this.add('out_of_bounds', `${path}[1]`, `latitude ${latitude} is not within -90..90`);
    }
  }

  private checkPlaces(): void {
    const needsPositions = this.profiles.some(({ kind }) => kind === 'great_circle' || kind === 'euclidean');
    this.each(this.places, 'places', ({ id, position }, path) => {
      if (Array.isArray(position)) this.checkOnEarth(position, `${path}.position`);
      else if (needsPositions && position === undefined) {
        this.add('position_needed', path, `'${text(id) ?? 'it'}' has no position`);
      }
    });
  }

  private checkProfile(profile: Loose, path: string): void {
    for (const [i, { from }] of records(profile.speed_profile).entries()) {
      this.times.checkTime(from, `${path}.speed_profile[${i}].from`);
    }
    if (profile.kind !== 'matrix') return;
    const places = this.places.map(({ id }, i) => text(id) ?? String(i));
    for (const field of ['durations_s', 'distances_m']) {
      if (Array.isArray(profile[field])) checkMatrix(profile[field], places, `${path}.${field}`, this.errors);
    }
  }
}

function amountsOf(count: number): string {
  return count === 1 ? '1 amount' : `${count} amounts`;
}
