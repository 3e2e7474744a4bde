import type { Costs, Objective, RoutingRequest, Vehicle } from '../contract/request.ts';

/** A level counts this many times the one below it, in units of each. */
const LEVEL = 1e4;

/** What one unit of each objective counts, in units of the most important level after `unserved` and `vehicles`. */
export interface Weights {
  cost: number;
  distance: number;
  duration: number;
  lateness: number;
  balance: number;
  compactness: number;
  co2: number;
  change: number;
  vehicles: number;
}

/** The objectives of a request as one weighted sum. */
export interface Goal {
  weights: Weights;
  /** Fewest vehicles come right after `unserved`: compared before the sum. */
  vehiclesFirst: boolean;
  /** How balance is measured, where it counts. */
  balance: Objective | null;
  /** The sum is of costs that arcs, waiting and vehicles have. */
  plain: boolean;
  /** Finest ticks worth having, per unit of the sum. */
  finest: number;
}

const FINEST = 1e6;

const NO_WEIGHTS: Weights = {
  cost: 0,
  distance: 0,
  duration: 0,
  lateness: 0,
  balance: 0,
  compactness: 0,
  co2: 0,
  change: 0,
  vehicles: 0,
};

/** Weighs the levels of a request so that a level decides wherever it differs by more than a ten-thousandth of a unit. */
export function goalOf({ objectives }: RoutingRequest): Goal {
  const weights = { ...NO_WEIGHTS };
  let levels = objectives.slice(1);
  const vehiclesFirst = levels.length > 0 && levels[0]!.length === 1 && levels[0]![0]!.name === 'vehicles';
  if (vehiclesFirst) levels = levels.slice(1);
  let balance: Objective | null = null;
  levels.forEach((level, k) => {
    for (const objective of level) {
      if (objective.name === 'unserved') continue;
      weights[objective.name] = objective.weight * LEVEL ** -k;
      if (objective.name === 'balance') balance = objective;
    }
  });
  // Of plans that are as good the cheapest, though nobody asked: arcs that all cost nothing lead nowhere.
  if (levels.length === 0) weights.cost = 1;
  const { lateness, compactness, change } = weights;
  const plain = balance === null && lateness + compactness + change === 0;
  return { weights, vehiclesFirst, balance, plain, finest: FINEST };
}

/** What a metre counts, in vehicles or units of what counts most, where nothing else tells long ways from short ones: far less than any, however long the day. */
const TIE = 1e-7;
/** Where such a metre counts less it must not vanish in a tick; but ticks are no more than so much finer, or doubles could not add them up. */
const MOST_FINER = 1e4;

/** The goal as it is searched for: see `tieBreak`. */
export function searchedGoal(request: RoutingRequest): Goal {
  const goal = goalOf(request);
  const { weights } = goal;
  const tie = tieBreak(request.vehicles, weights);
  if (tie === 0) return goal;
  const finest = FINEST * Math.min(MOST_FINER, Math.max(1, TIE / tie));
  return { ...goal, weights: { ...weights, distance: weights.distance + tie }, finest };
}

/** And no more than this share of what a metre costs those who pay for it; who pays by the hour drives so far in it. */
const MOST_TIE = 0.05;
const METRES_PER_HOUR = 30_000;

/**
 * The request as it is searched for: vehicles with nothing but a fixed cost get such a price of a metre, too, where others pay for their ways.
 * Not outside carriers, which have no tours that could be shorter.
 */
export function withTies(request: RoutingRequest): RoutingRequest {
  const { weights } = goalOf(request);
  const prices = request.vehicles.map((vehicle) => effectiveCosts(vehicle, weights));
  const isTied = prices.map((price) => !paysWays(price) && price.fixed > 0);
  const paid = prices.filter(paysWays).map((price) => price.per_km / 1000 + hourly(price) / METRES_PER_HOUR);
  if (weights.cost === 0 || paid.length === 0 || !isTied.includes(true)) return request;
  const fixed = prices.filter((_, v) => isTied[v]).map((price) => price.fixed);
  const tie = Math.min(TIE * Math.min(...fixed), MOST_TIE * Math.min(...paid)) / weights.cost;
  const vehicles = request.vehicles.map((vehicle, v) =>
    isTied[v] ? { ...vehicle, costs: { ...vehicle.costs, per_km: 1000 * tie } } : vehicle,
  );
  return { ...request, vehicles };
}

/**
 * Price of a metre where vehicles cost the same wherever they go (hired by the day, say), or where all that is asked for is that nobody is late, that
 * days are even and the like: of plans that are as good the shortest. Ways that all cost nothing lead nowhere: tours were up to three times as long as
 * need be, and later or less even, too. 0 elsewhere.
 */
function tieBreak(vehicles: readonly Vehicle[], weights: Weights): number {
  const prices = vehicles.map((vehicle) => effectiveCosts(vehicle, weights));
  if (prices.some(paysWays)) return 0;
  const fixed = prices.map((price) => price.fixed).filter((cost) => cost > 0);
  return TIE * (fixed.length > 0 ? Math.min(...fixed) : Math.max(...Object.values(weights)));
}

const hourly = ({ per_hour, per_travel_hour }: Costs) => per_hour + per_travel_hour;
/** Whether ways cost a vehicle anything. */
export const paysWays = (price: Costs) => price.per_km + hourly(price) > 0;

/** Prices with which the objective is what a vehicle costs, as far as it is linear in metres, seconds and vehicles. */
export function effectiveCosts({ costs, co2_g_per_km }: Vehicle, weights: Weights): Costs {
  const { cost, distance, duration, co2, vehicles } = weights;
  return {
    fixed: cost * costs.fixed + vehicles,
    per_km: cost * costs.per_km + 1000 * distance + co2 * co2_g_per_km,
    per_hour: cost * costs.per_hour + 3600 * duration,
    per_travel_hour: cost * costs.per_travel_hour,
    per_service_hour: cost * costs.per_service_hour,
    per_waiting_hour: cost * costs.per_waiting_hour,
    per_task: cost * costs.per_task,
    overtime: costs.overtime,
  };
}
