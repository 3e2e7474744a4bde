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

/** The travel of a profile, computed on demand. The rules are those of `Profile` in the contract. */
export function travelOf(profile: Profile, places: Place[]): Travel {
  if (profile.kind === 'matrix') {
    const { durations_s, distances_m } = profile;
    return { distance_m: (from, to) => distances_m[from]![to]!, duration_s: (from, to) => durations_s[from]![to]! };
  }
  if (profile.kind === 'none') return { distance_m: () => 0, duration_s: () => 0 };
  const { x, y } = coordinatesOf(places);
  if (profile.kind === 'great_circle') {
    const metresPerSecond = profile.speed_kmh / 3.6;
    const distance_m = (from: number, to: number) =>
      Math.round(profile.detour * greatCircle_m(x[from]!, y[from]!, x[to]!, y[to]!));
    return { distance_m, duration_s: (from, to) => Math.round(distance_m(from, to) / metresPerSecond) };
  }
  const round = { none: (value: number) => value, nearest: roundHalfEven, down: Math.trunc }[profile.rounding];
  const distance_m = (from: number, to: number) => {
    const [dx, dy] = [x[from]! - x[to]!, y[from]! - y[to]!];
    return round(profile.scale * Math.sqrt(dx * dx + dy * dy));
  };
  return { distance_m, duration_s: (from, to) => round(distance_m(from, to) / profile.speed_m_per_s) };
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
