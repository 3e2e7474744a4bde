import type { Break, RoutingRequest, Vehicle } from '../contract/request.ts';
import { offsets } from './node-facts.ts';
import { timeSlack } from './slack.ts';

/** Per vehicle (index into `request.vehicles`), unless said otherwise. Limits that are not given are infinite. */
export interface FleetFacts {
  /** Place, or -1 where the route begins with its first stop. */
  start: Int32Array;
  /** Place, or -1. */
  end: Int32Array;
  leaves_s: Float64Array;
  /** 1: on its way since `leaves_s`, whenever its route begins. */
  inProgress: Uint8Array;
  /** 0: before its first reload it delivers only what it has on board. */
  loadsAtStart: Uint8Array;
  back_s: Float64Array;
  /** Per vehicle and dimension. */
  capacity: Float64Array;
  initialLoad: Float64Array;
  minLoad: Float64Array;
  /** 1: what is on board matters. */
  watchesLoad: Uint8Array;
  hasMinimum: Uint8Array;
  minDuty_s: Float64Array;
  fixed: Float64Array;
  per_km: Float64Array;
  per_hour: Float64Array;
  per_travel_hour: Float64Array;
  per_service_hour: Float64Array;
  per_waiting_hour: Float64Array;
  per_overtime_hour: Float64Array;
  overtimeAfter_s: Float64Array;
  per_task: Float64Array;
  co2_g_per_km: Float64Array;
  maxDistance_m: Float64Array;
  maxDriving_s: Float64Array;
  maxDuty_s: Float64Array;
  maxTasks: Float64Array;
  maxTrips: Float64Array;
  /** 0 mixed, 1 after deliveries, 2 after a delivery. */
  backhauls: Uint8Array;
  /** 1: `unloading: lifo`. */
  lifo: Uint8Array;
  /** Breaks with windows, in order; per vehicle, one more. */
  breakFrom: Int32Array;
  /** Driving rules; per vehicle, one more. */
  ruleFrom: Int32Array;
  /** Of both, breaks with windows first. */
  breaks: BreakFacts;
}

/** Per break: all with windows, then, from `rules` on, those after driving. */
export interface BreakFacts {
  rules: number;
  /** Index into the vehicle's `breaks`. */
  index: Int32Array;
  duration_s: Float64Array;
  /** Longest driving; Infinity for breaks with windows. */
  afterDriving_s: Float64Array;
  /** Driven since the last that counts, before the route begins. */
  drivenBefore_s: Float64Array;
  windowFrom: Int32Array;
  opens_s: Float64Array;
  closes_s: Float64Array;
  closesSlack_s: Float64Array;
  hasMaxLoad: Uint8Array;
  /** Per break and dimension. */
  maxLoad: Float64Array;
  /** The break right before it where the two differ in nothing but their names, else -1. */
  twinOf: Int32Array;
}

const BACKHAULS = ['mixed', 'after_deliveries', 'after_a_delivery'] as const satisfies Vehicle['backhauls'][];

export function fleetFacts({ vehicles, tasks }: RoutingRequest): FleetFacts {
  const infinity = Number.POSITIVE_INFINITY;
  const column = (of: (vehicle: Vehicle) => number | null) => Float64Array.from(vehicles, (v) => of(v) ?? infinity);
  const flags = (of: (vehicle: Vehicle) => boolean) => Uint8Array.from(vehicles, (v) => (of(v) ? 1 : 0));
  const dimensions = tasks[0]?.load.length ?? vehicles.find(({ capacity }) => capacity)?.capacity?.length ?? 0;
  const amounts = (of: (vehicle: Vehicle) => number[] | null, otherwise: number) =>
    Float64Array.from(vehicles.flatMap((v) => of(v) ?? Array<number>(dimensions).fill(otherwise)));
  return {
    start: Int32Array.from(vehicles, ({ start }) => start ?? -1),
    end: Int32Array.from(vehicles, ({ end }) => end ?? -1),
    leaves_s: column(({ shift }) => shift?.[0] ?? -infinity),
    inProgress: flags(({ inProgress }) => inProgress),
    loadsAtStart: flags(({ loadsAtStart }) => loadsAtStart),
    back_s: column(({ shift }) => shift?.[1] ?? null),
    capacity: amounts(({ capacity }) => capacity, infinity),
    initialLoad: amounts(({ initialLoad }) => initialLoad, 0),
    minLoad: amounts(({ minLoad }) => minLoad, 0),
    watchesLoad: flags(({ capacity, breaks }) => capacity !== null || breaks.some(({ maxLoad }) => maxLoad !== null)),
    hasMinimum: flags(({ minLoad, minDuty_s }) => minLoad !== null || minDuty_s > 0),
    minDuty_s: column(({ minDuty_s }) => minDuty_s),
    ...costColumns(vehicles, column),
    maxDistance_m: column(({ maxDistance_m }) => maxDistance_m),
    maxDriving_s: column(({ maxDriving_s }) => maxDriving_s),
    maxDuty_s: column(({ maxDuty_s }) => maxDuty_s),
    maxTasks: column(({ maxTasks }) => maxTasks),
    maxTrips: column(({ maxTrips }) => maxTrips),
    backhauls: Uint8Array.from(vehicles, (v) => BACKHAULS.indexOf(v.backhauls)),
    lifo: flags(({ unloading }) => unloading === 'lifo'),
    ...breakFacts(vehicles, dimensions),
  };
}

