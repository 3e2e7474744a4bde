import type { Problem } from './problem.ts';

/**
 * The least arcs that connect all stops, in the cheaper direction and without what stops cost (Prim 1957,
 * doi 10.1002/j.1538-7305.1957.tb01515.x).
 * @param base where the arcs of a cost class start
 */
export function spanningTree({ nodes, stops, arcs, arcsTo }: Problem, base: number) {
  const count = Math.max(0, stops - 1);
  const tree = { from: new Int32Array(count), to: new Int32Array(count), gap: new Float64Array(count) };
  const rest = Int32Array.from({ length: count }, (_, i) => i + 1);
  // Per entry of the rest: the least arc to what is connected, and where that is.
  const least = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const via = new Int32Array(count);
  for (let left = count, newest = 0; left > 0; left--) {
    const row = base + newest * nodes;
    const cost = arcs[row + newest]!;
    let best = 0;
    for (let i = 0; i < left; i++) {
      const stop = rest[i]!;
      const arc = Math.min(arcs[row + stop]! - arcs[base + stop * (nodes + 1)]!, arcsTo[row + stop]! - cost);
      if (arc < least[i]!) {
        least[i] = arc;
        via[i] = newest;
      }
      if (least[i]! < least[best]!) best = i;
    }
    tree.from[left - 1] = via[best]!;
    tree.to[left - 1] = newest = rest[best]!;
    tree.gap[left - 1] = Math.max(0, least[best]!);
    rest[best] = rest[left - 1]!;
    least[best] = least[left - 1]!;
    via[best] = via[left - 1]!;
  }
  return tree;
}
