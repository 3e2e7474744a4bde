const ROUNDS = 3;
/** Of a slot where zones with less than this share of the city are known, the city is not known. */
const MIN_SHARE = 0.5;

/**
 * Orders of all zones together per slot. Where some zones are not known, those that are stand for the rest by their
 * shares; NaN where that is too few.
 * @param counts zones x slots, NaN where not known
 */
export function wholeOf(counts: Float64Array, zones: number, slots: number): Float64Array {
  const shares = new Float64Array(zones).fill(1 / zones);
  let whole = sumOf(counts, zones, slots, shares, 0);
  if (zones === 1 || !counts.some(Number.isNaN)) return whole;
  for (let round = 0; round < ROUNDS; round++) {
    let total = 0;
    for (let zone = 0; zone < zones; zone++) {
      let own = 0;
      let all = 0;
      for (let slot = 0; slot < slots; slot++) {
        const value = counts[zone * slots + slot]!;
        if (Number.isNaN(value) || Number.isNaN(whole[slot]!)) continue;
        own += value;
        all += whole[slot]!;
      }
      shares[zone] = all > 0 ? own / all : 0;
      total += shares[zone]!;
    }
    for (let zone = 0; zone < zones; zone++) shares[zone] = total > 0 ? shares[zone]! / total : 1 / zones;
    whole = sumOf(counts, zones, slots, shares, round < ROUNDS - 1 ? 0 : MIN_SHARE);
  }
  return whole;
}

function sumOf(counts: Float64Array, zones: number, slots: number, shares: Float64Array, least: number): Float64Array {
  const sums = new Float64Array(slots);
  const known = new Float64Array(slots);
  let isWhole = true;
  for (let zone = 0; zone < zones; zone++) {
    for (let slot = 0; slot < slots; slot++) {
      const value = counts[zone * slots + slot]!;
      if (Number.isNaN(value)) isWhole = false;
      else {
        sums[slot]! += value;
        known[slot]! += shares[zone]!;
      }
    }
  }
  if (isWhole) return sums;
  return sums.map((sum, slot) => {
    const share = known[slot]!;
    return share <= 0 || share < least ? Number.NaN : share > 1 - 1e-9 ? sum : sum / share;
  });
}
