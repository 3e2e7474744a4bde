import { codedError, InputError } from '../contract/errors.ts';
import type { PlanExplanations, RoutingPlan } from '../contract/plan.ts';
import type { Explain, RoutingRequest } from '../contract/request.ts';
import { explainPlan } from '../explain/index.ts';
import type { Objective } from '../formats/index.ts';
import { number } from '../map/text.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { loadPlan, loadRequest } from './read.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  objective?: Objective;
  /** Ids of tasks. */
  vehicle?: string[];
  unassigned?: boolean;
}

/** Answers what the request, or else the command line, asks about a plan. */
export async function explain(
  terminal: Terminal,
  options: Options,
  requestFile: string,
  planFile: string,
): Promise<ExitCode> {
  const { request } = await loadRequest(requestFile, options.objective, terminal);
  const asked = askedFor(request, options);
  const explanations = explained(request, await loadPlan(planFile), asked);
  terminal.say(describeExplanations(explanations));
  terminal.result({ kind: 'explanations', ...explanations });
  return EXIT.ok;
}

function askedFor(request: RoutingRequest, { vehicle = [], unassigned }: Options): Explain {
  const { explain: given, tasks } = request;
  const unknown = vehicle.filter((id) => !tasks.some((task) => task.id === id));
  if (unknown.length > 0) {
    throw new InputError(unknown.map((id) => codedError('bad_option', '--vehicle', `there is no task '${id}'`)));
  }
  const named = vehicle.map((id) => tasks.findIndex((task) => task.id === id));
  const asked = {
    vehicles: [...new Set([...given.vehicles, ...named])],
    unassigned: given.unassigned || unassigned === true,
    slots: given.slots,
  };
  const isNothing = asked.vehicles.length === 0 && !asked.unassigned && asked.slots.length === 0;
  // Why the rest is left out is what can be asked of any plan.
  return isNothing ? { ...asked, unassigned: true } : asked;
}

function explained(request: RoutingRequest, plan: RoutingPlan, asked: Explain): PlanExplanations {
  try {
    return explainPlan(request, plan, asked);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError([codedError('plan_rejected', '', `the plan is not one of this request: ${error.message}`)]);
  }
}

/** For people: a paragraph per task. */
export function describeExplanations({ vehicles = [], unassigned = [], slots = [] }: PlanExplanations): string {
  const indented = (title: string, lines: string[]) => [title, ...lines.map((one) => `  ${one}`)].join('\n');
  const paragraphs = [
    ...vehicles.map(({ task, alternatives }) =>
      indented(
        `Why '${task}' is where it is`,
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
        `When '${task}' could be served`,
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
  return `${sign}${number(Math.round(cost * 100) / 100)}, ${before === null ? 'as the last' : `before '${before}'`}`;
}

/** Seconds since midnight of the first day, or of whatever second 0 is. */
function clock(time_s: number): string {
  const minutes = Math.floor(time_s / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
