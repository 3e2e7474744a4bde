/** What is wanted of a zone in a slot: mean load in riders, and its variance over the load (1 for Poisson demand). */
export interface PoolProblem {
  zones: number;
  slots: number;
  /** Mean load, by zone * slots + slot. */
  load: Float64Array;
  /** Variance / mean of the load, by zone * slots + slot. */
  dispersion: Float64Array;
  /** Safety: riders wanted = ceil(load + beta * sqrt(dispersion * load)). 0 or more. */
  beta: number;
  /** Neighbours of each zone, in both directions. */
  neighbours: readonly (readonly number[])[];
  /** Share of a floating rider's time that is lost on the way between the zones of the pool, 0 to below 1. Default 0.1. */
  loss?: number;
  /** Zones per pool at most. Default 3. */
  most_zones?: number;
}

/** Zones that share riders who go to whichever of them is short, and what each keeps for itself. */
export interface Pool {
  /** Ascending; a zone that shares with none is a pool of its own, without floats. */
  zones: number[];
  /** Riders shared, by slot. */
  floats: Int32Array;
  /** Rider-slots wanted apart less rider-slots wanted together. */
  saved_rider_slots: number;
}

export interface Pooling {
  pools: Pool[];
  /** Riders of each zone alone, by zone * slots + slot; the floats of its pool come on top. */
  own: Int32Array;
  /** Rider-slots wanted where no zone shares, and with these pools. */
  apart_rider_slots: number;
  pooled_rider_slots: number;
}

/**
 * Pools of neighbours with floating riders. Safety grows with the root of the load, so that zones which share it need less (square
 * root staffing, Halfin & Whitt 1981): each zone keeps riders for the whole part of its mean load, the rest of the pool's
 * requirement floats, and more of them by what they lose on the way. Pools begin as single zones; the two neighbouring pools
 * that save most are joined until none saves, and then zones change pools while that saves.
 */
export function poolNeighbours(problem: PoolProblem): Pooling {
  const { zones, slots, most_zones = 3, neighbours } = problem;
  const alone = Float64Array.from({ length: zones }, (_, z) => wantedBy(problem, [z]).total);
  const known = new Map<string, number>();
  const saved = (members: readonly number[]): number => {
    if (members.length < 2) return 0;
    const key = members.join();
    const value = known.get(key) ?? members.reduce((sum, z) => sum + alone[z]!, 0) - wantedBy(problem, members).total;
    known.set(key, value);
    return value;
  };
  const pools = Array.from({ length: zones }, (_, z) => [z]);
  join(pools, neighbours, most_zones, saved);
  exchange(pools, neighbours, most_zones, saved);
  const own = new Int32Array(zones * slots);
  const result = pools
    .filter((members) => members.length > 0)
    .sort((a, b) => a[0]! - b[0]!)
    .map((members): Pool => {
      const wanted = wantedBy(problem, members);
      for (const z of members) own.set(wanted.own.get(z)!, z * slots);
      return { zones: members, floats: wanted.floats, saved_rider_slots: saved(members) };
    });
  const apart = alone.reduce((sum, total) => sum + total, 0);
  const gain = result.reduce((sum, { saved_rider_slots }) => sum + saved_rider_slots, 0);
  return { pools: result, own, apart_rider_slots: apart, pooled_rider_slots: apart - gain };
}

/** Riders of a pool: those that its zones keep, and those that float. */
function wantedBy({ slots, load, dispersion, beta, loss = 0.1 }: PoolProblem, members: readonly number[]) {
  const own = new Map(members.map((z) => [z, new Int32Array(slots)]));
  const floats = new Int32Array(slots);
  let total = 0;
  for (let s = 0; s < slots; s++) {
    let [mean, variance, kept] = [0, 0, 0];
    for (const z of members) {
      const m = load[z * slots + s]!;
      mean += m;
      variance += dispersion[z * slots + s]! * m;
      if (members.length > 1) kept += own.get(z)![s] = Math.floor(m);
    }
    const wanted = Math.max(0, Math.ceil(mean + beta * Math.sqrt(variance) - 1e-9));
    if (members.length === 1) own.get(members[0]!)![s] = wanted;
    else floats[s] = Math.max(0, Math.ceil((wanted - kept) / (1 - loss) - 1e-9));
    total += members.length === 1 ? wanted : kept + floats[s]!;
  }
  return { own, floats, total };
}

type Saved = (members: readonly number[]) => number;

const sorted = (members: readonly number[]) => [...members].sort((a, b) => a - b);

const touch = (a: readonly number[], b: readonly number[], neighbours: PoolProblem['neighbours']) =>
  a.some((z) => b.some((other) => neighbours[z]!.includes(other)));

function join(pools: number[][], neighbours: PoolProblem['neighbours'], most: number, saved: Saved): void {
  for (;;) {
    let [best, a, b] = [1e-9, -1, -1];
    for (let i = 0; i < pools.length; i++) {
      for (let j = i + 1; j < pools.length; j++) {
        const [p, q] = [pools[i]!, pools[j]!];
        if (p.length === 0 || q.length === 0 || p.length + q.length > most || !touch(p, q, neighbours)) continue;
        const gain = saved(sorted([...p, ...q])) - saved(p) - saved(q);
        if (gain > best) [best, a, b] = [gain, i, j];
      }
    }
    if (a < 0) return;
    pools[a] = sorted([...pools[a]!, ...pools[b]!]);
    pools[b] = [];
  }
}

/** Moves zones to pools beside them, or out to be alone, while that saves. */
function exchange(pools: number[][], neighbours: PoolProblem['neighbours'], most: number, saved: Saved): void {
  for (let improved = true; improved; ) {
    improved = false;
    for (let z = 0; z < neighbours.length; z++) {
      const from = pools.findIndex((members) => members.includes(z));
      const rest = pools[from]!.filter((other) => other !== z);
      if (!hangTogether(rest, neighbours)) continue;
      const leaving = saved(rest) - saved(pools[from]!);
      let [best, to, next] = [1e-9, -1, [] as number[]];
      for (const [p, members] of pools.entries()) {
        if (p === from || members.length >= most) continue;
        if (members.length > 0 && !touch([z], members, neighbours)) continue;
        const joined = sorted([...members, z]);
        const gain = leaving + saved(joined) - saved(members);
        if (gain > best) [best, to, next] = [gain, p, joined];
      }
      if (to < 0) continue;
      pools[from] = rest;
      pools[to] = next;
      improved = true;
    }
  }
}

function hangTogether(members: readonly number[], neighbours: PoolProblem['neighbours']): boolean {
  const reached = new Set(members.slice(0, 1));
  for (const z of reached) for (const n of neighbours[z]!) if (members.includes(n)) reached.add(n);
  return reached.size === members.length;
}
