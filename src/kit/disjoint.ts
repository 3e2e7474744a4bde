/** What a number from 0 on leads to that all of its set lead to (disjoint sets with path halving: Tarjan & van Leeuwen 1984, doi 10.1145/62.2160). */
export function rootOf(parent: Int32Array, of: number): number {
  let root = of;
  while (parent[root] !== root) {
    parent[root] = parent[parent[root]!]!;
    root = parent[root]!;
  }
  return root;
}

/** Every number by itself. */
export const apart = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);

/** Makes one set of those of two numbers. */
export function unite(parent: Int32Array, one: number, other: number): void {
  parent[rootOf(parent, one)] = rootOf(parent, other);
}

/** The sets, each in ascending order, by their least. */
export function setsOf(parent: Int32Array): number[][] {
  return [...Map.groupBy(parent.keys(), (i) => rootOf(parent, i)).values()];
}
