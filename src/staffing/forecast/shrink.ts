/**
 * Shares of groups of times (counts / exposure), shrunk towards `above`, those of the coarser groups they belong to:
 * gamma-Poisson empirical Bayes (Morris 1983).
 * @param counts zones x groups, as `exposure` and `above`  @param worth variance of a count in parts of its mean
 */
export function shrink(
  counts: Float64Array,
  exposure: Float64Array,
  above: Float64Array,
  zones: number,
  worth: number,
): Float64Array {
  const groups = counts.length / zones;
  const unlike = unlikenesses(counts, exposure, above, zones, groups, worth);
  return counts.map((count, i) => {
    const prior = worth / (unlike[Math.floor(i / groups)]! * above[i]!);
    return (count + prior * above[i]!) / (exposure[i]! + prior);
  });
}

/** Before anything is seen, and at the least. */
const UNLIKE = 0.1;
const LEAST_UNLIKE = 1e-4;

/**
 * Per zone the variance of its true shares about their parents, in parts of the parents' squares: what counts vary more
 * than counting explains. Zones that tell little of it take the mean of those that do.
 */
function unlikenesses(
  counts: Float64Array,
  exposure: Float64Array,
  above: Float64Array,
  zones: number,
  groups: number,
  worth: number,
): Float64Array {
  const found = new Float64Array(zones);
  /** Variance of what was found, were there nothing but counting. */
  const doubt = new Float64Array(zones).fill(Number.POSITIVE_INFINITY);
  for (let zone = 0; zone < zones; zone++) {
    let excess = 0;
    let squares = 0;
    let noise = 0;
    for (let i = zone * groups; i < (zone + 1) * groups; i++) {
      const expected = above[i]! * exposure[i]!;
      excess += (counts[i]! - expected) ** 2 - worth * expected;
      squares += expected * expected;
      noise += 2 * (worth * expected) ** 2 + worth ** 3 * expected;
    }
    if (squares === 0) continue;
    found[zone] = excess / squares;
    doubt[zone] = noise / squares ** 2;
  }
  let mean = UNLIKE;
  for (let round = 0; round < 3; round++) {
    let sum = 0;
    let weights = 0;
    for (let zone = 0; zone < zones; zone++) {
      const weight = 1 / (doubt[zone]! + mean ** 2);
      sum += weight * found[zone]!;
      weights += weight;
    }
    mean = weights > 0 ? Math.max(LEAST_UNLIKE, sum / weights) : mean;
  }
  return found.map((own, zone) => {
    const trust = mean ** 2 / (mean ** 2 + doubt[zone]!);
    return Math.max(LEAST_UNLIKE, trust * own + (1 - trust) * mean);
  });
}
