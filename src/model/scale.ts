/** Chooses how many ticks make a unit: 1 where all values are whole, else the finest power of ten that fits. */
export class ScaleFinder {
  private largest = 0;
  private whole = true;

  see(value: number): void {
    if (value > this.largest) this.largest = value;
    if (this.whole && !Number.isInteger(value)) this.whole = false;
  }

  /** A value that may occur, though not what it is exactly. */
  bound(value: number): void {
    if (value > this.largest) this.largest = value;
  }

  /** @param mostTicks bound on the largest value in ticks  @param finest largest scale worth having */
  scale(mostTicks: number, finest: number): number {
    if (this.whole && this.largest <= mostTicks) return 1;
    let scale = finest;
    while (this.largest * scale > mostTicks) scale /= 10;
    return scale;
  }
}

/** Rounds up, but not for what is only the noise of a multiplication. */
export const ceilTicks = (value: number): number => Math.ceil(value - 1e-6);
/** Rounds down, but not for what is only the noise of a multiplication. */
export const floorTicks = (value: number): number => Math.floor(value + 1e-6);
