import { codedError, InputError } from '../contract/errors.ts';
import type { RoutingPlan } from '../contract/plan.ts';
import type { RoutingRequest } from '../contract/request.ts';
import { hasSol, writeSol } from '../formats/index.ts';
import { coordinatesOf, planSvg } from '../map/svg.ts';
import { describeExplanations } from './explanations.ts';
import { checkWritable, STANDARD } from './files.ts';
import { describePlan, line } from './summary.ts';
import type { Terminal } from './terminal.ts';
import { type Wanted, writeAll } from './write-all.ts';

/** Files a plan is written to; `-` is stdout. */
export interface Outputs {
  out?: string;
  sol?: string;
  geojson?: string;
  svg?: string;
}

/** Makes sure that the files can be written, before a long solve. @param input what is read @throws InputError with all that cannot. */
export async function checkOutputs({ out, sol, geojson, svg }: Outputs, input?: string): Promise<void> {
  await checkWritable([out, sol, geojson, svg], [input]);
}

/**
 * Makes sure that plans of the request can be written as the files want it, before a long solve, too.
 * @throws InputError `bad_option`, one per file.
 */
export function checkWritten(request: RoutingRequest, { sol, svg }: Outputs): void {
  const causes: string[] = [];
  if (sol !== undefined && !hasSol(request)) causes.push('--sol is for benchmark files, and this is none');
  if (svg !== undefined && request.places.every(({ position }) => position === null))
    causes.push('--svg draws positions, and no place has one');
  if (causes.length === 0) return;
  throw new InputError(causes.map((cause) => codedError('bad_option', '', cause, 'Leave it out.')));
}

/** @throws InputError `bad_option` for options that are for routes only, where riders are planned. */
export function refuseTours(options: Record<string, unknown>): void {
  const given = Object.keys(options).filter((name) => options[name] !== undefined);
  if (given.length === 0) return;
  throw new InputError(
    given.map((name) => codedError('bad_option', '', `--${name} is for routes, and these are riders`)),
  );
}

/**
 * Writes a plan to the files that are wanted, and then says what it is like: nobody may be listening.
 * @param request null where only the plan is known.
 * @param check a line that says what the check found.
 * @throws InputError when the plan cannot be expressed in a file, or a file not be written; the others are.
 */
export async function report(
  terminal: Terminal,
  plan: RoutingPlan,
  request: RoutingRequest | null,
  outputs: Outputs,
  check: string,
): Promise<void> {
  const { kind: _, routes, ...facts } = plan;
  const { out, sol, geojson, svg } = outputs;
  const { written, errors } = await writeAll(filesOf(plan, request, outputs), terminal);
  terminal.note('');
  terminal.say(describePlan(plan));
  terminal.say(check);
  if (plan.explanations)
    terminal.say(describeExplanations(plan.explanations, request?.startsAt_ms ?? null, plan.unassigned));
  terminal.result({ kind: 'plan', ...facts, routes: routes.length, files: { out, sol, geojson, svg } });
  for (const { name, file } of written) if (file !== STANDARD) terminal.say(line(name, file));
  if (errors.length > 0) throw new InputError(errors);
}

function filesOf(plan: RoutingPlan, request: RoutingRequest | null, { out, sol, geojson, svg }: Outputs): Wanted[] {
  return [
    { name: 'Plan', file: out, text: () => `${JSON.stringify(plan)}\n` },
    { name: 'Tours', file: sol, text: () => writeSol(plan) },
    { name: 'GeoJSON', file: geojson, text: () => geoJsonOf(plan) },
    { name: 'Picture', file: svg, text: () => pictureOf(plan, request) },
  ];
}

/** Loaded when needed: the library behind it takes longer to load than many a request to solve. */
async function geoJsonOf(plan: RoutingPlan): Promise<string> {
  const { planGeoJson } = await import('../plan/geojson.ts');
  return `${JSON.stringify(planGeoJson(plan))}\n`;
}

/** @throws InputError `position_needed`. */
function pictureOf(plan: RoutingPlan, request: RoutingRequest | null): string {
  const about = request ? { title: request.description ?? undefined, coordinates: coordinatesOf(request) } : {};
  const drawn = planSvg(plan, about);
  if (!drawn.ok) throw new InputError(drawn.errors);
  return drawn.svg;
}
