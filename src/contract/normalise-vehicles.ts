import type { Reading } from './normalise-places.ts';
import type { Break, Costs, Reload, TariffRow, Vehicle } from './request.ts';
import { kindKey, numberRoutes } from './route-numbers.ts';
import type { RequestParsed } from './schema.ts';
import { MAX_TIME_S } from './schema-basics.ts';

type VehicleParsed = RequestParsed['vehicles'][number];
type RouteParsed = NonNullable<RequestParsed['routes']>[number];
type ProgressParsed = NonNullable<RouteParsed['progress']>;

/** The vehicles of a request, and which of them every given route is of. */
interface Fleet {
  vehicles: Vehicle[];
  routeVehicles: { vehicle: number; number: number }[];
}

const NO_COSTS: Costs = {
  fixed: 0,
  per_km: 0,
  per_hour: 0,
  per_travel_hour: 0,
  per_service_hour: 0,
  per_waiting_hour: 0,
  per_task: 0,
  overtime: null,
};
const DEFAULT_COSTS: Costs = { ...NO_COSTS, per_km: 1 };

/** One entry per vehicle and shift; those in progress are taken out of their kind. */
export function toFleet(input: RequestParsed, profiles: Map<string, number>, reading: Reading): Fleet {
  const routes = input.routes ?? [];
  const named = routes.map(({ vehicle, shift, number }) => ({ vehicle, shift: shift ?? 1, number }));
  const numbers = numberRoutes(named);
  const keys = named.map(({ vehicle, shift }) => kindKey(vehicle, shift));
  const progressOf = new Map<string, Map<number, ProgressParsed>>();
  routes.forEach(({ progress }, i) => {
    if (!progress) return;
    const ofKind = progressOf.get(keys[i]!) ?? new Map();
    progressOf.set(keys[i]!, ofKind.set(numbers[i]!, progress));
  });
  const vehicles: Vehicle[] = [];
  const entries = new Map<string, number[]>();
  for (const parsed of input.vehicles) {
    const profile = profiles.get(parsed.profile)!;
    const shifts = parsed.shifts ?? [parsed.shift];
    shifts.forEach((shift, i) => {
      const kind: Vehicle = {
        ...toVehicle(parsed, profile, reading),
        shift: shift ? reading.window(shift) : null,
        shiftNumber: shifts.length > 1 ? i + 1 : null,
      };
      const key = kindKey(parsed.id, i + 1);
      const split = splitByProgress(kind, progressOf.get(key) ?? new Map(), reading);
      entries.set(
        key,
        Array.from(split, (_, j) => vehicles.length + j),
      );
      vehicles.push(...split);
    });
  }
  const entryOf = (key: string, number: number) =>
    entries.get(key)!.find((entry) => number < vehicles[entry]!.firstNumber + vehicles[entry]!.count)!;
  return { vehicles, routeVehicles: numbers.map((number, i) => ({ vehicle: entryOf(keys[i]!, number), number })) };
}

/** The numbers of a kind in order: runs of those that wait, and each in progress by itself. */
function splitByProgress(kind: Vehicle, progress: Map<number, ProgressParsed>, reading: Reading): Vehicle[] {
  if (progress.size === 0) return [kind];
  const split: Vehicle[] = [];
  let next = 1;
  const addWaiting = (end: number) => {
    if (end > next) split.push({ ...kind, firstNumber: next, count: end - next });
  };
  for (const number of [...progress.keys()].sort((a, b) => a - b)) {
    addWaiting(number);
    split.push(inProgress({ ...kind, firstNumber: number, count: 1 }, progress.get(number)!, reading));
    next = number + 1;
  }
  addWaiting(kind.count + 1);
  return split;
}

