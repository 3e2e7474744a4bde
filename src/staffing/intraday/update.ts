import type { DayPrior, DaySoFar, DayUpdate } from './types.ts';

/**
 * Learns from the day so far how far it is off its forecast. Orders of a slot are Poisson (with `dispersion`) round forecast x
 * level of the city x level of the zone; both levels are gamma distributed round 1 beforehand, so that with D orders for F
 * forecast the level is (a + D) / (a + F), a = 1 / cv^2 (gamma-Poisson, e.g. Gelman et al., Bayesian Data Analysis, ch. 2.6).
 * The city is updated first, each zone on top of it: a zone with few orders stays near the city. Older orders count less. Slots
 * without a number (NaN) among those gone by tell nothing. Days after this one are as they were beforehand.
 */
export function updateDay(day: DaySoFar, prior: DayPrior = {}): DayUpdate {
  const { zones, slots, slot_s, now_slot, now_share, day_end_slot, forecast, actual } = day;
  const { city_cv = 0.15, zone_cv = 0.2, dispersion = 1.5, half_life_s = 3 * 3600 } = prior;
  const came = new Float64Array(zones);
  const expected = new Float64Array(zones);
  for (let z = 0; z < zones; z++) {
    for (let s = 0; s <= now_slot && s < slots; s++) {
      const [orders, share] = [actual[z * slots + s]!, s < now_slot ? 1 : now_share];
      if (Number.isNaN(orders) || share === 0) continue;
      const ago_s = (now_slot + now_share - s - share / 2) * slot_s;
      const weight = 0.5 ** (ago_s / half_life_s) / dispersion;
      came[z]! += weight * orders;
      expected[z]! += weight * share * forecast[z * slots + s]!;
    }
  }
  const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
  const city = levelOf(city_cv, sum(came), sum(expected));
  const zone = Array.from(came, (orders, z) => levelOf(zone_cv, orders, city.level * expected[z]!));
  const later = { level: 1, spread: city_cv ** 2 + zone_cv ** 2 };
  const mean = new Float64Array(zones * slots);
  const variance = new Float64Array(zones * slots);
  for (let z = 0; z < zones; z++) {
    const today = {
      level: city.level * zone[z]!.level,
      spread: (city.sd / city.level) ** 2 + (zone[z]!.sd / zone[z]!.level) ** 2,
    };
    for (let s = 0; s < slots; s++) {
      const c = z * slots + s;
      const known = s <= now_slot && !Number.isNaN(actual[c]!);
      const open = s > now_slot ? 1 : s === now_slot ? 1 - now_share : known ? 0 : 1;
      const { level, spread } = s < day_end_slot ? today : later;
      const coming = open * forecast[c]! * level;
      mean[c] = coming + (known && open < 1 ? actual[c]! : 0);
      variance[c] = dispersion * coming + spread * coming ** 2;
    }
  }
  return {
    mean,
    variance,
    city_level: city.level,
    city_sd: city.sd,
    zone_level: Float64Array.from(zone, ({ level }) => level),
    zone_sd: Float64Array.from(zone, ({ sd }) => sd),
  };
}

/** Mean and standard deviation of a level after so many orders came for so many forecast. */
function levelOf(cv: number, came: number, expected: number): { level: number; sd: number } {
  if (cv <= 0) return { level: 1, sd: 0 };
  const a = 1 / cv ** 2;
  const level = (a + came) / (a + expected);
  return { level, sd: Math.sqrt(a + came) / (a + expected) };
}
