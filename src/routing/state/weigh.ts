import type { Rich } from '../../model/rich.ts';
import type { Simulator } from '../../route/simulator.ts';

// What the route simulated last counts in the objectives, in ticks.

/** All of it but change, which depends on the routes given. */
export function objectiveOf(sim: Simulator, { weights }: Rich): number {
  return (
    weights.vehicles +
    weights.cost * sim.cost +
    weights.distance * sim.distance_m +
    weights.duration * sim.duty_s +
    weights.lateness * sim.lateness_s +
    weights.co2 * sim.co2_g +
    (weights.compactness > 0 ? weights.compactness * sim.compactness_m : 0)
  );
}

/**
 * What its gaps cost, which one more visit may fill: waiting, and where there are costs of being early, what comes at a wrong time; nothing
 * comes less late by it. Breaks and overtime stay. Traffic and compactness may save anything.
 */
export function idleCost(sim: Simulator, { facts, weights }: Rich, vehicle: number): number {
  if (facts.trafficOf[vehicle]! >= 0 || weights.compactness > 0) return Number.POSITIVE_INFINITY;
  const perHour = weights.cost * (facts.per_hour[vehicle]! + facts.per_waiting_hour[vehicle]!);
  const gaps = (perHour / 3600 + weights.duration) * sim.waiting_s;
  return facts.hasEarlyCosts ? gaps + weights.cost * sim.latenessCost + weights.lateness * sim.lateness_s : gaps;
}
