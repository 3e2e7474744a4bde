/** Riders of a vehicle type that are to be planned at least, by zone and slot. */
export interface VehicleNeed {
  vehicle: number;
  /** Heads, zones * slots. */
  least: Int32Array;
}
