import type { Task, UnassignedReason, Vehicle } from '../contract/request.ts';
import { isAllowed, isInZones, isSkilled, mayHave } from '../route/access.ts';
import type { Simulator } from '../route/simulator.ts';
import { atMost, timeSlack } from '../route/slack.ts';
import { type Choice, choicesOf } from './options.ts';
import { amounts, names, number, times } from './words.ts';
import type { World } from './world.ts';

/** Why a vehicle cannot serve a task even alone. The order is that of the checks; the furthest vehicle tells most. */
export const OBSTACLES = [
  'no_skilled_vehicle',
  'no_allowed_vehicle',
  'load_over_capacity',
  'window_unreachable',
  'route_limit',
] as const satisfies UnassignedReason[];

export interface Obstacle {
  reason: (typeof OBSTACLES)[number];
  /** How far from fitting, to name the vehicle that comes closest; comparable within one reason. */
  miss: number;
  cause: string;
}

/** A vehicle that can serve a task alone, and the least that costs. */
export interface Alone {
  vehicle: number;
  cost: number;
}

/** @returns what keeps this vehicle from serving the task alone, whichever options it takes, or what it costs. */
export function aloneOn(world: World, index: number, taskIndex: number): Obstacle | Alone {
  const vehicle = world.request.vehicles[index]!;
  const task = world.request.tasks[taskIndex]!;
  if (!isSkilled(vehicle, task)) return { reason: 'no_skilled_vehicle', miss: 0, cause: skillsNeeded(task) };
  const choices = choicesOf(world, taskIndex).filter((choice) => mayTake(world, index, choice));
  if (choices.length === 0) return notAllowed(world, index, task);
  const overload = overloadOf(vehicle, task);
  if (overload !== null) return overload;
  let [best, closest]: [Alone | null, Obstacle | null] = [null, null];
  for (const choice of choices) {
    const found = choiceOn(world, index, choice);
    if (!('reason' in found)) {
      if (best === null || found.cost < best.cost) best = found;
    } else if (closest === null || isCloser(found, closest)) closest = found;
  }
  return best ?? closest!;
}

export function isCloser(a: Obstacle, b: Obstacle): boolean {
  const further = OBSTACLES.indexOf(a.reason) - OBSTACLES.indexOf(b.reason);
  return further > 0 || (further === 0 && a.miss < b.miss);
}

export function mayTake({ facts }: World, vehicle: number, choice: Choice): boolean {
  return choice.every((stop) => facts.mayServe[facts.accessOf[vehicle]! * facts.stops + stop] === 1);
}

function choiceOn(world: World, vehicle: number, choice: Choice): Obstacle | Alone {
  const { simulator } = world;
  const steps = Int32Array.from(choice);
  world.fill(vehicle, steps, steps.length);
  if (simulator.run(vehicle, steps, steps.length) && !simulator.belowMinimum) return { vehicle, cost: simulator.cost };
  const missed = simulator.missedBy(vehicle, steps, steps.length);
  return missed === null ? otherRule(world, vehicle, steps) : tooLate(world, vehicle, missed);
}

function skillsNeeded({ skills, anySkills, forbiddenSkills }: Task): string {
  const needs = [
    skills.length > 0 ? `all of ${names(skills)}` : '',
    anySkills.length > 0 ? `one of ${names(anySkills)}` : '',
    forbiddenSkills.length > 0 ? `none of ${names(forbiddenSkills)}` : '',
  ];
  return `It needs a vehicle with ${needs.filter(Boolean).join(' and ')}; there is none.`;
}

/** Closest is a vehicle that the lists allow, and of these the one that has it on board. */
function notAllowed(world: World, index: number, task: Task): Obstacle {
  const vehicle = world.request.vehicles[index]!;
  const { onlyVehicles, forbiddenVehicles, onBoardOf } = task;
  const only = onlyVehicles === null ? '' : ` It allows only ${names(onlyVehicles) || 'none'}.`;
  const not = forbiddenVehicles.length === 0 ? '' : ` It forbids ${names(forbiddenVehicles)}.`;
  const cause = `No vehicle with the skills it needs is one it allows.${only}${not}`;
  const reason = 'no_allowed_vehicle';
  if (!isAllowed(vehicle, task)) return { reason, miss: 2, cause };
  if (!mayHave(vehicle, index, task)) {
    const onWay = onBoardOf === null ? ' and loads nothing any more' : '';
    return { reason, miss: 1, cause: `${cause} '${vehicle.id}' does not have it on board${onWay}.` };
  }
  return { reason, miss: 0, cause: `${cause} '${vehicle.id}' ${whatForbids(world, vehicle, task)}.` };
}

