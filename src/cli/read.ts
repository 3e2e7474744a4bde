import { InputError } from '../contract/errors.ts';
import { parseJson } from '../contract/limits.ts';
import { parsePlan, parseRequest } from '../contract/parse.ts';
import type { RoutingPlan } from '../contract/plan.ts';
import type { RoutingRequest } from '../contract/request.ts';
import { type Objective, readRequest, type Vroom } from '../formats/index.ts';
import { readText } from './files.ts';
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
 * @throws InputError with everything that is wrong with it.
 */
export async function loadRequest(
  file: string,
  objective: Objective | undefined,
  terminal: Terminal,
  judge?: boolean,
): Promise<ReadRequest> {
  const read = readRequest(await readText(file), { objective, judge });
  if (!read.ok) throw new InputError(read.errors);
  const parsed = parseRequest(read.input);
  if (!parsed.ok) throw new InputError(parsed.errors.map((error) => ({ ...error, path: read.locate(error.path) })));
  for (const note of read.notes) terminal.note(note);
  return { request: parsed.value, input: read.input, vroom: read.vroom };
}

/**
 * Reads a plan.
 * @throws InputError with everything that is wrong with it.
 */
export async function loadPlan(file: string): Promise<RoutingPlan> {
  const json = parseJson(await readText(file));
  if (!json.ok) throw new InputError(json.errors);
  const parsed = parsePlan(json.value);
  if (!parsed.ok) throw new InputError(parsed.errors);
  return parsed.value;
}
