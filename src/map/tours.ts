import type { PlanRoute, PlanStop, RoutingPlan } from '../contract/plan.ts';
import type { Position } from '../contract/request.ts';
import { tourColour } from './colour.ts';
import { vehicleName } from './legend.ts';
import { Nearest } from './nearest.ts';
import type { Projection } from './projection.ts';
import { escapeXml, hours, km, number, px } from './text.ts';

type Point = readonly [x: number, y: number];

/** How large things are drawn, in pixels: smaller the more there are. */
export interface Sizes {
  line: number;
  stop: number;
}

export function sizesFor(stops: number, area: number): Sizes {
  const room = Math.sqrt(area / Math.max(1, stops));
  return { line: clamp(room * 0.065, 0.9, 2.2), stop: clamp(room * 0.2, 2.8, 8) };
}

/** All tours: what leads to and from the depots behind everything else, then the rounds, then their stops. */
export function drawTours(plan: RoutingPlan, projection: Projection, sizes: Sizes): string {
  const tours = plan.routes.map((route, index) => tour(route, index, projection));
  return [
    `<g fill="none" stroke-width="${px(sizes.line * 0.7)}" stroke-opacity=".38">`,
    ...tours.map(({ colour, out, home }) => stroke(colour, out) + stroke(colour, home, ' stroke-dasharray="2 4"')),
    `</g><g fill="none" stroke-width="${px(sizes.line)}" stroke-linejoin="round">`,
    ...tours.map(({ colour, round }) => stroke(colour, round)),
    '</g><g fill="none" stroke-linecap="round">',
    ...tours.map((drawn) => stops(drawn, sizes.stop)),
    '</g>',
  ].join('\n');
}

/** A number on every tour, at that of its stops which is furthest from `avoid` and the numbers already set. */
export function drawNumbers(plan: RoutingPlan, projection: Projection, avoid: Position[]): string {
  const set = new Nearest();
  for (const position of avoid) set.add([projection.x(position), projection.y(position)]);
  const badges = plan.routes.map((route, index) => {
    const points = served(route).map((stop) => pointOf(stop, projection));
    const best = points.reduce<{ point: Point; room: number } | null>((chosen, point) => {
      const room = set.distanceTo(point, chosen?.room ?? -1);
      return chosen === null || room > chosen.room ? { point, room } : chosen;
    }, null);
    if (best === null) return '';
    set.add(best.point);
    const [x, y] = best.point;
    const width = String(index + 1).length * 6 + 8;
    return [
      `<g transform="translate(${px(x)} ${px(y)})">`,
      `<rect x="${-width / 2}" y="-7.5" width="${width}" height="15" rx="7.5" fill="${tourColour(index)}" class="plate"/>`,
      `<text y="3.4" class="badge">${index + 1}</text></g>`,
    ].join('');
  });
  return badges.join('\n');
}

interface Tour {
  colour: string;
  /** Path data of its trips: from the depot, among the stops, back to the depot. */
  out: string;
  round: string;
  home: string;
  /** Path data of zero-length dashes, which round caps turn into dots: a tenth of the size of circles. */
  dots: string;
  rings: string;
  title: string;
}

function tour(route: PlanRoute, index: number, projection: Projection): Tour {
  const own = served(route);
  const points = own.map((stop) => pointOf(stop, projection));
  const trips = isDriven(route) ? tripsOf(route) : [];
  const lineOver = (stops: (PlanStop | undefined)[]) =>
    stops.every((stop) => stop !== undefined) ? line(stops.map((stop) => pointOf(stop, projection))) : '';
  const dots = (kinds: boolean) =>
    points.flatMap(([x, y], i) => ((own[i]!.kind === 'pickup') === kinds ? `M${px(x)} ${px(y)}h0` : [])).join('');
  return {
    colour: tourColour(index),
    out: trips.map(({ from, stops }) => lineOver([from, stops[0]])).join(''),
    round: trips.map(({ stops }) => lineOver(stops)).join(''),
    home: trips.map(({ stops, to }) => lineOver([stops.at(-1), to])).join(''),
    dots: dots(false),
    rings: dots(true),
    title: `Tour ${index + 1}: ${vehicleName(route, 100)}, ${number(route.tasks)} tasks${route.trips > 1 ? ` on ${route.trips} trips` : ''}, ${km(route.distance_m)}, ${hours(route.duty_s)}`,
  };
}

function stops({ colour, dots, rings, title }: Tour, size: number): string {
  const both = dots + rings;
  if (both === '') return '';
  const path = (colour: string, width: number, d: string) => stroke(colour, d, ` stroke-width="${px(width)}"`);
  return [
    `<g><title>${escapeXml(title)}</title>`,
    path('#fff', size + 1.6, both),
    path(colour, size, both),
    path('#fff', size * 0.5, rings),
    '</g>',
  ].join('');
}

function stroke(colour: string, d: string, more = ''): string {
  return d === '' ? '' : `<path stroke="${colour}"${more} d="${d}"/>`;
}

function line(points: Point[]): string {
  if (points.length < 2) return '';
  return `M${points.map(([x, y]) => `${px(x)} ${px(y)}`).join('L')}`;
}

/** Stops at tasks, from one depot to the next. */
interface Trip {
  from: PlanStop | undefined;
  stops: PlanStop[];
  to: PlanStop | undefined;
}

/** What lies between start, reloads and end. An open route has no depot at that end. */
function tripsOf({ stops }: PlanRoute): Trip[] {
  const trips: Trip[] = [];
  let trip: Trip = { from: undefined, stops: [], to: undefined };
  for (const stop of stops.filter(({ position }) => position)) {
    if (isTask(stop)) trip.stops.push(stop);
    if (isTask(stop) || stop.kind === 'break') continue;
    trips.push({ ...trip, to: stop });
    trip = { from: stop, stops: [], to: undefined };
  }
  return [...trips, trip];
}

/** Where an outside carrier goes between its stops is not ours to draw. */
function isDriven({ distance_m, driving_s }: PlanRoute): boolean {
  return distance_m > 0 || driving_s > 0;
}

function isTask({ kind }: PlanStop): boolean {
  return kind === 'delivery' || kind === 'pickup' || kind === 'visit';
}

function served(route: PlanRoute): PlanStop[] {
  return route.stops.filter((stop) => isTask(stop) && stop.position);
}

function pointOf({ position }: PlanStop, projection: Projection): Point {
  return [projection.x(position as Position), projection.y(position as Position)];
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
