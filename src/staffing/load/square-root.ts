import { normalBelow, normalDensity } from './normal.ts';

/**
 * Chance to wait with `beta` spare servers per square root of the load (Halfin & Whitt 1981, doi 10.1287/opre.29.3.567):
 * 1 / (1 + beta Phi(beta) / phi(beta)); 1 for beta <= 0.
 */
export function halfinWhitt(beta: number): number {
  return beta <= 0 ? 1 : 1 / (1 + (beta * normalBelow(beta)) / normalDensity(beta));
}

/** Beta for a chance to wait, by bisection. @param wait 0..1, exclusive of 0; 0 is beta for 1 */
export function betaFor(wait: number): number {
  if (!(wait > 0)) throw new RangeError('The chance to wait must be above 0');
  let low = 0;
  let high = 40;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (halfinWhitt(middle) > wait) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Square-root rule: least whole number >= load + beta sqrt(z load); 0 where there is no load.
 * @param z variance over mean of the arrivals: 1 for Poisson, more where they are over-dispersed
 */
export function squareRootStaff(load: number, beta: number, z = 1): number {
  return load > 0 ? Math.max(1, Math.ceil(load + beta * Math.sqrt(z * load) - 1e-9)) : 0;
}

/**
 * Chance to wait longer than so many seconds in the heavy-traffic limit: Halfin-Whitt's chance to wait at all, then
 * exponential with the spare capacity over the variability (Whitt 1993, doi 10.1111/j.1937-5956.1993.tb00094.x):
 * P(W > t) = P(W > 0) exp(-(s - m) 2 t / ((z + cv^2) E[S])). A function of the wait, for the chance to wait at all takes longest.
 * @param servers > 0  @param load offered load  @param z variance over mean of arrivals  @param cv of handling times
 */
export function waitTail(
  servers: number,
  load: number,
  z: number,
  cv: number,
  handling_s: number,
): (wait_s: number) => number {
  if (load <= 0) return () => 0;
  if (servers <= load) return () => 1;
  const variability = (z + cv * cv) / 2;
  const chance = halfinWhitt((servers - load) / Math.sqrt(variability * load));
  return (wait_s) => chance * Math.exp((-(servers - load) * Math.max(0, wait_s)) / (variability * handling_s));
}
