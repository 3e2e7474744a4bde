import type { RoutingRequest } from '../contract/request.ts';
import { taskPlaces } from '../contract/task-places.ts';

/** Per vehicle: the place it starts at, the first of all that lie there; null where it has none, or one without a position. */
export function homesOf({ places, vehicles }: RoutingRequest): (number | null)[] {
  const firstAt = new Map<string, number>();
  return vehicles.map(({ start }) => {
    const position = start === null ? null : places[start]!.position;
    if (position === null) return null;
    const key = position.join();
    const home = firstAt.get(key) ?? start!;
    firstAt.set(key, home);
    return home;
  });
}

/** Per task, the home of vehicles that is nearest to it as the crow flies; null where no vehicle has one. */
export function nearestStarts(request: RoutingRequest): (number | null)[] {
  const { places } = request;
  const homes = [...new Set(homesOf(request))].flatMap((home) =>
    home === null ? [] : [{ home, position: places[home]!.position! }],
  );
  return taskPlaces(request).map((place) => {
    const [x, y] = places[place]!.position!;
    let nearest: number | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const { home, position } of homes) {
      const distance = (position[0] - x) ** 2 + (position[1] - y) ** 2;
      if (distance < least) [least, nearest] = [distance, home];
    }
    return nearest;
  });
}
