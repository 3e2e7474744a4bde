import type { RoutingRequest } from '../contract/request.ts';
import { share } from './share.ts';
import { homesOf } from './starts.ts';
import { type Suits, suitsOf } from './suits.ts';
import { shortenWays } from './swaps.ts';
import { type Sort, Wants, type Ward } from './wants.ts';

/** What a task that wants no more vehicles counts, as a share of one that does. */
const SATED_WEIGHT = 0.01;

/**
 * Vehicles that start at the same place and may serve the same tasks are dealt out as one, for a fleet may be listed one by one; but for
 * those of which there are enough for all.
 */
interface Pool extends Sort {
  entries: { vehicle: number; spare: number }[];
  /** Vehicles still to be dealt out. */
  left: number;
  /** Per district: how many it may still get, of each entry no more than it has tasks for them; and how many it has got. */
  most: number[];
  parts: number[];
  /** How many of these were not dealt because they are near. */
  roving: number[];
}

/** Vehicles for districts in proportion to weights, no more for each than `most`. */
interface Offer {
  amount: number;
  weights: number[];
  most: number[];
  isNear: boolean;
}

/** Per district: how many of a vehicle it has tasks for, beyond those it has. */
type Room = (kind: number, vehicle: number) => number[];

/**
 * Deals the fleet out: every district keeps the vehicles of its routes. Of the others each is for as many tasks as any other, among those it
 * may serve; tasks that nobody serves yet count for more. Vehicles go where the tasks are that none starts nearer to, as many as these want;
 * then where something is still wanted, the nearer the rather; then wherever they might be of use.
 * @param nearestStart per task: the place its nearest vehicles start at, or null; see `nearestStarts`
 * @returns per district and vehicle of the request, how many it may use
 */
export function dealFleet(
  request: RoutingRequest,
  wards: Ward[],
  nearestStart: (number | null)[],
  suits: Suits = suitsOf(request),
): number[][] {
  const counts = wards.map(() => request.vehicles.map(() => 0));
  wards.forEach(({ routes }, w) => {
    for (const { vehicle } of routes) counts[w]![vehicle]!++;
  });
  const wants = new Wants(request, wards, nearestStart, suits);
  const tasks = suits.serves.map((_, kind) => wants.tasks(kind));
  const room: Room = (kind, vehicle) => tasks[kind]!.map((most, w) => Math.max(0, most - counts[w]![vehicle]!));
  const { pools, supply } = poolsOf(request, counts, suits, room);
  const each = wants.total / Math.min(supply, request.tasks.length);
  const wanted = (left: number) => Math.round(left / each);
  const near = (pool: Pool): Offer => {
    const weights = wants.near(pool);
    return { amount: Math.min(pool.left, wanted(sumOf(weights))), weights, most: pool.most, isNear: true };
  };
  const anywhere = (pool: Pool, isWanted: boolean): Offer => {
    const [left, closeness] = [wants.left(pool), wants.closeness(pool.home)];
    const weights = left.map((part, w) => (part + SATED_WEIGHT * tasks[pool.kind]![w]!) * closeness[w]!);
    const most = isWanted ? pool.most.map((part, w) => Math.min(part, wanted(left[w]!))) : pool.most;
    return { amount: pool.left, weights, most, isNear: false };
  };
  const turns = [near, (pool: Pool) => anywhere(pool, true), (pool: Pool) => anywhere(pool, false)];
  for (const offer of turns) for (const pool of pools) if (pool.left > 0) deal(pool, offer(pool), each, wants);
  shortenWays(pools.map((pool) => ({ ...pool, ways: wants.closeness(pool.home).map((closeness) => 1 / closeness) })));
  for (const pool of pools) handOut(pool, counts, room);
  return counts;
}

/** @returns also how many vehicles there are in all, no more of each than there are tasks for */
function poolsOf(request: RoutingRequest, counts: number[][], { kindOf }: Suits, room: Room) {
  const homes = homesOf(request);
  const pools = new Map<string, Pool>();
  let supply = 0;
  request.vehicles.forEach(({ count }, vehicle) => {
    const [home, kind] = [homes[vehicle]!, kindOf[vehicle]!];
    const most = room(kind, vehicle);
    const spare = Math.min(count - counts.reduce((sum, row) => sum + row[vehicle]!, 0), sumOf(most));
    supply += spare;
    if (spare === sumOf(most)) {
      most.forEach((part, w) => (counts[w]![vehicle]! += part));
      return;
    }
    const key = `${home} ${kind}`;
    const zeros = () => counts.map(() => 0);
    const pool = pools.get(key) ?? { home, kind, entries: [], left: 0, most: zeros(), parts: zeros(), roving: zeros() };
    pools.set(key, pool);
    pool.entries.push({ vehicle, spare });
    pool.left += spare;
    most.forEach((part, w) => (pool.most[w]! += Math.min(part, spare)));
  });
  return { pools: [...pools.values()], supply };
}

/** @param each what a vehicle is for */
function deal(pool: Pool, { amount, weights, most, isNear }: Offer, each: number, wants: Wants): void {
  // A copy: it may be `most`, which changes.
  [...share(amount, weights, most)].forEach((part, w) => {
    if (part === 0) return;
    pool.left -= part;
    pool.most[w]! -= part;
    pool.parts[w]! += part;
    if (!isNear) pool.roving[w]! += part;
    wants.meet(pool, w, part * each);
  });
}

/** Hands out what each district has got of a pool: of every entry in proportion to what the districts have still to get. */
function handOut({ kind, entries, parts }: Pool, counts: number[][], room: Room): void {
  for (const { vehicle, spare } of entries) {
    const most = room(kind, vehicle).map((part, w) => Math.min(part, parts[w]!));
    share(spare, parts, most).forEach((part, w) => {
      parts[w]! -= part;
      counts[w]![vehicle]! += part;
    });
  }
}

const sumOf = (list: number[]) => list.reduce((sum, part) => sum + part, 0);
