import type { Stop } from '../contract/request.ts';
import type { Draft } from './draft.ts';
import type { VehicleType } from './fleet.ts';
import { lidOf, underLid } from './lid.ts';
import { type Drivable, drivableOf, longestLimit_s, mostTravel } from './no-way.ts';
import { effectiveCosts } from './objective.ts';
import { BIG } from './problem.ts';
import { ScaleFinder } from './scale.ts';
import { spanOf } from './span.ts';
import { arcCost } from './travel-classes.ts';

/** Ticks of the largest single cost: three of them and a fixed cost must stay below 2^31. */
const MAX_COST_TICKS = 1e8;
const LONGEST_WAIT_S = 31 * 86400;
const SAMPLE_PLACES = 32;

type Unscaled = Pick<
  Draft,
  'request' | 'goal' | 'stops' | 'sites' | 'classes' | 'classOf' | 'tied' | 'fleet' | 'placeOf'
>;

/**
 * Finest ticks that fit. Matrices are looked at in full; where travel follows from positions a sample of places is
 * enough: nothing is farther apart than twice the largest distance from any one place.
 */
export function findScales(draft: Unscaled) {
  const { request, goal, stops, sites, classes, fleet, placeOf } = draft;
  const [time, cost, metres] = [new ScaleFinder(), new ScaleFinder(), new ScaleFinder()];
  // One per dimension: kilograms keep their fractions beside millions of cubic centimetres.
  const loads = request.tasks[0]!.load.map(() => new ScaleFinder());
  const places = [...new Set(placeOf)].filter((place) => place >= 0);
  const ways: number[] = [];
  // What nobody drives counts as a price, not as a way.
  const noWays: number[] = [];
  let longest_s = 0;
  let usual_s = 0;
  const limit_s = longestLimit_s(draft);
  // The same whatever the ways cost: looked for once.
  const drivable: Drivable[] = [];
  let work = 0;
  for (const travelClass of classes) {
    const { travel, seconds, perKm, perTravelHour, given } = travelClass;
    // A place without a position, of an outside carrier, is nowhere for the others.
    const known = given ? places : places.filter((place) => Number.isFinite(travel.distance_m(place, place)));
    const step = given ? 1 : Math.ceil(known.length / SAMPLE_PLACES);
    let farthest_m = 0;
    let farthest_s = 0;
    let all_s = 0;
    let count = 0;
    let noWay = 0;
    const { most_s, most_m } = (drivable[travelClass.travels] ??= drivableOf(travelClass, known, limit_s));
    for (let i = 0; i < known.length; i += step) {
      for (const to of known) {
        const distance_m = travel.distance_m(known[i]!, to);
        const duration_s = seconds(travel.duration_s(known[i]!, to));
        const price = arcCost(perKm, perTravelHour, distance_m, duration_s);
        if (duration_s > most_s || distance_m > most_m) {
          noWay = Math.max(noWay, price);
          continue;
        }
        time.see(duration_s);
        metres.see(distance_m);
        cost.see(price);
        all_s += duration_s;
        count++;
        farthest_m = Math.max(farthest_m, distance_m);
        farthest_s = Math.max(farthest_s, duration_s);
      }
    }
    const reach = given ? 1 : 2;
    ways.push(arcCost(perKm, perTravelHour, reach * farthest_m, reach * farthest_s));
    cost.bound(ways.at(-1)!);
    noWays.push(noWay);
    longest_s = Math.max(longest_s, reach * farthest_s);
    usual_s = Math.max(usual_s, all_s / Math.max(1, count));
    metres.bound(reach * farthest_m * (request.tasks.length + 1));
  }
  const lid = lidOf(draft, ways);
  let dearest = 0;
  const seePrice = (price: number) => {
    dearest = Math.max(dearest, price);
    cost.see(underLid(price, lid));
  };
  noWays.forEach(seePrice);
  for (const draftStop of stops) {
    const { stop } = draftStop;
    for (const seconds of [stop.setup_s, stop.service_s, ...stop.serviceByType.map((row) => row.seconds)])
      time.see(seconds);
    work += longest_s + longestStop(stop);
    for (const { stopCost, setupCost } of classes) {
      seePrice(stopCost(draftStop));
      cost.see(setupCost(draftStop.setupAsTravel_s));
    }
  }
  for (const { service_s } of sites.list) time.see(service_s);
  const busy_s = work + longest_s + reloading(sites, longest_s);
  // Per leg a second that rounded travel may be longer than twice the way to a third place, and two ticks rounded up.
  const longestRoute_s = busy_s + 3 * placeOf.length;
  const { origin_s, lastOpening_s, end_s } = spanOf({ request, stops, sites, fleet }, longestRoute_s);
  const useful_s = lastOpening_s - origin_s + busy_s;
  // What closes after all that, or opens before it, is open all the time: a shift without an end must not make the ticks coarse.
  const seeTime = (time_s: number) => {
    if (time_s >= origin_s && time_s - origin_s <= useful_s) time.see(time_s - origin_s);
  };
  for (const { stop } of stops) for (const window of stop.windows) window.forEach(seeTime);
  for (const { windows } of sites.list) for (const window of windows) window.forEach(seeTime);
  for (const task of request.tasks) {
    for (const amounts of [task.load, task.returnLoad ?? []]) amounts.forEach((amount, d) => loads[d]!.see(amount));
    // A prize decides on the scale only while it is of the size of a detour; a huge one just means "never".
    if (task.prize !== null && !Number.isInteger(task.prize)) cost.see(Math.min(task.prize, 1) % 1);
  }
  const allLoads = sumsOf(request.tasks.flatMap(({ load, returnLoad }) => (returnLoad ? [load, returnLoad] : [load])));
  const horizon_s = Math.min(useful_s, end_s - origin_s);
  for (const { sample } of fleet) {
    const costs = effectiveCosts(sample, goal.weights);
    seePrice(costs.fixed);
    for (const price of waitPrices(costs, horizon_s)) cost.see(price);
    sample.shift?.forEach(seeTime);
    // No vehicle carries more than there is, though it could.
    allLoads.forEach((all, d) => loads[d]!.see(Math.min(sample.capacity?.[d] ?? all, all)));
  }
  // Shifts bound when a route can end; without them one may have to do all the work there is, though hardly on the longest ways.
  const bounded = fleet.every(({ sample }) => sample.shift !== null);
  const allWork_s = work - stops.length * (longest_s - usual_s);
  time.bound(bounded ? horizon_s + 4 * longest_s : Math.max(allWork_s, 4 * longest_s));
  const timeScale = time.scale(BIG / 4, 1000);
  return {
    origin_s,
    timeScale,
    mostTravel: mostTravel(draft, origin_s, timeScale),
    costScale: cost.scale(MAX_COST_TICKS, goal.finest),
    lid: dearest > lid ? lid : Number.POSITIVE_INFINITY,
    loadScales: loads.map((load) => load.exactScale(BIG / 2, 1e6)),
    distanceScale: Math.max(1, metres.scale(BIG / 4, 1000)),
  };
}

/**
 * What bounds the scale where waiting costs: its price is stored in finer units than ticks (hence the 64), and the longest
 * wait must be a cost like any other; windows that are open for years do not make waits of years.
 */
function waitPrices(costs: VehicleType['sample']['costs'], horizon_s: number): [number, number] {
  const perSecond = (costs.per_hour + costs.per_waiting_hour) / 3600;
  return [64 * perSecond, Math.min(horizon_s, LONGEST_WAIT_S) * perSecond];
}

const longestStop = ({ service_s, setup_s, serviceByType, setupByType }: Stop) =>
  Math.max(service_s, ...serviceByType.map(({ seconds }) => seconds)) +
  Math.max(setup_s, ...setupByType.map(({ seconds }) => seconds));

const reloading = ({ list, copies }: Draft['sites'], longest_s: number) =>
  list.reduce((sum, { service_s }, s) => sum + copies[s]! * (longest_s + service_s), 0);

/** Per dimension. */
function sumsOf(loads: number[][]): number[] {
  return loads[0]!.map((_, d) => loads.reduce((sum, load) => sum + load[d]!, 0));
}
