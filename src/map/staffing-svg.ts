import type { PlanZone, StaffingPlan } from '../contract/staffing/plan.ts';
import { MARGIN, pageHead, WIDTH } from './page.ts';
import { nowAt, type Series, seriesOf } from './staffing-series.ts';
import { escapeXml, number, px, shorten } from './text.ts';

const HEADER = 96;
const GAP = 22;
const PANEL = 176;
/** Of a panel: above, below, left and right of the curves. */
const PAD = { top: 30, bottom: 24, left: 34, right: 34 };
/** Zones drawn, those with most orders first; more would be too small to read. */
const MOST = 30;

const COLOURS = { planned: '#9cc5e8', open: '#f4c27a', short: '#d9534f', required: '#1f3a57', demand: '#7a8794' };

const STYLE = `.zone{font-size:13px;font-weight:600}
.faint{fill:#8a939d;font-size:10px}.end{text-anchor:end}.mid{text-anchor:middle}.rule{stroke:#e4e0d6}.night{fill:#f8f6f1}
.required{fill:none;stroke:${COLOURS.required};stroke-width:1.6}.demand{fill:none;stroke:${COLOURS.demand};stroke-width:1.2;stroke-dasharray:4 3}
.forecast{fill:none;stroke:#b9c1c9;stroke-width:1}.past{fill:#f3f1ec}.now{stroke:#8a6d1f;stroke-width:1.2}`;

/** A rectangle of the picture with a zone's curves. */
interface Panel {
  left: number;
  top: number;
  width: number;
  height: number;
}

interface Drawn {
  zone: PlanZone;
  series: Series;
}

/**
 * Draws demand against riders, a panel per zone: riders planned by name and after moves, open shifts, what is short, the riders to book
 * (line) and orders per hour (dashed, on the right scale). Of a day under way: orders as they came and the updated forecast beside the one
 * before, a line where now is, and from there on riders after moves, breaks, calls and releases, and what is still missing. Nothing is fetched.
 * @returns the text of an SVG picture, 1,280 px wide.
 */
export function staffingSvg(plan: StaffingPlan, { title }: { title?: string | undefined } = {}): string {
  const ordersOf = ({ series }: Drawn) => series.demand.reduce((sum, orders) => sum + orders, 0);
  const all = seriesOf(plan).map((series, z): Drawn => ({ zone: plan.zones[z]!, series }));
  const most = new Set([...all].sort((a, b) => ordersOf(b) - ordersOf(a)).slice(0, MOST));
  const shown = all.filter((drawn) => most.has(drawn));
  const columns = shown.length > 1 ? 2 : 1;
  const width = (WIDTH - 2 * MARGIN - (columns - 1) * GAP) / columns;
  const rows = Math.ceil(shown.length / columns);
  const height = HEADER + rows * (PANEL + GAP) + 26;
  const name = title ?? plan.request ?? 'Staffing plan';
  const scale = { riders: mostRiders(shown), orders: mostOrders(shown, plan) };
  const panels = shown.map((drawn, i) => {
    const left = MARGIN + (i % columns) * (width + GAP);
    const top = HEADER + Math.floor(i / columns) * (PANEL + GAP);
    return drawZone(drawn, plan, { left, top, width, height: PANEL }, scale);
  });
  const left = plan.zones.length - shown.length;
  return [
    ...pageHead(name, headline(plan), height, STYLE),
    legend(MARGIN, 80, plan.intraday !== null),
    ...panels,
    left > 0 ? `<text x="${MARGIN}" y="${height - 10}" class="faint">and ${left} zones with fewer orders</text>` : '',
    '</svg>',
    '',
  ].join('\n');
}

