import type { ErrorList } from '../contract/error-list.ts';
import type { RoutingRequest, Stop, Task, Vehicle } from '../contract/request.ts';

/** Adds an error for every field of a native request that changes plans and that VROOM has no word for. */
export function refuseUnsaid(request: RoutingRequest, errors: ErrorList): void {
  const refuse = (path: string, cause = 'VROOM has no such field') =>
    errors.add('not_supported', path, cause, 'Remove it, or stay with the native format.');
  for (const field of fieldsOfRequest(request)) refuse(field);
  request.tasks.forEach((task, i) => {
    for (const field of fieldsOfTask(task, request)) refuse(`tasks[${i}].${field}`);
  });
  // Shifts, and vehicles in progress, have entries of their own with the id of the vehicle.
  const listed = [...new Set(request.vehicles.map(({ id }) => id))];
  const said = new Set<string>();
  for (const vehicle of request.vehicles) {
    for (const field of fieldsOfVehicle(vehicle)) {
      const path = `vehicles[${listed.indexOf(vehicle.id)}].${field}`;
      if (!said.has(path)) refuse(path);
      said.add(path);
    }
  }
}

/** The fields whose value is true. */
function present(fields: Record<string, boolean>): string[] {
  return Object.entries(fields).flatMap(([field, isUsed]) => (isUsed ? [field] : []));
}

function fieldsOfRequest({
  relations,
  incompatibleGoods,
  objectives,
  explain,
  profiles,
  routes,
  vehicles,
  options,
}: RoutingRequest): string[] {
  const [first, second, ...more] = objectives;
  const isDefault =
    more.length === 0 && first?.[0]?.name === 'unserved' && second?.length === 1 && second[0]?.name === 'cost';
  const used = new Set(vehicles.map(({ profile }) => profile));
  return [
    ...present({
      relations: relations.length > 0,
      incompatible_goods: incompatibleGoods.length > 0,
      objectives: !isDefault,
      explain: explain.vehicles.length > 0 || explain.unassigned || explain.slots.length > 0,
    }),
    ...profiles.flatMap((profile, i) => {
      if (!used.has(i)) return [];
      return present({
        [`profiles[${i}].kind`]: profile.kind === 'none',
        [`profiles[${i}].traffic`]: profile.traffic.length > 0,
      });
    }),
    ...routes.flatMap(({ pinned, locked, steps, vehicle }, i) =>
      present({
        [`routes[${i}].pinned`]: pinned,
        [`routes[${i}].locked`]: locked > 0,
        [`routes[${i}].steps`]: steps.some(({ kind }) => kind === 'reload'),
        // VROOM wants to know where in a route that it judges the breaks are.
        [`routes[${i}]`]: !options.search && vehicles[vehicle]!.breaks.length > 0,
      }),
    ),
  ];
}

function fieldsOfTask(task: Task, { incompatibleGoods }: RoutingRequest): string[] {
  const { stops, deliveryStops, kind } = task;
  const ofStops = (stops: Stop[], name: string, prefix: string) =>
    stops.length > 1 ? [name] : fieldsOfStop(stops[0]!).map((field) => `${prefix}${field}`);
  return [
    ...(kind === 'shipment' ? ofStops(stops, 'pickup', 'pickup.') : ofStops(stops, 'options', '')),
    ...(kind === 'shipment' ? ofStops(deliveryStops, 'delivery', 'delivery.') : []),
    ...present({
      any_skills: task.anySkills.length > 0,
      forbidden_skills: task.forbiddenSkills.length > 0,
      vehicles: task.onlyVehicles !== null,
      forbidden_vehicles: task.forbiddenVehicles.length > 0,
      prize: task.prize !== null,
      release: task.release_s !== null,
      due: task.due_s !== null,
      // A class that nothing is incompatible with says nothing.
      goods: task.goods !== null && incompatibleGoods.length > 0,
      max_ride_s: task.maxRide_s !== null,
    }),
  ];
}

function fieldsOfStop({ softWindows, cost }: Stop): string[] {
  return present({ soft_windows: softWindows.length > 0, cost: cost > 0 });
}

function fieldsOfVehicle(vehicle: Vehicle): string[] {
  const { costs } = vehicle;
  return present({
    // VROOM's vehicles start or end somewhere.
    start: vehicle.start === null && vehicle.end === null,
    speed_factor: vehicle.speedFactor > 5,
    'costs.per_hour': costs.per_hour > 0,
    'costs.per_waiting_hour': costs.per_waiting_hour > 0,
    'costs.per_task': costs.per_task > 0,
    'costs.overtime': costs.overtime !== null,
    tariff: vehicle.tariff !== null,
    reloads: vehicle.reloads.length > 0,
    zones: vehicle.zones !== null,
    backhauls: vehicle.backhauls !== 'mixed',
    unloading: vehicle.unloading !== 'any',
    min_load: vehicle.minLoad?.some((amount) => amount > 0) ?? false,
    min_duty_s: vehicle.minDuty_s > 0,
    max_duty_s: vehicle.maxDuty_s !== null,
    breaks: !areInOrder(vehicle.breaks),
    progress: vehicle.inProgress,
    ...Object.fromEntries(
      vehicle.breaks.map(({ afterDriving_s }, i) => [`breaks[${i}].after_driving_s`, afterDriving_s !== null]),
    ),
  });
}

/** VROOM takes breaks in the order in which their windows open. */
function areInOrder(breaks: Vehicle['breaks']): boolean {
  const opens = breaks.flatMap(({ windows }) => (windows ? [windows[0]![0]] : []));
  return opens.every((open, i) => i === 0 || open >= opens[i - 1]!);
}
