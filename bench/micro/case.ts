/** Something small to time: one call runs it `operations` times, as the clock is too coarse for one. */
export interface MicroCase {
  name: string;
  operations: number;
  run: () => void;
}
