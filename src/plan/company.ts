import type { RoutingRequest, Vehicle } from '../contract/request.ts';
import { factsOf } from '../route/facts.ts';
import { World } from './world.ts';

/**
 * The world in which it shows whether a vehicle could serve a task in some company: without minimums, without the delivery that
 * pickups may need, and without what a vehicle in progress has on board, or lacks until it reloads. Whether that company is there, trial insertion tells.
 */
export function companyOf(world: World): World {
  const { request, facts } = world;
  const vehicles = request.vehicles.map(unbound);
  if (facts.boardTasks.length === 0 && vehicles.every((vehicle, i) => vehicle === request.vehicles[i])) return world;
  const loose: RoutingRequest = { ...request, vehicles };
  // What is on board of a vehicle stays for it to deliver, but takes no room where it does not.
  const boardFrom = new Int32Array(facts.boardFrom.length);
  return new World(loose, world.roads, { ...factsOf(loose), boardFrom });
}

/** The vehicle itself where there is nothing to leave out. */
function unbound(vehicle: Vehicle): Vehicle {
  const { minLoad, minDuty_s, initialLoad, backhauls, reloads } = vehicle;
  const needsDelivery = backhauls === 'after_a_delivery';
  const reloadsFirst = !vehicle.loadsAtStart && reloads.length > 0;
  if (minLoad === null && minDuty_s === 0 && initialLoad === null && !needsDelivery && !reloadsFirst) return vehicle;
  const rules = { minLoad: null, minDuty_s: 0, initialLoad: null, loadsAtStart: vehicle.loadsAtStart || reloadsFirst };
  return { ...vehicle, ...rules, backhauls: needsDelivery ? 'after_deliveries' : backhauls };
}