function costColumns(vehicles: Vehicle[], column: (of: (vehicle: Vehicle) => number | null) => Float64Array) {
  const cost = (name: Exclude<keyof Vehicle['costs'], 'overtime'>) => column(({ costs }) => costs[name]);
  return {
    fixed: Float64Array.from(vehicles, ({ costs, inProgress }) => (inProgress ? 0 : costs.fixed)),
    per_km: cost('per_km'),
    per_hour: cost('per_hour'),
    per_travel_hour: cost('per_travel_hour'),
    per_service_hour: cost('per_service_hour'),
    per_waiting_hour: cost('per_waiting_hour'),
    per_overtime_hour: column(({ costs }) => costs.overtime?.per_hour ?? 0),
    overtimeAfter_s: column(({ costs }) => costs.overtime?.after_s ?? null),
    per_task: cost('per_task'),
    co2_g_per_km: column((vehicle) => vehicle.co2_g_per_km),
  };
}

/** @param timed breaks with windows, per vehicle */
function twinsOf(timed: Break[][]): Int32Array {
  const twins = new Int32Array(timed.flat().length).fill(-1);
  const nature = ({ duration_s, windows, maxLoad }: Break) => JSON.stringify([duration_s, windows, maxLoad]);
  let first = 0;
  for (const breaks of timed) {
    const natures = breaks.map(nature);
    for (let b = 1; b < natures.length; b++) if (natures[b] === natures[b - 1]) twins[first + b] = first + b - 1;
    first += breaks.length;
  }
  return twins;
}

function breakFacts(vehicles: Vehicle[], dimensions: number) {
  const numbered = vehicles.map(({ breaks }) => breaks.map((rest, index) => ({ ...rest, index })));
  const isTimed = ({ windows }: Break) => windows !== null;
  const timed = numbered.map((breaks) => breaks.filter(isTimed));
  const rules = numbered.map((breaks) => breaks.filter((one) => !isTimed(one)));
  const all = [...timed.flat(), ...rules.flat()];
  const windows = all.flatMap((one) => one.windows ?? []);
  const firstRule = timed.flat().length;
  const breaks: BreakFacts = {
    rules: firstRule,
    index: Int32Array.from(all, ({ index }) => index),
    duration_s: Float64Array.from(all, ({ duration_s }) => duration_s),
    afterDriving_s: Float64Array.from(all, ({ afterDriving_s }) => afterDriving_s ?? Number.POSITIVE_INFINITY),
    drivenBefore_s: Float64Array.from(all, ({ drivenBefore_s }) => drivenBefore_s),
    windowFrom: offsets(all.map((one) => one.windows?.length ?? 0)),
    opens_s: Float64Array.from(windows, ([opens]) => opens),
    closes_s: Float64Array.from(windows, ([, closes]) => closes),
    closesSlack_s: Float64Array.from(windows, ([, closes]) => closes + timeSlack(closes)),
    hasMaxLoad: Uint8Array.from(all, ({ maxLoad }) => (maxLoad === null ? 0 : 1)),
    maxLoad: Float64Array.from(
      all.flatMap(({ maxLoad }) => maxLoad ?? Array<number>(dimensions).fill(Number.POSITIVE_INFINITY)),
    ),
    twinOf: twinsOf(timed),
  };
  return {
    breakFrom: offsets(timed.map(({ length }) => length)),
    ruleFrom: offsets(rules.map(({ length }) => length)).map((rule) => firstRule + rule),
    breaks,
  };
}
