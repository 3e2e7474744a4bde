import type { Reload, RoutingRequest } from '../contract/request.ts';
import { fixedSteps } from '../contract/steps.ts';
import type { VehicleType } from './fleet.ts';

/** Most reload nodes in all: each is a row of every matrix. */
const MOST_NODES = 1500;
/** With so few tasks every plan is tried (`solveSmall`), also with reloads that only spend time. */
const FEW_TASKS = 9;

/** Where vehicles reload: vehicles that reload alike at the same place share a site. */
export interface Sites {
  list: Reload[];
  /** Nodes per site: how often all vehicles together can be there. */
  copies: number[];
  /** Type x site: index into the reloads of the type's vehicle, the first of those alike, or -1. */
  reloadOf: Int32Array;
  /** Per type and reload of its vehicle. */
  siteOf: number[][];
  /** Nodes per site, the first of them, for reloads of routes given that must stay. */
  kept: number[];
  /** Most reloads of a route; per type. */
  most: number[];
}

/** Finds the sites of a fleet and how many nodes each needs. */
export function sitesOf({ tasks, vehicles, routes }: RoutingRequest, fleet: VehicleType[]): Sites {
  const index = new Map<string, number>();
  const list: Reload[] = [];
  const uses: number[] = [];
  // One per task is enough to carry all; a few tasks may have one before and after each of their steps.
  const steps = tasks.reduce((sum, { deliveryStops }) => sum + (deliveryStops.length > 0 ? 2 : 1), 0);
  const enough = tasks.length > FEW_TASKS ? tasks.length : 2 * steps;
  const most = fleet.map(({ sample }) => (sample.reloads.length === 0 ? 0 : (sample.maxTrips ?? enough + 1) - 1));
  const known = fleet.map(({ sample, count }, type) =>
    sample.reloads.map((reload) => {
      const key = JSON.stringify(reload);
      const site = index.get(key) ?? list.length;
      if (site === list.length) {
        index.set(key, site);
        list.push(reload);
        uses.push(0);
      }
      uses[site]! += count * Math.min(enough, most[type]!);
      return site;
    }),
  );
  const reloadOf = new Int32Array(fleet.length * list.length).fill(-1);
  known.forEach((sites, type) => {
    new Set(sites).forEach((site) => (reloadOf[type * list.length + site] = sites.indexOf(site)));
  });
  const room = Math.ceil(MOST_NODES / Math.max(1, list.length));
  const kept = list.map(() => 0);
  for (const route of routes) {
    const { reloads } = vehicles[route.vehicle]!;
    for (const step of fixedSteps(route)) {
      const site = step.kind === 'reload' ? index.get(JSON.stringify(reloads[step.reload])) : undefined;
      if (site !== undefined) kept[site]!++;
    }
  }
  const copies = uses.map((count, site) => kept[site]! + Math.min(Math.max(0, count - kept[site]!), enough, room));
  return { list, reloadOf, siteOf: known, kept, copies, most };
}
