import { codedError, InputError } from '../contract/errors.ts';
import type { PlanExplanations, RoutingPlan } from '../contract/plan.ts';
import type { Explain, RoutingRequest } from '../contract/request.ts';
import { explainPlan, ForeignPlan } from '../explain/index.ts';
import type { Objective } from '../formats/index.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { describeExplanations } from './explanations.ts';
import { loadBoth } from './read.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  objective?: Objective;
  /** Ids of tasks: why are they on their vehicle? */
  vehicle?: string[];
  unassigned?: boolean;
  /** The plan is of routes that were judged. */
  check?: boolean;
}

/** Answers what the request, or else the command line, asks about a plan. */
export async function explain(
  terminal: Terminal,
  options: Options,
  requestFile: string,
  planFile: string,
): Promise<ExitCode> {
  const [{ request }, plan] = await loadBoth(terminal, options, requestFile, planFile);
  const asked = askedFor(request, options);
  const explanations = explained(request, plan, asked);
  terminal.say(describeExplanations(explanations, request.startsAt_ms, plan.unassigned));
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
    if (!(error instanceof ForeignPlan)) throw error;
    const cause = `the plan is not one of this request: ${error.message}`;
    throw new InputError([
      codedError('plan_rejected', error.path, cause, 'Name the request that the plan was made from.'),
    ]);
  }
}
