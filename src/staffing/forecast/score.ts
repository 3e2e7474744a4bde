import type { Score } from './types.ts';

/** Sums up how far forecasts were off. */
export class Tally {
  private off = 0;
  private over = 0;
  private orders = 0;
  private judged = 0;
  private covered = 0;

  /** @param median has the least absolute error, @param mean the least bias */
  add(median: number, mean: number, actual: number): void {
    this.off += Math.abs(median - actual);
    this.over += mean - actual;
    this.orders += actual;
  }

  /** Where no order is expected, and none comes, there is nothing to judge: hours when all is closed. */
  addInterval(low: number, high: number, actual: number): void {
    if (high <= 0 && actual <= 0) return;
    this.judged++;
    if (low <= actual && actual <= high) this.covered++;
  }

  /** Orders seen. */
  get seen(): number {
    return this.orders;
  }

  /** Sums are taken over into this one. */
  join(other: Tally): void {
    this.off += other.off;
    this.over += other.over;
    this.orders += other.orders;
    this.judged += other.judged;
    this.covered += other.covered;
  }

  get(): Score {
    const { off, over, orders, judged, covered } = this;
    return {
      wmape: orders > 0 ? off / orders : null,
      bias: orders > 0 ? over / orders : null,
      coverage: judged > 0 ? covered / judged : null,
    };
  }
}
