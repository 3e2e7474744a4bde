import type { Catalogue } from './catalogue.ts';
import type { CoverProblem } from './counts.ts';

/** Steps between two looks at the bound, and between two restarts from the mean. */
const LOOK = 50;
const RESTART = 500;

/**
 * A lower bound by Lagrangean relaxation of "cover = sum of the riders": with prices p of a rider in a slot, between -over
 * and under, no design costs less than
 *   sum demand x p + sum over shifts of min(0, charge - sum over its columns of most x max(0, p of its slots - cost)),
 * `most` being the largest demand of the column's slots (more riders on it are never needed). At its best it is the
 * linear relaxation with x <= most * y. Prices come from the primal-dual hybrid gradient method with preconditioning
 * (Chambolle and Pock 2011; Pock and Chambolle 2011) on that relaxation, restarted from the mean as in PDLP (Applegate et
 * al. 2021): no matrix, and a valid bound after any number of steps. Where all weights and demands are whole numbers it is
 * rounded up to what a cost can be.
 */
export class BoundSearch {
  private readonly problem: CoverProblem;
  private readonly catalogue: Catalogue;
  private readonly charge: number;
  /** By column: riders that are never too few, and the column's share of them, 0..1; and where that is heading. */
  private readonly most: Float64Array;
  private readonly share: Float64Array;
  private readonly ahead: Float64Array;
  /** By shift: step length of its columns' shares. */
  private readonly step: Float64Array;
  /** By line and slot. */
  private readonly price: Float64Array;
  private readonly mean: Float64Array;
  private readonly reach: Float64Array;
  private readonly cover: Float64Array;
  private readonly wanted: Float64Array;
  /** By line and slot, twice round, for sums over runs. */
  private readonly runs: Float64Array;
  /** Prices move this much faster than shares. */
  private weight: number;
  /** Where the last restart was. */
  private readonly shareThen: Float64Array;
  private readonly priceThen: Float64Array;

  constructor(problem: CoverProblem, catalogue: Catalogue, charge: number) {
    this.problem = problem;
    this.catalogue = catalogue;
    this.charge = charge;
    const { lines, slots, demand, under, over } = problem;
    const { shifts, columns } = catalogue;
    this.most = new Float64Array(columns);
    this.share = new Float64Array(columns);
    this.ahead = new Float64Array(columns);
    this.step = new Float64Array(shifts).fill(Number.POSITIVE_INFINITY);
    this.price = new Float64Array(lines * slots);
    this.mean = new Float64Array(lines * slots);
    this.reach = new Float64Array(lines * slots);
    this.cover = new Float64Array(lines * slots);
    this.wanted = new Float64Array(columns);
    this.runs = new Float64Array(lines * (2 * slots + 1));
    this.shareThen = new Float64Array(columns);
    this.priceThen = new Float64Array(lines * slots);
    this.weight = under + over || 1;
    for (let k = 0; k < columns; k++) {
      for (let slot = catalogue.from[k]!; slot < catalogue.to[k]!; slot++) {
        if (slot >= catalogue.offFrom[k]! && slot < catalogue.offTo[k]!) continue;
        this.most[k] = Math.max(this.most[k]!, Math.ceil(demand[catalogue.zone[k]! * slots + (slot % slots)]!));
      }
    }
    this.ahead.fill(1);
    this.sumCover(this.reach);
    for (let k = 0; k < columns; k++) {
      const length = catalogue.to[k]! - catalogue.from[k]! - catalogue.offTo[k]! + catalogue.offFrom[k]!;
      const shift = catalogue.shift[k]!;
      if (this.most[k]! > 0) {
        this.step[shift] = Math.min(this.step[shift]!, 1 / (length * this.most[k]!));
      }
    }
  }

  /**
   * @param count riders by column, where the search begins
   * @param best cost of a design: at this bound there is nothing left to prove
   */
  run(count: Int32Array, best: number, steps: number, stop: () => boolean): number {
    const { problem, price, mean, most, share, ahead } = this;
    const { demand, under, over } = problem;
    for (let k = 0; k < most.length; k++) ahead[k] = share[k] = most[k]! > 0 ? Math.min(1, count[k]! / most[k]!) : 0;
    this.sumCover(this.cover);
    for (let i = 0; i < price.length; i++) {
      price[i] = this.cover[i]! < demand[i]! ? under : this.cover[i]! > demand[i]! ? -over : 0;
    }
    let bound = Math.max(0, this.value(price));
    this.priceThen.set(price);
    this.shareThen.set(share);
    let summed = 0;
    mean.fill(0);
    for (let made = 1; made <= steps; made++) {
      this.movePrices();
      this.moveShares();
      summed++;
      if (made % LOOK !== 0 && made !== steps) continue;
      const last = this.value(price);
      for (let i = 0; i < price.length; i++) this.cover[i] = mean[i]! / summed;
      const middle = this.value(this.cover);
      bound = Math.max(bound, last, middle);
      if (this.roundUp(bound) >= best - 1e-9 * best || stop()) break;
      if (made % RESTART !== 0) continue;
      if (middle > last) price.set(this.cover);
      mean.fill(0);
      summed = 0;
      this.balance();
    }
    return this.roundUp(bound);
  }

