import type { Profile, RoutingRequest } from '../contract/request.ts';
import { travelOf } from '../travel/travel.ts';
import type { VroomWords } from './vroom-out-words.ts';
import { needsNoMatrix } from './vroom-places.ts';
import type { Vroom } from './vroom-schema.ts';

type Matrix = NonNullable<Vroom['matrices']>[string];
/** Of a matrix that requests may hold. */
const MOST_PLACES = 5000;

/**
 * The matrices of the profiles that vehicles use, or null: given ones as they are, others worked out; none of travel that readers have
 * without one.
 */
export function matricesOf(words: VroomWords): Vroom['matrices'] | null {
  const { vehicles, profiles } = words.request;
  const used = new Set(vehicles.map(({ profile }) => profile));
  const matrices: NonNullable<Vroom['matrices']> = {};
  profiles.forEach((profile, i) => {
    if (!used.has(i) || profile.kind === 'none' || needsNoMatrix(profile)) return;
    const path = `profiles[${i}]`;
    matrices[profile.name] = profile.kind === 'matrix' ? given(profile, path, words) : computed(profile, path, words);
  });
  return Object.keys(matrices).length > 0 ? matrices : null;
}

function given(profile: Extract<Profile, { kind: 'matrix' }>, path: string, { whole }: VroomWords): Matrix {
  const { durations_s, distances_m } = profile;
  whole.matrix(durations_s, `${path}.durations_s`);
  if (distances_m !== durations_s) whole.matrix(distances_m, `${path}.distances_m`);
  return { durations: durations_s, distances: distances_m };
}

function computed(profile: Exclude<Profile, { kind: 'matrix' }>, path: string, words: VroomWords): Matrix {
  const refuse = (field: string, cause: string, action: string) => {
    words.errors.add('not_supported', `${path}.${field}`, cause, action);
    return {};
  };
  const { places } = words.request;
  if (profile.kind === 'euclidean' && profile.rounding === 'none')
    return refuse('rounding', 'VROOM takes whole seconds and metres', 'Round to `nearest` or `down`.');
  if (places.length > MOST_PLACES)
    return refuse('kind', `a matrix of ${places.length} places is too large`, 'Stay with the native format.');
  const what =
    profile.kind === 'euclidean'
      ? 'is euclidean: it becomes a matrix, and positions are left out'
      : 'is as the crow flies at a speed or detour of its own: it becomes a matrix';
  words.notes.push(`profile '${profile.name}' ${what}`);
  const travel = travelOf(profile, places);
  const table = (between: (from: number, to: number) => number) =>
    places.map((_, from) => places.map((_, to) => (isKnown(words.request, from, to) ? between(from, to) : 0)));
  return { durations: table(travel.duration_s), distances: table(travel.distance_m) };
}

/** A place without a position is one where vehicles of this profile never come. */
function isKnown({ places }: RoutingRequest, from: number, to: number): boolean {
  return places[from]!.position !== null && places[to]!.position !== null;
}
