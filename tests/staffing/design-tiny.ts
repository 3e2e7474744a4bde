import { type Catalogue, makeCatalogue } from '../../src/staffing/design/catalogue.ts';
import type { DesignInput, ShiftRule } from '../../src/staffing/design/index.ts';

const SLOT_S = 3600;

/** Days of `perDay` slots, from midnight on; a day is shorter than in life, which changes nothing. */
export function calendarOf(days: number, perDay: number) {
  const slots = days * perDay;
  return {
    days,
    day: Int32Array.from({ length: slots }, (_, slot) => Math.floor(slot / perDay)),
    local_s: Int32Array.from({ length: slots }, (_, slot) => (slot % perDay) * SLOT_S),
  };
}

export function tinyInput(part: Partial<DesignInput> & { demand: Float64Array; rules: ShiftRule[] }): DesignInput {
  return {
    zones: 1,
    slots: part.demand.length / (part.zones ?? 1),
    slot_s: SLOT_S,
    calendar: calendarOf(1, part.demand.length / (part.zones ?? 1)),
    cyclic: false,
    weights: { under: 1, over: 1, shift: 1 },
    shiftsCountedBy: 'all',
    ...part,
  };
}

/** Slots as seconds. */
export const hours = (from: number, to = from) => ({ from_s: from * SLOT_S, to_s: to * SLOT_S });

/** Cost of counts, worked out from the columns alone. */
export function costOf(input: DesignInput, catalogue: Catalogue, count: Int32Array): number {
  const { slots, demand, weights } = input;
  const cover = new Float64Array(demand.length);
  const used = new Set<number>();
  let cost = 0;
  for (let k = 0; k < catalogue.columns; k++) {
    if (count[k] === 0) continue;
    used.add(catalogue.shift[k]! + (input.shiftsCountedBy === 'zone' ? 1000 * catalogue.zone[k]! : 0));
    cost += count[k]! * catalogue.cost[k]!;
    for (let i = catalogue.from[k]!; i < catalogue.to[k]!; i++) {
      if (i >= catalogue.offFrom[k]! && i < catalogue.offTo[k]!) continue;
      cover[catalogue.zone[k]! * slots + (i % slots)]! += count[k]!;
    }
  }
  demand.forEach((wanted, i) => {
    cost += weights.under * Math.max(0, wanted - cover[i]!) + weights.over * Math.max(0, cover[i]! - wanted);
  });
  return cost + weights.shift * used.size;
}

/** Smallest cost over all counts 0..most of the columns of `shifts` (default: all). */
export function enumerate(input: DesignInput, most: number, shifts?: Set<number>): number {
  const catalogue = makeCatalogue(input);
  const free = Array.from({ length: catalogue.columns }, (_, k) => k).filter(
    (k) => !shifts || shifts.has(catalogue.shift[k]!),
  );
  const count = new Int32Array(catalogue.columns);
  let best = Number.POSITIVE_INFINITY;
  for (;;) {
    best = Math.min(best, costOf(input, catalogue, count));
    let at = 0;
    while (at < free.length && count[free[at]!] === most) count[free[at++]!] = 0;
    if (at === free.length) return best;
    count[free[at]!]!++;
  }
}
