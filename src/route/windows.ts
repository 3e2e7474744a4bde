import type { NodeFacts } from './node-facts.ts';

/** Earliest begin at a node at or after `time_s`; infinite where every window has closed. No windows: at once. */
export function firstOpening(facts: NodeFacts, node: number, time_s: number): number {
  const { windowFrom, opens_s, closesSlack_s } = facts;
  const to = windowFrom[node + 1]!;
  let w = windowFrom[node]!;
  if (w === to) return time_s;
  for (; w < to; w++) {
    if (time_s <= closesSlack_s[w]!) return Math.max(time_s, opens_s[w]!);
  }
  return Number.POSITIVE_INFINITY;
}

/** Latest begin at a node at or before `bound_s`; minus infinity where no window has opened by then. */
export function lastOpening(facts: NodeFacts, node: number, bound_s: number): number {
  const { windowFrom, closes_s, opensSlack_s } = facts;
  const from = windowFrom[node]!;
  let w = windowFrom[node + 1]! - 1;
  if (w < from) return bound_s;
  for (; w >= from; w--) {
    if (bound_s >= opensSlack_s[w]!) return Math.min(bound_s, closes_s[w]!);
  }
  return Number.NEGATIVE_INFINITY;
}
