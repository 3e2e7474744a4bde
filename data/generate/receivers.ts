import { type City, type District, isWater, type Point } from './city.ts';
import type { Random } from './random.ts';
import { makeDoor, type Streets } from './streets.ts';

export interface Receiver {
  kind: 'home' | 'business' | 'locker';
  district: District;
  door: Point;
}

/** Receivers where people are: districts by weight, denser towards the middle of each, never in the river. */
export function makeReceivers(city: City, streets: Streets, random: Random, count: number): Receiver[] {
  const weights = city.districts.map((district) => [district, district.weight] as const);
  return Array.from({ length: count }, () => {
    const district = random.weighted(weights);
    return { kind: receiverKind(district, random), district, door: doorIn(city, district, streets, random) };
  });
}

function receiverKind({ kind }: District, random: Random): Receiver['kind'] {
  if (kind === 'industry') return 'business';
  const business = { core: 0.4, inner: 0.25, suburb: 0.1 }[kind];
  return random.weighted([
    ['home', 1 - business - 0.03],
    ['business', business],
    ['locker', 0.03],
  ]);
}

function doorIn(city: City, { centre, spread_m }: District, streets: Streets, random: Random): Point {
  for (;;) {
    const near = { x_m: centre.x_m + random.normal() * spread_m, y_m: centre.y_m + random.normal() * spread_m };
    const door = makeDoor(city, streets, near, random);
    if (!isWater(city, door)) return door;
  }
}
