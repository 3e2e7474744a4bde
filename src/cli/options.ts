import { InvalidArgumentError } from 'commander';
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

const isGiven = (search: SearchOptions) =>
  [search.time, search.iterations, search.seed, search.threads].some((value) => value !== undefined);

/** What keeps options of a search from being of any use where routes are judged, or null. */
export function idleSearch(search: SearchOptions): string | null {
  const { time, iterations, seed, threads } = search;
  const given = Object.entries({ time, iterations, seed, threads }).filter(([, value]) => value !== undefined);
  if (given.length === 0) return null;
  return `${given.map(([name]) => `--${name}`).join(', ')}: for a search, and with --check nothing is searched`;
}

/** The command line's options over those of a request, whose budget is dropped once one is given here. */
export function searchOptionsOf({ options }: RoutingRequest, search: SearchOptions): SolveOptions {
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
  if (!isGiven(search)) return input;
  const present = Object.entries(options).filter(([, value]) => value !== null);
  return { ...(input as object), options: Object.fromEntries(present) };
}
