import type { Random } from '../../src/simulation/index.ts';
import {
  erlangC,
  type HandlingTime,
  offeredLoad,
  squareRootStaff,
  stationaryLoad,
} from '../../src/staffing/load/index.ts';
import { type SlottedQueue, simulateQueue } from './queue.ts';

/** A day with a lunch and a dinner peak; handling takes about two slots of a quarter of an hour, as it does in delivery. */
const DAY = { slots: 56, slot_s: 900, handling_s: 1500, cv: 0.4 };

/** Orders per slot: a base, lunch after 3 hours, dinner after 9, the higher. @param scale orders of a slot at dinner's peak */
export function twoPeaks(scale: number): Float64Array {
  const bump = (slot: number, at: number, width: number) => Math.exp(-(((slot - at) / width) ** 2));
  return Float64Array.from(
    { length: DAY.slots },
    (_, slot) => scale * (0.15 + 0.6 * bump(slot, 12, 5) + 0.85 * bump(slot, 37, 6)),
  );
}

export interface Compared {
  /** Rider-hours of both. */
  hours: number;
  /** Per slot. */
  offered: { servers: Int32Array; wait: Float64Array };
  perSlot: { servers: Int32Array; wait: Float64Array };
  /** Highest less lowest chance to wait over the day. */
  spread: { offered: number; perSlot: number };
}

/**
 * Staffs the day twice with the same total of rider-slots, once from the modified offered load with one beta, once slot
 * by slot with Erlang C at one chance to wait, and simulates both.
 */
export function compareStaffing(orders: Float64Array, beta: number, days: number, random: Random): Compared {
  const handling: HandlingTime = { kind: 'lognormal', mean_s: DAY.handling_s, cv: DAY.cv };
  const load = offeredLoad(orders, DAY.slot_s, handling).mean;
  const offered = Int32Array.from(load, (m) => squareRootStaff(m, beta));
  const total = sum(offered);
  const perSlot = erlangCStaff(stationaryLoad(orders, DAY.slot_s, handling), total);
  const wait = (servers: Int32Array) => {
    const waits = simulateQueue({ slot_s: DAY.slot_s, arrivals: orders, servers, handling: draw }, days, random);
    return waits.waited.map((waited, slot) => waited / Math.max(1, waits.arrived[slot]!));
  };
  const result = {
    offered: { servers: offered, wait: wait(offered) },
    perSlot: { servers: perSlot, wait: wait(perSlot) },
  };
  return {
    hours: (total * DAY.slot_s) / 3600,
    ...result,
    spread: { offered: spreadOf(result.offered.wait), perSlot: spreadOf(result.perSlot.wait) },
  };
}

/** Erlang C per slot at the chance to wait that takes just `total`; what is left over goes where waiting is likeliest. */
function erlangCStaff(load: Float64Array, total: number): Int32Array {
  const servers = Int32Array.from(load, (m) => Math.floor(m) + 1);
  // One by one to the slot with the highest chance to wait: for any total the lowest greatest chance.
  for (let left = total - sum(servers); left > 0; left--) {
    let worst = 0;
    for (let slot = 1; slot < load.length; slot++) {
      if (erlangC(load[slot]!, servers[slot]!) > erlangC(load[worst]!, servers[worst]!)) worst = slot;
    }
    servers[worst]!++;
  }
  return servers;
}

const draw: SlottedQueue['handling'] = (random) => {
  const variance = Math.log(1 + DAY.cv ** 2);
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.exp(Math.log(DAY.handling_s) - variance / 2 + Math.sqrt(variance) * normal);
};

function sum(values: Int32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function spreadOf(values: Float64Array): number {
  return Math.max(...values) - Math.min(...values);
}
