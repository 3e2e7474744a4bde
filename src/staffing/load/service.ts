import { normalQuantile } from './normal.ts';
import { halfinWhitt, waitBeyond } from './square-root.ts';

/** Click-to-door where nobody waits for a rider, lognormal, and what waiting depends on. */
export interface Service {
  mean_s: number;
  sd_s: number;
  /** Variance over mean of arrivals. */
  z: number;
  /** Standard deviation over mean of handling times. */
  cv: number;
  handling_s: number;
}

const QUANTILES = 32;
const NORMAL = Float64Array.from({ length: QUANTILES }, (_, i) => normalQuantile((i + 0.5) / QUANTILES));

/** Share of orders at the door within `within_s` with so many riders at such a load; Infinity riders: nobody waits. */
export function shareWithin(riders: number, load: number, within_s: number, service: Service): number {
  const variance = Math.log(1 + (service.sd_s / service.mean_s) ** 2);
  const mu = Math.log(service.mean_s) - variance / 2;
  let sum = 0;
  for (const x of NORMAL) {
    const slack_s = within_s - Math.exp(mu + Math.sqrt(variance) * x);
    if (slack_s < 0) continue;
    const { z, cv, handling_s } = service;
    sum += riders === Number.POSITIVE_INFINITY ? 1 : 1 - waitBeyond(riders, load, z, cv, handling_s, slack_s);
  }
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
 * @param best share where nobody waits
 */
export function ridersFor(
  load: number,
  target: { within_s: number; share: number },
  best: number,
  maxOccupancy: number,
  service: Service,
): number {
  if (load <= 0) return 0;
  const share = Math.min(target.share, OF_THE_BEST * best);
  let low = Math.max(1, Math.ceil(load / maxOccupancy - 1e-9));
  if (shareWithin(low, load, target.within_s, service) >= share) return low;
  let step = 1;
  while (shareWithin(low + step, load, target.within_s, service) < share) step *= 2;
  let high = low + step;
  low += step >> 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (shareWithin(middle, load, target.within_s, service) >= share) high = middle;
    else low = middle;
  }
  return high;
}
