/** A shift without a name. */
export interface PlannedShift {
  /** First slot. */
  start: number;
  /** Slots. */
  length: number;
  /** Index of the place where it starts; places are the caller's. */
  place: number;
}

/** What one scenario says of a plan. */
export interface Verdict {
  /** To be made small: hours, and whatever is paid for bad service. */
  value: number;
  /** By shift, in the order given: how useful it was, e.g. orders per hour; the least useful are tried first. */
  use: ArrayLike<number>;
  /** By slot: what was missing, e.g. seconds waited for riders; shifts are moved to where much was. */
  lack: ArrayLike<number>;
}

export interface RefineProblem {
  slots: number;
  /** Allowed lengths by start slot, ascending; a start without lengths is not allowed. */
  lengths: number[][];
  /** By slot: places where a shift may start, drawn with equal chance (name a place twice for twice the chance). */
  places: ArrayLike<number>[];
  /** By slot: fewest shifts that must cover it, whatever the judge says. */
  atLeast: Int32Array;
  /** How many scenarios the judge knows. */
  scenarios: number;
  /**
   * The judge, e.g. a simulated day. Must give the same verdict each time it is asked the same: then plans are compared
   * on the same orders (common random numbers).
   */
  judge(shifts: PlannedShift[], scenario: number): Verdict;
}

export interface RefineOptions {
  /** Changes tried. */
  iterations: number;
  /** Share of the value that a change may cost and still be accepted, at the beginning; falls to 0. Default 0.001. */
  temperature?: number;
}

export interface RefineEnv {
  /** Uniform in [0, 1). */
  random(): number;
  /** Asked before each change; true ends the search. */
  stop?(): boolean;
  /** Told of each new best. */
  onBetter?(value: number, iteration: number): void;
}

export interface Refined {
  shifts: PlannedShift[];
  /** Mean over the scenarios, of the plan given, filled up to `atLeast`, and of the one returned. */
  before: number;
  value: number;
  iterations: number;
  judged: number;
}
