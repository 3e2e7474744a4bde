import { InputError } from '../contract/errors.ts';
import { parseJson } from '../contract/limits.ts';
import { parsePlan, parseRequest } from '../contract/parse.ts';
import type { RoutingPlan } from '../contract/plan.ts';
import type { RoutingRequest } from '../contract/request.ts';
import { located, type Objective, readRequest, type Vroom } from '../formats/index.ts';
import { readText } from './files.ts';
import { readAll } from './read-all.ts';
import type { Terminal } from './terminal.ts';

export interface ReadRequest {
  request: RoutingRequest;
  /** The native request as a user would have written it, to be put into a queue. */
  input: unknown;
  /** What was read, where it is VROOM's. */
  vroom: Vroom | null;
}

/**
 * Reads a request in any format.
 * @param judge its routes are to be judged, nothing is to be searched.
 * @param text what is in the file, where that is known.
 * @throws InputError with everything that is wrong with it.
 */
export async function loadRequest(
  file: string,
  objective: Objective | undefined,
  terminal: Terminal,
  judge?: boolean,
  text?: string,
): Promise<ReadRequest> {
  const read = readRequest(text ?? (await readText(file)), { objective, judge });
  if (!read.ok) throw new InputError(read.errors);
  const parsed = parseRequest(read.input);
  if (!parsed.ok) throw new InputError(located(parsed.errors, read.locate));
  terminal.remarks(read.notes);
  return { request: parsed.value, input: read.input, vroom: read.vroom };
}

/**
 * Reads a plan.
 * @throws InputError with everything that is wrong with it.
 */
export async function loadPlan(file: string): Promise<RoutingPlan> {
  return planIn(await readText(file));
}

/** Reads a request and a plan of it. @throws InputError with everything that is wrong with either. */
export function loadBoth(
  terminal: Terminal,
  { objective, check }: { objective?: Objective; check?: boolean },
  requestFile: string,
  planFile: string,
): Promise<[ReadRequest, RoutingPlan]> {
  return readAll([
    [requestFile, () => loadRequest(requestFile, objective, terminal, check)],
    [planFile, () => loadPlan(planFile)],
  ]);
}

/** A plan in JSON text. @throws InputError as `loadPlan`. */
export function planIn(text: string): RoutingPlan {
  const json = parseJson(text);
  if (!json.ok) throw new InputError(json.errors);
  const parsed = parsePlan(json.value);
  if (!parsed.ok) throw new InputError(parsed.errors);
  return parsed.value;
}
