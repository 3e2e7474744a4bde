import type { Highs } from 'highs';

/** Which zones riders may move between; parallel arrays, one entry per direction. */
export interface MoveLinks {
  from: Int32Array;
  to: Int32Array;
  /** Seconds from leaving one zone to being of use in the other, 0 or more. */
  travel_s: Int32Array;
  /** Money per move, 0 or more. */
  cost: Float64Array;
}

/** A break still to be taken: it begins in one of the slots earliest..latest, and the rider stays where they are. */
export interface MoveBreak {
  earliest_slot: number;
  latest_slot: number;
  /** Whole slots, 1 or more. */
  slots: number;
  planned_slot: number;
  /** Who ends the duty by this slot need not take it. Default: who ends it while the break is not overdue. */
  not_due_until_slot?: number;
  /** Who has not taken it may be sent home from this slot on, rather than from that of the release; only for who may be. */
  leave_slot?: number;
  /** Money per slot that it is put off or brought forward. */
  shift_cost: number;
}

/**
 * One rider, in whole slots: who comes within a slot counts from the next one on. Zones that they do not know are closed
 * to them; `known` must hold `zone`.
 */
export interface MoveRider {
  /** Where they are at `start_slot`. */
  zone: number;
  /** Layers of need that they count in besides the first, ascending. Default: none. */
  layers?: readonly number[];
  /** Zones they may be sent to; null for all. */
  known: readonly number[] | null;
  /** On duty in slots start_slot..end_slot - 1. */
  start_slot: number;
  end_slot: number;
  /** In the order they are taken. Default none. */
  breaks?: readonly MoveBreak[];
  /** They may be sent home from this slot on, which saves so much for each slot they do not work. Default: they may not. */
  release?: { earliest_slot: number; saving_per_slot: number };
  /**
   * He is on call, and comes only where that pays: begins at start_slot..latest_start_slot, stays at least `min_slots` (or
   * else to the end), costs `cost` for coming and `cost_per_slot` for each slot. He comes once, within one of the `windows` where there
   * are some; they lie in start_slot..end_slot, and those of one zone do not overlap. Default: one, the whole. He begins so many slots (`start_step`) or a
   * multiple of them after a window does, and stays for a multiple of `length_step`. Default: 1 each.
   */
  call?: {
    latest_start_slot: number;
    min_slots: number;
    cost: number;
    cost_per_slot: number;
    windows?: CallWindow[];
    start_step?: number;
    length_step?: number;
  };
  /** What it costs to end the duty in any other zone than this. Default: nothing. */
  return_to?: { zone: number; cost: number };
}

/** When somebody on call may ride: begins at start_slot..latest_start_slot, and is gone by `end_slot`. */
export interface CallWindow {
  start_slot: number;
  end_slot: number;
  latest_start_slot: number;
  /** Where they may begin. Default: `zone` of the rider. */
  zones?: readonly number[];
}

/** A horizon with what each zone wants in each slot, and the riders who can be where it is wanted. */
export interface MoveProblem {
  zones: number;
  slots: number;
  slot_s: number;
  /**
   * Riders wanted, by zone * slots + slot; 0 or more, fractions allowed. More such tables may follow, one after the other: layers of need
   * in which only some riders count, as those of a vehicle type; cell (layer * zones + zone) * slots + slot.
   */
  required: Float64Array;
  /** Money per rider-slot that is missing, in the same cells; 0 or more: the orders that are lost or late by it. */
  shortage_cost: Float64Array;
  links: MoveLinks;
  riders: readonly MoveRider[];
}

export interface MoveParams {
  /** Rounds of the search for prices, which give the bound. Default 400. */
  rounds?: number;
  /** Plans made anew by the prices: the order of riders decides how well they fit together. Default 4. */
  restarts?: number;
  /** Steps of ruin and recreate, where there is no limit of time. Default 20 per rider, at least 2000. */
  improvements?: number;
  seed?: number;
  /** With HiGHS: rows (cells where riders are wanted + classes of riders) up to which all days are mixed at once. Default 1500. */
  most_rows?: number;
  /** With HiGHS: riders whose days are mixed at once where there are more rows; 0 for not at all. Default 0; 150 is good. */
  block_riders?: number;
}

/** The clock is injected: the planner has none. */
export interface MoveEnv {
  elapsed_s(): number;
  /** Asked now and then; true ends the search with what there is. */
  stop?(): boolean;
  /** Seconds left, for one solve of HiGHS. Default: no limit. */
  left_s?(): number;
  /** Share of the time that is over, 0 to 1; then ruin and recreate go on until it is 1. Default: no limit of time. */
  past?(): number;
  /** HiGHS, loaded; without it plans rest on the search alone. */
  highs?: Highs;
}

/** Time in one zone between moves. `from_slot` is the slot of arrival, `to_slot` the first one no longer there. */
export interface Stay {
  zone: number;
  from_slot: number;
  to_slot: number;
}

export interface RiderDay {
  /** Where it begins. */
  zone: number;
  /** In order of time; empty for who is not called. */
  stays: Stay[];
  /** Start slot of each break, as in `MoveRider.breaks`. */
  breaks: number[];
  /** Slots on duty are start_slot..end_slot - 1; both 0 for who is not called. */
  start_slot: number;
  end_slot: number;
}

/** What a move is good for: the shortage in its new zone that there would be without it. */
export interface MoveReason {
  code: 'covers_shortage' | 'goes_home';
  /** Rider-slots that the stay in the new zone covers and that would be missing else. */
  covers_rider_slots: number;
  /** First and last + 1 slot of these; both the slot of arrival where there are none. */
  from_slot: number;
  to_slot: number;
  /** Rider-slots that become missing in the old zone over the same slots. */
  gives_up_rider_slots: number;
}

export interface Move {
  rider: number;
  from: number;
  to: number;
  leave_s: number;
  arrive_s: number;
  cost: number;
  reason: MoveReason;
}

export interface MovePlan {
  days: RiderDay[];
  moves: Move[];
  /** Riders at work, by cell as `required`, with those who arrive within the slot. */
  cover: Int32Array;
  /** Rider-slots missing, by cell as `required`; what is lost of a slot by arriving within it counts as missing in full. */
  short: Float64Array;
  /** Of the first layer. */
  short_rider_slots: number;
  cost: MoveCost;
  /** No plan of the model costs less. */
  bound: number;
  /** (cost - bound) / cost; 0 is proven best. */
  gap: number;
  /** Rounds of the bound that were done. */
  rounds: number;
}

export interface MoveCost {
  total: number;
  shortage: number;
  moves: number;
  /** Calls and their slots, less what is saved by releases. */
  pay: number;
  breaks: number;
  /** Ends away from where riders want to end. */
  returns: number;
}
