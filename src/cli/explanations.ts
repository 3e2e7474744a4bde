import type { PlanExplanations } from '../contract/plan.ts';
import { number } from '../map/text.ts';
import { item } from './summary.ts';
import { printable } from './terminal.ts';

/**
 * For people: a paragraph per task.
 * @param startsAt_ms what second 0 is on the calendar.
 * @param left the tasks on no route.
 */
export function describeExplanations(
  { omitted, vehicles = [], unassigned = [], slots = [] }: PlanExplanations,
  startsAt_ms: number | null,
  left: { task: string }[],
): string {
  if (omitted !== undefined) return printable(`No explanations: ${omitted}`);
  const isLeft = new Set(left.map(({ task }) => task));
  const utc = startsAt_ms === null ? '' : ' (UTC)';
  const spanOf = spansOf(
    startsAt_ms,
    slots.flatMap(({ slots: offered }) => offered.map(({ window }) => window)),
  );
  const indented = (title: string, lines: string[]) => [printable(title), ...lines.map(item)].join('\n');
  const paragraphs = [
    ...vehicles.map(({ task, alternatives, more }) =>
      indented(isLeft.has(task) ? `Where '${task}', which is left out, could go` : `Why '${task}' is where it is`, [
        ...alternatives.map((one) => `${nameOf(one)}: ${placeOf(one)}`),
        ...andMore(more),
      ]),
    ),
    ...unassigned.map(({ task, vehicles: kinds, more }) =>
      indented(`Why '${task}' is left out`, [
        ...kinds.map(
          ({ obstacle, rule, frees, ...kind }) =>
            `${nameOf(kind)}: ${obstacle} (${rule}); frees: ${frees ?? 'none found'}`,
        ),
        ...andMore(more),
      ]),
    ),
    ...slots.map(({ task, slots: offered }) =>
      indented(
        `When '${task}' could be served${utc}`,
        offered.map((one) => `${spanOf(one.window)} ${nameOf(one)}: ${placeOf(one)}`),
      ),
    ),
  ];
  return paragraphs.length === 0 ? 'Nothing to explain: every task is on a route.' : paragraphs.join('\n');
}

const andMore = (more = 0): string[] => (more > 0 ? [`and ${number(more)} more`] : []);

type Alternative = NonNullable<PlanExplanations['vehicles']>[number]['alternatives'][number];
type Named = Pick<Alternative, 'vehicle' | 'shift'> & { number?: number | undefined };

const nameOf = ({ vehicle, number: which, shift }: Named) =>
  `${vehicle}${which === undefined ? '' : ` ${which}`}${shift === undefined ? '' : `, shift ${shift}`}`;

function placeOf({ cost, before, obstacle }: Alternative): string {
  if (cost === null) return obstacle ?? 'no place';
  const sign = cost < 0 ? '' : '+';
  return `${sign}${number(cost, 2)}, ${before === null ? 'as the last' : `before '${before}'`}`;
}

/**
 * Hours and minutes after second 0; where the request is on a calendar the time of day (UTC), with the day unless all of these windows are
 * on that of second 0.
 */
function spansOf(startsAt_ms: number | null, windows: [number, number][]): (window: [number, number]) => string {
  if (startsAt_ms === null) return ([opens_s, closes_s]) => `${hoursOf(opens_s)}-${hoursOf(closes_s)}`;
  const partsOf = (time_s: number) => new Date(startsAt_ms + 1000 * time_s).toISOString().split('T');
  const dayOf = (time_s: number) => partsOf(time_s)[0]!;
  const timeOf = (time_s: number) => partsOf(time_s)[1]!.slice(0, 5);
  const hasDays = windows.flat().some((time_s) => dayOf(time_s) !== dayOf(0));
  return ([opens_s, closes_s]) => {
    const [from, to] = [timeOf(opens_s), timeOf(closes_s)];
    if (!hasDays) return `${from}-${to}`;
    const closes = dayOf(closes_s) === dayOf(opens_s) ? to : `${dayOf(closes_s)} ${to}`;
    return `${dayOf(opens_s)} ${from}-${closes}`;
  };
}

/** `-1:30` is an hour and a half before second 0. */
function hoursOf(time_s: number): string {
  const minutes = Math.floor(time_s / 60);
  const clock = Math.abs(minutes);
  return `${minutes < 0 ? '-' : ''}${Math.floor(clock / 60)}:${String(clock % 60).padStart(2, '0')}`;
}
