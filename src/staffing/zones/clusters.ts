import type { PMedianProblem } from './types.ts';

/** Items in clusters round medians; cost is that of distances and `penalty` per weight above capacity. */
export class Clusters {
  readonly problem: PMedianProblem;
  readonly medians: Int32Array;
  readonly clusterOf: Int32Array;
  readonly load: Float64Array;
  /** Costs to each median, as the problem has them. */
  readonly costs: Float64Array[];
  /** Items of each cluster, in no order, and the place of each item in its list. */
  readonly members: number[][];
  penalty: number;
  cost = 0;
  private readonly place: Int32Array;

  constructor(problem: PMedianProblem, penalty: number) {
    this.problem = problem;
    this.penalty = penalty;
    this.medians = new Int32Array(problem.p);
    this.clusterOf = new Int32Array(problem.items).fill(-1);
    this.load = new Float64Array(problem.p);
    this.costs = new Array(problem.p);
    this.members = Array.from({ length: problem.p }, () => []);
    this.place = new Int32Array(problem.items);
  }

  setMedian(cluster: number, item: number): void {
    this.medians[cluster] = item;
    this.costs[cluster] = this.problem.costsTo(item);
  }

  put(item: number, cluster: number): void {
    this.clusterOf[item] = cluster;
    this.place[item] = this.members[cluster]!.push(item) - 1;
    this.load[cluster]! += this.problem.weight[item]!;
    this.cost += this.costs[cluster]![item]!;
  }

  take(item: number): void {
    const cluster = this.clusterOf[item]!;
    this.clusterOf[item] = -1;
    const list = this.members[cluster]!;
    const last = list.pop()!;
    if (last !== item) {
      list[this.place[item]!] = last;
      this.place[last] = this.place[item]!;
    }
    this.load[cluster]! -= this.problem.weight[item]!;
    this.cost -= this.costs[cluster]![item]!;
  }

  over(load: number): number {
    return Math.max(0, load - this.problem.capacity);
  }

  get overload(): number {
    let sum = 0;
    for (const load of this.load) sum += this.over(load);
    // Loads are sums of many weights: hairs are no overload.
    return sum < 1e-9 * this.problem.capacity ? 0 : sum;
  }

  get penalised(): number {
    return this.cost + this.penalty * this.overload;
  }

  /** Change of the penalised cost if an item goes to another cluster. */
  shiftDelta(item: number, to: number): number {
    const { costs, load, penalty } = this;
    const from = this.clusterOf[item]!;
    const w = this.problem.weight[item]!;
    const far = costs[to]![item]! - costs[from]![item]!;
    const fromOver = this.over(load[from]! - w) - this.over(load[from]!);
    return far + penalty * (fromOver + this.over(load[to]! + w) - this.over(load[to]!));
  }

  /** Change of the penalised cost if two items of different clusters change places. */
  swapDelta(i: number, j: number): number {
    const { costs, load, penalty } = this;
    const a = this.clusterOf[i]!;
    const b = this.clusterOf[j]!;
    const more = this.problem.weight[j]! - this.problem.weight[i]!;
    const far = costs[b]![i]! - costs[a]![i]! + costs[a]![j]! - costs[b]![j]!;
    const aOver = this.over(load[a]! + more) - this.over(load[a]!);
    return far + penalty * (aOver + this.over(load[b]! - more) - this.over(load[b]!));
  }

  shift(item: number, to: number): void {
    this.take(item);
    this.put(item, to);
  }

  swap(i: number, j: number): void {
    const [a, b] = [this.clusterOf[i]!, this.clusterOf[j]!];
    this.shift(i, b);
    this.shift(j, a);
  }

  /** Makes the member with the least sum of costs the median; true where that is another one. */
  recentre(cluster: number): boolean {
    const { problem } = this;
    const members = this.members[cluster]!;
    const sumTo = (median: number) => {
      const to = problem.costOf ? null : problem.costsTo(median);
      let sum = 0;
      for (const i of members) sum += to ? to[i]! : problem.costOf!(i, median);
      return sum;
    };
    const now = sumTo(this.medians[cluster]!);
    let [best, least] = [this.medians[cluster]!, now - 1e-9 * (1 + Math.abs(now))];
    for (const item of members) {
      // A median of another cluster cannot be one of this, too.
      if (this.medians.includes(item)) continue;
      const sum = sumTo(item);
      if (sum < least) [best, least] = [item, sum];
    }
    if (best === this.medians[cluster]) return false;
    this.setMedian(cluster, best);
    this.cost += least - now;
    return true;
  }

  copyFrom(other: Clusters): void {
    this.medians.set(other.medians);
    this.clusterOf.set(other.clusterOf);
    this.load.set(other.load);
    this.place.set(other.place);
    for (let k = 0; k < this.costs.length; k++) {
      this.costs[k] = other.costs[k]!;
      this.members[k] = other.members[k]!.slice();
    }
    this.cost = other.cost;
  }
}
