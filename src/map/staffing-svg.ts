import type { PlanZone, StaffingPlan } from '../contract/staffing/plan.ts';
import { escapeXml, number, px, shorten } from './text.ts';

const WIDTH = 1280;
const MARGIN = 24;
const HEADER = 96;
const GAP = 22;
const PANEL = 176;
/** Of a panel: above, below, left and right of the curves. */
const PAD = { top: 30, bottom: 24, left: 34, right: 34 };
/** Zones drawn, those with most orders first; more would be too small to read. */
const MOST = 30;

const COLOURS = { planned: '#9cc5e8', open: '#f4c27a', short: '#d9534f', required: '#1f3a57', demand: '#7a8794' };

const STYLE = `text{font:11px Inter,"Segoe UI",system-ui,"Liberation Sans","DejaVu Sans",sans-serif;fill:#27313b}
.title{font-size:22px;font-weight:600}.sub{font-size:13px;fill:#5b6672}.zone{font-size:13px;font-weight:600}
.faint{fill:#8a939d;font-size:10px}.end{text-anchor:end}.mid{text-anchor:middle}.rule{stroke:#e4e0d6}.night{fill:#f8f6f1}
.required{fill:none;stroke:${COLOURS.required};stroke-width:1.6}.demand{fill:none;stroke:${COLOURS.demand};stroke-width:1.2;stroke-dasharray:4 3}`;

/** A rectangle of the picture with a zone's curves. */
interface Panel {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * Draws demand against riders, a panel per zone: riders planned by name and after moves, open shifts, what is short, the riders to book
 * (line) and orders per hour (dashed, on the right scale). Nothing is fetched.
 * @returns the text of an SVG picture, 1,280 px wide.
 */
export function staffingSvg(plan: StaffingPlan, { title }: { title?: string | undefined } = {}): string {
  const ordersOf = ({ slots }: PlanZone) => slots.demand.reduce((sum, orders) => sum + orders, 0);
  const zones = [...plan.zones].sort((a, b) => ordersOf(b) - ordersOf(a)).slice(0, MOST);
  const shown = plan.zones.filter((zone) => zones.includes(zone));
  const columns = shown.length > 1 ? 2 : 1;
  const width = (WIDTH - 2 * MARGIN - (columns - 1) * GAP) / columns;
  const rows = Math.ceil(shown.length / columns);
  const height = HEADER + rows * (PANEL + GAP) + 26;
  const name = title ?? plan.request ?? 'Staffing plan';
  const scale = { riders: mostRiders(shown), orders: mostOrders(shown, plan) };
  const panels = shown.map((zone, i) => {
    const left = MARGIN + (i % columns) * (width + GAP);
    const top = HEADER + Math.floor(i / columns) * (PANEL + GAP);
    return drawZone(zone, plan, { left, top, width, height: PANEL }, scale);
  });
  const left = plan.zones.length - shown.length;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>${escapeXml(name)}</title><desc>${escapeXml(headline(plan))}</desc><style>${STYLE}</style>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${MARGIN}" y="36" class="title">${escapeXml(shorten(name, 90))}</text>`,
    `<text x="${MARGIN}" y="58" class="sub">${escapeXml(headline(plan))}</text>`,
    legend(MARGIN, 80),
    ...panels,
    left > 0 ? `<text x="${MARGIN}" y="${height - 10}" class="faint">and ${left} zones with fewer orders</text>` : '',
    '</svg>',
    '',
  ].join('\n');
}

/** `1,204 orders · 6 zones · 512 rider-hours to book, 480 planned, 20 open, 12 short`. */
function headline({ summary, zones }: StaffingPlan): string {
  return [
    `${number(summary.demand)} orders`,
    `${number(zones.length)} ${zones.length === 1 ? 'zone' : 'zones'}`,
    `${number(summary.to_book_h)} rider-hours to book: ${number(summary.planned_h)} planned, ${number(summary.open_h)} open, ${number(summary.short_h, 1)} short`,
  ].join('  ·  ');
}

function legend(x: number, y: number): string {
  const items: [string, string][] = [
    ['planned by name', COLOURS.planned],
    ['open shifts', COLOURS.open],
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
  return [...boxes, line('riders to book', 'required'), line('orders per hour (right)', 'demand')].join('');
}

function drawZone(zone: PlanZone, plan: StaffingPlan, panel: Panel, most: { riders: number; orders: number }): string {
  const { slots } = zone;
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
  const named = slots.with_moves;
  const offered = named.map((riders, slot) => riders + slots.open[slot]!);
  const wanted = offered.map((riders, slot) => riders + slots.short[slot]!);
  return [
    `<g><title>${escapeXml(zone.id)}</title>`,
    `<text x="${px(panel.left)}" y="${px(panel.top + 12)}" class="zone">${escapeXml(shorten(zone.id, 60))}</text>`,
    axes(plan, inner, x, y, most),
    band(named, null, x, y, COLOURS.planned),
    band(offered, named, x, y, COLOURS.open),
    band(wanted, offered, x, y, COLOURS.short),
    `<path class="required" d="${steps(slots.to_book, x, y)}"/>`,
    `<path class="demand" d="${curve(slots.demand, x, yOrders)}"/>`,
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
function mostRiders(zones: PlanZone[]): number {
  const tops = zones.flatMap(({ slots }) =>
    slots.with_moves.map((riders, slot) =>
      Math.max(slots.to_book[slot]!, riders + slots.open[slot]! + slots.short[slot]!),
    ),
  );
  return Math.max(2, 2 * Math.ceil(tops.reduce((most, value) => Math.max(most, value), 0) / 2));
}

function mostOrders(zones: PlanZone[], { horizon }: StaffingPlan): number {
  const perHour = 60 / horizon.slot_min;
  const most = zones.reduce((top, { slots }) => slots.demand.reduce((a, b) => Math.max(a, b * perHour), top), 0);
  return Math.max(2, 2 * Math.ceil(most / 2));
}
