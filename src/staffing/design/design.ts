import { BoundSearch } from './bound.ts';
import { type Catalogue, makeCatalogue } from './catalogue.ts';
import type { CoverProblem } from './counts.ts';
import { searchCounts } from './method.ts';
import type { Found } from './search.ts';
import type { DesignedDuty, DesignedShift, DesignInput, DesignOptions, DesignResult } from './types.ts';

/** Share of the time limit for the search; the rest is for the bound. */
const SEARCH_SHARE = 0.9;

/**
 * Designs shifts for a demand: see types.ts for what goes in and comes out. Deterministic for a seed and iterations.
 * @throws RangeError where a table has another size than its zones and slots, a demand is negative or no number, or a
 * rule makes no sense (which, is said)
 */
export function designShifts(input: DesignInput, options: DesignOptions): DesignResult {
  check(input);
  if (options.timeLimit_s !== undefined && !options.elapsed_s) throw new RangeError('a time limit needs a clock');
  const begun = options.elapsed_s?.() ?? 0;
  if (input.shiftsCountedBy === 'all' || input.zones === 1) return designTogether(input, options, begun, 1);
  const results: DesignResult[] = [];
  for (let zone = 0; zone < input.zones; zone++) {
    results.push(designTogether(zoneOf(input, zone), options, begun, (zone + 1) / input.zones));
  }
  return together(input, results);
}

/** @param share of the time limit that may be used up when this is done */
function designTogether(input: DesignInput, options: DesignOptions, begun: number, share: number): DesignResult {
  const { weights, zones, slots, cyclic, demand, calendar } = input;
  const problem: CoverProblem = {
    lines: zones,
    slots,
    cyclic,
    demand,
    under: weights.under,
    over: weights.over,
  };
  const catalogue = makeCatalogue(input);
  const { timeLimit_s, elapsed_s } = options;
  const from = elapsed_s?.() ?? 0;
  const until = timeLimit_s === undefined ? Number.POSITIVE_INFINITY : begun + timeLimit_s * share;
  const cancelled = () => options.cancelled?.() ?? false;
  /** 1 when the time is over; the bound is done after the search, in what is left. */
  const timeUsed = () =>
    elapsed_s && timeLimit_s !== undefined ? (elapsed_s() - from) / Math.max(until - from, 1e-9) : 0;
  const reach = Math.ceil(slots / calendar.days);
  const found = searchCounts(
    { problem, catalogue, charge: weights.shift, reach, seed: options.seed },
    {
      iterations: options.iterations,
      timeUsed: () => timeUsed() / SEARCH_SHARE,
      cancelled,
    },
  );
  const prices = new BoundSearch(problem, catalogue, weights.shift);
  const bound = prices.run(found.count, found.cost, options.boundSteps ?? 8000, () => cancelled() || timeUsed() >= 1);
  return describe(input, catalogue, found, bound);
}

function describe(input: DesignInput, catalogue: Catalogue, found: Found, bound: number): DesignResult {
  const { weights, demand, slots } = input;
  const shifts: DesignedShift[] = [];
  const duties: DesignedDuty[] = [];
  const cover = new Int32Array(demand.length);
  let labour = 0;
  for (let shift = 0; shift < catalogue.shifts; shift++) {
    let used = false;
    for (let k = catalogue.first[shift]!; k < catalogue.first[shift + 1]!; k++) {
      const count = found.count[k]!;
      if (count === 0) continue;
      used = true;
      labour += count * catalogue.cost[k]!;
      const duty = {
        shift: shifts.length,
        zone: catalogue.zone[k]!,
        day: catalogue.day[k]!,
        count,
        fromSlot: catalogue.from[k]!,
        toSlot: catalogue.to[k]!,
        offFrom: catalogue.offFrom[k]!,
        offTo: catalogue.offTo[k]!,
      };
      duties.push(duty);
      for (let slot = duty.fromSlot; slot < duty.toSlot; slot++) {
        if (slot < duty.offFrom || slot >= duty.offTo) cover[duty.zone * slots + (slot % slots)]! += count;
      }
    }
    if (!used) continue;
    shifts.push({
      rule: catalogue.rule[shift]!,
      start_s: catalogue.start_s[shift]!,
      length_s: catalogue.length_s[shift]!,
      gap_s: catalogue.gap_s[shift]!,
      secondLength_s: catalogue.secondLength_s[shift]!,
    });
  }
  let under = 0;
  let over = 0;
  for (let i = 0; i < demand.length; i++) {
    under += Math.max(0, demand[i]! - cover[i]!);
    over += Math.max(0, cover[i]! - demand[i]!);
  }
  const cost = weights.under * under + weights.over * over + weights.shift * shifts.length + labour;
  return {
    shifts,
    duties,
    cover,
    under,
    over,
    shiftsUsed: shifts.length,
    labour,
    cost,
    bound: Math.min(bound, cost),
    iterations: found.iterations,
  };
}

function zoneOf(input: DesignInput, zone: number): DesignInput {
  const part = [zone * input.slots, (zone + 1) * input.slots] as const;
  return { ...input, zones: 1, demand: input.demand.subarray(...part), open: input.open?.subarray(...part) };
}

/** Puts the designs of zones side by side; the same shift is listed once, though it was counted in each zone. */
function together(input: DesignInput, results: DesignResult[]): DesignResult {
  const index = new Map<string, number>();
  const all: DesignResult = {
    shifts: [],
    duties: [],
    cover: new Int32Array(input.demand.length),
    under: 0,
    over: 0,
    shiftsUsed: 0,
    labour: 0,
    cost: 0,
    bound: 0,
    iterations: 0,
  };
  results.forEach((result, zone) => {
    const known = result.shifts.map((shift) => {
      const key = Object.values(shift).join();
      if (!index.has(key)) index.set(key, all.shifts.push(shift) - 1);
      return index.get(key)!;
    });
    all.duties.push(...result.duties.map((duty) => ({ ...duty, zone, shift: known[duty.shift]! })));
    all.cover.set(result.cover, zone * input.slots);
    for (const sum of ['under', 'over', 'shiftsUsed', 'labour', 'cost', 'bound', 'iterations'] as const) {
      all[sum] += result[sum];
    }
  });
  return all;
}

function check({ zones, slots, slot_s, demand, open, calendar, weights, rules }: DesignInput): void {
  if (!(zones >= 1 && slots >= 1 && slot_s > 0)) throw new RangeError('no zones or no slots');
  if (demand.length !== zones * slots) throw new RangeError(`demand: ${demand.length} values for ${zones} x ${slots}`);
  if (open && open.length !== zones * slots)
    throw new RangeError(`open: ${open.length} values for ${zones} x ${slots}`);
  if (calendar.day.length !== slots || calendar.local_s.length !== slots) throw new RangeError('calendar: wrong size');
  const bad = demand.findIndex((value) => !(value >= 0 && Number.isFinite(value)));
  if (bad >= 0) throw new RangeError(`demand: ${demand[bad]} at ${bad}`);
  for (const [name, weight] of Object.entries(weights)) {
    if (!(weight >= 0 && Number.isFinite(weight))) throw new RangeError(`weight ${name}: ${weight}`);
  }
  rules.forEach(({ costPerHour = 0, costPerDuty = 0 }, index) => {
    if (!(costPerHour >= 0 && costPerDuty >= 0)) throw new RangeError(`rule ${index}: a negative cost`);
  });
}
