import type { Place, Profile, Window } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { NO_COSTS, placesAt } from '../unit/plan-world.ts';

/** A van paid by the kilometre and hour, with a shift of nine hours. */
export const VAN = {
  shift: [0, 32_400] as [number, number],
  costs: { ...NO_COSTS, fixed: 10, per_km: 1, per_hour: 5 },
};

/** A depot and so many homes within ten kilometres, a third of them in windows of three hours. */
export function homesAround(seed: number, count: number) {
  const rng = new Rng(seed);
  const positions = Array.from({ length: count + 1 }, (): [number, number] => [rng.below(10_000), rng.below(10_000)]);
  const windows = Array.from({ length: count }, (): Window[] => {
    const opens = 3600 * rng.below(6);
    return rng.below(3) === 0 ? [[opens, opens + 10_800]] : [];
  });
  const profiles: Profile[] = [
    { kind: 'euclidean', name: 'car', traffic: [], scale: 1, speed_m_per_s: 8, rounding: 'none' },
  ];
  const places: Place[] = placesAt(positions);
  return { windows, world: { places, profiles } };
}
