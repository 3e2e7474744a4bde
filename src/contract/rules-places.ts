import type { ErrorList } from './error-list.ts';
import { type Loose, list, record, records, text } from './loose.ts';
import type { References } from './rules-references.ts';
import { type LooseStop, stopsOf } from './rules-tasks.ts';

const COMPUTED = new Set<unknown>(['great_circle', 'euclidean']);

/** Locations: they exist, are on Earth where the profile is, and have a position where travel or a zone depends on it. */
export class Locations {
  private readonly references: References;
  private readonly errors: ErrorList;
  private readonly usesMatrix: boolean;
  private readonly isOnEarth: boolean;
  /** Names of profiles whose travel depends on positions: it is computed, or its traffic is that of zones. */
  private readonly positioned: Set<unknown>;
  /** Ids of vehicles with such a profile. */
  private readonly travelling: Set<unknown>;
  /** These, and those whose zones or tariffs depend on where a task is. */
  private readonly choosing: Set<unknown>;
  /** Ids of places that need a position. */
  private readonly needed = new Set<unknown>();
  /** Places of a task, by its id: a route that is judged as it is may go there whatever the lists of the task say. */
  private readonly stopsOf = new Map<unknown, LooseStop[]>();
  /** How many of the locations checked so far are positions, or have one. */
  count = 0;

  constructor(profiles: Loose[], vehicles: Loose[], references: References, errors: ErrorList) {
    this.references = references;
    this.errors = errors;
    this.usesMatrix = profiles.some(({ kind }) => kind === 'matrix');
    this.isOnEarth = profiles.some(({ kind }) => kind === 'great_circle');
    const isPositioned = ({ kind, traffic }: Loose) => COMPUTED.has(kind) || hasZone(traffic);
    this.positioned = new Set(profiles.filter(isPositioned).map(({ name }) => name));
    this.travelling = new Set(vehicles.filter((vehicle) => this.isPositioned(vehicle)).map(({ id }) => id));
    const zoned = vehicles.filter(({ zones, tariff }) => zones !== undefined || hasZone(tariff));
    this.choosing = new Set([...this.travelling, ...zoned.map(({ id }) => id)]);
  }

  checkTask(task: Loose, path: string): void {
    const needsPosition = this.mayNeedPosition(task);
    const stops = stopsOf(task, path);
    for (const { stop, at } of stops) this.check(stop.at, `${at}.at`, needsPosition);
    this.stopsOf.set(task.id, stops);
  }

  checkVehicle(vehicle: Loose, path: string): void {
    const needsPosition = this.isPositioned(vehicle);
    this.check(vehicle.start, `${path}.start`, needsPosition);
    this.check(vehicle.end, `${path}.end`, needsPosition);
    for (const [i, { at }] of records(vehicle.reloads).entries())
      this.check(at, `${path}.reloads[${i}].at`, needsPosition);
  }

  /** @param isJudged it is not a plan to start from, but driven as it is */
  checkRoute(route: Loose, path: string, isJudged: boolean): void {
    const travels = this.travelling.has(route.vehicle);
    this.check(record(route.progress).at, `${path}.progress.at`, travels);
    if (!travels || !isJudged) return;
    for (const step of list(route.steps ?? route.tasks)) {
      const { task, option = 0, part } = typeof step === 'string' ? ({ task: step } as Loose) : record(step);
      for (const { stop, option: own, part: side } of this.stopsOf.get(task) ?? [])
        if (own === option && (part === undefined || side === undefined || side === part)) this.needed.add(stop.at);
    }
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

  private isPositioned({ profile }: Loose): boolean {
    return this.positioned.has(profile ?? 'car');
  }

  /** Whether a vehicle to which positions matter may serve the task, as far as its lists say. */
  private mayNeedPosition({ vehicles, forbidden_vehicles }: Loose): boolean {
    const forbidden = new Set(list(forbidden_vehicles));
    const allowed = vehicles === undefined ? this.choosing : list(vehicles);
    for (const id of allowed) if (this.choosing.has(id) && !forbidden.has(id)) return true;
    return false;
  }

  private check(at: unknown, path: string, needsPosition: boolean): void {
    this.references.check(at, 'place', path);
    if (!Array.isArray(at)) {
      if (needsPosition) this.needed.add(at);
      return;
    }
    this.count++;
    if (this.usesMatrix) this.errors.add('place_needed', path, 'a position was given');
    else this.checkOnEarth(at, path);
  }
}

/** Whether an entry of a list, of traffic or prices, is for a zone. */
function hasZone(entries: unknown): boolean {
  return records(entries).some(({ zone }) => zone !== undefined);
}
