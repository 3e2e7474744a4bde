import { amountsIn } from './amounts.ts';
import type { ErrorList } from './error-list.ts';
import type { ErrorCode } from './errors.ts';
import { type Loose, list, NO_RECORD, record, records, text } from './loose.ts';
import { checkMatrix } from './rules-matrix.ts';
import { checkObjectives } from './rules-objectives.ts';
import { Locations } from './rules-places.ts';
import { References } from './rules-references.ts';
import { checkRelations } from './rules-relations.ts';
import { checkRoutes } from './rules-routes.ts';
import { checkTask } from './rules-tasks.ts';
import { Times } from './rules-times.ts';
import { checkVehicle } from './rules-vehicles.ts';
import { checkZones } from './rules-zones.ts';

/** Most vehicles of a request, all counts and shifts together. */
const MAX_VEHICLES = 100_000;

/**
 * Adds what a schema cannot say: ids, references, windows, dimensions, matrices, routes ... Works on input that may break
 * its schema; what has the wrong type is left to the schema to report.
 */
export function checkRules(input: unknown, errors: ErrorList): void {
  new Rules(record(input), errors).check();
}

class Rules {
  private readonly request: Loose;
  private readonly errors: ErrorList;
  private readonly times: Times;
  private readonly references: References;
  private readonly locations: Locations;
  private readonly vehicles: Loose[];
  private readonly profiles: Loose[];
  private readonly profileNames: Set<string>;

  constructor(request: Loose, errors: ErrorList) {
    this.request = request;
    this.errors = errors;
    this.times = new Times(request.starts_at !== undefined, request.starts_at, errors);
    this.vehicles = records(request.vehicles);
    this.profiles =
      request.profiles === undefined ? [{ kind: 'great_circle', name: 'car' }] : records(request.profiles);
    this.references = new References(request, errors);
    this.profileNames = this.references.unique(this.profiles, 'profiles', 'name');
    this.locations = new Locations(this.profiles, this.vehicles, this.references, errors);
  }

