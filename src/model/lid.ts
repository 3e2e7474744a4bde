import type { Draft } from './draft.ts';
import { effectiveCosts, goalOf, paysWays } from './objective.ts';

/** Prices count in full up to so many of the longest ways, and of the cheapest vehicle; and up to what all prizes are together, which are weighed against them. */
const MOST_WAYS = 2e4;
const MOST_VEHICLES = 1e3;

/**
 * The price above which others count as less than they are, so that "never use this" does not leave ways without ticks; infinite where
 * no vehicle pays its ways.
 * @param ways what the longest way costs, per class
 */
export function lidOf({ request, goal, fleet, tied, classOf }: Lidded, ways: readonly number[]): number {
  const { weights } = goalOf(request);
  let longest = 0;
  let cheapest = Number.POSITIVE_INFINITY;
  fleet.forEach(({ sample }, type) => {
    if (!tied[type]! && paysWays(effectiveCosts(sample, weights))) longest = Math.max(longest, ways[classOf[type]!]!);
    cheapest = Math.min(cheapest, effectiveCosts(sample, goal.weights).fixed);
  });
  const prizes = goal.weights.cost * request.tasks.reduce((sum, { prize }) => sum + (prize ?? 0), 0);
  return longest > 0 ? Math.max(MOST_WAYS * longest, MOST_VEHICLES * cheapest, prizes) : Number.POSITIVE_INFINITY;
}

type Lidded = Pick<Draft, 'request' | 'goal' | 'fleet' | 'tied' | 'classOf'>;

/** A price as it is searched for: above the lid each power of ten counts a tenth of it more, up to twice as much. */
export function underLid(price: number, lid: number): number {
  return price <= lid ? price : lid * (1 + Math.min(1, Math.log10(price / lid) / 10));
}
