import type { ErrorList } from './error-list.ts';
import { type Loose, list, NO_RECORD, record, records, text } from './loose.ts';
import { kindKey, type Named, numberRoutes } from './route-numbers.ts';
import type { References } from './rules-references.ts';
import type { Times } from './rules-times.ts';

/** A step as far as it can be read. `part` is null where the route has to tell. */
interface Step {
  path: string;
  task: string;
  option: unknown;
  part: unknown;
}

/** Given routes: whose they are, that their steps make a route, and what is in progress. */
export function checkRoutes(request: Loose, references: References, times: Times, errors: ErrorList): void {
  new GivenRoutes(request, references, times, errors).check();
}

/** What has an id in words, by it: of items with one id, which is an error of its own, the first. */
function byId(items: unknown): Map<unknown, Loose> {
  const named = records(items).filter(({ id }) => text(id) !== undefined);
  return new Map(named.map((each) => [each.id, each] as const).reverse());
}

function shiftOf({ shift }: Loose): number {
  return typeof shift === 'number' ? shift : 1;
}

class GivenRoutes {
  private readonly routes: Loose[];
  private readonly vehicles: Map<unknown, Loose>;
  private readonly tasks: Map<unknown, Loose>;
  /** Where a task is first named. */
  private readonly routeOf = new Map<string, string>();
  private readonly references: References;
  private readonly times: Times;
  private readonly errors: ErrorList;

  constructor(request: Loose, references: References, times: Times, errors: ErrorList) {
    this.routes = records(request.routes);
    this.vehicles = byId(request.vehicles);
    this.tasks = byId(request.tasks);
    this.references = references;
    this.times = times;
    this.errors = errors;
  }

  check(): void {
    for (const [i, route] of this.routes.entries()) {
      if (this.errors.isFull) return;
      const path = `routes[${i}]`;
      const vehicle = this.vehicles.get(text(route.vehicle)) ?? NO_RECORD;
      this.references.check(route.vehicle, 'vehicle', `${path}.vehicle`);
      this.checkShift(route, vehicle, path);
      this.checkSteps(route, vehicle, path);
      if (route.progress !== undefined) this.checkProgress(record(route.progress), route, vehicle, `${path}.progress`);
    }
    this.checkNumbers();
  }

  private checkShift({ shift }: Loose, vehicle: Loose, path: string): void {
    if (vehicle === NO_RECORD) return;
    const shifts = list(vehicle.shifts).length;
    if (shift === undefined) {
      if (shifts > 1) this.errors.add('missing_field', `${path}.shift`, `'${vehicle.id}' has ${shifts} shifts`);
    } else if (vehicle.shifts === undefined) {
      this.errors.add('conflicting_fields', `${path}.shift`, `'${vehicle.id}' has no 'shifts'`);
    } else if (typeof shift === 'number' && shift > shifts) {
      this.errors.add('out_of_bounds', `${path}.shift`, `'${vehicle.id}' has ${shifts} shifts, not ${shift}`);
    }
  }

  /** Every route is of a vehicle of its own. */
  private checkNumbers(): void {
    const known = this.routes.flatMap((route, i) => {
      const [vehicle, count] = [text(route.vehicle), this.vehicles.get(route.vehicle)?.count ?? 1];
      if (vehicle === undefined || !this.references.has(vehicle, 'vehicle') || typeof count !== 'number') return [];
      const number = typeof route.number === 'number' ? route.number : undefined;
      const named: Named = { vehicle, shift: shiftOf(route), number };
      return [{ path: `routes[${i}]`, named, count }];
    });
    const numbers = numberRoutes(known.map(({ named }) => named));
    const taken = new Map<string, string>();
    for (const [i, { path, named, count }] of known.entries()) {
      const at = named.number === undefined ? `${path}.vehicle` : `${path}.number`;
      const name = `${numbers[i]} ${kindKey(named.vehicle, named.shift)}`;
      const other = taken.get(name);
      if (numbers[i]! > count)
        this.errors.add('out_of_bounds', at, `there are ${count} of '${named.vehicle}', not ${numbers[i]}`);
      else if (other) this.errors.add('route_conflict', at, `${other} is of the same vehicle`);
      else taken.set(name, path);
    }
  }

  private checkSteps(route: Loose, vehicle: Loose, path: string): void {
    const { tasks, steps, locked, pinned } = route;
    if (tasks !== undefined && steps !== undefined) {
      this.errors.add('conflicting_fields', `${path}.tasks`, "'tasks' and 'steps' are both given");
    } else if (tasks === undefined && steps === undefined && route.progress === undefined && route !== NO_RECORD) {
      this.errors.add('missing_field', `${path}.tasks`, "neither 'tasks' nor 'steps' is given");
    }
    const count = list(steps ?? tasks).length;
    if (typeof locked === 'number' && locked > count) {
      this.errors.add('out_of_bounds', `${path}.locked`, `the route has ${count} steps, not ${locked}`);
    }
    if (pinned === true && typeof locked === 'number' && locked > 0) {
      this.errors.add('conflicting_fields', `${path}.locked`, 'a pinned route is locked as a whole');
    }
    const onBoard = new Set(list(record(route.progress).on_board));
    this.checkOrder([...this.readSteps(route, vehicle, path)], onBoard, path);
  }

