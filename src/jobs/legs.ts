/** A part of a longer search, as shares of it. */
export type Leg = readonly [from: number, to: number];

/**
 * Legs of a search, of which those that would be too short are put together with the next.
 * @param isTooShort asked when a leg would begin: whether one that ends at this share of the search is. The last is as long as it is
 */
export function* joined(legs: Iterable<Leg>, isTooShort: (to: number) => boolean): Generator<Leg> {
  let since: number | null = null;
  for (const [from, to] of legs) {
    since ??= from;
    if (since < to && to < 1 && isTooShort(to)) continue;
    yield [since, to];
    since = null;
  }
}
