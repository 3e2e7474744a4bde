/** A shift to be offered, times in seconds after the horizon's start. */
export interface Offer {
  zone: number;
  /** Type that the taker must have; -1: any. */
  vehicle: number;
  from_s: number;
  to_s: number;
  meal: { from_s: number; to_s: number } | null;
  riders: number;
  /** Cost of the shortage that one of them ends. */
  saves: number;
  /** Paid hours of one. */
  hours: number;
}
