import type { Place, Profile } from '../contract/request.ts';
import { roundHalfEven } from '../kit/rounding.ts';
import { greatCircle_m } from './great-circle.ts';

/** Distances and times between places of one profile. Sources that need a network (road engines) fill a matrix first. */
export interface Travel {
  /** Metres from place `from` to place `to` (indices into the request's places). */
  distance_m(from: number, to: number): number;
  /** Seconds at speed factor 1. */
  duration_s(from: number, to: number): number;
}

/**
 * The travel of a profile, computed on demand. The rules are those of `Profile` in the contract.
 * @param remembered great circles between the same places, by detour, where they are to be computed once per pair. Default: each time
 */
export function travelOf(
  profile: Profile,
  places: Place[],
  remembered: Map<number, Travel['distance_m']> | null = null,
): Travel {
  if (profile.kind === 'matrix') {
    const { durations_s, distances_m } = profile;
    return { distance_m: (from, to) => distances_m[from]![to]!, duration_s: (from, to) => durations_s[from]![to]! };
  }
  if (profile.kind === 'none') return { distance_m: () => 0, duration_s: () => 0 };
  const { x, y } = coordinatesOf(places);
  if (profile.kind === 'great_circle') {
    const metresPerSecond = profile.speed_kmh / 3.6;
    const computed_m = (from: number, to: number) =>
      Math.round(profile.detour * greatCircle_m(x[from]!, y[from]!, x[to]!, y[to]!));
    const known_m = remembered?.get(profile.detour);
    const distance_m = known_m ?? (remembered === null ? computed_m : once(computed_m, places.length));
    remembered?.set(profile.detour, distance_m);
    return { distance_m, duration_s: (from, to) => Math.round(distance_m(from, to) / metresPerSecond) };
  }
  const round = { none: (value: number) => value, nearest: roundHalfEven, down: Math.trunc }[profile.rounding];
  const distance_m = (from: number, to: number) => {
    const [dx, dy] = [x[from]! - x[to]!, y[from]! - y[to]!];
    return round(profile.scale * Math.sqrt(dx * dx + dy * dy));
  };
  return { distance_m, duration_s: (from, to) => round(distance_m(from, to) / profile.speed_m_per_s) };
}

/** Remembers values of pairs, none below 0, that are the same in either direction. */
function once(compute: (from: number, to: number) => number, places: number): typeof compute {
  const table = new Float64Array(places * places).fill(-1);
  return (from, to) => {
    const known = table[from * places + to]!;
    if (known >= 0) return known;
    const value = compute(from, to);
    table[from * places + to] = value;
    table[to * places + from] = value;
    return value;
  };
}

/** By list of places: every district of a large request has that of the whole. */
const known = new WeakMap<readonly Place[], { x: Float64Array; y: Float64Array }>();

/** Not a number where a place has no position. */
function coordinatesOf(places: readonly Place[]): { x: Float64Array; y: Float64Array } {
  const listed = known.get(places);
  if (listed !== undefined) return listed;
  const [x, y] = [new Float64Array(places.length), new Float64Array(places.length)];
  places.forEach(({ position }, place) => {
    x[place] = position?.[0] ?? Number.NaN;
    y[place] = position?.[1] ?? Number.NaN;
  });
  known.set(places, { x, y });
  return { x, y };
}

/** Seconds a vehicle with this speed factor takes; see the rules of `Profile`. */
export function atSpeedFactor(duration_s: number, speedFactor: number, profile: Profile): number {
  if (speedFactor === 1) return duration_s;
  const exact = duration_s / speedFactor;
  return profile.kind === 'euclidean' && profile.rounding === 'none' ? exact : roundHalfEven(exact);
}

/** How many times as fast as the profile says traffic is at its quickest; 1 where it never is faster. */
export function quickestFactor({ traffic }: Profile): number {
  return traffic.flatMap(({ steps }) => steps).reduce((most, { factor }) => Math.max(most, factor), 1);
}
