import { hasOptional, optionalShare, type Problem } from '../../model/problem.ts';
import { WHOLE, type Without } from '../parts.ts';

/** Temperatures at the start and the end, in what a task typically costs; windows make steps between solutions larger. */
const PLAIN = [3, 0.03] as const;
const TIMED = [5, 0.1] as const;
/** Shipments in the fewest vehicles, that once no more are given up: stuck at what is hot to others. */
const FEWEST_START = 30;
/** The first part of the budget is spent cold: whoever stops early gets a decent plan, for a fortieth of the time. */
const COLD_START = 0.025;
const COLD = 0.05;
/** From here on nothing that is worse is accepted: lower levels of objectives are smaller than any temperature. */
const FROZEN_FROM = 0.97;
/**
 * Part of the budget in which a search that wants fewest vehicles may give up routes: more of it where some was given up not long
 * ago, up to so much.
 */
const ECONOMY = 0.55;
const MOST_ECONOMY = 0.8;
const AFTER_LAST = 2;
/** Of several lanes with shipments, some give up routes for that long, others turn to costs early: tours of so few vehicles take long to get short. */
const EARLY_ECONOMY = 0.25;
const EARLY_AFTER_LAST = 1.5;

/**
 * While it is hot tours are long, and fewer tasks worth their prizes than when it has cooled down; those left out then, and vehicles
 * for them, are hard to get back. So absent ones count more than their prizes at first, by this share, and less and less until so
 * much of the budget is spent. Without windows it gets colder, and what is served in vain is hard to get rid of.
 */
const PLAIN_LURE = [0.2, 0.5] as const;
const TIMED_LURE = [0.4, 0.9] as const;

/**
 * Vehicles of a mixed fleet cost less at first, by this share, and less and less so until so much of the budget is spent: hot tours
 * fill large vehicles badly, and a kind that was left for others early on is hard to get back to.
 */
const PLAIN_REBATE = [0.6, 0.8] as const;
const TIMED_REBATE = [0.3, 0.8] as const;
/** Where more of the tasks than this are optional, vehicles that cost less serve what is not worth it. */
const MOST_OPTIONAL = 0.1;

/** First part of the budget in which it counts more that absent tasks find room than what that costs. */
const ROOM_FIRST = 0.1;

/** How hot a search is along its budget, of which parts are between 0 and 1. */
export class Temperatures {
  readonly coldStart: number;
  /** Where the last lane of a search that wants fewest vehicles has to do with those it has. */
  economy: number;
  /** Where the first does, or did so anew: from here on it gets hot once and cools down, and the last joins it. */
  costsFrom: number;
  /** Whether this lane is one of those that turn to costs early. */
  private readonly isEarly: boolean;
  private readonly frozenFrom: number;
  private readonly problem: Problem;
  /** What absent tasks count more at first, and until when they do. */
  private readonly lures: readonly [number, number] | null;
  /** What vehicles cost less at first, and until when they do. */
  private readonly rebates: readonly [number, number] | null;

  /** @param lane one of so many that work together */
  constructor(problem: Problem, without: Without = WHOLE, lane = 0, lanes = 1) {
    this.problem = problem;
    // Where routes are simulated, plans of the same day came out less alike by it.
    const isLured = problem.rich === null && hasOptional(problem) && !without.includes('lure');
    this.lures = isLured ? (problem.features.windowed ? TIMED_LURE : PLAIN_LURE) : null;
    const hasRebate = isMixed(problem) && problem.rich === null && !without.includes('rebate');
    this.rebates = hasRebate ? (problem.features.windowed ? TIMED_REBATE : PLAIN_REBATE) : null;
    this.coldStart = without.includes('cold-start') ? 0 : COLD_START;
    this.frozenFrom = without.includes('annealing') ? 0 : without.includes('frozen-end') ? 1 : FROZEN_FROM;
    const shares = lanes > 1 && problem.features.pairs;
    this.economy = without.includes('fewer-vehicles') ? 0 : shares ? MOST_ECONOMY : ECONOMY;
    this.isEarly = shares && lane % 2 === 0;
    this.costsFrom = shares ? Math.min(EARLY_ECONOMY, this.economy) : this.economy;
  }

  /** Where this lane has to do with the vehicles it has. */
  get ownEconomy(): number {
    return this.isEarly ? this.costsFrom : this.economy;
  }

  /**
   * Gives more time to giving up routes, where that is still on; lanes that have turned to costs do so anew, from tours that may be
   * far longer. @param done when the last route was given up
   */
  economise(done: number): void {
    if (done >= this.economy) return;
    const turnAsOne = this.costsFrom === this.economy;
    this.economy = Math.max(this.economy, Math.min(MOST_ECONOMY, done * AFTER_LAST));
    if (turnAsOne) this.costsFrom = this.economy;
    else if (done >= this.costsFrom) this.costsFrom = done;
    else this.costsFrom = Math.max(this.costsFrom, Math.min(MOST_ECONOMY, done * EARLY_AFTER_LAST));
  }

  /**
   * Gives no more time to giving up routes, for fewer vehicles cannot carry all.
   * @param done of the budget, 0 to 1
   * @param since when the search turned to costs; default: now. Less for a leg of a longer search that began so
   */
  settle(done: number, since = done): void {
    this.economy = Math.min(this.economy, done);
    this.costsFrom = Math.min(this.costsFrom, since);
  }

  /** Whether room for absent tasks counts more than what it costs: early on, and while routes may be given up. @param done 0 to 1 */
  roomFirst(done: number): boolean {
    return done < ROOM_FIRST || (this.problem.features.vehiclesFirst && done < this.ownEconomy);
  }

  /** What absent tasks count beyond their prizes, as a share of them: see `TIMED_LURE`. @param done 0 to 1 */
  lure(done: number): number {
    return this.fading(this.lures, done);
  }

  /** What vehicles cost less, as a share of their fixed costs: see `PLAIN_REBATE`. @param done 0 to 1 */
  rebate(done: number): number {
    return this.fading(this.rebates, done);
  }

  private fading(shares: readonly [number, number] | null, done: number): number {
    if (shares === null || done < this.coldStart) return 0;
    const [first, until] = shares;
    return first * Math.max(0, 1 - done / until);
  }

  /** Whether routes that are not worth what they serve are given up by now. @param done 0 to 1 */
  sheds(done: number): boolean {
    return this.lures !== null && done >= this.lures[1];
  }

  /** Cost ticks. */
  get cold(): number {
    return COLD * this.problem.arcUnit;
  }

  /** Cost ticks. @param done 0 to 1 */
  at(done: number): number {
    const { costsFrom } = this;
    const { arcUnit, startUnit, features } = this.problem;
    if (done < this.coldStart) return this.cold;
    if (done > this.frozenFrom) return 0;
    const [first, end] = features.windowed ? TIMED : PLAIN;
    const isAnew = features.vehiclesFirst && features.pairs && done >= this.ownEconomy;
    const [hot, share] = isAnew ? [FEWEST_START, (done - costsFrom) / (1 - costsFrom)] : [first, done];
    // With windows searches start hot enough to leave patches; what finds its place on fewer vehicles is no matter of those.
    const start = hot * (features.windowed || features.vehiclesFirst ? arcUnit : startUnit);
    return start * ((end * arcUnit) / start) ** share;
  }
}

/** Whether there are vehicles with different fixed costs to choose from, and cost decides. */
function isMixed(problem: Problem): boolean {
  const { fixed, features } = problem;
  const isFew = optionalShare(problem) <= MOST_OPTIONAL;
  return !features.vehiclesFirst && isFew && fixed.some((cost) => cost !== fixed[0]);
}
