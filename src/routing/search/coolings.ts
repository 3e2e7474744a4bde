/** Iterations per task that a search of whole solutions cools down in. */
const PER_COOLING = 2000;
/** How often it cools down at least, where it does not do so once in all, and at most. */
const LEAST = 3;
const MOST = 8;

/**
 * How often a search cools down. After some thousand iterations per task it has come to where more of them help little, while what it comes to
 * spreads widely: the best of several counts, and their routes can be put together; but the best of two is no better than one of twice the length.
 * @param perTask iterations in all, of one lane
 */
export function coolingsIn(perTask: number): number {
  const times = Math.min(MOST, Math.floor(perTask / PER_COOLING));
  return times < LEAST ? 1 : times;
}
