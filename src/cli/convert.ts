import { ErrorList } from '../contract/error-list.ts';
import { InputError } from '../contract/errors.ts';
import { DEFAULT_LIMITS, parseJson } from '../contract/limits.ts';
import { parseRequest } from '../contract/parse.ts';
import type { RoutingRequest } from '../contract/request.ts';
import {
  checkNames,
  idsOf,
  located,
  locateInAnswer,
  type Objective,
  readAnswer,
  readRequest,
  routesOfAnswer,
  type Vroom,
  type VroomIds,
  vroomAnswer,
  vroomRequest,
} from '../formats/index.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { checkWritable, readText, STANDARD, writeText } from './files.ts';
import { refused } from './options.ts';
import { loadRequest, planIn, type ReadRequest } from './read.ts';
import { ofFile, readAll } from './read-all.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  to: 'vroom' | 'native';
  /** Of a plan or an answer: its request. */
  request?: string;
  objective?: Objective;
  out?: string;
  /** Judge the routes. */
  check?: boolean;
  geometry?: boolean;
}

/**
 * Converts between the native format and VROOM's: a request; or a plan, with its request, into VROOM's answer; or VROOM's answer, with its
 * request, into a native request with its routes.
 */
export async function convert(terminal: Terminal, options: Options, file: string): Promise<ExitCode> {
  const out = options.out ?? STANDARD;
  await checkWritable([out], [file, options.request]);
  const text = await readText(file);
  const kind = kindOf(text);
  if (kind === 'request' && options.request !== undefined) {
    throw refused('--request is for plans and answers', 'Leave it out.');
  }
  if (kind !== 'plan' && options.geometry) throw refused('-g is for plans that become answers', 'Leave it out.');
  const converted = await converterFor(kind, options.to)(terminal, options, file, text);
  await writeText(out, `${JSON.stringify(converted)}\n`, terminal);
  terminal.result({ kind: 'converted', from: kind, to: options.to, files: { out } });
  return EXIT.ok;
}

type Kind = 'request' | 'plan' | 'answer';
type Converter = (terminal: Terminal, options: Options, file: string, text: string) => Promise<unknown>;

function kindOf(text: string): Kind {
  const json = /^\s*\{/.test(text) ? parseJson(text) : null;
  const value = Object(json?.ok ? json.value : null) as Record<string, unknown>;
  if (value['kind'] === 'routing-plan') return 'plan';
  return typeof value['code'] === 'number' ? 'answer' : 'request';
}

function converterFor(kind: Kind, to: Options['to']): Converter {
  if (kind === 'request') return to === 'vroom' ? requestToVroom : requestToNative;
  if (kind === 'plan' && to === 'vroom') return planToVroom;
  if (kind === 'answer' && to === 'native') return answerToNative;
  throw refused(`the file is in the ${to} format already`, 'Name the other format with --to.');
}

/** Runs what collects errors and notes. @throws InputError with the errors. */
function collect<T>(terminal: Terminal, run: (errors: ErrorList, notes: string[]) => T | null): T {
  const errors = new ErrorList(DEFAULT_LIMITS.maxErrors);
  const notes: string[] = [];
  const value = run(errors, notes);
  if (value === null || !errors.isEmpty) throw new InputError(errors.all());
  terminal.remarks(notes);
  return value;
}

const requestToVroom: Converter = async (terminal, { objective, check }, _, text) => {
  const read = readRequest(text, { objective, judge: check });
  if (!read.ok) throw new InputError(read.errors);
  if (read.vroom) throw refused('the file is in the vroom format already', 'Name the other format with --to.');
  const request = parsed(read.input, read.locate);
  terminal.remarks(read.notes);
  return collect(terminal, (errors, notes) => vroomRequest(request, errors, notes)).vroom;
};

const requestToNative: Converter = async (terminal, { objective, check }, _, text) => {
  const read = readRequest(text, { objective, judge: check });
  if (!read.ok) throw new InputError(read.errors);
  if (read.format === 'native') throw refused('the file is in the native format already', 'Name the other with --to.');
  parsed(read.input, read.locate);
  terminal.remarks(read.notes);
  return read.input;
};

function parsed(input: unknown, locate: (path: string) => string): RoutingRequest {
  const result = parseRequest(input);
  if (!result.ok) throw new InputError(located(result.errors, locate));
  return result.value;
}

const planToVroom: Converter = async (terminal, options, file, text) => {
  const requestFile = requestFileOf(options);
  const [plan, { vroom, ids }] = await readAll([
    [file, () => planIn(text)],
    [requestFile, () => requestOf(terminal, requestFile, options.objective, options.check)],
  ]);
  return collect(terminal, (errors) => {
    checkNames(plan, ids, errors);
    const geometry = options.geometry ?? vroom.options?.g ?? false;
    return errors.isEmpty ? vroomAnswer(plan, vroom, { geometry, loading_ms: 0 }, ids) : null;
  });
};

const answerToNative: Converter = async (terminal, options, file, text) => {
  const requestFile = requestFileOf(options);
  const [{ input, ids }, answer] = await readAll([
    [requestFile, () => requestOf(terminal, requestFile, options.objective)],
    [file, () => collect(terminal, (errors) => readAnswer(jsonOf(text), errors))],
  ]);
  const routes = await ofFile(file, () => collect(terminal, (errors) => routesOfAnswer(answer, ids, errors)));
  const given = input as { options?: object };
  const judged = options.check && { options: { ...given.options, search: false } };
  const converted = { ...given, ...judged, routes };
  await ofFile(file, () => parsed(converted, locateInAnswer(answer)));
  return converted;
};

function jsonOf(text: string): unknown {
  const json = parseJson(text);
  if (!json.ok) throw new InputError(json.errors);
  return json.value;
}

function requestFileOf({ request }: Options): string {
  if (request === undefined) throw refused('a plan says nothing without its request', 'Name it with --request FILE.');
  return request;
}

/**
 * The request of a plan or an answer, in either format.
 * @param judge its own routes are those that were judged.
 */
async function requestOf(
  terminal: Terminal,
  file: string,
  objective?: Objective,
  judge?: boolean,
): Promise<{ input: unknown; vroom: Vroom; ids: VroomIds }> {
  const { request, input, vroom }: ReadRequest = await loadRequest(file, objective, terminal, judge);
  if (vroom) return { input, vroom, ids: idsOf(vroom) };
  return { input, ...collect(terminal, (errors, notes) => vroomRequest(request, errors, notes)) };
}
