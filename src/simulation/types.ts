/** Uniform doubles in [0, 1). See `createRandom`; any other source will do. */
export type Random = () => number;

/** What the day is simulated in: metres on a plane, seconds after the horizon's start. */
export interface Point {
  x_m: number;
  y_m: number;
}

export interface SimulatedRestaurant extends Point {
  /** Index of its zone, 0.. */
  zone: number;
  /** Share of its zone's orders, relative to the other restaurants of the zone; used where orders are sampled. Default 1. */
  weight?: number;
}

export interface SimulatedOrder extends Point {
  /** Index of the restaurant. */
  restaurant: number;
  placed_s: number;
  /** Not before `placed_s`. */
  ready_s: number;
}

export interface SimulatedBreak {
  /** Planned start; taken as soon as the rider is free from then on. */
  start_s: number;
  duration_s: number;
}

/** From `from_s` on the rider serves `zone`, and goes to the given place first, where there is one. */
export interface SimulatedMove {
  from_s: number;
  zone: number;
  place?: Point;
}

/** A rider on one shift: two shifts of one person are two of these with one `person`. */
export interface SimulatedRider extends Point {
  /** Zone it serves at first. */
  zone: number;
  on_s: number;
  off_s: number;
  /** Metres per second along the straight line, detours included. */
  speed_mps: number;
  /** Chance to turn up, 0..1. Default 1. */
  reliability?: number;
  breaks?: SimulatedBreak[];
  moves?: SimulatedMove[];
  /** Longest straight ride from a restaurant to a door, metres. Default: no limit. */
  reach_m?: number;
  /** Most orders on board. Default: `bundle_max` of the rules. */
  capacity?: number;
  /** Paid per hour on duty whatever is delivered; of breaks by `breaks_paid` of the rules. Default 0. */
  guarantee_per_h?: number;
  /** Paid per order, in place of the guarantee where that is more. Default 0. */
  pay_per_order?: number;
  /** Shifts of one person are paid, and turn up, together. Default: everyone is another person. */
  person?: number;
}

/** Expected orders, where none are given. All tables are by `zone * slots + slot`. */
export interface SimulatedDemand {
  zones: number;
  slots: number;
  slot_s: number;
  /** Mean orders placed per slot. */
  mean: Float64Array;
  /** Orders are placed from here on: the mean of the slot that runs then is of its rest. Default 0. */
  from_s?: number;
  /** Variance over mean of a slot's orders, at least 1. Default 1: Poisson. */
  dispersion?: Float64Array;
  /** Correlation of the excess spread: 'slot' draws it for every slot, 'day' once for all. Default 'slot'. */
  spread?: 'slot' | 'day';
  /** Preparation: lognormal. These four are for all zones, or by zone. */
  preparation_mean_s: number | Float64Array;
  preparation_sd_s: number | Float64Array;
  /** Straight ride from restaurant to door: lognormal, any direction. */
  ride_mean_m: number | Float64Array;
  ride_sd_m: number | Float64Array;
}

export interface Day {
  restaurants: SimulatedRestaurant[];
  riders: SimulatedRider[];
  /** Either the orders themselves ... */
  orders?: SimulatedOrder[];
  /** ... or what they are drawn from. */
  demand?: SimulatedDemand;
}

/** The dispatch rule and how service and pay are counted; see docs of `RULES` for what each does and its default. */
export interface Rules {
  pickup_s: number;
  dropoff_s: number;
  /** Travel times are rounded up to whole multiples of this. */
  travel_step_s: number;
  /** Decisions are made every so many seconds. */
  decide_s: number;
  /** Orders are planned for from this long before they are ready. */
  lookahead_s: number;
  bundle_max: number;
  /** Orders of one bundle are ready within this long of each other. */
  bundle_window_s: number;
  /** Delay of customers, in seconds, that a saved second of a rider is worth where all riders are idle, and where none is. */
  rider_worth_idle: number;
  rider_worth_busy: number;
  /** What a second beyond the target counts on top of the second of waiting that it is. */
  late_worth: number;
  /** Whom a rider serves besides its own zone: nobody, neighbours as given, or all. */
  pooling: 'own' | 'neighbours' | 'all';
  /** By zone: zones whose orders its riders take as well, with pooling 'neighbours'. */
  neighbours: number[][];
  /** Zones whose riders take each other's orders for some time only, besides; the orders that are decided on then. */
  shared: SharedTime[];
  /** Later than this after the click is late. */
  target_s: number;
  /** Orders not picked up within this long after the click are given up. */
  patience_s: number;
  /** Whether the guarantee is for the time of breaks, too. */
  breaks_paid: boolean;
}

/** Zones that share their riders from a time to another, seconds. */
export interface SharedTime {
  zones: number[];
  from_s: number;
  to_s: number;
}

/** Mean, sample standard deviation, and quantiles (linear between order statistics). All 0 where `count` is 0. */
export interface Spread {
  count: number;
  mean: number;
  sd: number;
  min: number;
  p10: number;
  median: number;
  p90: number;
  max: number;
}

export interface Figures {
  orders: number;
  delivered: number;
  undelivered: number;
  click_to_door_s: Spread;
  ready_to_door_s: Spread;
  ready_to_pickup_s: Spread;
  /** Click-to-door beyond the target, 0 where within. */
  overage_s: Spread;
  /** Share of all orders that are late or undelivered. */
  late_share: number;
  bundle_size: Spread;
  /** Riders who turned up. */
  riders: number;
  no_shows: number;
  /** Hours of those who turned up, breaks included. */
  rider_hours: number;
  /** Per rider: driving and serving over time on duty without breaks. */
  utilisation: Spread;
  orders_per_hour: Spread;
  /** Per person, guarantee or orders, whichever is more. */
  pay: Spread;
  cost: number;
  cost_per_order: number;
  on_guarantee_share: number;
  /** By zone of the restaurant. */
  zones: { zone: number; orders: number; undelivered: number; late_share: number; click_to_door_s: Spread }[];
}

/** What became of each order; -1 where it was not delivered. */
export interface Trace {
  rider: Int32Array;
  pickup_s: Float64Array;
  dropoff_s: Float64Array;
}

export interface SimulatedDay {
  figures: Figures;
  trace: Trace;
}