/** The rest of a route: from where and when the vehicle is, with what is left of its limits. */
function inProgress(vehicle: Vehicle, progress: ProgressParsed, reading: Reading): Vehicle {
  const time_s = reading.seconds(progress.time);
  const worked_s = progress.left_at === undefined ? 0 : time_s - reading.seconds(progress.left_at);
  const { overtime } = vehicle.costs;
  const left = (limit: number, used: number) => Math.max(0, limit - used);
  const leftOf = (limit: number | null, used: number) => (limit === null ? null : left(limit, used));
  const beyond = (limit: number | null, used: number) => (limit === null ? 0 : left(used, limit));
  const at = reading.place(progress.at);
  const isHome = vehicle.start !== null && reading.isSame(at, vehicle.start);
  return {
    ...vehicle,
    start: at,
    shift: [time_s, vehicle.shift?.[1] ?? MAX_TIME_S],
    initialLoad: progress.load ?? null,
    inProgress: true,
    loadsAtStart: progress.on_board === undefined || isHome,
    costs: {
      ...vehicle.costs,
      fixed: 0,
      overtime: overtime && { ...overtime, after_s: left(overtime.after_s, worked_s) },
    },
    breaks: vehicle.breaks.filter(({ id }) => !progress.breaks_done?.includes(id)).map((each) => goOn(each, progress)),
    maxDistance_m: leftOf(vehicle.maxDistance_m, progress.driven_m),
    maxDriving_s: leftOf(vehicle.maxDriving_s, progress.driven_s),
    maxDuty_s: leftOf(vehicle.maxDuty_s, worked_s),
    maxTasks: leftOf(vehicle.maxTasks, progress.tasks_done),
    // The trip it is on is one of them.
    maxTrips: vehicle.maxTrips === null ? null : Math.max(1, vehicle.maxTrips - progress.trips_done),
    minDuty_s: left(vehicle.minDuty_s, worked_s),
    // It has left already, with loads we do not know.
    minLoad: null,
    overdrawn: {
      maxDistance_m: beyond(vehicle.maxDistance_m, progress.driven_m),
      maxDriving_s: beyond(vehicle.maxDriving_s, progress.driven_s),
      maxDuty_s: beyond(vehicle.maxDuty_s, worked_s),
      maxTasks: beyond(vehicle.maxTasks, progress.tasks_done),
      maxTrips: beyond(vehicle.maxTrips, progress.trips_done + 1),
    },
  };
}

/** A break after driving is due the sooner, at once where more has been driven than its rule allows. */
function goOn(each: Break, { since_break_s }: ProgressParsed): Break {
  if (each.afterDriving_s === null) return each;
  return { ...each, drivenBefore_s: Math.min(each.afterDriving_s, since_break_s ?? 0) };
}

function toVehicle(vehicle: VehicleParsed, profile: number, reading: Reading): Vehicle {
  return {
    id: vehicle.id,
    shiftNumber: null,
    description: vehicle.description ?? null,
    type: vehicle.type ?? null,
    count: vehicle.count,
    firstNumber: 1,
    profile,
    speedFactor: vehicle.speed_factor,
    start: vehicle.start === undefined ? null : reading.place(vehicle.start),
    end: vehicle.end === undefined ? null : reading.place(vehicle.end),
    shift: null,
    capacity: vehicle.capacity ?? null,
    initialLoad: null,
    skills: vehicle.skills ?? [],
    costs: vehicle.costs ? { ...vehicle.costs, overtime: vehicle.costs.overtime ?? null } : DEFAULT_COSTS,
    tariff: vehicle.tariff?.map((row) => toTariffRow(row, reading)) ?? null,
    breaks: (vehicle.breaks ?? []).map((each) => toBreak(each, reading)),
    reloads: (vehicle.reloads ?? []).map((reload) => toReload(reload, reading)),
    maxTrips: vehicle.max_trips ?? null,
    zones: vehicle.zones ? [...new Set(vehicle.zones.map(reading.zone))] : null,
    backhauls: vehicle.backhauls,
    unloading: vehicle.unloading,
    minLoad: vehicle.min_load ?? null,
    minDuty_s: vehicle.min_duty_s,
    co2_g_per_km: vehicle.co2_g_per_km,
    maxDistance_m: vehicle.max_distance_m ?? null,
    maxDriving_s: vehicle.max_driving_s ?? null,
    maxDuty_s: vehicle.max_duty_s ?? null,
    maxTasks: vehicle.max_tasks ?? null,
    inProgress: false,
    overdrawn: null,
    loadsAtStart: true,
  };
}

function toTariffRow(row: NonNullable<VehicleParsed['tariff']>[number], reading: Reading): TariffRow {
  return { zone: row.zone === undefined ? null : reading.zone(row.zone), upTo: row.up_to ?? null, price: row.price };
}

function toBreak(each: NonNullable<VehicleParsed['breaks']>[number], reading: Reading): Break {
  return {
    id: each.id,
    description: each.description ?? null,
    duration_s: each.duration_s,
    windows: each.windows ? reading.windows(each.windows) : null,
    afterDriving_s: each.after_driving_s ?? null,
    drivenBefore_s: 0,
    maxLoad: each.max_load ?? null,
  };
}

function toReload(reload: NonNullable<VehicleParsed['reloads']>[number], reading: Reading): Reload {
  return { place: reading.place(reload.at), windows: reading.windows(reload.windows), service_s: reload.service_s };
}
