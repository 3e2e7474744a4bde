import type { PlanRoute, PlanStop, RoutingPlan } from '../../../src/contract/plan.ts';
import type { Edit } from './edit.ts';

/** What is held about an example: how it is switched off, and what its page says of the plans. */
export interface Feature {
  /** By the names the page gives them (`<!-- tours: NAME -->`). */
  variants: Record<string, Edit>;
  /** @param others the plans of the variants, in their order */
  facts(plan: RoutingPlan, ...others: RoutingPlan[]): void;
}

export const HOUR_S = 3600;
export const MINUTE_S = 60;

/** The one stop of a task; of a shipment the pickup or the delivery. Throws where the task is left out. */
export function stopOf(plan: RoutingPlan, task: string, kind?: PlanStop['kind']): PlanStop {
  const stops = plan.routes.flatMap((route) => route.stops);
  const found = stops.find((stop) => stop.task === task && (kind === undefined || stop.kind === kind));
  if (!found) throw new Error(`'${task}' is on no route`);
  return found;
}

/** The route that serves a task. */
export function routeOf(plan: RoutingPlan, task: string): PlanRoute {
  const found = plan.routes.find(({ stops }) => stops.some((stop) => stop.task === task));
  if (!found) throw new Error(`'${task}' is on no route`);
  return found;
}

export const driverOf = (plan: RoutingPlan, task: string) => routeOf(plan, task).vehicle;

/** The tasks of a route in the order of its stops; a shipment twice. */
export const orderOf = ({ stops }: PlanRoute) => stops.flatMap(({ task }) => task ?? []);

export const breaksOf = (plan: RoutingPlan) =>
  plan.routes.flatMap(({ stops }) => stops.filter(({ kind }) => kind === 'break'));

/** Task -> reason, of what is left out. */
export const leftOut = (plan: RoutingPlan) =>
  Object.fromEntries(plan.unassigned.map(({ task, reason }) => [task, reason]));
