import { ErrorList } from '../contract/error-list.ts';
import { type CodedError, codedError, type ErrorCode } from '../contract/errors.ts';
import { DEFAULT_LIMITS, type Limits, measureJson, parseJson } from '../contract/limits.ts';
import { notesOn, toRequest } from './benchmark.ts';
import { detectJson, detectText, type Format, looksLikeJson, withoutMark } from './detect.ts';
import { type Locate, locateInLoggibud, locateInVroom } from './locate.ts';
import { locateInBenchmark } from './locate-benchmark.ts';
import { readLoggibud } from './loggibud.ts';
import { defaultObjective, type Objective } from './objectives.ts';
import { readLiLim, readSolomon } from './tables.ts';
import { FileErrors } from './text.ts';
import { readVroom } from './vroom.ts';
import { addOthers } from './vroom-others.ts';
import type { Vroom } from './vroom-schema.ts';
import { readVrplib } from './vrplib.ts';

export interface ReadOptions {
  /** Of benchmark files only: how distances and times are counted. Default: what the best-known values are given in. */
  objective?: Objective | undefined;
  /** Default: `DEFAULT_LIMITS`. */
  limits?: Limits | undefined;
  /** The routes given are to be judged, nothing is to be searched: VROOM's `-c`. Default: as the request says. */
  judge?: boolean | undefined;
}

export type ReadResult =
  | {
      ok: true;
      format: Format;
      /** A native request as a user would have written it: it still has to pass `parseRequest`. */
      input: unknown;
      /** What was read, where it is VROOM's: its answer needs it. */
      vroom: Vroom | null;
      /** What a user should know about how the file was understood; often empty. */
      notes: string[];
      /** Errors of `parseRequest` have paths in the native request: this finds the place in the file. */
      locate: Locate;
    }
  | { ok: false; errors: CodedError[] };

/** Documents of ours that are no routing requests: said at once, instead of all that keeps them from being one. */
const OTHER_KINDS = new Map<unknown, [cause: string, action: string]>([
  ['staffing', ['this is a staffing request', 'Use the command staff, or submit it as a job of kind staffing.']],
  ['staffing-plan', ['this is a plan, not a request', 'Name the request instead.']],
  ['routing-plan', ['this is a plan, not a request', 'Name the request instead.']],
]);

const BENCHMARKS = { vrplib: readVrplib, solomon: readSolomon, lilim: readLiLim };

/**
 * Reads a request in any known format, told by its content, into the native format. Never throws: what is wrong is returned.
 * @param source the text of a file, or a value that was parsed from JSON.
 */
export function readRequest(source: unknown, options: ReadOptions = {}): ReadResult {
  const limits = options.limits ?? DEFAULT_LIMITS;
  if (typeof source === 'string') return readText(source, options, limits);
  const errors = measureJson(source, limits);
  return errors.length > 0 ? { ok: false, errors } : readValue(source, options, limits);
}

function readText(text: string, options: ReadOptions, limits: Limits): ReadResult {
  if (looksLikeJson(text)) return readJson(withoutMark(text), options, limits);
  const bytes = Buffer.byteLength(text);
  if (bytes > limits.maxBytes) return failed('too_large', `${bytes} bytes, more than the ${limits.maxBytes} allowed`);
  const format = detectText(text);
  if (format === null) return failed('unknown_format', describeUnknown(text));
  return readBenchmark(text, format, options, limits);
}

function readJson(text: string, options: ReadOptions, limits: Limits): ReadResult {
  const parsed = parseJson(text, limits);
  return parsed.ok ? readValue(parsed.value, options, limits) : parsed;
}

/** Reads what was JSON: told by its fields, within the limits. */
function readValue(value: unknown, { objective, judge }: ReadOptions, limits: Limits): ReadResult {
  const other = OTHER_KINDS.get((Object(value) as { kind?: unknown }).kind);
  if (other) return { ok: false, errors: [codedError('wrong_value', 'kind', ...other)] };
  const format = detectJson(value);
  if (format === null) {
    return failed(
      'unknown_format',
      "the JSON has neither 'kind' and 'tasks' (native), 'jobs' or 'shipments' (VROOM) nor 'deliveries' (loggibud)",
    );
  }
  if (objective !== undefined) {
    const cause = `the objective '${objective}' is for benchmark files, and this is ${format} JSON`;
    return failed('conflicting_fields', cause);
  }
  if (format === 'native') {
    const input = judge ? judged(value as object) : value;
    return { ok: true, format, input, vroom: null, notes: [], locate: unchanged };
  }
  const errors = new ErrorList(limits.maxErrors);
  const notes: string[] = [];
  if (format === 'loggibud') {
    const read = readLoggibud(value, errors, notes);
    if (read === null) return { ok: false, errors: errors.all() };
    const input = judge ? judged(read) : read;
    return { ok: true, format, input, vroom: null, notes, locate: locateInLoggibud };
  }
  const given = judge ? { ...(value as Vroom), options: { ...(value as Vroom).options, c: true } } : value;
  const input = readVroom(given, errors, notes);
  if (input === null) {
    addOthers(given, errors);
    return { ok: false, errors: errors.all() };
  }
  // It has passed the schema.
  const vroom = given as Vroom;
  return { ok: true, format, input, vroom, notes, locate: locateInVroom(input, vroom) };
}

function judged(input: object): object {
  return { ...input, options: { ...Object(Object(input).options), search: false } };
}

function unchanged(path: string): string {
  return path;
}

function readBenchmark(
  text: string,
  format: keyof typeof BENCHMARKS,
  { objective: wanted, judge }: ReadOptions,
  limits: Limits,
): ReadResult {
  const errors = new FileErrors(limits.maxErrors);
  const instance = BENCHMARKS[format](text, errors, wanted);
  if (!instance || !errors.isEmpty) return { ok: false, errors: errors.all() };
  const objective = wanted ?? defaultObjective(instance.type, instance.matrix !== null);
  const input = toRequest(instance, objective);
  return {
    ok: true,
    format,
    input: judge ? judged(input) : input,
    vroom: null,
    notes: notesOn(instance, objective),
    locate: locateInBenchmark(input, instance),
  };
}

function describeUnknown(text: string): string {
  const start = text.trim().slice(0, 40).replace(/\s+/g, ' ');
  return start === '' ? 'the text is empty' : `the text starts with '${start}'`;
}

function failed(code: ErrorCode, cause: string): ReadResult {
  return { ok: false, errors: [codedError(code, '', cause)] };
}
