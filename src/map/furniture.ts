import type { RoutingPlan } from '../contract/plan.ts';
import type { Position } from '../contract/request.ts';
import type { Coordinates } from '../kit/coordinates.ts';
import type { Frame, Projection } from './projection.ts';
import { escapeXml, number, px, shorten } from './text.ts';

/** What is on a map besides tours: ground and scale, depots, crosses, the key to the symbols. */

export interface Depot {
  position: Position;
  name: string | null;
}

const HOUSE = 'M-3.6 3.4V-.6L0-3.8 3.6-.6V3.4H1.2V.8H-1.2V3.4Z';
const CROSS = 'm-3.5 -3.5l7 7m0 -7l-7 7';
const INK = '#1f2a35';
const ALARM = '#c8102e';
/** Beyond this many depots (riders who start at home) their names would cover the map. */
const MOST_NAMED = 8;

/** The ground with a grid as wide as the scale bar says. */
export function drawGrid(frame: Frame, unitsPerPixel: number, coordinates: Coordinates): string {
  const step = roundStep(unitsPerPixel * 110);
  const gap = step / unitsPerPixel;
  const { left, top, width, height } = frame;
  const right = left + width;
  const bottom = top + height;
  let lines = '';
  for (let x = left + ((width / 2) % gap); x < right; x += gap) lines += `M${px(x)} ${top}V${px(bottom)}`;
  for (let y = top + ((height / 2) % gap); y < bottom; y += gap) lines += `M${left} ${px(y)}H${px(right)}`;
  const barRight = right - 16;
  const bar = `M${px(barRight - gap)} ${px(bottom - 20)}v6H${px(barRight)}v-6`;
  return [
    `<rect x="${left}" y="${top}" width="${px(width)}" height="${px(height)}" rx="6" fill="#f8f6f1"/>`,
    `<path d="${lines}" stroke="#eae6dc" fill="none"/>`,
    `<path d="${bar}" stroke="${INK}" stroke-width="1.4" fill="none"/>`,
    `<text x="${px(barRight - gap / 2)}" y="${px(bottom - 19)}" text-anchor="middle">${scaleLabel(step, coordinates)}</text>`,
  ].join('\n');
}

/** 1, 2 or 5 times a power of ten, at most `most`. */
function roundStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return ([5, 2, 1].find((factor) => factor * power <= most) ?? 1) * power;
}

function scaleLabel(step: number, coordinates: Coordinates): string {
  if (coordinates === 'plane')
    return `${step.toLocaleString('en-US', { maximumSignificantDigits: 1 })} ${step === 1 ? 'unit' : 'units'}`;
  return step >= 1000 ? `${number(step / 1000)} km` : `${number(step)} m`;
}

/** A house at every depot. */
export function drawDepots(depots: Depot[], projection: Projection, frame: Frame): string {
  const isCrowded = depots.length > MOST_NAMED;
  return depots
    .map(({ position, name }) => {
      const x = projection.x(position);
      const label = name === null || isCrowded ? '' : depotName(name, x > frame.left + 0.8 * frame.width);
      const scale = isCrowded ? ' scale(.7)' : '';
      return `<g transform="translate(${px(x)} ${px(projection.y(position))})${scale}">${house()}${label}</g>`;
    })
    .join('\n');
}

/** Where tours start, reload and end, each once. */
export function depotsOf(plan: RoutingPlan): Depot[] {
  const depots = new Map<string, Depot>();
  for (const { stops } of plan.routes) {
    for (const { kind, position, place } of stops) {
      if (position && (kind === 'start' || kind === 'reload' || kind === 'end')) {
        depots.set(position.join(), { position, name: place ?? null });
      }
    }
  }
  return [...depots.values()];
}

/** To the right of the house, or to the left where the picture ends. */
function depotName(name: string, isAtEdge: boolean): string {
  const text = escapeXml(shorten(name, 24));
  return isAtEdge
    ? `<text x="-13" y="4" class="name end">${text}</text>`
    : `<text x="13" y="4" class="name">${text}</text>`;
}

function house(): string {
  return `<rect x="-9" y="-9" width="18" height="18" rx="4" fill="${INK}" class="plate"/><path d="${HOUSE}" fill="#fff"/>`;
}

/** A cross for every task that is on no tour. */
export function drawUnassigned(positions: Position[], projection: Projection): string {
  if (positions.length === 0) return '';
  const crosses = positions.map((p) => `M${px(projection.x(p))} ${px(projection.y(p))}${CROSS}`).join('');
  const path = (stroke: string, width: number) =>
    `<path d="${crosses}" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" fill="none"/>`;
  return `<g><title>Not planned</title>${path('#fff', 4.5)}${path(ALARM, 2)}</g>`;
}

/** One line below the map that says what the symbols mean; only those that occur. */
export function drawSymbols(plan: RoutingPlan, hasUnassigned: boolean, left: number, baseline: number): string {
  const kinds = new Set(plan.routes.flatMap(({ stops }) => stops.map(({ kind }) => kind)));
  const entries: { symbol: string; label: string; room: number }[] = [];
  const add = (symbol: string, label: string, room: number) => entries.push({ symbol, label, room });
  const hasDepot = depotsOf(plan).length > 0;
  if (hasDepot) add(`<g transform="translate(0 -4) scale(.8)">${house()}</g>`, 'depot', 66);
  if (kinds.has('delivery') || kinds.has('visit')) add('<circle cy="-4" r="4.5" fill="#5b6672"/>', 'stop', 58);
  if (kinds.has('pickup')) {
    add('<circle cy="-4" r="3.4" fill="#fff" stroke="#5b6672" stroke-width="2.2"/>', 'pickup', 70);
  }
  if (hasDepot) {
    add('<path d="M-8 -4h16" stroke="#5b6672" stroke-opacity=".6"/>', 'to the first stop', 122);
    add('<path d="M-8 -4h16" stroke="#5b6672" stroke-opacity=".6" stroke-dasharray="2 4"/>', 'back', 62);
  }
  if (hasUnassigned) {
    const cross = `<path d="M0 -4${CROSS}" stroke="${ALARM}" stroke-width="2" stroke-linecap="round"/>`;
    add(cross, `not planned (${number(plan.unassigned.length)})`, 120);
  }
  let x = left + 10;
  return entries
    .map(({ symbol, label, room }) => {
      const drawn = `<g transform="translate(${x} ${baseline})">${symbol}<text x="15">${label}</text></g>`;
      x += room;
      return drawn;
    })
    .join('');
}
