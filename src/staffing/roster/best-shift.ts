import { type Compiled, hoursOf, LEAST_MISSING } from './compiled.ts';

/** What differs by less is the same. */
const SAME = 1e-9;
/** What a shift must save beyond its pay, at least. */
const LEAST_NET = 1e-6;

/** A layer in which a shift counts. */
export interface Part {
  /** First of the zone's cells in tables of layers * cells. */
  from: number;
  /** What a rider counts for. */
  units: number;
  /** By slot, what is missing. */
  missing: Float64Array;
}

export interface Candidate {
  start: number;
  length: number;
  /** Slot at which the break begins, or -1. */
  pause: number;
  saves: number;
  net: number;
}

/**
 * The legal shift of a zone that saves most beyond its pay. The best one of each start is kept: a rider more changes only what shifts
 * over the same slots are worth.
 */
export class BestShifts {
  private readonly compiled: Compiled;
  private readonly parts: readonly Part[];
  private readonly own: Part;
  private readonly zone: number;
  private readonly payPerUnit: number;
  private readonly ofStart: (Candidate | null)[];
  /** Sums over the slots before, of the stretch that is looked at. */
  private readonly saves: Float64Array;
  private readonly nets: Float64Array;
  private readonly useful: Int32Array;

  /** @param own of the layer that shifts are for: they must end some of what is missing there */
  constructor(compiled: Compiled, parts: readonly Part[], own: Part, zone: number) {
    const { slots } = compiled;
    this.compiled = compiled;
    this.parts = parts;
    this.own = own;
    this.zone = zone;
    // All hours count, also those of takers who then stay away: as plan and bonus have it.
    this.payPerUnit = compiled.problem.openPay_per_h * hoursOf(compiled.unit_s);
    this.ofStart = new Array(slots).fill(null);
    this.saves = new Float64Array(slots + 1);
    this.nets = new Float64Array(slots + 1);
    this.useful = new Int32Array(slots + 1);
    this.look(0, slots);
  }

  /** Null where none is worth its pay; of equals the soonest. */
  best(): Candidate | null {
    let best: Candidate | null = null;
    for (const candidate of this.ofStart) {
      if (candidate && candidate.net > (best?.net ?? LEAST_NET)) best = candidate;
    }
    return best;
  }

  /** Riders who are each worth as much as the first on a shift; the break of the next one may lie elsewhere. */
  alike({ start, length, pause }: Candidate): number {
    if (pause >= 0) return 1;
    let most = Number.POSITIVE_INFINITY;
    for (const { units, missing } of this.parts) {
      for (let s = start; units > 0 && s < start + this.compiled.lengths[length]!; s++)
        most = Math.min(most, missing[s]! / units);
    }
    return most === Number.POSITIVE_INFINITY ? 1 : Math.max(1, Math.floor(most + SAME));
  }

  /** Counts in so many riders on a shift. */
  take({ start, length, pause }: Candidate, riders: number): void {
    const { lengths, breakSlots, breakShare } = this.compiled;
    const end = start + lengths[length]!;
    for (const { missing, units } of this.parts) {
      for (let s = start; s < end; s++) missing[s]! -= riders * units;
      if (pause < 0) continue;
      for (let i = 0; i < breakSlots; i++) missing[pause + i]! += riders * units * breakShare[i]!;
    }
    this.look(Math.max(0, start - lengths[lengths.length - 1]! + 1), end);
  }

  /** Finds the best shift of each start in [from, to) anew. */
  private look(from: number, to: number): void {
    const { compiled, parts, own, zone, payPerUnit, saves, nets, useful } = this;
    const { slots, lengths, hours, hasBreak, openTo } = compiled;
    const last = Math.min(slots, to + lengths[lengths.length - 1]!);
    for (let s = from; s < last; s++) {
      const worth = worthOf(compiled, parts, s, 1);
      saves[s + 1] = saves[s]! + worth.saves;
      nets[s + 1] = nets[s]! + worth.net;
      useful[s + 1] = useful[s]! + (own.missing[s]! > LEAST_MISSING ? 1 : 0);
    }
    for (let s = from; s < to; s++) {
      const limit = openTo[zone * slots + s]!;
      let best: Candidate | null = null;
      let bar = LEAST_NET;
      for (let i = 0; i < lengths.length && s + lengths[i]! <= limit; i++) {
        const end = s + lengths[i]!;
        let saved = saves[end]! - saves[s]!;
        if (saved <= bar || useful[end] === useful[s]) continue;
        let net = nets[end]! - nets[s]! - hours[i]! * payPerUnit;
        const pause = hasBreak[i] ? bestBreak(compiled, parts, own, s, i) : -1;
        if (pause >= 0) {
          const lost = breakLoss(compiled, parts, pause);
          saved -= lost.saves;
          net -= lost.net;
        }
        if (net > bar) {
          bar = net;
          best = { start: s, length: i, pause, saves: saved, net };
        }
      }
      this.ofStart[s] = best;
    }
  }
}

/** Worth of a rider more where so many are missing: shortage saved, and that less surplus caused. */
function worthOf(compiled: Compiled, parts: readonly Part[], s: number, share: number): { saves: number; net: number } {
  let saves = 0;
  let net = 0;
  for (const { from, units, missing } of parts) {
    const useful = Math.min(units * share, Math.max(0, missing[s]!));
    saves += useful * compiled.shortageCost[from + s]!;
    net += useful * compiled.shortageCost[from + s]! - (units * share - useful) * compiled.surplusCost[from + s]!;
  }
  return { saves, net };
}

function breakLoss(compiled: Compiled, parts: readonly Part[], pause: number) {
  const loss = { saves: 0, net: 0 };
  for (let i = 0; i < compiled.breakSlots; i++) {
    const whole = worthOf(compiled, parts, pause + i, 1);
    const left = worthOf(compiled, parts, pause + i, 1 - compiled.breakShare[i]!);
    loss.saves += whole.saves - left.saves;
    loss.net += whole.net - left.net;
  }
  return loss;
}

/** Where the break of a shift loses least; of places that lose the same, as all do where many are missing, where the fewest are. */
function bestBreak(compiled: Compiled, parts: readonly Part[], own: Part, start: number, i: number) {
  let least = Number.POSITIVE_INFINITY;
  let fewest = Number.POSITIVE_INFINITY;
  let best = start + compiled.breakAfter;
  for (let s = best; s <= start + compiled.lengths[i]! - compiled.breakBefore; s++) {
    const { net } = breakLoss(compiled, parts, s);
    let missing = 0;
    for (let k = 0; k < compiled.breakSlots; k++) missing += own.missing[s + k]!;
    if (net > least + SAME || (net > least - SAME && missing > fewest - SAME)) continue;
    least = net;
    fewest = missing;
    best = s;
  }
  return best;
}
