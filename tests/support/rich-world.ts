import { parseRequest } from '../../src/contract/parse.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import { Dice } from './rich-dice.ts';
import { vehicleOf } from './rich-fleet.ts';
import { type Mix, mixOf } from './rich-mix.ts';
import { groundOf } from './rich-places.ts';
import { addReturns, taskOf } from './rich-tasks.ts';
import { incompatibleOf, objectivesOf, relationsOf, routesOf } from './rich-ties.ts';

export interface Size {
  tasks: [number, number];
  /** Kinds of vehicle. */
  kinds: [number, number];
  /** Vehicles of a kind. */
  count: [number, number];
}

/**
 * A random request as a user would write it, with any of the features of docs/model.md, each on or off: see FEATURES.
 * The same seed gives the same request.
 * @param fixed features that are on, or off, whatever is drawn
 */
export function richInput(seed: number, size: Size, fixed: Partial<Mix> = {}): RequestInput {
  const dice = new Dice(seed);
  const mix = mixOf(dice, fixed);
  const [taskCount, kinds] = [dice.int(...size.tasks), dice.int(...size.kinds)];
  const counts = Array.from({ length: kinds }, () => dice.int(...size.count));
  const share = taskCount / counts.reduce((sum, count) => sum + count, 0);
  const ground = groundOf(dice, mix, taskCount, 400 + Math.round(150 * Math.max(1, share)));
  const vehicleIds = counts.map((_, i) => `v${i}`);
  const depot = ground.places[0]!.id;
  const tasks = Array.from({ length: taskCount }, (_, i) => taskOf(dice, mix, ground, i, vehicleIds));
  addReturns(new Dice(seed, 9), mix, tasks);
  const vehicles = counts.map((count, i) => vehicleOf(dice, mix, ground, i, count, Math.max(1, share), depot));
  const relations = relationsOf(dice, mix, tasks);
  const objectives = objectivesOf(dice, mix);
  const routes = routesOf(dice, mix, ground, tasks, vehicles);
  return {
    ...{ kind: 'routing', version: 1, id: `seed ${seed}` },
    ...(mix.calendar ? { starts_at: '2026-11-22T06:00:00Z' } : {}),
    ...{ places: ground.places, profiles: ground.profiles, tasks, vehicles },
    ...(ground.zones.length > 0 ? { zones: ground.zones } : {}),
    ...(relations.length > 0 ? { relations } : {}),
    ...(mix.goods ? { incompatible_goods: incompatibleOf(dice, mix) } : {}),
    ...(objectives ? { objectives } : {}),
    ...(routes.length > 0 ? { routes } : {}),
    options: { iterations: 300, seed: 1, threads: 1 },
  };
}

/** @throws where the contract refuses it: what is drawn must be valid */
export function parsed(input: RequestInput): RoutingRequest {
  const outcome = parseRequest(input);
  if (!outcome.ok) throw new Error(JSON.stringify({ errors: outcome.errors, input }));
  return outcome.value;
}

export function richRequest(seed: number, size: Size, fixed: Partial<Mix> = {}): RoutingRequest {
  return parsed(richInput(seed, size, fixed));
}
