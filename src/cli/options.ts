import { InvalidArgumentError } from 'commander';
import { codedError, InputError } from '../contract/errors.ts';
import type { RoutingRequest, SolveOptions } from '../contract/request.ts';

/** What the command line may say about a search; absent = as the request says. */
export interface SearchOptions {
  /** Seconds. */
  time?: number;
  /** Per thread. */
  iterations?: number;
  seed?: number;
  threads?: number;
}

/** A parser for an option: a number within bounds, the same as those of `options` in a request. */
export function numberWithin(min: number, max: number, integer = false): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value >= min && value <= max && (!integer || Number.isInteger(value))) return value;
    throw new InvalidArgumentError(`It must be ${integer ? 'a whole number' : 'a number'} from ${min} to ${max}.`);
  };
}

export const integerWithin = (min: number, max: number) => numberWithin(min, max, true);

/** Names of the options that are given. */
const givenOf = ({ time, iterations, seed, threads }: SearchOptions) =>
  Object.entries({ time, iterations, seed, threads }).flatMap(([name, value]) => (value === undefined ? [] : name));

/** What is wrong with options that cannot be followed. */
export function refused(cause: string, action: string): InputError {
  return new InputError([codedError('bad_option', '', cause, action)]);
}

/** Why options of a search would be idle, where it is not for `--check`. */
export const NO_SEARCH = 'the request asks for none (`options.search` is false)';

/** What keeps options of a search from being of any use where routes are judged, or null. @param why nothing is searched */
export function idleSearch(search: SearchOptions, why = 'with --check nothing is searched'): string | null {
  const given = givenOf(search);
  if (given.length === 0) return null;
  return `${given.map((name) => `--${name}`).join(', ')}: for a search, and ${why}`;
}

/**
 * The command line's options over those of a request, whose budget is dropped once one is given here.
 * @throws InputError where the request asks for no search that they could be for.
 */
export function searchOptionsOf({ options }: RoutingRequest, search: SearchOptions): SolveOptions {
  const idle = options.search ? null : idleSearch(search, NO_SEARCH);
  if (idle !== null) throw refused(idle, 'Leave them out.');
  const hasBudget = search.time !== undefined || search.iterations !== undefined;
  return {
    search: options.search,
    time_s: hasBudget ? (search.time ?? null) : options.time_s,
    iterations: hasBudget ? (search.iterations ?? null) : options.iterations,
    seed: search.seed ?? options.seed,
    threads: search.threads ?? options.threads,
  };
}

/** A native request with these options, as it goes into the queue; unchanged if the command line says nothing. */
export function inputWith(input: unknown, options: SolveOptions, search: SearchOptions): unknown {
  if (givenOf(search).length === 0) return input;
  const present = Object.entries(options).filter(([, value]) => value !== null);
  return { ...(input as object), options: Object.fromEntries(present) };
}
