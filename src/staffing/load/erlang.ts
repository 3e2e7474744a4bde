/**
 * Erlang's formulas for one stationary period. `load` is the offered load in Erlangs, arrivals per second times mean
 * handling seconds, >= 0; `servers` a whole number >= 0.
 */

/** Chance to find all servers busy where nobody waits (Erlang B), by the recursion of Erlang 1917. */
export function erlangB(load: number, servers: number): number {
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (load * blocked) / (k + load * blocked);
  return blocked;
}

/** Chance to wait where everybody waits (Erlang C); 1 where the load is not below the servers. */
export function erlangC(load: number, servers: number): number {
  if (servers <= load) return 1;
  const blocked = erlangB(load, servers);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/** Chance to wait at most `wait_s` under Erlang C with mean handling `handling_s`. */
export function erlangCWithin(load: number, servers: number, handling_s: number, wait_s: number): number {
  if (servers <= load) return 0;
  return 1 - erlangC(load, servers) * Math.exp((-(servers - load) * wait_s) / handling_s);
}

/** What an Erlang A queue does: those who wait give up after an exponential patience. */
export interface ErlangA {
  /** Chance to find all servers busy. */
  wait: number;
  /** Chance to give up. */
  abandon: number;
  /** Mean share of the servers that is busy. */
  occupancy: number;
  /** Mean wait of all, of those who give up as well, seconds. */
  meanWait_s: number;
  /** Chance to be served, and within the given time. */
  within: number;
}

/**
 * Erlang A, M/M/n+M (Palm 1957; Garnett, Mandelbaum & Reiman 2002, doi 10.1287/msom.4.3.208.7753), from the stationary
 * distribution of the birth-death chain, summed until terms vanish.
 * @param servers > 0  @param patience_s mean patience, > 0  @param wait_s for `within`
 */
export function erlangA(load: number, servers: number, handling_s: number, patience_s: number, wait_s = 0): ErlangA {
  const patience = handling_s / patience_s;
  const { weights: waiting, unit } = queueWeights(load, servers, patience);
  const sum = waiting.reduce((total, weight) => total + weight, 0);
  const queue = waiting.reduce((total, weight, q) => total + q * weight, 0);
  // Erlang B is the chance of all busy and nobody waiting, among the states without a queue.
  const blocked = erlangB(load, servers);
  const busy = blocked / (blocked * sum + unit * (1 - blocked));
  const meanQueue = queue * busy;
  const abandon = (patience * meanQueue) / load;
  const served = servedWithin(waiting.length, servers, patience, wait_s / handling_s);
  let within = 1 - sum * busy;
  waiting.forEach((weight, q) => (within += weight * busy * served[q]!));
  return {
    wait: sum * busy,
    abandon,
    occupancy: (load * (1 - abandon)) / servers,
    meanWait_s: (meanQueue / load) * handling_s,
    within: Math.min(1, within),
  };
}

const LARGE = 1e250;

/** Weights of the states with all busy, by the number waiting, relative to `unit` for none; scaled against overflow. */
function queueWeights(load: number, servers: number, patience: number): { weights: number[]; unit: number } {
  let weights: number[] = [];
  let unit = 1;
  let sum = 0;
  for (let q = 0, weight = 1; q === 0 || weight > 1e-16 * sum; q++) {
    if (weight > LARGE) {
      weights = weights.map((value) => value / LARGE);
      unit /= LARGE;
      sum /= LARGE;
      weight /= LARGE;
    }
    weights.push(weight);
    sum += weight;
    weight *= load / (servers + (q + 1) * patience);
  }
  return { weights, unit };
}

/**
 * By the number ahead in the queue: chance to be served within `time` (in mean handling times). One who has q ahead
 * moves up at rate n + q * patience and gives up at rate `patience`; solved by uniformisation.
 */
function servedWithin(states: number, servers: number, patience: number, time: number): Float64Array {
  // chance[q] after k jumps: served by then, having started with q ahead.
  let chance = new Float64Array(states);
  const result = new Float64Array(states);
  if (time <= 0) return result;
  const rate = servers + states * patience;
  const jumps = rate * time;
  // Poisson weights in logarithms: jumps may be many.
  let log = -jumps;
  for (let k = 0; k <= jumps + 12 * Math.sqrt(jumps) + 40; k++) {
    const weight = Math.exp(log);
    for (let q = 0; q < states; q++) result[q]! += weight * chance[q]!;
    log += Math.log(jumps / (k + 1));
    const next = new Float64Array(states);
    for (let q = 0; q < states; q++) {
      const up = (servers + q * patience) / rate;
      next[q] = up * (q === 0 ? 1 : chance[q - 1]!) + (1 - up - patience / rate) * chance[q]!;
    }
    chance = next;
  }
  return result;
}

/** What is asked of a number of servers. */
export interface Target {
  /** Chance to be served within `wait_s`, 0..1. */
  service: number;
  wait_s: number;
  /** Highest share of the servers that may be busy, above 0. Default 1. */
  maxOccupancy?: number;
  /** Share of paid time that servers are not there, 0..1, exclusive. Default 0. */
  shrinkage?: number;
}

/** Servers at work, and positions to fill so that after shrinkage as many are at work. */
export interface Sized {
  servers: number;
  positions: number;
}

/** Least number of servers for the target under Erlang C. @throws RangeError where no number would do */
export function sizeErlangC(load: number, handling_s: number, target: Target): Sized {
  return size(load, target, (servers) => erlangCWithin(load, servers, handling_s, target.wait_s) >= target.service);
}

/** Under Erlang A; `maxAbandon` is the highest share that may give up. Default 1. */
export function sizeErlangA(
  load: number,
  handling_s: number,
  patience_s: number,
  target: Target & { maxAbandon?: number },
): Sized {
  const { maxOccupancy = 1, maxAbandon = 1 } = target;
  return size(load, { ...target, maxOccupancy: Number.POSITIVE_INFINITY }, (servers) => {
    const state = erlangA(load, servers, handling_s, patience_s, target.wait_s);
    return state.within >= target.service && state.occupancy <= maxOccupancy && state.abandon <= maxAbandon;
  });
}

/** Least number of servers that keeps the chance of being turned away at or under `maxBlocked`. */
export function sizeErlangB(load: number, maxBlocked: number, shrinkage = 0): Sized {
  return size(load, { service: 0, wait_s: 0, maxOccupancy: Number.POSITIVE_INFINITY, shrinkage }, (servers) => {
    return erlangB(load, servers) <= maxBlocked;
  });
}

const MOST_SERVERS = 1_000_000;

function size(load: number, target: Target, enough: (servers: number) => boolean): Sized {
  const { maxOccupancy = 1, shrinkage = 0 } = target;
  let servers = Math.max(1, Math.ceil(load / maxOccupancy));
  while (!enough(servers)) {
    if (servers++ > load + MOST_SERVERS) throw new RangeError('No number of servers meets the target');
  }
  return { servers, positions: Math.ceil(servers / (1 - shrinkage) - 1e-9) };
}
