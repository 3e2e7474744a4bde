import { escapeXml, px } from '../../src/map/text.ts';
import type { Curve, CurvePoint, Panel } from './curves.ts';

/** Small multiples: a panel per set, time on a logarithmic scale, gaps on one of square roots, so that 0 has a place. */

const COLUMNS = 3;
const MARGIN = 24;
const HEADER = 66;
const FOOTER = 56;
const PANEL = { width: 300, height: 196, gap: 22 };
/** The plot within its panel. */
const PLOT = { left: 26, top: 36, right: 62, bottom: 20 };
const LABEL_HEIGHT = 11;
const RESULT_HEIGHT = 12;
/** A name has so much room to the right of its mark within the plot, or is put outside. */
const ROOM_FOR_NAME = 60;
/** Gaps beyond are drawn at the upper edge. */
const MOST_GAP = 10;
const GAP_TICKS = [0, 0.1, 0.5, 1, 2, 5, 10];
const TIME_TICKS = [0.1, 1, 10, 60, 300];

const INK = '#27313b';
const PEER = '#a4502c';
const TARGET = '#c8102e';
/** Of one thread, and of several. */
const ALONE = '#2e7d5b';
const TOGETHER = '#1f5fa8';

const STYLE = `text{font:10px Inter,"Segoe UI",system-ui,"Liberation Sans","DejaVu Sans",sans-serif;fill:${INK}}
.title{font-size:20px;font-weight:600}.sub{font-size:12px;fill:#5b6672}.name{font-size:12.5px;font-weight:600}
.faint{fill:#7d8791}.end{text-anchor:end}.mid{text-anchor:middle}.peer{fill:${PEER};stroke:#fff;stroke-width:2.5px;stroke-linejoin:round;paint-order:stroke}.result{font-weight:600;stroke:#fff;stroke-width:2.5px;stroke-linejoin:round;paint-order:stroke}.curve{fill:none;stroke-linejoin:round}`;

/** What a picture is headed by. */
export interface Heading {
  title: string;
  subtitle: string;
}

