import { loadConfig } from '../config.ts';
import type { Objective } from '../formats/index.ts';
import type { Submitted } from '../queue/submit.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { readText } from './files.ts';
import { followAndReport, followStaffing } from './follow.ts';
import { inputWith, type SearchOptions, searchOptionsOf } from './options.ts';
import { checkOutputs, checkWritten, type Outputs, refuseTours } from './outputs.ts';
import { loadRequest } from './read.ts';
import { openSession } from './session.ts';
import { isStaffing, readStaffing } from './staffing-read.ts';
import { printable, type Terminal } from './terminal.ts';

interface Options extends SearchOptions, Outputs {
  objective?: Objective;
  id?: string;
  timeout?: number;
  webhook?: string;
  watch?: boolean;
  verbose?: boolean;
}

/** Puts a request into the queue. On Redis that is all, unless it is to be watched; the embedded queue works on it here. */
export async function submit(terminal: Terminal, options: Options, file: string): Promise<ExitCode> {
  await checkOutputs(options, file);
  const text = await readText(file);
  if (isStaffing(text)) return submitStaffing(terminal, options, text);
  const { request: given, input } = await loadRequest(file, options.objective, terminal, false, text);
  checkWritten(given, options);
  const search = searchOptionsOf(given, options);
  const session = await openSession(terminal, loadConfig(), { works: true, verbose: options.verbose });
  try {
    const jobOptions = { jobId: options.id, timeout_s: options.timeout, webhook: options.webhook };
    const submitted = await session.client.submit('routing', inputWith(input, search, options), jobOptions);
    if (!announce(terminal, submitted, session.isEmbedded, options)) return EXIT.ok;
    return await followAndReport(terminal, session.client, submitted.jobId, { ...given, options: search }, options);
  } finally {
    await session.close();
  }
}

/** The same for riders: recognised by its `kind`. */
async function submitStaffing(terminal: Terminal, options: Options, text: string): Promise<ExitCode> {
  const { sol, geojson, objective } = options;
  refuseTours({ sol, geojson, objective });
  const { request, input } = await readStaffing(text, options);
  const session = await openSession(terminal, loadConfig(), { works: true, verbose: options.verbose });
  try {
    const jobOptions = { jobId: options.id, timeout_s: options.timeout, webhook: options.webhook };
    const submitted = await session.client.submit('staffing', input, jobOptions);
    if (!announce(terminal, submitted, session.isEmbedded, options)) return EXIT.ok;
    const { time_s, iterations } = request.options;
    return await followStaffing(terminal, session.client, submitted.jobId, { time_s, iterations }, options);
  } finally {
    await session.close();
  }
}

/** Says which job it is. @returns whether it is to be followed to its end */
function announce(terminal: Terminal, submitted: Submitted, isEmbedded: boolean, options: Options): boolean {
  if (!submitted.created) terminal.note(`Job ${printable(submitted.jobId)}: the same input was submitted before`);
  if (!isEmbedded && !options.watch && !hasOutputs(options)) {
    terminal.say(submitted.jobId);
    terminal.result({ kind: 'submitted', ...submitted });
    return false;
  }
  terminal.event({ kind: 'submitted', ...submitted });
  return true;
}

function hasOutputs({ out, sol, geojson, svg }: Outputs): boolean {
  return [out, sol, geojson, svg].some((file) => file !== undefined);
}
