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
}

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
  // Of plans with as few vehicles the cheapest, though nobody asked: arcs that all cost nothing lead nowhere.
  if (vehiclesFirst && levels.length === 0) weights.cost = 1;
  const { lateness, compactness, change } = weights;
  const plain = balance === null && lateness + compactness + change === 0;
  return { weights, vehiclesFirst, balance, plain };
}

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