  /** Prices and shares are to come equally far between restarts; half of the way there (Applegate et al. 2021). */
  private balance(): void {
    const { share, shareThen, price, priceThen, reach, step } = this;
    const { shift } = this.catalogue;
    let shares = 0;
    for (let k = 0; k < share.length; k++) {
      const length = step[shift[k]!]!;
      if (length < Number.POSITIVE_INFINITY) shares += (share[k]! - shareThen[k]!) ** 2 / length;
    }
    let prices = 0;
    for (let i = 0; i < price.length; i++) prices += (price[i]! - priceThen[i]!) ** 2 * reach[i]!;
    if (shares > 0 && prices > 0) this.weight = Math.sqrt(this.weight * Math.sqrt(prices / shares));
    shareThen.set(share);
    priceThen.set(price);
  }

  /** The bound that prices give. */
  private value(price: Float64Array): number {
    const { catalogue, charge, most } = this;
    const { demand } = this.problem;
    this.sumRuns(price);
    let value = 0;
    for (let i = 0; i < price.length; i++) value += demand[i]! * price[i]!;
    for (let shift = 0; shift < catalogue.shifts; shift++) {
      let reduced = charge;
      for (let k = catalogue.first[shift]!; k < catalogue.first[shift + 1]!; k++) {
        reduced -= most[k]! * Math.max(0, this.worth(k));
      }
      value += Math.min(0, reduced);
    }
    return value;
  }

  private movePrices(): void {
    const { price, cover, reach, mean, weight } = this;
    const { demand, under, over } = this.problem;
    this.sumCover(cover);
    for (let i = 0; i < price.length; i++) {
      const step = reach[i]! > 0 ? weight / reach[i]! : weight;
      price[i] = Math.min(under, Math.max(-over, price[i]! + step * (demand[i]! - cover[i]!)));
      mean[i]! += price[i]!;
    }
  }

  /** Each shift's shares go where the prices draw them, and are cut to a level that pays for the shift's charge. */
  private moveShares(): void {
    const { catalogue, most, share, ahead, step, wanted, charge } = this;
    this.sumRuns(this.price);
    for (let shift = 0; shift < catalogue.shifts; shift++) {
      const from = catalogue.first[shift]!;
      const to = catalogue.first[shift + 1]!;
      const length = step[shift]! / this.weight;
      if (length === Number.POSITIVE_INFINITY) continue;
      let sum = 0;
      for (let k = from; k < to; k++) {
        wanted[k] = most[k]! > 0 ? Math.max(0, share[k]! + length * most[k]! * this.worth(k)) : 0;
        sum += wanted[k]!;
      }
      // The level: what is above it adds up to the charge. Newton from below, which ends after few steps.
      let level = 0;
      if (sum > length * charge) {
        let above = to - from;
        for (let next = (sum - length * charge) / above; next > level + 1e-12; ) {
          level = next;
          sum = 0;
          above = 0;
          for (let k = from; k < to; k++) {
            if (wanted[k]! <= level) continue;
            sum += wanted[k]!;
            above++;
          }
          next = above > 0 ? (sum - length * charge) / above : level;
        }
        level = Math.min(1, level);
      }
      for (let k = from; k < to; k++) {
        const next = Math.min(wanted[k]!, level);
        ahead[k] = 2 * next - share[k]!;
        share[k] = next;
      }
    }
  }

  /** Price of a column's slots less its cost; of the prices summed last. */
  private worth(k: number): number {
    const { zone, from, to, offFrom, offTo, cost } = this.catalogue;
    const base = zone[k]! * (2 * this.problem.slots + 1);
    const { runs } = this;
    const outer = runs[base + to[k]!]! - runs[base + from[k]!]!;
    return outer - runs[base + offTo[k]!]! + runs[base + offFrom[k]!]! - cost[k]!;
  }

  private sumRuns(price: Float64Array): void {
    const { lines, slots } = this.problem;
    for (let line = 0; line < lines; line++) {
      const base = line * (2 * slots + 1);
      this.runs[base] = 0;
      for (let i = 0; i < 2 * slots; i++) {
        const slot = i < slots ? i : i - slots;
        this.runs[base + i + 1] = this.runs[base + i]! + price[line * slots + slot]!;
      }
    }
  }

  /** Riders by line and slot of the shares that lie ahead. */
  private sumCover(cover: Float64Array): void {
    const { lines, slots } = this.problem;
    const { columns, zone, from, to, offFrom, offTo } = this.catalogue;
    const { runs, ahead, most } = this;
    runs.fill(0);
    cover.fill(0);
    for (let k = 0; k < columns; k++) {
      const riders = ahead[k]! * most[k]!;
      if (riders === 0) continue;
      const base = zone[k]! * (2 * slots + 1);
      runs[base + from[k]!]! += riders;
      runs[base + offFrom[k]!]! -= riders;
      runs[base + offTo[k]!]! += riders;
      runs[base + to[k]!]! -= riders;
    }
    for (let line = 0; line < lines; line++) {
      const base = line * (2 * slots + 1);
      let riders = 0;
      for (let i = 0; i < 2 * slots; i++) {
        riders += runs[base + i]!;
        cover[line * slots + (i < slots ? i : i - slots)]! += riders;
      }
    }
  }

  /** To the next multiple of what all costs are multiples of, where there is such a number. */
  private roundUp(bound: number): number {
    const { under, over, demand } = this.problem;
    const weights = [under, over, this.charge];
    const whole = weights.every(Number.isInteger) && demand.every(Number.isInteger);
    if (!whole || this.catalogue.cost.some((cost) => cost !== 0)) return bound;
    const unit = weights.reduce(greatestDivisor, 0);
    return unit === 0 ? 0 : Math.ceil(bound / unit - 1e-6) * unit;
  }
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
