/**
 * Fewest riders to book so that at least `needed` turn up with the given confidence, where each turns up by itself:
 * smallest n with P[Bin(n, 1 - rate) >= needed] >= confidence.
 * @param needed >= 0  @param rate chance of each to stay away, 0..1, exclusive of 1  @param confidence 0..1, exclusive
 * @throws RangeError where rate or confidence are out of range
 */
export function bookFor(needed: number, rate: number, confidence: number): number {
  if (!(rate >= 0 && rate < 1)) throw new RangeError('The no-show rate must be 0 or more and below 1');
  if (!(confidence >= 0 && confidence < 1)) throw new RangeError('The confidence must be 0 or more and below 1');
  if (needed <= 0) return 0;
  if (rate === 0) return needed;
  // P[Bin(n, p) >= k] is P[k-th success at or before trial n]: add the negative binomial's terms, in logarithms.
  let log = needed * Math.log(1 - rate);
  let sum = Math.exp(log);
  let booked = needed;
  // Beyond this the terms are below what sums of doubles can see.
  const most = (needed + 50 * Math.sqrt(needed) + 800) / (1 - rate);
  while (sum < confidence && booked < most) {
    log += Math.log((booked * rate) / (booked + 1 - needed));
    sum += Math.exp(log);
    booked++;
  }
  return booked;
}

/** P that at least `needed` of riders with these chances turn up (Poisson binomial, by the recursion over riders). */
export function enoughTurnUp(needed: number, chances: ArrayLike<number>): number {
  if (needed <= 0) return 1;
  // have[k]: chance that exactly k so far; the last entry collects `needed` and more.
  const have = new Float64Array(needed + 1);
  have[0] = 1;
  for (let i = 0; i < chances.length; i++) {
    const chance = chances[i]!;
    have[needed]! += have[needed - 1]! * chance;
    for (let k = needed - 1; k > 0; k--) have[k] = have[k]! * (1 - chance) + have[k - 1]! * chance;
    have[0]! *= 1 - chance;
  }
  return have[needed]!;
}
