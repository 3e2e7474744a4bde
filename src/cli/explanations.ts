import type { PlanExplanations } from '../contract/plan.ts';
import { number } from '../map/text.ts';

/**
 * For people: a paragraph per task.
 * @param startsAt_ms what second 0 is on the calendar.
 * @param left the tasks on no route.
 */
export function describeExplanations(
  { vehicles = [], unassigned = [], slots = [] }: PlanExplanations,
  startsAt_ms: number | null,
  left: { task: string }[],
): string {
  const isLeft = new Set(left.map(({ task }) => task));
  const utc = startsAt_ms === null ? '' : ' (UTC)';
  const clock = (time_s: number) => clockAt(startsAt_ms, time_s);
  const indented = (title: string, lines: string[]) => [title, ...lines.map((one) => `  ${one}`)].join('\n');
  const paragraphs = [
    ...vehicles.map(({ task, alternatives }) =>
      indented(
        isLeft.has(task) ? `Where '${task}', which is left out, could go` : `Why '${task}' is where it is`,
        alternatives.map((one) => `${nameOf(one)}: ${placeOf(one)}`),
      ),
    ),
    ...unassigned.map(({ task, vehicles: kinds }) =>
      indented(
        `Why '${task}' is left out`,
        kinds.map(
          ({ vehicle, obstacle, rule, frees }) => `${vehicle}: ${obstacle} (${rule}); frees: ${frees ?? 'none found'}`,
        ),
      ),
    ),
    ...slots.map(({ task, slots: offered }) =>
      indented(
        `When '${task}' could be served${utc}`,
        offered.map((one) => `${clock(one.window[0])}-${clock(one.window[1])} ${nameOf(one)}: ${placeOf(one)}`),
      ),
    ),
  ];
  return paragraphs.length === 0 ? 'Nothing to explain: every task is on a route.' : paragraphs.join('\n');
}

type Alternative = NonNullable<PlanExplanations['vehicles']>[number]['alternatives'][number];

const nameOf = ({ vehicle, number: which, shift }: Alternative) =>
  `${vehicle} ${which}${shift === undefined ? '' : `, shift ${shift}`}`;

function placeOf({ cost, before, obstacle }: Alternative): string {
  if (cost === null) return obstacle ?? 'no place';
  const sign = cost < 0 ? '' : '+';
  return `${sign}${number(cost, 2)}, ${before === null ? 'as the last' : `before '${before}'`}`;
}

/** Time of day (UTC) where the request is on a calendar, else hours and minutes after second 0. */
function clockAt(startsAt_ms: number | null, time_s: number): string {
  if (startsAt_ms !== null) return new Date(startsAt_ms + 1000 * time_s).toISOString().slice(11, 16);
  const minutes = Math.floor(time_s / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
