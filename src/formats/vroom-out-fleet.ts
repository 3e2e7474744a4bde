import type { RouteStep, RoutingRequest, Task, Vehicle, Window } from '../contract/request.ts';
import { MAX_TIME_S } from '../contract/schema-basics.ts';
import { type RouteName, routeKey } from './vroom-ids.ts';
import type { VroomWords } from './vroom-out-words.ts';
import type { VroomBreak, VroomVehicle, VroomVehicleStep } from './vroom-schema.ts';

/** The vehicles of a native request as VROOM takes them: one by one, each shift for itself. Tasks must have been written. */
export class VroomFleet {
  private readonly words: VroomWords;
  private readonly routes: Map<string, VroomVehicleStep[]>;

  constructor(words: VroomWords) {
    this.words = words;
    this.routes = this.stepsOfRoutes();
  }

  write(): VroomVehicle[] {
    const { vehicles } = this.words.request;
    const listed = [...new Set(vehicles.map(({ id }) => id))];
    const areSingle = vehicles.length === listed.length && vehicles.every(({ count }) => count === 1);
    const numbers = areSingle ? this.words.numbersOf(listed, 'ids of vehicles') : null;
    let next = 0;
    return vehicles.flatMap((vehicle) => {
      const kind = this.kind(vehicle, `vehicles[${listed.indexOf(vehicle.id)}]`);
      return Array.from({ length: vehicle.count }, (_, i) => {
        next++;
        const { shiftNumber } = vehicle;
        const number = vehicle.firstNumber + i;
        const name = { vehicle: vehicle.id, number, ...(shiftNumber !== null && { shift: shiftNumber }) };
        return this.single(vehicle, kind, numbers?.get(vehicle.id) ?? next, name);
      });
    });
  }

  private single(vehicle: Vehicle, kind: Omit<VroomVehicle, 'id'>, id: number, name: RouteName): VroomVehicle {
    const { ids } = this.words;
    const key = routeKey(name);
    const description = vehicle.description ?? (name.vehicle === String(id) ? undefined : this.titleOf(vehicle, name));
    const steps = this.routes.get(key);
    const single = { id, ...(description !== undefined && { description }), ...kind, ...(steps && { steps }) };
    ids.vehicles.set(key, single);
    ids.names.set(id, name);
    vehicle.breaks.forEach((pause, i) => ids.breaks.set(`${key} ${pause.id}`, kind.breaks![i]!));
    return single;
  }

  /** All but its id, and what is of one of them only. */
  private kind(vehicle: Vehicle, path: string): Omit<VroomVehicle, 'id'> {
    const { skills, shift, speedFactor, type, maxDriving_s, maxDistance_m } = vehicle;
    const point = (which: 'start' | 'end') => {
      if (vehicle[which] === null) return {};
      const { location, location_index } = this.words.place(vehicle[which]);
      return {
        ...(location && { [which]: location }),
        ...(location_index !== undefined && { [`${which}_index`]: location_index }),
      };
    };
    const capacity = this.capacity(vehicle, path);
    const breaks = this.breaks(vehicle, path);
    if (!shift) this.noteClock();
    const max_tasks = this.maxTasks(vehicle, path);
    return {
      profile: this.words.request.profiles[vehicle.profile]!.name,
      ...point('start'),
      ...point('end'),
      ...(capacity.length > 0 && { capacity }),
      costs: this.costs(vehicle),
      ...this.words.skills(skills),
      ...(type !== null && { type }),
      ...(shift && !isAlways(shift) && { time_window: this.words.whole.all(shift, `${path}.shift`) as Window }),
      ...(breaks.length > 0 && { breaks }),
      ...(speedFactor !== 1 && { speed_factor: speedFactor }),
      ...(max_tasks !== null && { max_tasks }),
      ...(maxDriving_s !== null && { max_travel_time: this.words.whole.one(maxDriving_s, `${path}.max_driving_s`) }),
      ...(maxDistance_m !== null && { max_distance: this.words.whole.one(maxDistance_m, `${path}.max_distance_m`) }),
    };
  }

  private noteClock(): void {
    const { request, notes } = this.words;
    const note = 'vehicles without a shift leave at second 0 at the earliest in VROOM';
    if (isTimed(request) && !notes.includes(note)) notes.push(note);
  }

  private titleOf({ count, firstNumber }: Vehicle, { vehicle, number, shift }: RouteName): string {
    const which = count > 1 || firstNumber > 1 ? ` ${number}` : '';
    return `${vehicle}${which}${shift === undefined ? '' : `, shift ${shift}`}`;
  }

