/**
 * Shift design: which shifts there are and how many riders begin each on each day, without names. Minimum shift design
 * as in Musliu, Schaerf and Slany, "Local search for shift design" (2004), and Di Gaspero, Gärtner, Kortsarz, Musliu,
 * Schaerf and Slany, "The minimum shift design problem" (2007): under-cover, over-cover and the number of different
 * shifts are weighed against each other; here also the cost of the hours, split shifts, breaks and zones.
 */

/** Slots of one calendar for all zones. Local times are wall-clock, so that days of 23 or 25 hours keep their starts. */
export interface DesignCalendar {
  days: number;
  /** By slot: index of the local day, 0..days-1, not falling. */
  day: Int32Array;
  /** By slot: local time of day at which it begins, seconds after midnight. */
  local_s: Int32Array;
}

/** Lengths and times are whole numbers of slots, given in seconds; each list is `from, from + step, ... <= to`. */
export interface Grid {
  from_s: number;
  to_s: number;
  /** Default: one slot. */
  step_s?: number;
}

/** A second part after a gap without work; both parts are one duty. */
export interface SplitRule {
  gap: Grid;
  /** Length of the second part. */
  length: Grid;
  /** Most work of both parts together, seconds; default: no limit. */
  maxWork_s?: number;
}

/** A break inside the shift, taken off the cover. Each duty has its own place in the window, so breaks are staggered. */
export interface BreakRule {
  length_s: number;
  /** Place of the break's begin, after the shift's begin. Places that would end after the shift are left out. */
  begin: Grid;
  /** Shifts shorter than this have none; default 0. */
  shiftFrom_s?: number;
  /** Default false: breaks cost nothing. */
  paid?: boolean;
}

/** One type of shift. */
export interface ShiftRule {
  /** Local time of day of the begin, 0..86399. */
  start: Grid;
  /** Length, of the first part where there is a second. */
  length: Grid;
  split?: SplitRule;
  /** Not together with `split`: there the gap is the break. */
  break?: BreakRule;
  /** By day: 1 where the type may begin; default: every day. */
  days?: Uint8Array;
  /** Cost of an hour of work of one rider; default 0. */
  costPerHour?: number;
  /** Cost of one duty whatever its length; default 0. */
  costPerDuty?: number;
}

export interface DesignWeights {
  /** Per rider and slot missing. */
  under: number;
  /** Per rider and slot too many. */
  over: number;
  /** Per different shift that is used at all. */
  shift: number;
}

export interface DesignInput {
  zones: number;
  slots: number;
  slot_s: number;
  calendar: DesignCalendar;
  /** The end of the horizon is its begin: shifts of the last day cover slots of the first. */
  cyclic: boolean;
  /** Riders wanted, `zone * slots + slot`, at least 0; need not be whole. */
  demand: Float64Array;
  /** 1 where the zone is open, `zone * slots + slot`: nobody works in a closed slot. Default: always open. */
  open?: Uint8Array;
  /** Not cyclic only: duties may begin that end after the horizon; what lies behind it is not counted. Default false. */
  overhang?: boolean;
  rules: ShiftRule[];
  weights: DesignWeights;
  /** `all`: a shift used in several zones counts once. `zone`: once in each; the zones are then designed one by one. */
  shiftsCountedBy: 'all' | 'zone';
}

export interface DesignOptions {
  /** 0..2^32-1 */
  seed: number;
  /** Moves tried per zone (`zone`) or in all (`all`). Same seed and iterations, same design. */
  iterations: number;
  /** Ends earlier when `elapsed_s()` passes this. */
  timeLimit_s?: number;
  /** Clock of the caller, seconds. Needed with `timeLimit_s`. */
  elapsed_s?: () => number;
  /** Called now and then; true ends the search with the best so far. */
  cancelled?: () => boolean;
  /** Steps in which the lower bound is improved; default 8000. */
  boundSteps?: number;
}

/** A shift that is used: times of day and lengths, the same on every day. */
export interface DesignedShift {
  /** Index into `rules`. */
  rule: number;
  start_s: number;
  length_s: number;
  /** Of split shifts; else 0. */
  gap_s: number;
  secondLength_s: number;
}

/** `count` riders who ride the same. */
export interface DesignedDuty {
  /** Index into `shifts`. */
  shift: number;
  zone: number;
  day: number;
  count: number;
  /** Slots [fromSlot, toSlot), without [offFrom, offTo): the gap or the break, empty where there is none. `toSlot` may be
   * beyond the horizon: cyclic ones go on at its begin. */
  fromSlot: number;
  toSlot: number;
  offFrom: number;
  offTo: number;
}

export interface DesignResult {
  shifts: DesignedShift[];
  duties: DesignedDuty[];
  /** Riders on duty, `zone * slots + slot`. */
  cover: Int32Array;
  /** Rider-slots missing and too many, all zones. */
  under: number;
  over: number;
  /** Different shifts, as `shiftsCountedBy` counts them. */
  shiftsUsed: number;
  /** Cost of hours and duties. */
  labour: number;
  /** Weighed sum of all. */
  cost: number;
  /** No design costs less than this. */
  bound: number;
  iterations: number;
}
