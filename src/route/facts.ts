import type { RoutingRequest } from '../contract/request.ts';
import { type Access, accessOf } from './access.ts';
import { type FleetFacts, fleetFacts } from './fleet-facts.ts';
import { type NodeFacts, nodeFacts } from './node-facts.ts';
import { type TaskFacts, taskFacts } from './task-facts.ts';
import { type TrafficFacts, trafficFacts } from './traffic.ts';

/**
 * All that the rules of one route (docs/model.md) need to know of a request, but for travel: typed arrays, numbers and
 * plain objects, so that it can be structured-cloned into threads.
 *
 * A **node** is a stop or a reload. Stops are numbered task by task, for each its `stops` (from `firstStop`), then its
 * `deliveryStops` (from `deliveryFrom`); the reloads of all vehicles follow, vehicle by vehicle (from `reloadFrom`).
 */
export interface Facts extends NodeFacts, TaskFacts, FleetFacts, TrafficFacts, Access {
  /** `compactness` is an objective; otherwise it is not worked out. */
  usesCompactness: boolean;
}

/** Pure; O(size of the request), plus one byte per stop and class of vehicles that may serve different tasks. */
export function factsOf(request: RoutingRequest): Facts {
  const nodes = nodeFacts(request);
  return {
    ...nodes,
    ...taskFacts(request),
    ...fleetFacts(request),
    ...trafficFacts(request),
    ...accessOf(request, nodes),
    usesCompactness: request.objectives.some((level) => level.some(({ name }) => name === 'compactness')),
  };
}

/** How routes of the raw solution name a step: a stop's number, or -1 - r for the vehicle's reload r. */
export function stepsOf(
  facts: Facts,
  steps: ({ kind: 'step'; task: number; part: 0 | 1; option: number } | { kind: 'reload'; reload: number })[],
): Int32Array {
  const from = { 0: facts.firstStop, 1: facts.deliveryFrom };
  return Int32Array.from(steps, (step) =>
    step.kind === 'reload' ? -1 - step.reload : from[step.part][step.task]! + step.option,
  );
}
