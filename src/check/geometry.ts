import type { Profile, RoutingRequest, Vehicle } from '../contract/request.ts';

/** The checker's own travel, written from the rules of `Profile`; it shares nothing with src/travel. */
export interface Legs {
  /** @param stated what the plan claims: decides where two roundings are equally right, see `roundedLike`. */
  metres(from: number, to: number, stated?: number): number;
  seconds(from: number, to: number, stated_m?: number): number;
}

const EARTH_RADIUS_M = 6_371_008.8;

export function legsOf({ places, profiles }: RoutingRequest, { profile: index, speedFactor }: Vehicle): Legs {
  const profile = profiles[index]!;
  const at = (place: number) => places[place]!.position ?? [Number.NaN, Number.NaN];
  const { metres, seconds } = plainLegs(profile, at);
  if (speedFactor === 1) return { metres, seconds };
  const keepsDoubles = profile.kind === 'euclidean' && profile.rounding === 'none';
  const slower = (value: number) => (keepsDoubles ? value / speedFactor : toEven(value / speedFactor));
  return { metres, seconds: (from, to, stated_m) => slower(seconds(from, to, stated_m)) };
}

function plainLegs(profile: Profile, at: (place: number) => [number, number]): Legs {
  switch (profile.kind) {
    case 'matrix':
      return {
        metres: (from, to) => profile.distances_m[from]![to]!,
        seconds: (from, to) => profile.durations_s[from]![to]!,
      };
    case 'euclidean': {
      const metres = (from: number, to: number) => {
        const [x1, y1] = at(from);
        const [x2, y2] = at(to);
        const [dx, dy] = [x2 - x1, y2 - y1];
        return rounded(profile.scale * Math.sqrt(dx * dx + dy * dy), profile.rounding);
      };
      return { metres, seconds: (from, to) => rounded(metres(from, to) / profile.speed_m_per_s, profile.rounding) };
    }
    case 'none':
      return { metres: () => 0, seconds: () => 0 };
    case 'great_circle': {
      const metres = (from: number, to: number, stated?: number) => {
        const { metres: arc_m, doubt_m } = arc(at(from), at(to));
        return roundedLike(profile.detour * arc_m, stated, TIE_M + profile.detour * doubt_m);
      };
      const perSecond_m = profile.speed_kmh / 3.6;
      return { metres, seconds: (from, to, stated_m) => Math.round(metres(from, to, stated_m) / perSecond_m) };
    }
  }
}

/** Within so much of a tie, either neighbour is right. */
const TIE_M = 1e-6;
const DIGITS = 8 * Number.EPSILON;

/** Haversine, by the two-argument arctangent. @returns metres, and how far apart right ways to write it may be: much at antipodes */
function arc([lon1, lat1]: [number, number], [lon2, lat2]: [number, number]): { metres: number; doubt_m: number } {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [phi1, phi2] = [radians(lat1), radians(lat2)];
  const h = hav(phi2 - phi1) + Math.cos(phi1) * Math.cos(phi2) * hav(radians(lon2 - lon1));
  return {
    metres: 2 * EARTH_RADIUS_M * Math.atan2(Math.sqrt(h), Math.sqrt(Math.max(0, 1 - h))),
    doubt_m: 2 * EARTH_RADIUS_M * DIGITS * Math.sqrt(h / Math.max(DIGITS, 1 - h)),
  };
}

const hav = (angle: number) => Math.sin(angle / 2) ** 2;

/**
 * Two right ways to write the haversine differ in the last digits, so on a tie they may round apart. Then either neighbour is right.
 */
function roundedLike(value: number, stated: number | undefined, tie_m: number): number {
  const isTie = Math.abs(value - Math.floor(value) - 0.5) < tie_m;
  const isNeighbour = stated === Math.floor(value) || stated === Math.ceil(value);
  return isTie && isNeighbour ? stated : Math.round(value);
}

function rounded(value: number, rounding: 'none' | 'nearest' | 'down'): number {
  if (rounding === 'none') return value;
  return rounding === 'down' ? Math.trunc(value) : toEven(value);
}

function toEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}
