import type { Random } from './types.ts';

/**
 * xoshiro128** (Blackman & Vigna 2021, doi 10.1145/3460772), its state spread from the seed by splitmix32.
 * @param seed 0..2^32-1
 */
export function createRandom(seed: number): Random {
  let mixed = seed | 0;
  const next = () => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let a = next();
  let b = next();
  let c = next();
  let d = next() | 1;
  return () => {
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return (result >>> 0) * 2.3283064365386963e-10;
  };
}

/** Standard normal, by Box and Muller; takes two uniforms. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Lognormal of the given mean and standard deviation of its own (not of its logarithm); `mean` where either is 0. */
export function lognormal(random: Random, mean: number, sd: number): number {
  if (mean <= 0 || sd <= 0) return Math.max(0, mean);
  const variance = Math.log(1 + (sd / mean) ** 2);
  return Math.exp(Math.log(mean) - variance / 2 + Math.sqrt(variance) * normal(random));
}

const LARGE = 30;

/** Poisson: products of uniforms in chunks, so that large means do not underflow. */
export function poisson(random: Random, mean: number): number {
  let count = 0;
  let rest = mean;
  while (rest > 0) {
    const part = Math.min(rest, LARGE);
    rest -= part;
    const limit = Math.exp(-part);
    for (let product = random(); product > limit; product *= random()) count++;
  }
  return count;
}

/** Gamma of the given shape and mean 1 (Marsaglia & Tsang 2000, doi 10.1145/358407.358414). */
export function gammaOfMeanOne(random: Random, shape: number): number {
  const lifted = shape < 1 ? shape + 1 : shape;
  const d = lifted - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
      return ((shape < 1 ? (1 - random()) ** (1 / shape) : 1) * d * v) / shape;
    }
  }
}
