import type { RoutingRequest, Task, UnassignedReason, Vehicle } from '../contract/request.ts';
import { aloneOn, OBSTACLES, type Obstacle } from './fit.ts';
import { Probe } from './insertion.ts';
import type { Roads } from './roads.ts';
import type { Tour } from './tour.ts';
import { number } from './words.ts';

export interface Reason {
  reason: UnassignedReason;
  cause: string;
}

/**
 * Why each of these tasks is on no route, found out by trying: alone on every vehicle, and if that works on one, in
 * every position of the finished routes and on every vehicle that is left.
 * @param tours the finished routes.
 * @param unassigned indices into `request.tasks`.
 */
export function reasonsFor(
  request: RoutingRequest,
  roads: (vehicle: Vehicle) => Roads,
  tours: Tour[],
  unassigned: number[],
): Reason[] {
  let trials: Trials | undefined;
  const vehicles = request.vehicles.filter(({ count }) => count > 0);
  return unassigned.map((index) => {
    const task = request.tasks[index]!;
    const alone = fitsAlone(vehicles, task, roads);
    if (typeof alone !== 'string') return { reason: alone.reason, cause: alone.cause };
    trials ??= new Trials(vehicles, roads, tours);
    return trials.reasonFor(task, alone);
  });
}

/** The id of a vehicle that can serve the task alone, or else the obstacle of the vehicle that comes closest. */
function fitsAlone(vehicles: Vehicle[], task: Task, roads: (vehicle: Vehicle) => Roads): string | Obstacle {
  let closest: Obstacle | null = null;
  for (const vehicle of vehicles) {
    const alone = aloneOn(vehicle, task, roads(vehicle));
    if (!('reason' in alone)) return vehicle.id;
    if (closest === null || isCloser(alone, closest)) closest = alone;
  }
  return closest ?? { reason: 'no_skilled_vehicle', miss: 0, cause: 'There is no vehicle.' };
}

function isCloser(a: Obstacle, b: Obstacle): boolean {
  const further = OBSTACLES.indexOf(a.reason) - OBSTACLES.indexOf(b.reason);
  return further > 0 || (further === 0 && a.miss < b.miss);
}

interface Placed {
  cost: number;
  where: string;
}

/** Gains that could be errors of rounding are none. */
const leastGain = (prize: number) => 1e-6 * Math.max(1, prize);

/** Trial insertions into one finished plan. */
class Trials {
  private readonly probes: Probe[];
  private readonly spare: Vehicle[];
  private readonly roads: (vehicle: Vehicle) => Roads;

  constructor(vehicles: Vehicle[], roads: (vehicle: Vehicle) => Roads, tours: Tour[]) {
    this.roads = roads;
    this.probes = tours.map((tour) => new Probe(tour, roads(tour.vehicle)));
    const used = new Map<string, number>();
    for (const { vehicle } of tours) used.set(vehicle.id, (used.get(vehicle.id) ?? 0) + 1);
    this.spare = vehicles.filter(({ id, count }) => count > (used.get(id) ?? 0));
  }

  reasonFor(task: Task, alone: string): Reason {
    const placed = this.cheapest(task);
    if (placed === null) {
      const cause = `'${alone}' could serve it alone, but no vehicle that could is left, and no route has room for it.`;
      return { reason: 'no_room', cause };
    }
    const adds = `on ${placed.where} it would add ${number(placed.cost)} to the cost`;
    if (task.prize !== null && placed.cost >= task.prize - leastGain(task.prize)) {
      return { reason: 'not_worth_it', cause: `At best, ${adds}; its prize is ${number(task.prize)}.` };
    }
    return { reason: 'search_ended', cause: `There is room: ${adds}. The search ended before it was placed there.` };
  }

  /** For a mandatory task the first place is as telling as the cheapest. */
  private cheapest(task: Task): Placed | null {
    let best: Placed | null = null;
    const isEnough = () => best !== null && task.prize === null;
    for (const probe of this.probes) {
      const cost = probe.cheapest(task, best?.cost ?? Number.POSITIVE_INFINITY);
      if (cost !== null) best = { cost, where: `a route of '${probe.tour.vehicle.id}'` };
      if (isEnough()) return best;
    }
    for (const vehicle of this.spare) {
      const alone = aloneOn(vehicle, task, this.roads(vehicle));
      if ('reason' in alone || alone.cost.total >= (best?.cost ?? Number.POSITIVE_INFINITY)) continue;
      best = { cost: alone.cost.total, where: `a vehicle of its own, '${vehicle.id}',` };
      if (isEnough()) return best;
    }
    return best;
  }
}
