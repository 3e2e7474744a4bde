const MOST_PARTS = 5040;
/** Of its size. Below what capacities may be exceeded by, so that sums of such parts are no heavier than that. */
const PART_ROUNDING = 2.5e-10;
/** In ticks: more of one is another tick, see `ceilTicks`. */
const NOISE = 1e-6;

/** Chooses how many ticks make a unit: 1 where all values are whole, else the finest power of ten that fits. */
export class ScaleFinder {
  private largest = 0;
  private whole = true;
  /** The least number of parts of a unit of which all values are whole numbers; 0 where there is none. */
  private parts = 1;

  see(value: number): void {
    if (value > this.largest) this.largest = value;
    if (Number.isInteger(value)) return;
    this.whole = false;
    this.parts = partsFor(value, this.parts);
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

  /** As `scale`, but in parts of a unit where powers of ten would round and parts do not: three thirds are one. */
  exactScale(mostTicks: number, finest: number): number {
    const scale = this.scale(mostTicks, finest);
    const { parts } = this;
    return parts > 1 && scale % parts !== 0 && this.largest * parts <= mostTicks ? parts : scale;
  }
}

/** The least multiple of `parts` of which the value is a whole number, or 0. */
function partsFor(value: number, parts: number): number {
  if (parts === 0) return 0;
  for (let finer = parts; finer <= MOST_PARTS; finer += parts) {
    const amount = value * finer;
    if (Math.abs(amount - Math.round(amount)) <= Math.min(NOISE, PART_ROUNDING * amount)) return finer;
  }
  return 0;
}

/** Rounds up, but not for what is only the noise of a multiplication. */
export const ceilTicks = (value: number): number => Math.ceil(value - 1e-6);
/** Rounds down, but not for what is only the noise of a multiplication. */
export const floorTicks = (value: number): number => Math.floor(value + 1e-6);
