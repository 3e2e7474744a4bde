import { Rng } from '../../src/kit/rng.ts';
import { HOUR_S } from '../../src/kit/units.ts';
import type { RosterProblem, RosterRider, Window } from '../../src/staffing/roster/types.ts';

export interface CitySize {
  zones: number;
  /** Days of 24 hours from a Monday midnight. */
  days: number;
  slot_s: number;
  riders: number;
  seed: number;
  splits?: boolean;
}

/** Share of the day's peak need at an hour: lunch at 12:30, dinner at 19:30, between them an afternoon. */
function shape(hour: number): number {
  if (hour < 10 || hour >= 23) return 0;
  const bump = (at: number, width: number) => Math.exp(-(((hour - at) / width) ** 2));
  return 0.12 + 0.75 * bump(12.5, 1.2) + bump(19.5, 1.6);
}

/**
 * A city with lunch and dinner peaks and flexible riders who would rather eat at noon than ride. The need adds up to about
 * as many hours as the riders want.
 */
export function city({ zones, days, slot_s, riders, seed, splits = true }: CitySize): RosterProblem {
  const random = new Rng(seed, 7);
  const perDay = (24 * HOUR_S) / slot_s;
  const slots = days * perDay;
  const wanted_h = days >= 5 ? [10, 15, 20, 25, 30, 38] : [3, 4, 5, 6, 7];
  const list: RosterRider[] = [];
  for (let r = 0; r < riders; r++) {
    const home = random.below(zones);
    const known = new Map([[home, 0]]);
    for (let i = 0; i < 3; i++) known.set((home + 1 + random.below(Math.min(zones, 6))) % zones, 0.5 + random.double());
    const wanted_s = wanted_h[random.below(wanted_h.length)]! * HOUR_S;
    const available: Window[] = [];
    for (let day = 0; day < days; day++) {
      if (days > 1 && random.double() < 0.2) continue;
      const at = (hour: number) => (day * 24 + hour) * HOUR_S + 60 * random.below(60);
      const kind = random.below(4);
      if (kind === 0) available.push({ from_s: at(10), to_s: at(16) });
      else if (kind === 1) available.push({ from_s: at(15), to_s: at(23) });
      else available.push({ from_s: at(9), to_s: at(23) });
    }
    const preferences = [];
    if (random.double() < 0.6) {
      for (let day = 0; day < days; day++) {
        const noon_s = (day * 24 + 12) * HOUR_S;
        preferences.push({
          from_s: noon_s,
          to_s: noon_s + 2 * HOUR_S,
          zone: -1,
          value_per_h: -1 - 3 * random.double(),
        });
      }
    }
    list.push({
      kind: random.below(2),
      available,
      zones: [...known].map(([zone, cost_per_h]) => ({ zone, cost_per_h })),
      preferences,
      minDay_s: 0,
      maxDay_s: 9 * HOUR_S,
      minWeek_s: 0,
      maxWeek_s: Math.min(48, (wanted_s / HOUR_S) * 1.3 + 2) * HOUR_S,
      rest_s: 11 * HOUR_S,
      maxPerDay: splits && random.double() < 0.5 ? 2 : 1,
      reliability: 1,
      cost_per_h: 11 + 3 * random.double(),
      guaranteed_s: 0,
      wanted_s,
    });
  }
  const wantedSlots = list.reduce((sum, rider) => sum + rider.wanted_s, 0) / slot_s;
  return {
    zones,
    slots,
    slot_s,
    days_s: Int32Array.from({ length: days }, (_, day) => day * 24 * HOUR_S),
    weekOfDay: Int32Array.from({ length: days }, (_, day) => Math.floor(day / 7)),
    layers: [layerOf(random, zones, slots, perDay, slot_s, wantedSlots)],
    open: Array.from({ length: zones }, () =>
      Array.from({ length: days }, (_, day) => ({ from_s: (day * 24 + 10) * HOUR_S, to_s: (day * 24 + 23) * HOUR_S })),
    ),
    shift: {
      minLength_s: 2 * HOUR_S,
      maxLength_s: 8 * HOUR_S,
      lengthGrid_s: HOUR_S / 2,
      startGrid_s: HOUR_S / 2,
      maxPerDay: splits ? 2 : 1,
      minGap_s: HOUR_S,
    },
    break: {
      longerThan_s: 5 * HOUR_S,
      length_s: HOUR_S / 2,
      earliestAfterStart_s: 2 * HOUR_S,
      latestBeforeEnd_s: 1.5 * HOUR_S,
      paid: false,
      maxShare: 0.34,
    },
    riders: list,
    pinned: [],
    published: null,
    changeCost: 0,
    openPay_per_h: 0,
    openUnits: 1,
    minHoursCost_per_h: 50,
    peak: Uint8Array.from({ length: slots }, (_, s) => {
      const hour = ((s % perDay) * slot_s) / HOUR_S;
      return (hour >= 12 && hour < 14) || (hour >= 19 && hour < 21) ? 1 : 0;
    }),
    fairness: { extraCost: 0, giniHours: 0.1, giniPeak: 1 },
  };
}

function layerOf(random: Rng, zones: number, slots: number, perDay: number, slot_s: number, wantedSlots: number) {
  const sizes = Float64Array.from({ length: zones }, () => 0.4 + 1.6 * random.double());
  const raw = new Float64Array(zones * slots);
  for (let zone = 0; zone < zones; zone++) {
    for (let s = 0; s < slots; s++) {
      const weekend = Math.floor(s / perDay) % 7 >= 4 ? 1.25 : 1;
      raw[zone * slots + s] = sizes[zone]! * weekend * shape(((s % perDay) * slot_s) / HOUR_S);
    }
  }
  const scale = wantedSlots / raw.reduce((a, b) => a + b, 0);
  const required = raw.map((value) => Math.round(value * scale + 0.2 * random.double()));
  return {
    required,
    shortageCost: new Float64Array(zones * slots).fill((40 * slot_s) / HOUR_S),
    surplusCost: new Float64Array(zones * slots).fill((0.5 * slot_s) / HOUR_S),
    weights: Float64Array.of(1, 1),
  };
}
