import type { RoadHooks } from '../../src/jobs/solve.ts';

/** The module that lists the parts of the search that can be switched off, once the search has them. */
const PARTS_FILE = '../../src/routing/parts.ts';

/** Names of the parts of the search that can be switched off; null where this checkout has no switches. */
export async function partNames(): Promise<readonly string[] | null> {
  try {
    const { PARTS } = (await import(PARTS_FILE)) as { PARTS: readonly string[] };
    return PARTS;
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}

/**
 * What has a search run without these parts.
 * @throws Error where the search would not heed it: it would be measured whole, and nobody would know
 */
export async function switchedOff(without: string[]): Promise<RoadHooks> {
  const known = await partNames();
  if (known === null) throw new Error('The search of this checkout has no parts that can be switched off');
  const unknown = without.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`No part of the search: ${unknown.join(', ')}; there are ${known.join(', ')}`);
  return { without } as RoadHooks;
}
