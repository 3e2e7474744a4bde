import { BIG } from '../../model/problem.ts';
import type { Rich } from '../../model/rich.ts';
import { floorTicks } from '../../model/scale.ts';
import type { TourTables } from './tables.ts';

/** A route that takes longer than `until`, or drives longer than that, has to take a break of so many ticks. */
interface Must {
  until: number;
  lasts: number;
}

/**
 * Whether a route has the hours for what it is to do: travel, service and the breaks it cannot do without (rule T4), told in constant time.
 * Where shifts are full, nine of ten places that windows allow are too much by that. Necessary, not sufficient: waiting comes on top.
 */
export class Hours {
  private readonly tours: TourTables;
  /** Ticks of travel, and of travel and service; per slot. */
  private readonly driving: Float64Array;
  private readonly work: Float64Array;
  /** Ticks that shift and longest duty leave; per type. */
  private readonly most: Float64Array;
  /** And ticks that may be driven. */
  private readonly mostDriving: Float64Array;
  /** Breaks with windows, those that close first first; per type. */
  private readonly breaks: Must[][];
  /** Breaks after so much driving; and how many others may take the place of such; per type. */
  private readonly rules: Must[][];
  private readonly others: Int32Array;

  /** Null where windows and shifts say as much. */
  static for(tours: TourTables, rich: Rich): Hours | null {
    const { types, maxDuty, maxDriving, features } = tours.problem;
    const isLimited = [maxDuty, maxDriving].some((limits) => limits.subarray(0, types).some((most) => most < BIG));
    return features.timed && (isLimited || rich.facts.breaks.index.length > 0) ? new Hours(tours, rich) : null;
  }

  private constructor(tours: TourTables, rich: Rich) {
    const { opens, closes, maxDuty, maxDriving } = tours.problem;
    const { breakFrom } = rich.facts;
    const tellsDriving = drivesAllTravel(rich);
    this.tours = tours;
    this.driving = new Float64Array(tours.slots);
    this.work = new Float64Array(tours.slots);
    this.most = Float64Array.from(rich.vehicleOf, (_, type) => {
      const hasShift = opens[type]! > -BIG && closes[type]! < BIG;
      return Math.min(maxDuty[type]!, hasShift ? closes[type]! - opens[type]! : BIG);
    });
    this.mostDriving = Float64Array.from(rich.vehicleOf, (_, type) => (tellsDriving ? maxDriving[type]! : BIG));
    this.breaks = Array.from(rich.vehicleOf, (vehicle, type) => breaksOf(rich, vehicle, opens[type]!));
    this.rules = Array.from(rich.vehicleOf, (vehicle) => rulesOf(rich, vehicle));
    this.others = rich.vehicleOf.map((vehicle) => breakFrom[vehicle + 1]! - breakFrom[vehicle]!);
  }

  /** After a route has changed. */
  refresh(slot: number): void {
    const { first, next, travel, back, problem } = this.tours;
    let driving = back[slot]!;
    let service = 0;
    for (let v = first[slot]!; v >= 0; v = next[v]!) {
      driving += travel[v]!;
      service += problem.service[v]!;
    }
    this.driving[slot] = driving;
    this.work[slot] = driving + service;
  }

  /** Whether a route may take so many ticks more, of travel and of service. */
  lets(slot: number, type: number, travel: number, service: number): boolean {
    const breaks = this.breaks[type]!;
    const rules = this.rules[type]!;
    // Ticks are rounded up, leg by leg and stop by stop.
    const rounding = 2 * (this.tours.size[slot]! + 3);
    const driving = this.driving[slot]! + travel - rounding;
    if (driving > this.mostDriving[type]!) return false;
    let time = this.work[slot]! + travel + service - rounding;
    let rest = 0;
    for (let r = 0; r < rules.length; r++) {
      const { until, lasts } = rules[r]!;
      rest = Math.max(rest, (Math.ceil(driving / until) - 1 - this.others[type]!) * lasts);
    }
    time += rest;
    for (let b = 0; b < breaks.length && time > breaks[b]!.until; b++) time += breaks[b]!.lasts;
    return time <= this.most[type]!;
  }
}

function breaksOf({ facts, origin_s, timeScale }: Rich, vehicle: number, opens: number): Must[] {
  const { breakFrom, breaks, start, leaves_s, hasReleases } = facts;
  const found: Must[] = [];
  // Who begins with the first stop, or with what has been released, may do so after a break has closed.
  if (opens <= -BIG || start[vehicle]! < 0 || hasReleases) return found;
  for (let b = breakFrom[vehicle]!; b < breakFrom[vehicle + 1]!; b++) {
    const last = breaks.windowFrom[b + 1]! - 1;
    if (breaks.closes_s[last]! < leaves_s[vehicle]!) continue;
    const until = Math.ceil((breaks.closesSlack_s[last]! - origin_s) * timeScale) - opens;
    found.push({ until, lasts: floorTicks(breaks.duration_s[b]! * timeScale) });
  }
  return found.sort((a, b) => a.until - b.until);
}

/** Setup, and what a type serves longer, count as travel in ticks, but are not driven. */
const drivesAllTravel = ({ facts }: Rich) => !facts.hasSetup && facts.service_s.length <= facts.placeOf.length;

function rulesOf(rich: Rich, vehicle: number): Must[] {
  const { facts, timeScale } = rich;
  const { ruleFrom, breaks } = facts;
  const found: Must[] = [];
  if (!drivesAllTravel(rich)) return found;
  for (let r = ruleFrom[vehicle]!; r < ruleFrom[vehicle + 1]!; r++)
    found.push({
      until: Math.ceil(breaks.afterDriving_s[r]! * timeScale),
      lasts: floorTicks(breaks.duration_s[r]! * timeScale),
    });
  return found;
}
