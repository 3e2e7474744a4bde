import { EARTH_RADIUS_M } from './great-circle.ts';

/** `degrees`: positions are longitude and latitude. `plane`: they are metres or units of a plane. */
export type Coordinates = 'degrees' | 'plane';

type Position = readonly [x: number, y: number];

interface Stop {
  position?: Position | undefined;
}

/** What is looked at of a plan. */
interface Positioned {
  routes: readonly { stops: readonly Stop[]; distance_m: number }[];
  unassigned: readonly Stop[];
}

const RADIANS = Math.PI / 180;

/**
 * Says what a plan's positions are, for a plan without its request: outside the range of degrees they are a plane's, and
 * also where the tours are so much shorter than the same degrees would be on the globe that no detour explains it.
 */
export function guessCoordinates({ routes, unassigned }: Positioned): Coordinates {
  const isOff = ({ position }: Stop) => position !== undefined && isOffEarth(position);
  if (unassigned.some(isOff) || routes.some(({ stops }) => stops.some(isOff))) return 'plane';
  let asDegrees_m = 0;
  let driven_m = 0;
  for (const { stops, distance_m } of routes) {
    // An outside carrier's metres are not known.
    if (distance_m === 0) continue;
    driven_m += distance_m;
    const positions = stops.flatMap(({ position }) => (position ? [position] : []));
    for (let i = 1; i < positions.length; i++) asDegrees_m += roughDistance_m(positions[i - 1]!, positions[i]!);
  }
  return driven_m > 0 && driven_m < asDegrees_m / 100 ? 'plane' : 'degrees';
}

/** Cannot be degrees. */
export function isOffEarth([x, y]: Position): boolean {
  return Math.abs(x) > 180 || Math.abs(y) > 90;
}

function roughDistance_m([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const east = Math.abs(lon2 - lon1);
  const shorter = Math.min(east, 360 - east);
  return Math.hypot(shorter * Math.cos(lat1 * RADIANS), lat2 - lat1) * RADIANS * EARTH_RADIUS_M;
}