/** `1,204 orders · 6 zones · 512 rider-hours to book, 480 planned, 20 open, 12 short`. */
function headline({ summary, zones, intraday, horizon }: StaffingPlan): string {
  const places = `${number(zones.length)} ${zones.length === 1 ? 'zone' : 'zones'}`;
  if (intraday) {
    const { hour, minute } = localOf(Date.parse(intraday.now) / 1000, horizon.time_zone);
    return [
      `now ${hour}:${String(minute).padStart(2, '0')}`,
      places,
      `demand ${number(100 * intraday.city_level)} % of the forecast`,
      `${number(intraday.short_h_before, 1)} rider-hours missing, ${number(intraday.short_h_after, 1)} after all that is to be done`,
    ].join('  ·  ');
  }
  return [
    `${number(summary.demand)} orders`,
    places,
    `${number(summary.to_book_h)} rider-hours to book: ${number(summary.planned_h)} planned, ${number(summary.open_h)} open, ${number(summary.short_h, 1)} short`,
  ].join('  ·  ');
}

function legend(x: number, y: number, isUnderWay: boolean): string {
  const open: [string, string][] = isUnderWay ? [] : [['open shifts', COLOURS.open]];
  const items: [string, string][] = [
    [isUnderWay ? 'riders, all done' : 'planned by name', COLOURS.planned],
    ...open,
    ['short', COLOURS.short],
  ];
  let at = x;
  const boxes = items.map(([name, colour]) => {
    const box = `<rect x="${at}" y="${y - 9}" width="12" height="10" fill="${colour}"/><text x="${at + 17}" y="${y}">${name}</text>`;
    at += 17 + name.length * 6.2 + 20;
    return box;
  });
  const line = (name: string, kind: string) => {
    const text = `<path class="${kind}" d="M${at} ${y - 4}h22"/><text x="${at + 28}" y="${y}">${name}</text>`;
    at += 28 + name.length * 6.2 + 20;
    return text;
  };
  const lines = isUnderWay
    ? [
        line('riders needed', 'required'),
        line('orders per hour, forecast updated (right)', 'demand'),
        line('forecast before', 'forecast'),
        line('now', 'now'),
      ]
    : [line('riders to book', 'required'), line('orders per hour (right)', 'demand')];
  return [...boxes, ...lines].join('');
}

function drawZone(
  { zone, series }: Drawn,
  plan: StaffingPlan,
  panel: Panel,
  most: { riders: number; orders: number },
): string {
  const count = plan.horizon.slots;
  const inner = {
    left: panel.left + PAD.left,
    top: panel.top + PAD.top,
    width: panel.width - PAD.left - PAD.right,
    height: panel.height - PAD.top - PAD.bottom,
  };
  const x = (slot: number) => inner.left + (inner.width * slot) / count;
  const y = (riders: number) => inner.top + inner.height * (1 - riders / most.riders);
  const perHour = 60 / plan.horizon.slot_min;
  const yOrders = (orders: number) => inner.top + inner.height * (1 - (orders * perHour) / most.orders);
  const { riders: named, required, demand, forecast } = series;
  const offered = named.map((riders, slot) => riders + series.open[slot]!);
  const wanted = offered.map((riders, slot) => riders + series.short[slot]!);
  const now = nowAt(plan);
  const bottom = px(inner.top + inner.height);
  return [
    `<g><title>${escapeXml(zone.id)}</title>`,
    `<text x="${px(panel.left)}" y="${px(panel.top + 12)}" class="zone">${escapeXml(shorten(zone.id, 60))}</text>`,
    now === null
      ? ''
      : `<path class="past" d="M${px(inner.left)} ${px(inner.top)}H${px(x(now))}V${bottom}H${px(inner.left)}Z"/>`,
    axes(plan, inner, x, y, most),
    band(named, null, x, y, COLOURS.planned),
    band(offered, named, x, y, COLOURS.open),
    band(wanted, offered, x, y, COLOURS.short),
    `<path class="required" d="${steps(required, x, y)}"/>`,
    forecast ? `<path class="forecast" d="${curve(forecast, x, yOrders)}"/>` : '',
    `<path class="demand" d="${curve(demand, x, yOrders)}"/>`,
    now === null ? '' : `<path class="now" d="M${px(x(now))} ${px(inner.top)}V${bottom}"/>`,
    '</g>',
  ].join('\n');
}

