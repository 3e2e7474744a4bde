import type { Rng } from '../kit/rng.ts';

/** Something with a place and a size: a task, or a route at the middle of its tasks. */
export interface Item {
  x: number;
  y: number;
  size: number;
}

/**
 * Cuts a plane of items into compact groups of about equal size, none much above `most`: halves again and again, across the
 * longer side of a grid that is turned by a random angle, so that borders lie elsewhere each time (recursive coordinate
 * bisection, Berger & Bokhari 1987, doi 10.1109/TC.1987.1676942).
 * @returns indices into `items`; no group is empty
 */
export function cut(items: readonly Item[], most: number, rng: Rng): number[][] {
  const angle = rng.double() * Math.PI;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const u = items.map(({ x, y }) => x * cos + y * sin);
  const v = items.map(({ x, y }) => y * cos - x * sin);
  const groups: number[][] = [];
  const halve = (group: number[], wanted: number) => {
    if (wanted === 1 || group.length === 1) {
      groups.push(group);
      return;
    }
    const axis = extent(group, u) >= extent(group, v) ? u : v;
    group.sort((a, b) => axis[a]! - axis[b]! || a - b);
    const first = Math.floor(wanted / 2);
    const goal = (sizeOf(items, group) * first) / wanted;
    let at = 0;
    for (let size = 0; at < group.length - 1; at++) {
      const next = size + items[group[at]!]!.size;
      if (at > 0 && next - goal > goal - size) break;
      size = next;
    }
    halve(group.slice(0, at), first);
    halve(group.slice(at), wanted - first);
  };
  const all = items.map((_, i) => i);
  if (all.length > 0) halve(all, Math.max(1, Math.ceil(sizeOf(items, all) / most)));
  return groups;
}

function extent(group: number[], axis: number[]): number {
  let [least, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const i of group) [least, largest] = [Math.min(least, axis[i]!), Math.max(largest, axis[i]!)];
  return largest - least;
}

const sizeOf = (items: readonly Item[], group: number[]) => group.reduce((sum, i) => sum + items[i]!.size, 0);
