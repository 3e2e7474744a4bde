import { InputError } from '../contract/errors.ts';
import { parseJson } from '../contract/limits.ts';
import { parseStaffing, parseStaffingPlan } from '../contract/staffing/parse.ts';
import type { StaffingPlan } from '../contract/staffing/plan.ts';
import type { StaffingRequest } from '../contract/staffing/request.ts';
import { readText } from './files.ts';
import type { SearchOptions } from './options.ts';
import { ofFile } from './read-all.ts';

export interface ReadStaffing {
  request: StaffingRequest;
  /** As a user would have written it, to be put into a queue. */
  input: unknown;
}

/** What the command line may say about a staffing request. */
export interface StaffingOptions extends SearchOptions {
  /** A plan whose shifts are published. */
  published?: string;
}

/** Whether JSON text is a staffing request or plan; routing has its own readers. */
export function isStaffing(text: string): boolean {
  return (
    /^\uFEFF?\s*\{/.test(text) &&
    /"kind"\s*:\s*"staffing(-plan)?"/.test(text) &&
    kindOf(text)?.startsWith('staffing') === true
  );
}

function kindOf(text: string): string | undefined {
  const json = parseJson(text);
  const kind = json.ok ? (Object(json.value) as { kind?: unknown }).kind : undefined;
  return typeof kind === 'string' ? kind : undefined;
}

/**
 * Reads a staffing request, with the command line's options over its own.
 * @throws InputError with everything that is wrong with it.
 */
export async function readStaffing(text: string, options: StaffingOptions): Promise<ReadStaffing> {
  const json = parseJson(text);
  if (!json.ok) throw new InputError(json.errors);
  const input = await withOptions(json.value, options);
  const parsed = parseStaffing(input);
  if (!parsed.ok) throw new InputError(parsed.errors);
  return { request: parsed.value, input };
}

async function withOptions(
  value: unknown,
  { published, time, iterations, seed, threads }: StaffingOptions,
): Promise<unknown> {
  const changes = { time_s: time, iterations, seed, threads };
  const given = Object.entries(changes).filter(([, change]) => change !== undefined);
  let input = value;
  if (given.length > 0) {
    const own = Object(value) as { options?: object };
    input = { ...own, options: { ...own.options, ...Object.fromEntries(given) } };
  }
  if (published === undefined) return input;
  const plan = await ofFile(published, async () => loadStaffingPlan(await readText(published)));
  return { ...(input as object), published: plan.shifts };
}

/** @throws InputError with everything that is wrong with it. */
export async function loadStaffingPlan(text: string): Promise<StaffingPlan> {
  const json = parseJson(text);
  if (!json.ok) throw new InputError(json.errors);
  const parsed = parseStaffingPlan(json.value);
  if (!parsed.ok) throw new InputError(parsed.errors);
  return parsed.value;
}