/** Riders to the left, orders per hour to the right, hours or days below. */
function axes(
  plan: StaffingPlan,
  inner: Panel,
  x: (slot: number) => number,
  y: (riders: number) => number,
  most: { riders: number; orders: number },
): string {
  const right = inner.left + inner.width;
  const levels = [0, most.riders / 2, most.riders].map((riders, i) => {
    const at = px(y(riders));
    return [
      `<path class="rule" d="M${px(inner.left)} ${at}H${px(right)}"/>`,
      `<text x="${px(inner.left - 6)}" y="${px(y(riders) + 4)}" class="faint end">${number(riders, riders % 1 === 0 ? 0 : 1)}</text>`,
      `<text x="${px(right + 6)}" y="${px(y(riders) + 4)}" class="faint">${number((most.orders * i) / 2)}</text>`,
    ].join('');
  });
  const bottom = px(inner.top + inner.height + 14);
  const marks = ticks(plan).map(
    ({ slot, text }) => `<text x="${px(x(slot))}" y="${bottom}" class="faint mid">${text}</text>`,
  );
  return [...levels, ...marks].join('');
}

/** Every third hour of a day; of several days, each day at its noon. Local times, as the plan has them. */
function ticks({ horizon }: StaffingPlan): { slot: number; text: string }[] {
  const start_s = Date.parse(horizon.from) / 1000;
  const slot_s = horizon.slot_min * 60;
  const hours = (horizon.slots * slot_s) / 3600;
  const marks: { slot: number; text: string }[] = [];
  for (let slot = 0; slot < horizon.slots; slot++) {
    const local = localOf(start_s + slot * slot_s, horizon.time_zone);
    if (local.minute !== 0) continue;
    if (hours <= 30 && local.hour % 3 === 0 && slot > 0) marks.push({ slot, text: `${local.hour}:00` });
    if (hours > 30 && local.hour === 12) marks.push({ slot, text: local.day });
  }
  return hours > 30 * 24 ? marks.filter((_, i) => i % 4 === 0) : marks;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localOf(unix_s: number, timeZone: string): { hour: number; minute: number; day: string } {
  const known = formats.get(timeZone);
  const format =
    known ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  if (!known) formats.set(timeZone, format);
  const parts = Object.fromEntries(format.formatToParts(unix_s * 1000).map(({ type, value }) => [type, value]));
  return { hour: Number(parts.hour), minute: Number(parts.minute), day: `${parts.weekday} ${parts.day}` };
}

/** The area between two step curves; from 0 where there is no lower one. */
function band(
  upper: number[],
  lower: number[] | null,
  x: (slot: number) => number,
  y: (riders: number) => number,
  colour: string,
): string {
  const parts = upper.flatMap((top, slot) => {
    const base = lower?.[slot] ?? 0;
    if (top <= base + 1e-9) return [];
    return [`M${px(x(slot))} ${px(y(base))}V${px(y(top))}H${px(x(slot + 1))}V${px(y(base))}Z`];
  });
  return parts.length === 0 ? '' : `<path fill="${colour}" d="${parts.join('')}"/>`;
}

function steps(values: number[], x: (slot: number) => number, y: (value: number) => number): string {
  return values
    .map((value, slot) => `${slot === 0 ? 'M' : 'L'}${px(x(slot))} ${px(y(value))}H${px(x(slot + 1))}`)
    .join('');
}

function curve(values: number[], x: (slot: number) => number, y: (value: number) => number): string {
  return values.map((value, slot) => `${slot === 0 ? 'M' : 'L'}${px(x(slot + 0.5))} ${px(y(value))}`).join('');
}

/** One scale for all zones, so that they can be compared. */
function mostRiders(shown: Drawn[]): number {
  let most = 0;
  for (const { series } of shown) {
    series.riders.forEach((riders, slot) => {
      most = Math.max(most, series.required[slot]!, riders + series.open[slot]! + series.short[slot]!);
    });
  }
  return Math.max(2, 2 * Math.ceil(most / 2));
}

function mostOrders(shown: Drawn[], { horizon }: StaffingPlan): number {
  const perHour = 60 / horizon.slot_min;
  const most = shown.reduce(
    (top, { series }) => [...series.demand, ...(series.forecast ?? [])].reduce((a, b) => Math.max(a, b * perHour), top),
    0,
  );
  return Math.max(2, 2 * Math.ceil(most / 2));
}
