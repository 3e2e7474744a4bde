/** Density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/**
 * Distribution function of the standard normal distribution, to about 1e-15: the series of odd double factorials
 * (Marsaglia 2004, doi 10.18637/jss.v011.i04) near the middle, Lentz's continued fraction of the tail beyond.
 */
export function normalBelow(x: number): number {
  if (x > 6) return 1 - normalBelow(-x);
  if (x < -6) return tail(-x);
  let term = x;
  let sum = x;
  for (let i = 1; Math.abs(term) > 1e-17 * Math.abs(sum) && i < 400; i++) {
    term *= (x * x) / (2 * i + 1);
    sum += term;
  }
  return 0.5 + sum * normalDensity(x);
}

/** P(X > x) for x > 0. */
function tail(x: number): number {
  let fraction = x;
  for (let k = 60; k >= 1; k--) fraction = x + k / fraction;
  return normalDensity(x) / fraction;
}

/** Quantile of the standard normal distribution by bisection. @param share 0..1, exclusive */
export function normalQuantile(share: number): number {
  let low = -40;
  let high = 40;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
