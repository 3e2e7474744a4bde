import type { Objective, RoutingRequest } from '../contract/request.ts';
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
  /** Type x site: index of the reload of the vehicle, or -1. */
  reloadOf: Int32Array;
  /** Most reloads per type; 0 = a single trip. */
  mostReloads: Int32Array;
  /** 1 for visits that stay, with what comes before them; 2 for those that stay on their route; per visit. */
  locked: Uint8Array;
  /** 1 for types whose route takes nothing on; per type. */
  pinned: Uint8Array;
  /** Type that served the task in the routes given, or -1; per task. Used where change counts. */
  former: Int32Array;
}

/** @param draft with its scales  @returns what the simulation needs */
export function richOf(draft: Draft): Rich {
  const { request, fleet, goal, sites, stops, costScale } = draft;
  const scaled = Object.fromEntries(Object.entries(goal.weights).map(([name, weight]) => [name, weight * costScale]));
  const siteStart = new Int32Array(sites.list.length + 1);
  siteStart[0] = stops.length;
  sites.copies.forEach((copies, s) => (siteStart[s + 1] = siteStart[s]! + copies));
  const visits = siteStart[sites.list.length]!;
  return {
    facts: factsOf(request),
    vehicleOf: Int32Array.from(fleet, ({ index }) => index),
    weights: scaled as unknown as Weights,
    balance: goal.balance,
    sites: sites.list.length,
    siteStart,
    reloadOf: sites.reloadOf,
    mostReloads: Int32Array.from(fleet, ({ sample }) =>
      sample.reloads.length === 0 ? 0 : (sample.maxTrips ?? request.tasks.length + 1) - 1,
    ),
    ...bonds(request),
    ...kept(draft, visits),
  };
}

/** What of the routes given must stay. */
function kept({ request, fleet }: Draft, visits: number): Pick<Rich, 'locked' | 'pinned' | 'former'> {
  const locked = new Uint8Array(visits);
  const pinned = new Uint8Array(fleet.length);
  const former = new Int32Array(request.tasks.length).fill(-1);
  const firstStop = firstStops(request);
  for (const { vehicle, number, steps, pinned: isPinned, locked: prefix } of request.routes) {
    const type = typeOf(fleet, vehicle, number);
    if (type >= 0 && isPinned) pinned[type] = 1;
    const kept = new Set<number>();
    steps.forEach((step, i) => {
      if (step.kind !== 'step') return;
      former[step.task] = type;
      const node = stopNode(request, firstStop, step);
      if (isPinned || i < prefix) locked[node] = 1;
      // A shipment that is picked up for certain is delivered too.
      else if (step.part === 1 && kept.has(step.task)) locked[node] = 2;
      if (isPinned || i < prefix) kept.add(step.task);
    });
  }
  return { locked, pinned, former };
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
    routes.some(({ locked, pinned }) => pinned || locked > 0) ||
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
    stopsOfTask(task).some(
      ({ softWindows, setup_s, setupByType, serviceByType }) =>
        softWindows.length + setupByType.length + serviceByType.length > 0 || setup_s > 0,
    )
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
