import type { ErrorList } from './error-list.ts';
import { type Loose, list, record, records, text } from './loose.ts';
import type { References } from './rules-references.ts';
import { stopsOf } from './rules-tasks.ts';

const COMPUTED = new Set<unknown>(['great_circle', 'euclidean']);

/** Locations: they exist, are on Earth where the profile is, and have a position where one is computed with. */
export class Locations {
  private readonly references: References;
  private readonly errors: ErrorList;
  private readonly usesMatrix: boolean;
  private readonly isOnEarth: boolean;
  /** Profiles that compute from positions, and the vehicles that use them. */
  private readonly computed: Set<unknown>;
  private readonly computedVehicles: Set<unknown>;
  /** Ids of places that need a position. */
  private readonly needed = new Set<unknown>();
  /** How many of the locations checked so far are positions, or have one. */
  count = 0;

  constructor(profiles: Loose[], vehicles: Loose[], references: References, errors: ErrorList) {
    this.references = references;
    this.errors = errors;
    this.usesMatrix = profiles.some(({ kind }) => kind === 'matrix');
    this.isOnEarth = profiles.some(({ kind }) => kind === 'great_circle');
    this.computed = new Set(profiles.filter(({ kind }) => COMPUTED.has(kind)).map(({ name }) => name));
    this.computedVehicles = new Set(vehicles.filter((vehicle) => this.isComputed(vehicle)).map(({ id }) => id));
  }

  checkTask(task: Loose, path: string): void {
    const isComputed = this.mayBeComputed(task);
    for (const { stop, at } of stopsOf(task, path)) this.check(stop.at, `${at}.at`, isComputed);
  }

  checkVehicle(vehicle: Loose, path: string): void {
    const isComputed = this.isComputed(vehicle);
    this.check(vehicle.start, `${path}.start`, isComputed);
    this.check(vehicle.end, `${path}.end`, isComputed);
    for (const [i, { at }] of records(vehicle.reloads).entries())
      this.check(at, `${path}.reloads[${i}].at`, isComputed);
  }

  checkRoute(route: Loose, path: string): void {
    this.check(record(route.progress).at, `${path}.progress.at`, this.computedVehicles.has(route.vehicle));
  }

  /** After all of the above: they say where a position is needed. */
  checkPlace({ id, position }: Loose, path: string): void {
    if (Array.isArray(position)) {
      this.count++;
      this.checkOnEarth(position, `${path}.position`);
    } else if (position === undefined && this.needed.has(id)) {
      this.errors.add('position_needed', path, `'${text(id) ?? 'it'}' has no position`);
    }
  }

  checkOnEarth([longitude, latitude]: readonly unknown[], path: string): void {
    if (!this.isOnEarth) return;
    if (typeof longitude === 'number' && Math.abs(longitude) > 180) {
      this.errors.add('out_of_bounds', `${path}[0]`, `longitude ${longitude} is not within -180..180`);
    }
    if (typeof latitude === 'number' && Math.abs(latitude) > 90) {
      this.errors.add('out_of_bounds', `${path}[1]`, `latitude ${latitude} is not within -90..90`);
    }
  }

  private isComputed({ profile }: Loose): boolean {
    return this.computed.has(profile ?? 'car');
  }

  /** Whether a vehicle that computes may serve the task, as far as its lists say. */
  private mayBeComputed({ vehicles, forbidden_vehicles }: Loose): boolean {
    const forbidden = new Set(list(forbidden_vehicles));
    const allowed = vehicles === undefined ? this.computedVehicles : list(vehicles);
    for (const id of allowed) if (this.computedVehicles.has(id) && !forbidden.has(id)) return true;
    return false;
  }

  private check(at: unknown, path: string, isComputed: boolean): void {
    this.references.check(at, 'place', path);
    if (!Array.isArray(at)) {
      if (isComputed) this.needed.add(at);
      return;
    }
    this.count++;
    if (this.usesMatrix) this.errors.add('place_needed', path, 'a position was given');
    else this.checkOnEarth(at, path);
  }
}
