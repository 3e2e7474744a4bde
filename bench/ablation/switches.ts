import type { RoadHooks } from '../../src/jobs/solve.ts';
import { PARTS, type PartName } from '../../src/routing/parts.ts';

/** Names of the parts of the search that can be switched off. */
export async function partNames(): Promise<readonly string[] | null> {
  return PARTS;
}

/**
 * What has a search run without these parts.
 * @throws Error where the search would not heed it: it would be measured whole, and nobody would know
 */
export async function switchedOff(without: string[]): Promise<RoadHooks> {
  const known = without.filter((name): name is PartName => (PARTS as readonly string[]).includes(name));
  if (known.length === without.length) return { without: known };
  throw new Error(`Not all of ${without.join(', ')} are parts of the search; there are ${PARTS.join(', ')}`);
}
