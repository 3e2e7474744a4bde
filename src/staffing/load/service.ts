import { normalQuantile } from './normal.ts';
import { halfinWhitt, waitTail } from './square-root.ts';

/** What the time from click to door depends on. */
export interface Service {
  /** Time left to wait for a rider before the target is missed, of those quantiles of click-to-door that leave any. */
  slacks_s: Float64Array;
  /** Variance over mean of arrivals. */
  z: number;
  /** Standard deviation over mean of handling times. */
  cv: number;
  handling_s: number;
}

const QUANTILES = 32;
const NORMAL = Float64Array.from({ length: QUANTILES }, (_, i) => normalQuantile((i + 0.5) / QUANTILES));

/** `Service.slacks_s` of click-to-door where nobody waits for a rider, lognormal. */
export function slacksOf(mean_s: number, sd_s: number, within_s: number): Float64Array {
  const variance = Math.log(1 + (sd_s / mean_s) ** 2);
  const mu = Math.log(mean_s) - variance / 2;
  return NORMAL.map((x) => within_s - Math.exp(mu + Math.sqrt(variance) * x)).filter((slack_s) => slack_s >= 0);
}

/** Share of orders at the door in time with so many riders at such a load; Infinity riders: nobody waits. */
export function shareWithin(riders: number, load: number, { slacks_s, z, cv, handling_s }: Service): number {
  if (riders === Number.POSITIVE_INFINITY) return slacks_s.length / QUANTILES;
  const waitsBeyond = waitTail(riders, load, z, cv, handling_s);
  let sum = 0;
  for (const slack_s of slacks_s) sum += 1 - waitsBeyond(slack_s);
  return sum / QUANTILES;
}

/** Chance that an order waits for a rider. */
export function waitChance(riders: number, load: number, { z, cv }: Service): number {
  if (load <= 0) return 0;
  return riders <= load ? 1 : halfinWhitt((riders - load) / Math.sqrt(((z + cv * cv) / 2) * load));
}

/** Nearly all of what can be reached at all: the last percent would take riders without end. */
const OF_THE_BEST = 0.99;

/**
 * Fewest riders that bring the share of orders within the target, or 99 % of the best share there can be where the
 * target is beyond that, and keep the occupancy.
 * @param wanted share of orders  @param best share where nobody waits
 */
export function ridersFor(load: number, wanted: number, best: number, maxOccupancy: number, service: Service): number {
  if (load <= 0) return 0;
  const share = Math.min(wanted, OF_THE_BEST * best);
  let low = Math.max(1, Math.ceil(load / maxOccupancy - 1e-9));
  if (shareWithin(low, load, service) >= share) return low;
  let step = 1;
  while (shareWithin(low + step, load, service) < share) step *= 2;
  let high = low + step;
  low += step >> 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (shareWithin(middle, load, service) >= share) high = middle;
    else low = middle;
  }
  return high;
}
