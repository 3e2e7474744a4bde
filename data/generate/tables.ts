import { apart_m, type Point } from './city.ts';
import { nearestCrossing, type Streets } from './streets.ts';

/** Whole seconds and metres of the fastest ways; row: from, column: to. */
export interface TravelTables {
  durations_s: number[][];
  distances_m: number[][];
}

/** From the door to the crossing and back: slow, as one looks for the house. */
const ACCESS_M_PER_S = 3.5;

export function travelTables(streets: Streets, doors: Point[], profile: 'van' | 'bike'): TravelTables {
  const crossing = doors.map((door) => nearestCrossing(streets, door));
  const access_m = doors.map((door, i) => apart_m(door, streets.crossings[crossing[i]!]!));
  const fields = new Map<number, WaysFrom>();
  for (const at of crossing) if (!fields.has(at)) fields.set(at, waysFrom(streets, at, profile));
  const table = (lengthOf: (ways: WaysFrom, to: number, access_m: number) => number) =>
    doors.map((_, i) =>
      doors.map((_, j) =>
        i === j ? 0 : Math.round(lengthOf(fields.get(crossing[i]!)!, crossing[j]!, access_m[i]! + access_m[j]!)),
      ),
    );
  return {
    durations_s: table((ways, to, extra_m) => ways.seconds[to]! + extra_m / ACCESS_M_PER_S),
    distances_m: table((ways, to, extra_m) => ways.metres[to]! + extra_m),
  };
}

/** The fastest way from one crossing to each other one. */
interface WaysFrom {
  seconds: Float64Array;
  /** Length of that way. */
  metres: Float64Array;
}

/** Label correcting with a queue (Bellman, Ford, Moore): on a street grid hardly slower than Dijkstra, and no heap. */
function waysFrom({ crossings, leaving }: Streets, start: number, profile: 'van' | 'bike'): WaysFrom {
  const seconds = new Float64Array(crossings.length).fill(Number.POSITIVE_INFINITY);
  const metres = new Float64Array(crossings.length);
  const waiting = new Uint8Array(crossings.length);
  const queue = [start];
  seconds[start] = 0;
  for (let head = 0; head < queue.length; head++) {
    const at = queue[head]!;
    waiting[at] = 0;
    for (const street of leaving[at]!) {
      const arrival_s = seconds[at]! + (profile === 'van' ? street.van_s : street.bike_s);
      if (arrival_s >= seconds[street.to]!) continue;
      seconds[street.to] = arrival_s;
      metres[street.to] = metres[at]! + street.length_m;
      if (waiting[street.to]) continue;
      waiting[street.to] = 1;
      queue.push(street.to);
    }
  }
  return { seconds, metres };
}
