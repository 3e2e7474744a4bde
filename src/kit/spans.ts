/** From a moment to a later one, s. */
interface Span {
  from_s: number;
  to_s: number;
}

/** Sorted and disjoint; those that touch are one. */
export function merged(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.from_s - b.from_s);
  const all: Span[] = [];
  for (const { from_s, to_s } of sorted) {
    const last = all.at(-1);
    if (last && from_s <= last.to_s) last.to_s = Math.max(last.to_s, to_s);
    else all.push({ from_s, to_s });
  }
  return all;
}
