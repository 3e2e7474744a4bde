import type { Rider } from '../../../contract/staffing/request.ts';
import type { MoveLinks } from '../../moves/index.ts';

/** So many zones are looked at for who may begin anywhere. */
const MOST_ZONES = 8;

/**
 * Zones in which a rider can be called in: at home, or without one in those of the known ones where most is missing.
 * @param missing rider-slots from now on, by zone
 */
export function callZones({ homeZone, zones }: Rider, missing: ArrayLike<number>): readonly number[] {
  if (homeZone >= 0) return [homeZone];
  return [...zones].sort((a, b) => missing[b]! - missing[a]!).slice(0, MOST_ZONES);
}

/** Zones that a rider gets to from where the shift begins, through known ones; each set of them is worked out once. */
export function reachOf(links: MoveLinks): (from: readonly number[], known: readonly number[]) => ReadonlySet<number> {
  const found = new Map<string, ReadonlySet<number>>();
  const next = new Map<number, number[]>();
  links.from.forEach((from, k) => {
    next.set(from, [...(next.get(from) ?? []), links.to[k]!]);
  });
  return (from, known) => {
    const key = `${from.join()} ${known.join()}`;
    const reached = new Set(from);
    if (found.has(key)) return found.get(key)!;
    const isKnown = new Set(known);
    for (const zone of reached) for (const to of next.get(zone) ?? []) if (isKnown.has(to)) reached.add(to);
    found.set(key, reached);
    return reached;
  };
}

/**
 * Rider-slots missing by zone from a slot on, of all layers of need.
 * @param required by layer, zone and slot  @param there for each layer, by zone and slot
 */
export function missingByZone(
  required: Float64Array,
  there: readonly ArrayLike<number>[],
  { zones, slots, from }: { zones: number; slots: number; from: number },
): Float64Array {
  const missing = new Float64Array(zones);
  for (const [layer, cover] of there.entries()) {
    for (let cell = 0; cell < zones * slots; cell++) {
      if (cell % slots < from) continue;
      missing[Math.floor(cell / slots)]! += Math.max(0, required[layer * zones * slots + cell]! - cover[cell]!);
    }
  }
  return missing;
}