  private *readSteps({ tasks, steps }: Loose, vehicle: Loose, path: string): Generator<Step> {
    const field = steps === undefined ? 'tasks' : 'steps';
    for (const [i, given] of list(steps ?? tasks).entries()) {
      const at = `${path}.${field}[${i}]`;
      const { task, reload, option, part } = typeof given === 'string' ? ({ task: given } as Loose) : record(given);
      const reloads = list(vehicle.reloads).length;
      if (typeof reload === 'number' && reload >= reloads && vehicle !== NO_RECORD) {
        this.errors.add('out_of_bounds', `${at}.reload`, `'${vehicle.id}' has ${reloads} reloads, counted from 0`);
      }
      const id = text(task);
      if (id === undefined) continue;
      this.references.check(id, 'task', typeof given === 'string' ? at : `${at}.task`);
      if (this.tasks.has(id)) yield { path: at, task: id, option, part };
    }
  }

  /** A task is on one route, once; a shipment is picked up, then delivered, unless it is on board. */
  private checkOrder(steps: Step[], onBoard: Set<unknown>, route: string): void {
    const picked = new Map<string, string>();
    const done = new Set<string>();
    for (const { path, task, option, part } of steps) {
      const { kind } = this.tasks.get(task)!;
      const isShipment = kind === 'shipment';
      const conflict = (cause: string) => this.errors.add('route_conflict', path, `'${task}' ${cause}`);
      const other = this.routeOf.get(task) ?? route;
      this.routeOf.set(task, other);
      if (part !== undefined && !isShipment) {
        this.errors.add('conflicting_fields', `${path}.part`, `'${task}' is no shipment, so it has no parts`);
      }
      const hasBeen = picked.has(task) || onBoard.has(task);
      const isDelivery = isShipment && (typeof part === 'string' ? part === 'delivery' : hasBeen);
      if (other !== route) conflict(`is also on ${other}`);
      else if (done.has(task)) conflict('is already done here');
      else if (isDelivery && !hasBeen) conflict('is delivered before its pickup');
      else if (isShipment && !isDelivery && hasBeen) conflict('has been picked up already');
      if (isShipment && !isDelivery) picked.set(task, path);
      else done.add(task);
      this.checkOption(option, task, isDelivery ? 'delivery' : 'pickup', path);
    }
    for (const [task, path] of picked) {
      if (!done.has(task)) this.errors.add('route_conflict', path, `'${task}' is picked up and not delivered`);
    }
  }

  private checkOption(option: unknown, task: string, side: 'pickup' | 'delivery', path: string): void {
    if (typeof option !== 'number') return;
    const { kind, options, ...given } = this.tasks.get(task)!;
    const alternatives = kind === 'shipment' ? given[side] : options;
    const count = Array.isArray(alternatives) ? alternatives.length : 1;
    if (option < count) return;
    this.errors.add('out_of_bounds', `${path}.option`, `there are ${count} options, counted from 0`);
  }

  private checkProgress(progress: Loose, route: Loose, vehicle: Loose, path: string): void {
    const time_s = this.times.checkTime(progress.time, `${path}.time`);
    const left_s = this.times.checkTime(progress.left_at, `${path}.left_at`);
    if (time_s !== undefined && left_s !== undefined && time_s < left_s) {
      this.errors.add('impossible_window', `${path}.left_at`, `it left at ${progress.left_at}, after ${progress.time}`);
    }
    const shift = list(list(vehicle.shifts)[shiftOf(route) - 1] ?? vehicle.shift);
    const closes_s = this.times.seconds(shift[1]);
    if (time_s !== undefined && closes_s !== undefined && closes_s < time_s) {
      this.errors.add('impossible_window', `${path}.time`, `the shift of '${vehicle.id}' ends at ${shift[1]}`);
    }
    this.checkOnBoard(progress.on_board, route, `${path}.on_board`);
    this.checkBreaksDone(progress.breaks_done, vehicle, `${path}.breaks_done`);
    this.checkSinceBreak(progress.since_break_s, vehicle, `${path}.since_break_s`);
  }

  private checkOnBoard(ids: unknown, { tasks, steps }: Loose, path: string): void {
    this.references.checkAll(ids, 'task', path);
    this.references.uniqueNames(ids, path);
    const own = new Set(list(steps ?? tasks).map((step) => (typeof step === 'string' ? step : record(step).task)));
    for (const [i, id] of list(ids).entries()) {
      const kind = this.tasks.get(id)?.kind;
      if (typeof kind !== 'string') continue;
      const at = `${path}[${i}]`;
      if (kind === 'pickup' || kind === 'visit') this.errors.add('route_conflict', at, `'${id}' is a ${kind}`);
      else if (!own.has(id)) this.errors.add('route_conflict', at, `'${id}' is not on this route`);
    }
  }

  private checkSinceBreak(driven_s: unknown, vehicle: Loose, path: string): void {
    if (vehicle === NO_RECORD || driven_s === undefined) return;
    if (records(vehicle.breaks).some((each) => each.after_driving_s !== undefined)) return;
    this.errors.add('conflicting_fields', path, `'${vehicle.id}' has no break with after_driving_s`);
  }

  private checkBreaksDone(ids: unknown, vehicle: Loose, path: string): void {
    if (vehicle === NO_RECORD) return;
    const breaks = byId(vehicle.breaks);
    for (const [i, id] of list(ids).entries()) {
      const name = text(id);
      if (name === undefined) continue;
      const known = breaks.get(name);
      if (!known) this.errors.add('unknown_reference', `${path}[${i}]`, `'${vehicle.id}' has no break '${name}'`);
      else if (known.after_driving_s !== undefined) {
        const cause = `'${name}' is taken as often as needed, so it is never over`;
        this.errors.add('conflicting_fields', `${path}[${i}]`, cause);
      }
    }
  }
}