  private costs({ costs }: Vehicle): NonNullable<VroomVehicle['costs']> {
    const scaled = (value: number) => Math.round(value * this.words.ids.costScale);
    return {
      fixed: scaled(costs.fixed),
      per_hour: scaled(costs.per_travel_hour),
      per_task_hour: scaled(costs.per_service_hour),
      per_km: scaled(costs.per_km),
    };
  }

  /** VROOM has no vehicle without limit: all that there is fits into such a one. */
  private capacity({ capacity }: Vehicle, path: string): number[] {
    if (capacity) return this.words.whole.all(capacity, `${path}.capacity`);
    const { tasks } = this.words.request;
    const dimensions = tasks[0]?.load.length ?? 0;
    return Array.from({ length: dimensions }, (_, k) =>
      tasks.reduce((sum, { load, returnLoad }) => sum + (load[k] ?? 0) + (returnLoad?.[k] ?? 0), 0),
    );
  }

  /** VROOM counts a shipment as two tasks. */
  private maxTasks({ maxTasks }: Vehicle, path: string): number | null {
    if (maxTasks === null) return null;
    const { tasks } = this.words.request;
    const shipments = tasks.filter(({ kind }) => kind === 'shipment').length;
    if (shipments === 0) return maxTasks;
    if (shipments === tasks.length) return 2 * maxTasks;
    if (maxTasks >= tasks.length) return null;
    const cause = 'with shipments and other tasks together: VROOM counts a shipment as two';
    this.words.errors.add('not_supported', `${path}.max_tasks`, cause, 'Remove it, or stay with the native format.');
    return null;
  }

  private breaks({ breaks }: Vehicle, path: string): VroomBreak[] {
    const numbers = this.words.numbersOf(
      breaks.map(({ id }) => id),
      'ids of breaks',
    );
    return breaks.map(({ id, description, windows, duration_s, maxLoad }, i) => {
      const at = `${path}.breaks[${i}]`;
      const text = this.words.describe(description, id, numbers.get(id)!);
      return {
        id: numbers.get(id)!,
        ...(text !== undefined && { description: text }),
        time_windows: this.words.windows(windows ?? [], `${at}.windows`),
        service: this.words.whole.one(duration_s, `${at}.duration_s`),
        ...(maxLoad && { max_load: this.words.whole.all(maxLoad, `${at}.max_load`) }),
      };
    });
  }

  /** By `routeKey`. */
  private stepsOfRoutes(): Map<string, VroomVehicleStep[]> {
    const { routes, vehicles } = this.words.request;
    return new Map(
      routes.map(({ vehicle, number, steps }) => {
        const { id, shiftNumber } = vehicles[vehicle]!;
        const key = routeKey({ vehicle: id, number, ...(shiftNumber !== null && { shift: shiftNumber }) });
        return [key, [{ type: 'start' }, ...steps.flatMap((step) => this.step(step)), { type: 'end' }]];
      }),
    );
  }

  private step(step: RouteStep): VroomVehicleStep[] {
    if (step.kind === 'reload') return [];
    const { request, ids } = this.words;
    const known = ids.tasks.get(request.tasks[step.task]!.id)!;
    if (known.kind === 'job') return [{ type: 'job', id: known.job.id }];
    const type = known.kind !== 'shipment' ? known.kind : step.part === 0 ? 'pickup' : 'delivery';
    return [{ type, id: known.shipment[type].id }];
  }
}

function isTimed({ tasks, vehicles }: RoutingRequest): boolean {
  const hasWindows = ({ stops, deliveryStops }: Task) =>
    [...stops, ...deliveryStops].some((stop) => stop.windows.length > 0);
  return tasks.some(hasWindows) || vehicles.some(({ breaks }) => breaks.length > 0);
}

/**
 * The request to be solved for an answer of VROOM, whose clock begins at 0: natively a vehicle without a shift may leave before second 0
 * to be in time.
 */
export function onVroomClock(request: RoutingRequest): RoutingRequest {
  if (!isTimed(request)) return request;
  return { ...request, vehicles: request.vehicles.map((each) => ({ ...each, shift: each.shift ?? [0, MAX_TIME_S] })) };
}

/** As VROOM's vehicles without a `time_window`. */
function isAlways([opens, closes]: Window): boolean {
  return opens === 0 && closes === MAX_TIME_S;
}
