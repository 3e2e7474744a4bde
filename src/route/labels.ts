/**
 * Ways to have come as far as a position with the breaks taken so far, none of them worse than another in every respect.
 * Columns, used again and again.
 */
export class Labels {
  size = 0;
  /** Departure. */
  time_s = new Float64Array(USUAL);
  /** The route must end by then, for a break left out before the last one taken. */
  endBy_s = new Float64Array(USUAL);
  /** Breaks with windows taken or left out. */
  handled = new Int32Array(USUAL);
  /** Last of the decisions that led here, see `Decisions`. */
  decision = new Int32Array(USUAL);
  /** Breaks for driving taken. */
  driven = new Int32Array(USUAL);
  /** Per label and driving rule, then per gap of a sequence (see `Driver.clock_s`). */
  clock_s = new Float64Array(0);
  private clocks = 0;
  private rules = 0;

  clear(rules: number, gaps: number): void {
    const clocks = rules + gaps;
    this.size = 0;
    this.clocks = clocks;
    this.rules = rules;
    const room = this.time_s.length * clocks;
    if (this.clock_s.length < room) this.clock_s = new Float64Array(room);
  }

  /**
   * Adds a label, unless it is no better than one that is there. Drops those it beats.
   * @param comesFirst which of two (by their last decisions and breaks for driving) is to be preferred where all else is
   *   equal.
   */
  add(label: Label, clock_s: Float64Array, comesFirst: Preference): void {
    const { time_s, endBy_s, decision, driven } = label;
    for (let l = 0; l < this.size; l++) {
      const isAsGood = this.isAsGood(l, label, clock_s);
      if (isAsGood && !comesFirst(decision, driven, this.decision[l]!, this.driven[l]!)) return;
    }
    let kept = 0;
    for (let l = 0; l < this.size; l++) {
      const isBeaten = this.isBeaten(l, label, clock_s);
      if (isBeaten && !comesFirst(this.decision[l]!, this.driven[l]!, decision, driven)) continue;
      if (kept !== l) this.copy(l, kept);
      kept++;
    }
    if (kept === this.time_s.length) this.grow();
    const row = kept;
    this.size = kept + 1;
    this.time_s[row] = time_s;
    this.endBy_s[row] = endBy_s;
    this.handled[row] = label.handled;
    this.decision[row] = decision;
    this.driven[row] = driven;
    for (let c = 0; c < this.clocks; c++) this.clock_s[row * this.clocks + c] = clock_s[c]!;
  }

  /** Sets the clocks to those of a label. */
  restore(label: number, clock_s: Float64Array): void {
    for (let c = 0; c < this.clocks; c++) clock_s[c] = this.clock_s[label * this.clocks + c]!;
  }

  private isAsGood(l: number, { time_s, endBy_s, handled }: Label, clock_s: Float64Array): boolean {
    if (this.handled[l] !== handled || this.time_s[l]! > time_s || this.endBy_s[l]! < endBy_s) return false;
    return this.compares(l, clock_s, 1);
  }

  private isBeaten(l: number, { time_s, endBy_s, handled }: Label, clock_s: Float64Array): boolean {
    if (this.handled[l] !== handled || this.time_s[l]! < time_s || this.endBy_s[l]! > endBy_s) return false;
    return this.compares(l, clock_s, -1);
  }

  /**
   * Whether a task before was finished no later (sign 1) or no earlier (-1). Less driving since a break is not better: the
   * next one may be due where it is in the way.
   */
  private compares(l: number, clock_s: Float64Array, sign: number): boolean {
    for (let c = 0; c < this.clocks; c++) {
      const gap_s = sign * (this.clock_s[l * this.clocks + c]! - clock_s[c]!);
      if (gap_s > 0 || (gap_s < 0 && c < this.rules)) return false;
    }
    return true;
  }

  private grow(): void {
    this.time_s = doubled(this.time_s);
    this.endBy_s = doubled(this.endBy_s);
    this.handled = doubled(this.handled);
    this.decision = doubled(this.decision);
    this.driven = doubled(this.driven);
    this.clock_s = doubled(this.clock_s);
  }

  private copy(from: number, to: number): void {
    this.time_s[to] = this.time_s[from]!;
    this.endBy_s[to] = this.endBy_s[from]!;
    this.handled[to] = this.handled[from]!;
    this.decision[to] = this.decision[from]!;
    this.driven[to] = this.driven[from]!;
    for (let c = 0; c < this.clocks; c++) {
      this.clock_s[to * this.clocks + c] = this.clock_s[from * this.clocks + c]!;
    }
  }
}

/** Labels per position that there is room for at first; two or three breaks need as many as there are breaks, plus one. */
const USUAL = 48;

export interface Label {
  time_s: number;
  endBy_s: number;
  handled: number;
  decision: number;
  driven: number;
}

/** Whether the first of two comes first, each given by its last decision and its number of breaks for driving. */
export type Preference = (one: number, oneDriven: number, other: number, otherDriven: number) => boolean;

/** A tree of decisions: each knows the one before it. */
export class Decisions {
  size = 0;
  parent: Int32Array;
  /** A break with windows (index into `facts.breaks`), or -1 - rule for a rest at a stop. */
  what: Int32Array;
  /** The arc, or for a rest the position. */
  where: Int32Array;

  constructor() {
    [this.parent, this.what, this.where] = [new Int32Array(64), new Int32Array(64), new Int32Array(64)];
  }

  add(parent: number, what: number, where: number): number {
    if (this.size === this.parent.length) {
      this.parent = doubled(this.parent);
      this.what = doubled(this.what);
      this.where = doubled(this.where);
    }
    this.parent[this.size] = parent;
    this.what[this.size] = what;
    this.where[this.size] = where;
    return this.size++;
  }
}

function doubled<Values extends Int32Array | Float64Array>(values: Values): Values {
  const larger = new (values.constructor as new (length: number) => Values)(2 * values.length);
  larger.set(values);
  return larger;
}