/** Draws panels as one SVG picture; panels of one picture have the same scales, so that they can be compared. */
export function curvesSvg(panels: Panel[], { title, subtitle }: Heading): string {
  const columns = Math.max(1, Math.min(COLUMNS, panels.length));
  const rows = Math.ceil(panels.length / columns);
  const width = 2 * MARGIN + COLUMNS * PANEL.width + (COLUMNS - 1) * PANEL.gap;
  const height = HEADER + rows * (PANEL.height + PANEL.gap) + FOOTER;
  const scale = scaleFor(panels);
  const drawn = panels.map((panel, i) => {
    const x = MARGIN + (i % columns) * (PANEL.width + PANEL.gap);
    const y = HEADER + Math.floor(i / columns) * (PANEL.height + PANEL.gap);
    return `<g transform="translate(${x} ${y})">${drawPanel(panel, scale)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title><style>${STYLE}</style>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${MARGIN}" y="32" class="title">${escapeXml(title)}</text>`,
    `<text x="${MARGIN}" y="51" class="sub">${escapeXml(subtitle)}</text>`,
    ...drawn,
    drawKey(panels, height - 36),
    '</svg>',
    '',
  ].join('\n');
}

/** From seconds and percent to pixels within a panel. */
interface Scale {
  x(at_s: number): number;
  y(gap: number): number;
  least_s: number;
  most_s: number;
}

function scaleFor(panels: Panel[]): Scale {
  const times = panels.flatMap(({ curves, peers }) => [
    ...curves.flatMap(({ points }) => points.map(({ at_s }) => at_s)),
    ...peers.flatMap(({ points }) => points.map(({ at_s }) => at_s)),
  ]);
  const least_s = Math.min(0.1, ...times);
  const most_s = Math.max(10, ...times);
  const [left, right] = [PLOT.left, PANEL.width - PLOT.right];
  const [top, bottom] = [PLOT.top, PANEL.height - PLOT.bottom];
  const span = Math.log(most_s / least_s);
  return {
    least_s,
    most_s,
    x: (at_s) => left + ((right - left) * Math.log(at_s / least_s)) / span,
    // Better than the best known is drawn at the lower edge.
    y: (gap) => bottom - (bottom - top) * Math.sqrt(Math.min(1, Math.max(0, gap) / MOST_GAP)),
  };
}

function drawPanel({ title, subtitle, curves, targets, peers }: Panel, scale: Scale): string {
  return [
    `<text y="10" class="name">${escapeXml(title)}</text>`,
    `<text y="24" class="faint">${escapeXml(subtitle)}</text>`,
    drawAxes(scale),
    ...peers.map((peer) => drawPeer(peer.points, scale)),
    ...targets.map((target) => drawTarget(target, scale)),
    ...curves.map((curve) => drawCurve(curve, longestOf(curves), scale)),
    namePeers(peers, scale),
    ...curves.map((curve, i) => resultText(curve, curves, i)),
  ].join('\n');
}

const longestOf = (curves: Curve[]) => Math.max(...curves.map(({ time_s }) => time_s));

/** `20 s 0.58 %` in the upper right corner, which curves leave free; of one thread `(1)` where there are others, too. */
function resultText({ time_s, threads, points }: Curve, curves: Curve[], i: number): string {
  const differ = new Set(curves.map((curve) => curve.threads)).size > 1;
  const text = `${time_s} s${differ ? ` (${threads})` : ''} ${points.at(-1)!.gap.toFixed(2)} %`;
  const [x, y] = [PANEL.width, PLOT.top + 4 + i * RESULT_HEIGHT];
  return `<text x="${x}" y="${y}" class="end result" style="fill:${threads > 1 ? TOGETHER : ALONE}">${escapeXml(text)}</text>`;
}

function drawAxes(scale: Scale): string {
  const [left, right] = [px(scale.x(scale.least_s)), px(scale.x(scale.most_s))];
  const gaps = GAP_TICKS.map((gap) => {
    const y = px(scale.y(gap));
    const label = `<text x="${PLOT.left - 5}" y="${px(scale.y(gap) + 3.5)}" class="faint end">${gap}${gap === MOST_GAP ? '+' : ''}</text>`;
    return `<path d="M${left} ${y}H${right}" stroke="${gap === 0 ? '#b9bfc5' : '#e9ebee'}"/>${label}`;
  });
  const bottom = px(scale.y(0));
  const times = TIME_TICKS.filter((at_s) => at_s >= scale.least_s && at_s <= scale.most_s).map((at_s) => {
    const x = px(scale.x(at_s));
    const label = `<text x="${x}" y="${PANEL.height - 6}" class="faint mid">${at_s}${at_s === 0.1 ? ' s' : ''}</text>`;
    return `<path d="M${x} ${PLOT.top}V${bottom}" stroke="#f1f2f4"/>${label}`;
  });
  return [...times, ...gaps].join('');
}

function drawCurve({ time_s, threads, points }: Curve, longest_s: number, scale: Scale): string {
  const colour = threads > 1 ? TOGETHER : ALONE;
  const opacity = time_s === longest_s ? 1 : 0.5;
  const path = pathOf(points, scale);
  const end = points.at(-1)!;
  return [
    `<g opacity="${opacity}"><path d="${path}" class="curve" stroke="${colour}" stroke-width="1.8"/>`,
    `<circle cx="${px(scale.x(end.at_s))}" cy="${px(scale.y(end.gap))}" r="2.8" fill="${colour}"/></g>`,
  ].join('');
}

function pathOf(points: CurvePoint[], scale: Scale): string {
  return points.map(({ at_s, gap }, i) => `${i === 0 ? 'M' : 'L'}${px(scale.x(at_s))} ${px(scale.y(gap))}`).join('');
}

/** A bar below which a curve is to be at that time. */
function drawTarget({ at_s, gap }: CurvePoint, scale: Scale): string {
  return `<path d="M${px(scale.x(at_s) - 6)} ${px(scale.y(gap))}h12" stroke="${TARGET}" stroke-width="2"/>`;
}

/** Each solver named beside its last point or, where there is no room, at the right, where names do not cover each other. */
function namePeers(peers: Panel['peers'], scale: Scale): string {
  const edge = PANEL.width - PLOT.right;
  const last = peers
    .map(({ label, points }) => ({ label, x: scale.x(points.at(-1)!.at_s), y: scale.y(points.at(-1)!.gap) }))
    .sort((a, b) => a.y - b.y);
  const isInside = ({ x }: { x: number }) => x < edge - ROOM_FOR_NAME;
  const beside = last.filter(isInside).map(({ label, x, y }) => nameAt(label, x + 3, y - 7));
  const outside = last.filter((name) => !isInside(name));
  const rows = spread(
    outside.map(({ y }) => y),
    LABEL_HEIGHT,
    PANEL.height - PLOT.bottom + 2,
  );
  const named = outside.map(({ label, x, y }, i) => {
    const leader = `M${px(x)} ${px(y)}L${edge + 8} ${px(rows[i]!)}`;
    return `<path d="${leader}" stroke="${PEER}" stroke-opacity=".35" stroke-width=".7"/>${nameAt(label, edge + 10, rows[i]!)}`;
  });
  return [...beside, ...named].join('');
}

function drawPeer(points: CurvePoint[], scale: Scale): string {
  const squares = points.map(({ at_s, gap }) => `M${px(scale.x(at_s) - 2)} ${px(scale.y(gap) - 2)}h4v4h-4z`).join('');
  const line = `<path d="${pathOf(points, scale)}" class="curve" stroke="${PEER}" stroke-opacity=".55" stroke-dasharray="1.5 2.5"/>`;
  return `${points.length > 1 ? line : ''}<path d="${squares}" fill="${PEER}"/>`;
}

const nameAt = (label: string, x: number, y: number) =>
  `<text x="${px(x)}" y="${px(y + 3.5)}" class="peer">${escapeXml(label)}</text>`;

/** Moves ascending positions as little as is needed for them to be `least` apart and none beyond `most`. */
export function spread(positions: number[], least: number, most: number): number[] {
  const placed = [...positions];
  for (let i = 1; i < placed.length; i++) placed[i] = Math.max(placed[i]!, placed[i - 1]! + least);
  const beyond = Math.max(0, (placed.at(-1) ?? 0) - most);
  if (beyond === 0) return placed;
  placed[placed.length - 1]! -= beyond;
  for (let i = placed.length - 2; i >= 0; i--) placed[i] = Math.min(placed[i]!, placed[i + 1]! - least);
  return placed;
}

/** One line below the panels that says what is what; only what occurs. */
function drawKey(panels: Panel[], baseline: number): string {
  const curves = panels.flatMap((panel) => panel.curves);
  const line = (colour: string, opacity = 1) =>
    `<path d="M0 -3.5h18" stroke="${colour}" stroke-width="1.8" opacity="${opacity}"/>`;
  const entries: { symbol: string; label: string; room: number }[] = [];
  if (curves.some(({ threads }) => threads > 1)) {
    entries.push({ symbol: line(TOGETHER), label: 'mean gap in %, all threads', room: 172 });
  }
  if (curves.some(({ threads }) => threads === 1)) {
    entries.push({ symbol: line(ALONE), label: 'mean gap in %, one thread', room: 172 });
  }
  if (new Set(curves.map(({ time_s }) => time_s)).size > 1) {
    entries.push({ symbol: line('#5b6672', 0.5), label: 'shorter runs', room: 104 });
  }
  if (panels.some(({ targets }) => targets.length > 0)) {
    entries.push({
      symbol: `<path d="M3 -3.5h12" stroke="${TARGET}" stroke-width="2"/>`,
      label: 'target of two threads',
      room: 148,
    });
  }
  if (panels.some(({ peers }) => peers.length > 0)) {
    entries.push({
      symbol: `<path d="M7 -5.5h4v4h-4z" fill="${PEER}"/>`,
      label: 'others, one thread (VROOM -x5: two)',
      room: 236,
    });
  }
  let x = MARGIN;
  const drawn = entries
    .map(({ symbol, label, room }) => {
      const entry = `<g transform="translate(${x} ${baseline})">${symbol}<text x="24">${label}</text></g>`;
      x += room;
      return entry;
    })
    .join('');
  const axes = 'Across: seconds, logarithmic. Up: gaps, spaced as their square roots; 10+ is 10 % and more.';
  return `${drawn}<text x="${MARGIN}" y="${baseline + 18}" class="faint">${axes}</text>`;
}
