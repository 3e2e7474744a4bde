import { absoluteError, blend, weightsOf } from './blend.ts';
import { applyEvents, learnEvents } from './events.ts';
import { growthAhead } from './level.ts';
import { MEMBERS, memberForecasts } from './members.ts';
import type { Prepared } from './prepare.ts';
import { Shares } from './shares.ts';

/** Weeks until a zone's share counts half; which suits, past errors tell. */
const SHARE_HALF_LIVES = [2, 6, 20];

/** As the power of `weightsOf`; errors of counts by zone and slot are mostly noise, behind which those of shares are small. */
const SHARE_POWER = 30;

/** What is expected of a stretch of slots, made of what was known before it. */
export interface Projection {
  fromSlot: number;
  toSlot: number;
  /** zones x (toSlot - fromSlot), and of the city. */
  zones: Float64Array;
  city: Float64Array;
  /** Slots of the stretch; growth of the variance that goes with the level. */
  growth: Float64Array;
  /** Names of events whose effect is known. */
  learnt: ReadonlyMap<string, number>;
}

/** Makes projections one after another, ever later, and learns from each which of its forecasters to trust. */
export class Projector {
  private readonly data: Prepared;
  private readonly shares: Shares[];
  private sharesUntil = 0;
  private readonly memberErrors: number[][] = [];
  private readonly shareErrors: number[][] = [];
  /** Of the last projection, for `learn`. */
  private members: Float64Array[] = [];
  private tables: Float64Array[] = [];

  constructor(data: Prepared) {
    this.data = data;
    const { zones } = data.history;
    this.shares = zones > 1 ? SHARE_HALF_LIVES.map((halfLife) => new Shares(data.grid, zones, halfLife)) : [];
  }

  /**
   * @param until known are the slots before `fromSlot`, in days before this one  @param fromSlot in day `from`
   * @param to the day after the last one
   */
  project(until: number, from: number, to: number, fromSlot: number): Projection {
    const { grid, history, events, plain, city, firstSlot } = this.data;
    const toSlot = firstSlot[to]!;
    this.members = memberForecasts(city, until, from, to);
    const weights = weightsOf(this.memberErrors, MEMBERS.length);
    const cells = blend(this.members, weights);
    const width = toSlot - fromSlot;
    const perSlot = Float64Array.from(
      { length: width },
      (_, i) => cells[grid.cellOf[fromSlot + i]! - from * grid.perDay]!,
    );
    const zones = this.toZones(perSlot, fromSlot);
    const learnt = learnEvents(history, plain, events, grid, fromSlot);
    applyEvents(zones, history.zones, fromSlot, toSlot, events, learnt);
    // Of a history that ends before, all days are as much further ahead.
    const lead = from - Math.min(from, this.knownUntil(until));
    const step = weights.reduce((sum, weight, m) => sum + weight * MEMBERS[m]!.levelStep, 0);
    return {
      fromSlot,
      toSlot,
      zones,
      city: sumOverZones(zones, history.zones, width),
      growth: perSlot.map((_, i) => growthAhead(step, lead + (fromSlot + i - firstSlot[from]!) / grid.perDay)),
      learnt,
    };
  }

  /** Compares the members of the last projection, of whole days from `from` on, with what came. */
  learn(from: number, { fromSlot, toSlot }: Projection): void {
    const { grid, city, plain, history } = this.data;
    const actual = city.orders.subarray(from * grid.perDay);
    this.memberErrors.push(
      this.members.map((forecast) => absoluteError(forecast, actual.subarray(0, forecast.length))),
    );
    const width = toSlot - fromSlot;
    this.shareErrors.push(
      this.tables.map((table) => {
        let error = 0;
        for (let zone = 0; zone < history.zones; zone++) {
          const at = zone * history.slots;
          error += absoluteError(
            table.subarray(zone * width, (zone + 1) * width),
            plain.subarray(at + fromSlot, at + toSlot),
          );
        }
        return error;
      }),
    );
  }

  /** The day after the last one of which anything is known. */
  private knownUntil(until: number): number {
    const { city, grid } = this.data;
    let cell = until * grid.perDay;
    while (cell > 0 && Number.isNaN(city.orders[cell - 1]!)) cell--;
    return Math.ceil(cell / grid.perDay);
  }

  private toZones(city: Float64Array, fromSlot: number): Float64Array {
    const { grid, history, plain, plainWhole } = this.data;
    if (this.shares.length === 0) return city.slice();
    const weekSlots = 7 * grid.perDay;
    const known = Math.min(fromSlot, history.slots);
    this.tables = this.shares.map((shares) => {
      shares.add(plain, plainWhole, history.slots, this.sharesUntil, known);
      const byTime = shares.get();
      const table = new Float64Array(history.zones * city.length);
      for (let i = 0; i < city.length; i++) {
        const cell = grid.cellOf[fromSlot + i]!;
        const time = grid.weekday[Math.floor(cell / grid.perDay)]! * grid.perDay + (cell % grid.perDay);
        for (let zone = 0; zone < history.zones; zone++) {
          table[zone * city.length + i] = city[i]! * byTime[zone * weekSlots + time]!;
        }
      }
      return table;
    });
    this.sharesUntil = known;
    return blend(this.tables, weightsOf(this.shareErrors, this.tables.length, SHARE_POWER));
  }
}

function sumOverZones(table: Float64Array, zones: number, width: number): Float64Array {
  const sums = new Float64Array(width);
  for (let zone = 0; zone < zones; zone++) for (let i = 0; i < width; i++) sums[i]! += table[zone * width + i]!;
  return sums;
}
