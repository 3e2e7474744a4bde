import type { RoutingHooks } from '../../src/jobs/solve.ts';
import { PARTS, type PartName } from '../../src/routing/parts.ts';

/**
 * The names as those of parts of the search.
 * @throws Error where one is not: the search would not heed it, it would be measured whole, and nobody would know
 */
export function partsOf(names: readonly string[]): PartName[] {
  const known = names.filter((name): name is PartName => (PARTS as readonly string[]).includes(name));
  if (known.length === names.length) return known;
  throw new Error(`Not all of ${names.join(', ')} are parts of the search; there are ${PARTS.join(', ')}`);
}

/** What has a search run without these parts. */
export function switchedOff(without: string[]): RoutingHooks {
  return { without: partsOf(without) };
}
