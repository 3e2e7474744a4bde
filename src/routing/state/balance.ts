import type { Rich } from '../../model/rich.ts';
import type { TourTables } from './tables.ts';

/** Where hours count more than costs by so much they come first. Of such days the longest is no shorter by what a ruin leaves, perhaps longer. */
const FIRST = 1e3;

/** What it costs that routes differ, where routes are to be alike: in tasks or seconds, the share of each. */
export class Balance {
  /** Largest share of any route when it was last weighed, or noted after a ruin, or of one that has grown since. */
  largest = 0;
  private readonly tours: TourTables;
  private readonly weight: number;
  private readonly bySpread: boolean;
  private readonly notesRuined: boolean;
  /** Whether `largest` grows with routes: not while a solution is built, when all that is on a route counts and tasks are spread over vehicles. */
  private followsGrowth = false;

  /** Null where nothing is to be alike. */
  static for(tours: TourTables, { balance, weights }: Rich): Balance | null {
    if (balance === null) return null;
    const isFirst = balance.of === 'hours' && weights.balance > FIRST * weights.cost;
    return new Balance(tours, weights.balance, balance.measure === 'spread', !isFirst);
  }

  private constructor(tours: TourTables, weight: number, bySpread: boolean, notesRuined: boolean) {
    this.tours = tours;
    this.weight = weight;
    this.bySpread = bySpread;
    this.notesRuined = notesRuined && !bySpread;
  }

  /** What making a route of such a share the busiest would cost, in ticks. */
  beyond(share: number): number {
    return this.bySpread ? 0 : this.weight * Math.max(0, share - this.largest);
  }

  /** After a route has changed. */
  refresh(slot: number): void {
    if (!this.followsGrowth || this.tours.short[slot] === 1) return;
    this.largest = Math.max(this.largest, this.tours.share[slot]!);
  }

  /** Has places go by the routes as a ruin has left them: what it took off the busiest must not go back there for nothing. */
  noteRuined(): void {
    if (!this.notesRuined) return;
    this.followsGrowth = true;
    this.largest = this.extremes().most;
  }

  /** Keeps the cost of imbalance up to date in the tours' cost. */
  weigh(): void {
    const { tours } = this;
    const { most, least } = this.extremes();
    this.largest = most;
    const cost = this.weight * (this.bySpread ? most - Math.min(most, least) : most);
    tours.cost += cost - tours.imbalance;
    tours.imbalance = cost;
  }

  /** Largest and least share of the routes that are long enough to be driven. */
  private extremes(): { most: number; least: number } {
    const { tours } = this;
    let most = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let slot = 0; slot < tours.slots; slot++) {
      if (tours.size[slot] === 0 || tours.short[slot] === 1) continue;
      const share = tours.share[slot]!;
      if (share > most) most = share;
      if (share < least) least = share;
    }
    return { most, least };
  }
}
