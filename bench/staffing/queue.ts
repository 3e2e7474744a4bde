import type { Random } from '../../src/simulation/index.ts';

/** A first-come queue whose arrivals and servers vary by slot: the plain world in which Erlang's formulas are judged. */
export interface SlottedQueue {
  slot_s: number;
  /** Mean arrivals per slot, Poisson. */
  arrivals: Float64Array;
  /** Per slot; where they get fewer, those busy finish what they do. */
  servers: Int32Array;
  /** Draws one handling time, seconds. */
  handling(random: Random): number;
}

export interface Waits {
  /** Per slot: arrivals, and those of them that had to wait, over all days. */
  arrived: Float64Array;
  waited: Float64Array;
}

/** Simulates so many days, each from an empty queue. An arrival waits where, at its time, no server is free. */
export function simulateQueue(queue: SlottedQueue, days: number, random: Random): Waits {
  const waits = { arrived: new Float64Array(queue.arrivals.length), waited: new Float64Array(queue.arrivals.length) };
  for (let day = 0; day < days; day++) simulateDay(queue, random, waits);
  return waits;
}

function simulateDay({ slot_s, arrivals, servers, handling }: SlottedQueue, random: Random, waits: Waits): void {
  /** Ends of the work of busy servers, ascending. */
  const busy: number[] = [];
  const waiting: number[] = [];
  const begin = (now_s: number, work_s: number) => {
    const end_s = now_s + work_s;
    let at = busy.length;
    while (at > 0 && busy[at - 1]! > end_s) at--;
    busy.splice(at, 0, end_s);
  };
  for (let slot = 0; slot < arrivals.length; slot++) {
    const from_s = slot * slot_s;
    const until_s = from_s + slot_s;
    const count = servers[slot]!;
    /** Lets work end until then; free servers take from the queue. */
    const advance = (now_s: number) => {
      while (busy.length > 0 && busy[0]! <= now_s) {
        const end_s = busy.shift()!;
        if (waiting.length > 0 && busy.length < count) begin(end_s, waiting.shift()!);
      }
    };
    // More servers may have come with the slot.
    while (waiting.length > 0 && busy.length < count) begin(from_s, waiting.shift()!);
    let now_s = from_s + gap_s(arrivals[slot]! / slot_s, random);
    while (now_s < until_s) {
      advance(now_s);
      waits.arrived[slot]!++;
      if (busy.length < count && waiting.length === 0) {
        begin(now_s, handling(random));
      } else {
        waits.waited[slot]!++;
        waiting.push(handling(random));
      }
      now_s += gap_s(arrivals[slot]! / slot_s, random);
    }
    advance(until_s);
  }
}

/** Between two arrivals at so many per second. */
function gap_s(rate: number, random: Random): number {
  return rate > 0 ? -Math.log(1 - random()) / rate : Number.POSITIVE_INFINITY;
}
