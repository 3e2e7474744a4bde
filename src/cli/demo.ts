import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { loadConfig } from '../config.ts';
import { codedError, InputError } from '../contract/errors.ts';
import type { RoutingRequest } from '../contract/request.ts';
import { number } from '../map/text.ts';
import type { ExitCode } from './exit.ts';
import { followAndReport } from './follow.ts';
import { inputWith, searchOptionsOf } from './options.ts';
import { checkOutputs } from './outputs.ts';
import { packageRoot } from './package.ts';
import { loadRequest } from './read.ts';
import { openScratchSession } from './session.ts';
import { line } from './summary.ts';
import type { Terminal } from './terminal.ts';

const DAY = 'city-day.json';
/** Enough for a plan worth looking at; with the start of queue and threads well under a minute. */
const DEFAULT_TIME_S = 15;

interface Options {
  time?: number;
  dir: string;
  verbose?: boolean;
}

/** The whole road once: queue, threads, solver, check, published plan; on a queue in memory that touches no other. */
export async function demo(terminal: Terminal, options: Options): Promise<ExitCode> {
  const inDir = (name: string) => join(options.dir, name);
  const outputs = { out: inDir('plan.json'), geojson: inDir('plan.geojson'), svg: inDir('plan.svg') };
  await makeFolder(options.dir);
  await checkOutputs(outputs);
  const file = join(packageRoot(), 'data', DAY);
  const { request: given, input } = await loadRequest(file, undefined, terminal);
  const budget = { time: options.time ?? DEFAULT_TIME_S };
  const request = { ...given, options: searchOptionsOf(given, budget) };
  terminal.say(introduction(request, file));
  terminal.note('Starting the embedded queue and the solver threads ...');
  const { client, close } = await openScratchSession(loadConfig(), { works: true, verbose: options.verbose });
  try {
    const { jobId } = await client.submit('routing', inputWith(input, request.options, budget));
    return await followAndReport(terminal, client, jobId, request, outputs);
  } finally {
    await close();
  }
}

async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
  } catch (error) {
    throw new InputError([codedError('cannot_write', dir, `the folder cannot be made: ${(error as Error).message}`)]);
  }
}

function introduction(request: RoutingRequest, file: string): string {
  const vehicles = request.vehicles.reduce((sum, { count }) => sum + count, 0);
  const name = relative(process.cwd(), file);
  return line(
    'Request',
    `${name.startsWith('..') ? file : name}: ${number(request.tasks.length)} tasks, ${number(vehicles)} vehicles`,
  );
}
