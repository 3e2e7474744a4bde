import type { RequestInput } from '../../src/contract/schema.ts';
import type { Dice } from './rich-dice.ts';
import type { Mix } from './rich-mix.ts';

export type PlaceInput = NonNullable<RequestInput['places']>[number];
export type ProfileInput = NonNullable<RequestInput['profiles']>[number];
export type ZoneInput = NonNullable<RequestInput['zones']>[number];
export type LocationInput = NonNullable<NonNullable<RequestInput['vehicles'][number]>['start']>;
type TrafficInput = NonNullable<Extract<ProfileInput, { kind: 'matrix' }>['traffic']>;

/** Places lie on a grid of GRID + 1 by GRID + 1; from one column to the next it is about ten metres and ten seconds. */
const GRID = 20;

/** Where and when a world is. */
export interface Ground {
  places: PlaceInput[];
  profiles: ProfileInput[];
  zones: ZoneInput[];
  /** Second at which the day begins, and how long it is. */
  base_s: number;
  day_s: number;
  /** A place, by its id or as a position. */
  anyPlace(dice: Dice): LocationInput;
}

/** A whole number of seconds, as of 2026. */
const EPOCH_S = 1_795_000_000;

export function groundOf(dice: Dice, mix: Mix, tasks: number, day_s: number): Ground {
  const onGlobe = mix.globe && !mix.matrix;
  const count = mix.sharedPlaces ? Math.max(2, Math.ceil(tasks / 2)) : tasks + 2;
  const at = (x: number, y: number): [number, number] => (onGlobe ? [13 + x / 7000, 51 + y / 11000] : [x, y]);
  const points = Array.from({ length: count }, (): [number, number] => [dice.int(0, GRID), dice.int(0, GRID)]);
  const places = points.map(([x, y], i) => ({ id: `p${i}`, position: at(x, y) }));
  const base_s = mix.epoch && !mix.calendar ? EPOCH_S : 0;
  const zones = zonesOf(dice, mix, at);
  const profiles = profilesOf(dice, mix, points, onGlobe);
  for (const profile of profiles) {
    if (mix.traffic && profile.kind !== 'none') profile.traffic = trafficOf(dice, mix, zones, base_s, day_s);
  }
  const anyPlace = (d: Dice): LocationInput => {
    const isNamed = mix.matrix || !mix.ownPositions || d.chance(0.5);
    return isNamed ? d.pick(places).id : at(d.int(0, GRID), d.int(0, GRID));
  };
  return { places, profiles, zones, base_s, day_s, anyPlace };
}

function profilesOf(dice: Dice, mix: Mix, points: [number, number][], onGlobe: boolean): ProfileInput[] {
  const car: Exclude<ProfileInput, { kind: 'none' }> = mix.matrix
    ? { kind: 'matrix', name: 'car', ...(mix.wildMatrix ? wildRows(dice, points.length) : oneWayStreets(points)) }
    : onGlobe
      ? { kind: 'great_circle', name: 'car', speed_kmh: 3.6, detour: 1.1 }
      : {
          ...{ kind: 'euclidean', name: 'car', scale: 10, speed_m_per_s: dice.pick([1, 1, 0.7]) },
          rounding: mix.exactTravel ? 'none' : dice.pick(['nearest', 'nearest', 'down']),
        };
  const profiles: ProfileInput[] = [car];
  if (mix.twoProfiles && !onGlobe) {
    profiles.push({ kind: 'euclidean', name: 'bike', scale: 11, speed_m_per_s: 0.5, rounding: 'nearest' });
  }
  if (mix.noTravel) profiles.push({ kind: 'none', name: 'carrier' });
  return profiles;
}

/** Asymmetric, and shortest paths in itself: a stop left out never makes a route longer. */
function oneWayStreets(points: [number, number][]) {
  const durations_s = points.map(([x, y], i) =>
    points.map(([u, v], j) => (i === j ? 0 : 7 * (Math.abs(x - u) + Math.abs(y - v)) + 3 * Math.max(0, x - u) + 1)),
  );
  return { durations_s, distances_m: durations_s.map((row) => row.map((seconds) => 2 * seconds)) };
}

/** No triangle inequality, and far is not long. */
function wildRows(dice: Dice, places: number) {
  const rows = (most: number) =>
    Array.from({ length: places }, (_, i) =>
      Array.from({ length: places }, (__, j) => (i === j ? 0 : dice.int(0, most))),
    );
  return { durations_s: rows(250), distances_m: rows(400) };
}

/** Rectangles that overlap and leave some of the ground out; one of them has a hole. */
function zonesOf(dice: Dice, mix: Mix, at: (x: number, y: number) => [number, number]): ZoneInput[] {
  if (!mix.zones && !mix.zonedTraffic && !mix.tariff) return [];
  const rectangle = (west: number, south: number, east: number, north: number) =>
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ].map(([x, y]) => at(x!, y!));
  const middle = dice.int(6, 14);
  return [
    { id: 'west', polygon: [rectangle(0, 0, middle, GRID)] },
    { id: 'south', polygon: [rectangle(0, 0, GRID, dice.int(6, 18))] },
    { id: 'ring', polygon: [rectangle(-1, -1, GRID + 1, GRID + 1), rectangle(7, 7, 13, 13)] },
  ];
}

function trafficOf(dice: Dice, mix: Mix, zones: ZoneInput[], base_s: number, day_s: number): TrafficInput {
  const steps = () => {
    const times = Array.from({ length: dice.int(1, 3) }, () => dice.int(0, day_s)).sort((a, b) => a - b);
    return times
      .filter((time, i) => time !== times[i - 1])
      .map((time) => ({ from: base_s + time, factor: dice.pick([0.4, 0.5, 0.8, 1, 1.25, 2]) }));
  };
  const zoned = mix.zonedTraffic ? dice.some(zones, 0.5).map(({ id }) => ({ zone: id, steps: steps() })) : [];
  return [...zoned, ...(zoned.length === 0 || dice.chance(0.6) ? [{ steps: steps() }] : [])];
}