/** Neither lists nor goods on board: its zones or its tariff, or for some options the one and for some the other. */
function whatForbids({ request }: World, vehicle: Vehicle, { kind, stops, deliveryStops }: Task): string {
  const steps = kind === 'shipment' ? [stops, deliveryStops] : [stops];
  const outside = steps.map((options) => options.map(({ place }) => !isInZones(request, vehicle, place)));
  if (outside.some((options) => options.every(Boolean))) return 'may not enter its zone';
  const isPartly = outside.some((options) => options.some(Boolean));
  return isPartly ? 'may not enter its zone or has no price for it' : 'has no price for it';
}

function overloadOf({ id, capacity }: Vehicle, { kind, load, returnLoad }: Task): Obstacle | null {
  if (capacity === null || kind === 'visit') return null;
  const most = load.map((amount, d) => Math.max(amount, returnLoad?.[d] ?? 0));
  if (most.every((amount, d) => atMost(amount, capacity[d]!))) return null;
  const miss = Math.max(...most.map((amount, d) => (amount === 0 ? 0 : amount / capacity[d]!)));
  const back = returnLoad === null ? '' : ` and it takes back ${amounts(returnLoad)}`;
  const cause = `Its load is ${amounts(load)}${back}; the closest in size, '${id}', carries ${amounts(capacity)}.`;
  return { reason: 'load_over_capacity', miss, cause };
}

function tooLate(
  { request, simulator }: World,
  index: number,
  { at, miss_s }: { at: number; miss_s: number },
): Obstacle {
  const { id } = request.vehicles[index]!;
  const reason = 'window_unreachable';
  if (at < 0) {
    const ends = `would be back at ${times(simulator.latest_s + miss_s)}`;
    return { reason, miss: miss_s, cause: `'${id}' ${ends}, but its shift ends at ${times(simulator.latest_s)}.` };
  }
  const arrival_s = simulator.begin_s[at]!;
  const cause = `'${id}' could be there at ${times(arrival_s)}, but its last window closes at ${times(arrival_s - miss_s)}.`;
  return { reason, miss: miss_s, cause };
}

/** In time but for breaks, releases and the like: some other rule is broken. */
function otherRule({ request, simulator }: World, index: number, steps: Int32Array): Obstacle {
  const vehicle = request.vehicles[index]!;
  simulator.detail(index, steps, steps.length);
  const limit = limitBroken(vehicle, simulator) ?? `break another of its rules: ${otherRules(vehicle, simulator)}`;
  const cause = `To serve it alone '${vehicle.id}' would ${limit}.`;
  return { reason: 'route_limit', miss: simulator.duty_s, cause };
}

/** The first limit per route that is broken, in words; null where all are kept. */
function limitBroken(vehicle: Vehicle, totals: Simulator): string | null {
  const { maxDistance_m, maxDriving_s, maxDuty_s, maxTasks } = vehicle;
  const over = (value: number, limit: number | null) => limit !== null && !atMost(value, limit);
  if (over(totals.distance_m, maxDistance_m))
    return `drive ${number(totals.distance_m)} m of ${maxDistance_m} m allowed`;
  if (over(totals.driving_s, maxDriving_s)) return `drive ${number(totals.driving_s)} s of ${maxDriving_s} s allowed`;
  if (maxDuty_s !== null && totals.onDuty_s > maxDuty_s + timeSlack(totals.ends_s))
    return `be on duty ${number(totals.onDuty_s)} s of ${maxDuty_s} s allowed`;
  if (over(totals.served, maxTasks)) return `serve ${totals.served} of ${maxTasks} tasks allowed`;
  return null;
}

function otherRules({ breaks, initialLoad, capacity, backhauls, loadsAtStart }: Vehicle, totals: Simulator): string {
  const { boardFrom } = totals.facts;
  const hasGoods = boardFrom[totals.vehicle]! < boardFrom[totals.vehicle + 1]!;
  const rules = [
    totals.belowMinimum ? 'less than its minimum load or duty' : '',
    breaks.length > 0 ? 'its breaks' : '',
    hasGoods || (initialLoad !== null && capacity !== null) ? 'what it has on board' : '',
    loadsAtStart ? '' : 'what it has yet to load',
    backhauls === 'after_a_delivery' ? 'pickups need a delivery' : '',
    totals.facts.hasRides ? 'a ride time' : '',
    totals.facts.hasReleases || totals.facts.hasDues ? 'a release or due time' : '',
  ];
  return rules.filter(Boolean).join(', or ') || 'its relations';
}
