import type { Objective, RoutingRequest } from '../contract/request.ts';
import { isKept } from '../contract/steps.ts';
import { type Facts, factsOf } from '../route/facts.ts';
import { type BondLists, bonds } from './bonds.ts';
import type { Draft } from './draft.ts';
import type { Weights } from './objective.ts';
import { stopsOfTask } from './stops.ts';

/**
 * What only the exact simulation of routes needs, as plain data that can be sent to threads. Null in problems where
 * arcs, loads and windows say everything.
 */
export interface Rich extends BondLists {
  facts: Facts;
  /** Index into `request.vehicles` per type. */
  vehicleOf: Int32Array;
  /** Ticks per unit of each objective. */
  weights: Weights;
  balance: Objective | null;
  sites: number;
  /** Visits of site s: siteStart[s] .. siteStart[s + 1] - 1. */
  siteStart: Int32Array;
  /** How many of the first visits of a site are for reloads that must stay; per site. */
  keptReloads: Int32Array;
  /** Type x site: index of the reload of the vehicle, or -1. */
  reloadOf: Int32Array;
  /** Most reloads per type; 0 = a single trip. */
  mostReloads: Int32Array;
  /** 1 for visits that stay, with what comes before them; 2 for those that stay on their route; per visit. */
  locked: Uint8Array;
  /** What the route of a type begins with: visits, or -1 - r for reload r of the vehicle; per type. */
  prefix: Int32Array[];
  /** 1 for types whose route takes nothing on; per type. */
  pinned: Uint8Array;
  /** Per type: the first type that is the same vehicle, of which it may be another shift; for change. */
  driver: Int32Array;
  /** Driver that served the task in the routes given, or -1; per task. Used where change counts. */
  former: Int32Array;
  /** Second t is tick (t - origin_s) x timeScale. */
  origin_s: number;
  timeScale: number;
  /** What leaving a task out counts for as a change, in ticks; per task. */
  leftOut: Float64Array;
}

/** @param draft with its scales  @returns what the simulation needs */
export function richOf(draft: Draft): Rich {
  const { request, fleet, goal, sites, stops, costScale, origin_s, timeScale } = draft;
  const scaled = Object.fromEntries(Object.entries(goal.weights).map(([name, weight]) => [name, weight * costScale]));
  const siteStart = new Int32Array(sites.list.length + 1);
  siteStart[0] = stops.length;
  sites.copies.forEach((copies, s) => (siteStart[s + 1] = siteStart[s]! + copies));
  const visits = siteStart[sites.list.length]!;
  const weights = scaled as unknown as Weights;
  const keeps = kept(draft, visits);
  return {
    facts: factsOf(request),
    vehicleOf: Int32Array.from(fleet, ({ index }) => index),
    weights,
    balance: goal.balance,
    sites: sites.list.length,
    siteStart,
    keptReloads: Int32Array.from(sites.kept),
    reloadOf: sites.reloadOf,
    mostReloads: Int32Array.from(sites.most),
    ...bonds(request),
    ...keeps,
    origin_s,
    timeScale,
    leftOut: Float64Array.from(keeps.former, (driver) => (driver < 0 ? 0 : weights.change)),
  };
}

/** What of the routes given must stay. */
function kept(
  { request, fleet, sites }: Draft,
  visits: number,
): Pick<Rich, 'locked' | 'prefix' | 'pinned' | 'driver' | 'former'> {
  const locked = new Uint8Array(visits);
  const prefix = fleet.map(() => new Int32Array(0));
  const pinned = new Uint8Array(fleet.length);
  const driver = driversOf(request, fleet);
  const former = new Int32Array(request.tasks.length).fill(-1);
  const firstStop = firstStops(request);
  let reload = firstStop.at(-1)!;
  sites.kept.forEach((count, site) => {
    locked.fill(1, reload, reload + count);
    reload += sites.copies[site]!;
  });
  for (const { vehicle, number, steps, pinned: isPinned, locked: first } of request.routes) {
    const type = typeOf(fleet, vehicle, number);
    const staying = isPinned ? steps.length : first;
    if (type >= 0 && isPinned) pinned[type] = 1;
    if (type >= 0)
      prefix[type] = Int32Array.from(steps.slice(0, staying), (step) =>
        step.kind === 'step'
          ? stopNode(request, firstStop, step)
          : -1 - sites.reloadOf[type * sites.list.length + sites.siteOf[type]![step.reload]!]!,
      );
    const kept = new Set<number>();
    steps.forEach((step, i) => {
      if (step.kind !== 'step') return;
      former[step.task] = type < 0 ? -1 : driver[type]!;
      const node = stopNode(request, firstStop, step);
      if (i < staying) locked[node] = 1;
      // A shipment that is picked up for certain is delivered too.
      else if (step.part === 1 && kept.has(step.task)) locked[node] = 2;
      if (i < staying) kept.add(step.task);
    });
  }
  return { locked, prefix, pinned, driver, former };
}

/** Shifts of one vehicle are types of the same id and number. */
function driversOf({ vehicles }: RoutingRequest, fleet: Draft['fleet']): Int32Array {
  const names = fleet.map(({ members: [first], count }, type) =>
    count === 1 ? `${first!.from} ${vehicles[first!.vehicle]!.id}` : `type ${type}`,
  );
  return Int32Array.from(names, (name) => names.indexOf(name));
}

/** First node of every task. */
export function firstStops({ tasks }: RoutingRequest): Int32Array {
  const first = new Int32Array(tasks.length + 1);
  tasks.forEach(({ stops, deliveryStops }, t) => (first[t + 1] = first[t]! + stops.length + deliveryStops.length));
  return first;
}

/** Node of a step of a route. */
export function stopNode(
  { tasks }: RoutingRequest,
  firstStop: Int32Array,
  { task, part, option }: { task: number; part: 0 | 1; option: number },
): number {
  return firstStop[task]! + (part === 1 ? tasks[task]!.stops.length : 0) + option;
}

/** The type that has this number of a vehicle among its members, or -1. */
export function typeOf(fleet: Draft['fleet'], vehicle: number, number: number): number {
  return fleet.findIndex(({ members }) =>
    members.some(
      (member) => member.vehicle === vehicle && number >= member.from && number < member.from + member.count,
    ),
  );
}

/** Whether a request can do with arcs, loads, windows and limits. */
export function needsSimulation({
  tasks,
  vehicles,
  profiles,
  relations,
  routes,
  incompatibleGoods,
}: RoutingRequest): boolean {
  return (
    relations.length > 0 ||
    incompatibleGoods.length > 0 ||
    routes.some(isKept) ||
    profiles.some(({ traffic }) => traffic.length > 0) ||
    tasks.some(isRichTask) ||
    vehicles.some(isRichVehicle)
  );
}

function isRichTask(task: RoutingRequest['tasks'][number]): boolean {
  return (
    task.release_s !== null ||
    task.due_s !== null ||
    task.maxRide_s !== null ||
    stopsOfTask(task).some(({ softWindows }) => softWindows.length > 0)
  );
}

function isRichVehicle(vehicle: RoutingRequest['vehicles'][number]): boolean {
  const { breaks, reloads, costs, unloading, minLoad, minDuty_s, initialLoad, inProgress } = vehicle;
  return (
    breaks.length + reloads.length > 0 ||
    costs.overtime !== null ||
    unloading === 'lifo' ||
    minLoad !== null ||
    minDuty_s > 0 ||
    initialLoad !== null ||
    inProgress
  );
}
