/** How long a rider is bound by one order or trip. Times in seconds. */
export type HandlingTime =
  | { kind: 'fixed'; mean_s: number }
  /** `cv`: standard deviation over mean, above 0. */
  | { kind: 'lognormal'; mean_s: number; cv: number }
  /** Phase type of the given mean and cv: mixed Erlang below 1, exponential at 1, hyperexponential above. */
  | { kind: 'phase'; mean_s: number; cv: number }
  /** As measured, e.g. on routed tours. */
  | { kind: 'measured'; values_s: Float64Array };

/** A kind of vehicle as the requirement sees it. */
export interface VehicleType {
  id: string;
  /** Along the straight line, detours included: metres per second. */
  speed_mps: number;
  /** Park, walk, collect / hand over, seconds. */
  pickup_s: number;
  dropoff_s: number;
  /** Longest straight ride from restaurant to door, metres; Infinity where any. */
  reach_m: number;
  /** Most orders in one trip. */
  capacity: number;
  /** Share of the riders that come with it, >= 0; normalised to sum 1. */
  share: number;
}

/** What the work in a zone is like. */
export interface ZoneWork {
  area_m2: number;
  restaurants: number;
  /** Straight ride from restaurant to door: mean and standard deviation, metres. */
  ride_mean_m: number;
  ride_sd_m: number;
  /** Click to ready. */
  preparation_mean_s: number;
  preparation_sd_s: number;
  /** Places where free riders wait. Default: wherever they have delivered. */
  hubs?: number;
  /** Standard deviation of what the restaurants say against when an order is ready, seconds: riders wait for it. Default 0. */
  readyError_s?: number;
  /** Seconds of rider per order on routed tours: in place of the geometry, for every vehicle. At least one. */
  measured_s?: Float64Array;
}

export interface RequirementInput {
  zones: number;
  slots: number;
  slot_s: number;
  /** Mean orders placed, by zone * slots + slot. */
  orders: Float64Array;
  /** By zone, whether orders came before the first slot as they do in it. Default: none came. */
  runsOn?: readonly boolean[];
  /** Variance over mean, same shape; 1 is Poisson. */
  dispersion: Float64Array;
  work: ZoneWork[];
  vehicles: VehicleType[];
  target: {
    /** Click-to-door, seconds. */
    within_s: number;
    /** Share of orders that shall be within, 0..1. */
    share: number;
  };
  noShow: {
    /** Chance that a booked rider stays away, 0..1. */
    rate: number;
    /** Chance that enough turn up, 0..1. */
    confidence: number;
  };
  bundling: {
    /** Most orders in a trip; 1 is none. */
    max: number;
    /** Orders of one restaurant ready within this long of each other may ride together, seconds. */
    window_s: number;
  };
  /** How early before an order is ready a rider can be on the way to it, seconds. */
  lookahead_s: number;
  /** cv of the handling time; its distribution is lognormal. */
  handling_cv: number;
  /** Highest load per rider, 0..1. */
  maxOccupancy: number;
}

/** Tables by zone * slots + slot. */
export interface Requirement {
  /** Mean riders at work. */
  load: Float64Array;
  /** Riders that must be there. */
  riders: Int32Array;
  /** Riders to book so that enough turn up. */
  booked: Int32Array;
  /** Per vehicle type: riders of it among `booked`, same shape each; they add up to it. */
  byVehicle: Int32Array[];
  /** Of a rider per order, bundling included, seconds. */
  handling_s: Float64Array;
  /** Orders per trip. */
  bundling: Float64Array;
  /** Predicted with `riders`: chance that an order waits for a rider, and share of orders within the target. */
  waitProbability: Float64Array;
  withinShare: Float64Array;
  /** By zone: share within the target were nobody to wait for a rider. A target above it cannot be met by riders. */
  bestShare: Float64Array;
}

/** Where the seconds of one trip go, and how long it is per order. */
export interface Handling {
  approach_s: number;
  /** At the restaurant for an order that is not ready. */
  wait_s: number;
  pickup_s: number;
  /** To the first door. */
  ride_s: number;
  /** Between doors, where there is more than one. */
  between_s: number;
  dropoff_s: number;
  /** Orders per trip. */
  bundle: number;
  /** The sum of all, and per order. */
  trip_s: number;
  order_s: number;
  /** Share of the zone's orders within the vehicle's reach. */
  usable: number;
}
