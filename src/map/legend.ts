import type { PlanRoute, RoutingPlan } from '../contract/plan.ts';
import { tourColour } from './colour.ts';
import { escapeXml, hours, number, px, shorten } from './text.ts';

/** The table of tours beside the map. */
export interface Legend {
  svg: string;
  width: number;
  height: number;
}

/** x of every column's text in pixels; all but the name are flush right. */
interface Columns {
  width: number;
  nameLength: number;
  tasks: number;
  km: number;
  duty: number;
  /** Null where there is no room for it. */
  cost: number | null;
}

const ONE: Columns = { width: 320, nameLength: 14, tasks: 158, km: 208, duty: 258, cost: 316 };
const SEVERAL: Columns = { width: 216, nameLength: 10, tasks: 124, km: 168, duty: 212, cost: null };
const GAP = 18;
/** How high a line is, in pixels. */
export const ROW = 15.5;
const ROWS_IN_ONE = 44;
const MOST_COLUMNS = 3;

/** Tours in the order of the plan, in as many columns as they need; what exceeds three columns is only counted. */
export function drawLegend(plan: RoutingPlan, rowsThatFit: number): Legend {
  const routes = plan.routes;
  const perColumn = Math.max(8, Math.min(ROWS_IN_ONE, rowsThatFit));
  const columns = Math.min(MOST_COLUMNS, Math.ceil(routes.length / perColumn));
  if (columns === 0) return { svg: '', width: 0, height: 0 };
  const form = columns === 1 ? ONE : SEVERAL;
  const rows = columns < MOST_COLUMNS ? Math.ceil(routes.length / columns) : perColumn;
  const shown = routes.slice(0, rows * columns);
  const lines = shown.map((route, i) => {
    const x = Math.floor(i / rows) * (form.width + GAP);
    return `<g transform="translate(${x} ${px(ROW * ((i % rows) + 1.35))})">${row(route, i, form)}</g>`;
  });
  const headers = Array.from({ length: columns }, (_, i) => header(i * (form.width + GAP), form));
  const more = routes.length - shown.length;
  const rest =
    more > 0 ? `<text y="${px(ROW * (rows + 1.6))}" class="faint">and ${number(more)} more tours</text>` : '';
  return {
    svg: [...headers, ...lines, rest].join('\n'),
    width: columns * form.width + (columns - 1) * GAP,
    height: ROW * (rows + 1.5) + (more > 0 ? ROW : 0),
  };
}

function header(x: number, form: Columns): string {
  const label = (at: number, text: string) => `<text x="${x + at}" class="faint end">${text}</text>`;
  return [
    `<text x="${x + 24}" class="faint">vehicle</text>`,
    label(form.tasks, 'tasks'),
    label(form.km, 'km'),
    label(form.duty, 'hours'),
    form.cost === null ? '' : label(form.cost, 'cost'),
    `<path d="M${x} 5.5h${form.width}" class="rule"/>`,
  ].join('');
}

function row(route: PlanRoute, index: number, form: Columns): string {
  const value = (x: number, text: string) => `<text x="${x}" class="end">${text}</text>`;
  const duty = hours(route.duty_s).replace(' h', '');
  return [
    `<rect y="-9" width="18" height="12" rx="3" fill="${tourColour(index)}"/>`,
    `<text x="9" class="badge">${index + 1}</text>`,
    `<text x="24">${escapeXml(vehicleName(route, form.nameLength))}</text>`,
    value(form.tasks, number(route.tasks)),
    value(form.km, number(route.distance_m / 1000, 1)),
    value(form.duty, duty),
    form.cost === null ? '' : value(form.cost, number(route.cost.total)),
  ].join('');
}

/** `van` for the first of a kind, `van 2` for the second, `van 2 s3` for its third shift; only a long id is cut. */
export function vehicleName({ vehicle, number: which, shift }: PlanRoute, most: number): string {
  const suffix = (which > 1 ? ` ${which}` : '') + (shift === undefined ? '' : ` s${shift}`);
  return shorten(vehicle, most - suffix.length) + suffix;
}
