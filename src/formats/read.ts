import { type CodedError, codedError, type ErrorCode } from '../contract/errors.ts';
import { DEFAULT_LIMITS, type Limits, parseJson } from '../contract/limits.ts';
import type { RequestInput } from '../contract/schema.ts';
import { toRequest } from './benchmark.ts';
import { detectJson, detectText, type Format, looksLikeJson, withoutMark } from './detect.ts';
import type { Instance } from './instance.ts';
import { defaultObjective, OBJECTIVES, type Objective } from './objectives.ts';
import { readLiLim, readSolomon } from './tables.ts';
import { FileErrors } from './text.ts';
import { readVrplib } from './vrplib.ts';

export interface ReadOptions {
  /** Of benchmark files only: how distances and times are counted. Default: what the best-known values are given in. */
  objective?: Objective | undefined;
  /** Default: `DEFAULT_LIMITS`. */
  limits?: Limits | undefined;
}

export type ReadResult =
  | {
      ok: true;
      format: Format;
      /** A native request as a user would have written it: it still has to pass `parseRequest`. */
      input: unknown;
      /** What a user should know about how the file was understood; often empty. */
      notes: string[];
    }
  | { ok: false; errors: CodedError[] };

const BENCHMARKS = { vrplib: readVrplib, solomon: readSolomon, lilim: readLiLim };

/** Reads a request in any known format, told by its content, into the native format. */
export function readRequest(text: string, options: ReadOptions = {}): ReadResult {
  const limits = options.limits ?? DEFAULT_LIMITS;
  if (looksLikeJson(text)) return readJson(withoutMark(text), options, limits);
  const bytes = Buffer.byteLength(text);
  if (bytes > limits.maxBytes) return failed('too_large', `${bytes} bytes, more than the ${limits.maxBytes} allowed`);
  const format = detectText(text);
  if (format === null || !isBenchmark(format)) return failed('unknown_format', describeUnknown(text));
  return readBenchmark(text, format, options.objective);
}

function readJson(text: string, { objective }: ReadOptions, limits: Limits): ReadResult {
  const parsed = parseJson(text, limits);
  if (!parsed.ok) return parsed;
  const format = detectJson(parsed.value);
  if (format === null) {
    return failed(
      'unknown_format',
      "the JSON has neither 'kind' and 'tasks' (native), 'jobs' or 'shipments' (VROOM) nor 'deliveries' (loggibud)",
    );
  }
  if (objective !== undefined) {
    return failed(
      'conflicting_fields',
      `the objective '${objective}' is for benchmark files, and this is ${format} JSON`,
    );
  }
  return { ok: true, format, input: parsed.value, notes: [] };
}

function isBenchmark(format: Format): format is keyof typeof BENCHMARKS {
  return Object.hasOwn(BENCHMARKS, format);
}

function readBenchmark(text: string, format: keyof typeof BENCHMARKS, wanted: Objective | undefined): ReadResult {
  const errors = new FileErrors();
  const instance = BENCHMARKS[format](text, errors);
  const objective = instance && chooseObjective(instance, wanted, errors);
  const input = instance && objective && toRequest(instance, objective, errors);
  if (!input || errors.list.length > 0) return { ok: false, errors: errors.list };
  return { ok: true, format, input: input satisfies RequestInput, notes: [`objective: ${objective}`] };
}

function chooseObjective(instance: Instance, wanted: Objective | undefined, errors: FileErrors): Objective | null {
  const { type, matrix } = instance;
  const usual = defaultObjective(type, matrix !== null);
  if (usual === null) errors.add(null, `TYPE '${type.slice(0, 40)}' is not understood`, 'unsupported_section');
  const objective = wanted ?? usual;
  if (objective === null) return null;
  if (!Object.hasOwn(OBJECTIVES, objective)) {
    errors.add(null, `the objective '${objective}' is none of ${Object.keys(OBJECTIVES).join(', ')}`, 'wrong_value');
  } else if ((objective === 'matrix') !== (matrix !== null)) {
    const distances = matrix ? 'a matrix' : 'coordinates';
    errors.add(null, `the objective '${objective}' does not fit a file with ${distances}`, 'conflicting_fields');
  }
  return objective;
}

function describeUnknown(text: string): string {
  const start = text.trim().slice(0, 40).replace(/\s+/g, ' ');
  return start === '' ? 'the text is empty' : `the text starts with '${start}'`;
}

function failed(code: ErrorCode, cause: string): ReadResult {
  return { ok: false, errors: [codedError(code, '', cause)] };
}