  check(): void {
    const { tasks, places, routes, zones, relations, objectives, options } = this.request;
    if (Array.isArray(tasks) && tasks.length === 0) this.add('no_tasks', 'tasks', 'the list is empty');
    this.checkFleet();
    this.checkDimensions();
    checkObjectives(objectives, this.errors);
    this.each(records(tasks), 'tasks', (task, path) => this.checkTask(task, path));
    this.checkExplain(record(this.request.explain));
    this.each(this.vehicles, 'vehicles', (vehicle, path) => this.checkVehicle(vehicle, path));
    const isJudged = record(options).search === false;
    this.each(records(routes), 'routes', (route, path) => this.locations.checkRoute(route, path, isJudged));
    this.each(records(places), 'places', (place, path) => this.locations.checkPlace(place, path));
    this.each(this.profiles, 'profiles', (profile, path) => this.checkProfile(profile, path));
    checkZones(zones, this.locations.count, this.errors);
    this.each(records(zones), 'zones', ({ polygon }, path) => this.checkZone(polygon, path));
    checkRelations(relations, this.references, this.errors);
    checkRoutes(this.request, this.references, this.times, this.errors);
    this.checkRest();
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

  private checkFleet(): void {
    if (!Array.isArray(this.request.vehicles)) return;
    const counts = this.vehicles.map(({ count }) => count ?? 1);
    const numbers = counts.map((count, i) =>
      typeof count === 'number' ? count * Math.max(1, list(this.vehicles[i]!.shifts).length) : Number.NaN,
    );
    const total = numbers.reduce((sum, count) => sum + count, 0);
    const isEmpty = this.vehicles.length === 0;
    if (counts.every((count) => typeof count === 'number') && !(total > 0)) {
      this.add('no_vehicles', 'vehicles', isEmpty ? 'the list is empty' : 'no vehicle has a count above 0');
    }
    if (total > MAX_VEHICLES) {
      this.add('out_of_bounds', 'vehicles', `${total} vehicles in all, more than the ${MAX_VEHICLES} allowed`);
    }
  }

  /** All loads and capacities have as many amounts as the first one. */
  private checkDimensions(): void {
    let first: { path: string; count: number } | undefined;
    for (const { path, values } of amountsIn(this.request)) {
      const count = values.length;
      first ??= { path, count };
      if (count === first.count) continue;
      const cause = `it has ${amountsOf(count)}, but ${first.path} has ${amountsOf(first.count)}`;
      this.add('dimension_mismatch', path, cause);
    }
  }

  private checkTask(task: Loose, path: string): void {
    checkTask(task, path, this.references, this.times, this.errors);
    this.locations.checkTask(task, path);
  }

  private checkExplain({ vehicles, slots }: Loose): void {
    this.references.checkAll(vehicles, 'task', 'explain.vehicles');
    const ids = new Set<string>();
    this.each(records(slots), 'explain.slots', ({ task, windows }, path) => {
      this.times.checkWindows(windows, `${path}.windows`);
      if (record(task) === NO_RECORD) return;
      this.checkTask(record(task), `${path}.task`);
      const id = text(record(task).id);
      if (id === undefined) return;
      if (this.references.has(id, 'task')) this.add('duplicate_id', `${path}.task.id`, `'${id}' is one of 'tasks'`);
      else if (ids.has(id)) this.add('duplicate_id', `${path}.task.id`, `'${id}' has a slot already`);
      ids.add(id);
    });
  }

  private checkVehicle(vehicle: Loose, path: string): void {
    checkVehicle(vehicle, path, this.references, this.times, this.errors);
    this.locations.checkVehicle(vehicle, path);
    const { profile } = vehicle;
    const name = profile === undefined ? 'car' : text(profile);
    if (name === undefined || this.profileNames.has(name)) return;
    const cause = profile === undefined ? "without 'profile' it is 'car', and there is no profile 'car'" : null;
    this.add('unknown_reference', `${path}.profile`, cause ?? `there is no profile '${name}'`);
  }

  private checkProfile(profile: Loose, path: string): void {
    this.checkTraffic(profile.traffic, `${path}.traffic`);
    if (profile.kind !== 'matrix') return;
    const places = records(this.request.places).map(({ id }, i) => text(id) ?? String(i));
    for (const field of ['durations_s', 'distances_m']) {
      if (Array.isArray(profile[field])) checkMatrix(profile[field], places, `${path}.${field}`, this.errors);
    }
  }

  private checkTraffic(traffic: unknown, path: string): void {
    const met = new Set<unknown>();
    for (const [i, entry] of records(traffic).entries()) {
      const at = `${path}[${i}]`;
      this.references.check(entry.zone, 'zone', `${at}.zone`);
      if (entry !== NO_RECORD && met.has(entry.zone)) {
        const where = entry.zone === undefined ? 'without a zone' : `of '${String(text(entry.zone))}'`;
        this.add('duplicate_id', at, `there is an entry ${where} already`);
      }
      met.add(entry.zone);
      const times = records(entry.steps).map(({ from }) => from);
      this.times.checkAscending(times, (step) => `${at}.steps[${step}].from`);
    }
  }

  private checkZone(polygon: unknown, path: string): void {
    for (const [i, ring] of list(polygon).entries()) {
      for (const [j, position] of list(ring).entries()) {
        if (Array.isArray(position)) this.locations.checkOnEarth(position, `${path}.polygon[${i}][${j}]`);
      }
    }
  }

  private checkRest(): void {
    for (const [i, pair] of list(this.request.incompatible_goods).entries()) {
      const [a, b] = list(pair);
      if (text(a) === undefined || a !== b) continue;
      this.add('wrong_value', `incompatible_goods[${i}]`, `'${text(a)}' is named twice; a pair is of two classes`);
    }
    if (record(this.request.options).search === false && this.request.routes === undefined) {
      this.add('missing_field', 'routes', "with 'search': false there is nothing to judge but 'routes'");
    }
  }
}

function amountsOf(count: number): string {
  return count === 1 ? '1 amount' : `${count} amounts`;
}
