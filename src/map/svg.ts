import { type CodedError, codedError } from '../contract/errors.ts';
import type { RoutingPlan } from '../contract/plan.ts';
import type { Position, RoutingRequest } from '../contract/request.ts';
import { type Coordinates, guessCoordinates, isOffEarth } from '../kit/coordinates.ts';
import { depotsOf, drawDepots, drawGrid, drawSymbols, drawUnassigned } from './furniture.ts';
import { drawLegend, ROW } from './legend.ts';
import { MARGIN, pageHead, WIDTH } from './page.ts';
import { aspectOf, type Frame, projectionOf } from './projection.ts';
import { hours, km, number } from './text.ts';
import { drawNumbers, drawTours, sizesFor } from './tours.ts';

export interface MapOptions {
  /** Default: the id of the request, or "Plan". */
  title?: string | undefined;
  /** What positions are; `coordinatesOf` a request knows. Default: told from the plan, see `guessCoordinates`. */
  coordinates?: Coordinates | undefined;
}

const HEADER = 74;
const FOOTER = 40;
const LEAST_HEIGHT = 460;
const MOST_HEIGHT = 900;

const STYLE = `.faint{fill:#8a939d}.end{text-anchor:end}
.badge{font-size:9.5px;font-weight:700;fill:#fff;text-anchor:middle}.plate{stroke:#fff;stroke-width:1.5}
.rule{stroke:#d9d5cb}.name{font-size:12px;font-weight:600;stroke:#f8f6f1;stroke-width:3.5px;stroke-linejoin:round;paint-order:stroke}`;

/**
 * Draws the tours of a plan as an SVG picture: every tour in a colour and with a number of its own, depots, tasks left
 * out, a table of the tours and a scale. Straight lines, north up, Web Mercator where positions are degrees; nothing is
 * fetched.
 * @returns the text of the picture, 1,280 px wide; or `position_needed` when no stop of the plan has a position.
 */
export function planSvg(
  plan: RoutingPlan,
  options: MapOptions = {},
): { ok: true; svg: string } | { ok: false; errors: CodedError[] } {
  const leftOut = plan.unassigned.flatMap(({ position }) => (position ? [position] : []));
  const stops = plan.routes.flatMap((route) => route.stops);
  const positions = [...stops.flatMap(({ position }) => (position ? [position] : [])), ...leftOut];
  if (positions.length === 0) {
    const cause = 'no stop of the plan has a position, so there is nothing to draw';
    return { ok: false, errors: [codedError('position_needed', 'routes', cause, 'Give the places positions.')] };
  }
  return { ok: true, svg: draw(plan, positions, leftOut, options) };
}

function draw(plan: RoutingPlan, positions: Position[], leftOut: Position[], options: MapOptions): string {
  const coordinates = options.coordinates ?? guessCoordinates(plan);
  const { frame, legend, height } = layOut(plan, aspectOf(positions, coordinates));
  const inner = { left: frame.left + 26, top: frame.top + 26, width: frame.width - 52, height: frame.height - 52 };
  const projection = projectionOf(positions, coordinates, inner);
  const sizes = sizesFor(positions.length, inner.width * inner.height);
  const depots = depotsOf(plan);
  const title = options.title ?? plan.request ?? 'Plan';
  return [
    ...pageHead(title, headline(plan), height, STYLE),
    drawGrid(frame, projection.unitsPerPixel, coordinates),
    drawTours(plan, projection, sizes),
    drawDepots(depots, projection, frame),
    drawUnassigned(leftOut, projection),
    drawNumbers(plan, projection, [...depots.map(({ position }) => position), ...leftOut]),
    `<g transform="translate(${WIDTH - MARGIN - legend.width} ${HEADER + 11})">${legend.svg}</g>`,
    drawSymbols(plan, leftOut.length > 0, MARGIN, height - 15),
    '</svg>',
    '',
  ].join('\n');
}

/** The table takes the right side, the map the rest: as high as its shape wants, within limits. */
function layOut(plan: RoutingPlan, aspect: number) {
  const legend = drawLegend(plan, Math.floor((MOST_HEIGHT - 30) / ROW));
  const width = WIDTH - 2 * MARGIN - (legend.width > 0 ? legend.width + MARGIN : 0);
  const wanted = Math.max(width / aspect, legend.height + 20, LEAST_HEIGHT);
  const frame: Frame = { left: MARGIN, top: HEADER, width, height: Math.round(Math.min(MOST_HEIGHT, wanted)) };
  return { frame, legend, height: HEADER + frame.height + FOOTER };
}

/** `412 of 412 tasks · 18 tours · 512 km · 96:10 h on duty · cost 1,234`. */
function headline({ summary, cost }: RoutingPlan): string {
  return [
    `${number(summary.served)} of ${number(summary.tasks)} tasks`,
    `${number(summary.vehicles_used)} ${summary.vehicles_used === 1 ? 'tour' : 'tours'}`,
    km(summary.distance_m),
    `${hours(summary.duty_s)} on duty`,
    `cost ${number(cost.total, cost.total < 100 ? 2 : 0)}`,
  ].join('  ·  ');
}

/** What the positions of a request are. Matrices do not say, nor do outside carriers: then they are degrees if they can be. */
export function coordinatesOf({ profiles, places }: Pick<RoutingRequest, 'profiles' | 'places'>): Coordinates {
  if (profiles.some(({ kind }) => kind === 'euclidean')) return 'plane';
  if (profiles.some(({ kind }) => kind === 'great_circle')) return 'degrees';
  return places.some(({ position }) => position && isOffEarth(position)) ? 'plane' : 'degrees';
}
