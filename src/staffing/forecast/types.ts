/**
 * What the forecast takes and gives. Slots are elapsed time: slot i covers [i * slot_s, (i + 1) * slot_s) seconds after
 * the first slot of the history; what the clock on the wall says in them is in the calendar. Tables by zone and slot are
 * flat, index `zone * slots + slot`.
 */

/** Orders seen. */
export interface DemandHistory {
  zones: number;
  /** Slots of the history, 1 or more; the horizon begins where it ends. What lies between the two is a hole. */
  slots: number;
  /** zones x slots, 0 or more; NaN is a hole (not known), which is never taken for 0. Fractions are allowed. */
  counts: Float64Array;
}

/** 0 an ordinary day, 1 a public holiday (shops and offices closed), 2 a lesser one (schools or offices only). */
export type HolidayKind = 0 | 1 | 2;

/** The local clock and calendar of every slot of history and horizon, in that order. */
export interface SlotCalendar {
  slot_s: number;
  /** Slots of history and horizon together. */
  slots: number;
  /** Local days numbered from 0: those touched, and some after them, since a holiday is felt the days before. */
  days: number;
  /** slots; local day. */
  dayOf: Int32Array;
  /** slots; minutes after local midnight by the clock on the wall, 0..1439, at the slot's start. */
  minuteOfDay: Int32Array;
  /** days; 0 = Monday .. 6 = Sunday. */
  weekday: Uint8Array;
  /** days; see `HolidayKind`. */
  holiday: Uint8Array;
  /** days; ISO dates, for reports. */
  dates: string[];
}

/** A match, a fair, a strike, a day of rain: something that makes demand other than usual. */
export interface DemandEvent {
  /** Events of one name are one kind: the effect of those that are past is what is expected of those to come. */
  name: string;
  /** Slots of history and horizon, [fromSlot, toSlot). */
  fromSlot: number;
  toSlot: number;
  /** Null: all. */
  zones: number[] | null;
  /** Demand is so many times the usual, above 0; null: learnt from past events of the name. */
  factor: number | null;
}

export interface ForecastInput {
  history: DemandHistory;
  calendar: SlotCalendar;
  /** Default none. */
  events?: DemandEvent[];
  /**
   * Measures of the weather (millimetres of rain, degrees off comfortable, ...), each of calendar.slots values: as it was in the past,
   * as it is expected in the horizon. NaN: not known, taken for the usual. Their effect is learnt. Default none.
   */
  weather?: Float64Array[];
  /** Ascending, in (0, 1). Default 0.1, 0.25, 0.5, 0.75, 0.9. */
  quantiles?: number[];
}

/** Of forecasts made of past weeks from what was known before them. */
export interface Score {
  /** Sum of |median - orders| over sum of orders. Null where there were no orders. */
  wmape: number | null;
  /** Sum of (mean - orders) over sum of orders: above 0 too much. */
  bias: number | null;
  /**
   * Share of slots whose orders lie in the interval of lowest to highest quantile, of those slots where an order was to be
   * reckoned with, or came. Null for forecasts without intervals.
   */
  coverage: number | null;
}

export interface BacktestWeek {
  /** Local date of its first day. */
  date: string;
  orders: number;
  forecast: Score;
  /** Each slot as a week before; where that is a hole, two weeks before and so on. */
  seasonalNaive: Score;
}

export interface Backtest {
  /** What the interval should cover: highest less lowest quantile. */
  coverageWanted: number;
  /** Of the city as a whole, all zones together. */
  city: { forecast: Score; seasonalNaive: Score; weeks: BacktestWeek[] };
  /** Of the tables by zone and slot. */
  zones: { forecast: Score; seasonalNaive: Score };
}

export type ForecastWarning =
  /** Less than four weeks: a backtest of one at most, and nothing to judge intervals by: they are a guess. */
  | { code: 'SHORT_HISTORY' }
  /** A share of the slots of the history is not known. */
  | { code: 'HOLES'; share: number }
  /** Nothing at all is known of the zone: it gets the share of a mean zone, which the others lack. */
  | { code: 'ZONE_NOT_KNOWN'; zone: number }
  /** There never was an order: it gets next to nothing. */
  | { code: 'ZONE_WITHOUT_ORDERS'; zone: number }
  /** No past event of the name to learn from, or next to no time without it: taken for an ordinary time. */
  | { code: 'EVENT_NOT_LEARNT'; name: string; always?: true };

export interface DemandForecast {
  zones: number;
  /** Slots of the horizon. */
  slots: number;
  /** zones x slots; half of the time there are fewer orders. */
  median: Float64Array;
  /** zones x slots; expected orders. */
  mean: Float64Array;
  /** zones x slots; of the orders about the mean: variance / mean is the z of staffing formulas, usually above 1. */
  variance: Float64Array;
  quantiles: number[];
  /** Per quantile zones x slots. */
  atQuantile: Float64Array[];
  /** All zones together, slots; the quantiles of a sum are not the sums of quantiles. */
  city: { median: Float64Array; mean: Float64Array; variance: Float64Array; atQuantile: Float64Array[] };
  /** Null where the history is too short. */
  backtest: Backtest | null;
  warnings: ForecastWarning[];
}
