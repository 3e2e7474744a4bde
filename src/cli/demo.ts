import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { loadConfig } from '../config.ts';
import { codedError, InputError } from '../contract/errors.ts';
import type { RoutingRequest } from '../contract/request.ts';
import { number } from '../map/text.ts';
import type { Client } from '../queue/client.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { readText } from './files.ts';
import { followAndReport, followStaffing } from './follow.ts';
import { inputWith, searchOptionsOf } from './options.ts';
import { checkOutputs } from './outputs.ts';
import { packageRoot } from './package.ts';
import { loadRequest } from './read.ts';
import { openScratchSession } from './session.ts';
import { readStaffing } from './staffing-read.ts';
import { line } from './summary.ts';
import type { Terminal } from './terminal.ts';

const DAY = 'city-day.json';
const FRIDAY = 'staffing/day.json';
/** Enough to see what a plan of riders is like. */
const STAFFING_ITERATIONS = 500;
/** Enough for a plan worth looking at; with the start of queue and threads well under a minute. */
const DEFAULT_TIME_S = 15;

interface Options {
  time?: number;
  dir: string;
  verbose?: boolean;
}

/** The whole pipeline once: queue, threads, solver, check, published plan; on a queue in memory that touches no other. */
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
    const exit = await followAndReport(terminal, client, jobId, request, outputs);
    return exit === EXIT.ok ? await showStaffing(terminal, client, options.dir) : exit;
  } finally {
    await close();
  }
}

/** Riders the same way: a Friday forecast from ten weeks, with what-ifs, on the queue beside. */
async function showStaffing(terminal: Terminal, client: Client, dir: string): Promise<ExitCode> {
  const outputs = { out: join(dir, 'staffing-plan.json'), svg: join(dir, 'staffing.svg') };
  await checkOutputs(outputs);
  const file = join(packageRoot(), 'data', FRIDAY);
  const { request, input } = await readStaffing(await readText(file), { iterations: STAFFING_ITERATIONS });
  const name = relative(process.cwd(), file);
  const facts = `${number(request.zones.length)} zones, ${number(request.riders.length)} riders, ${number(request.scenarios.length)} what-ifs`;
  terminal.say('');
  terminal.say(line('Request', `${name.startsWith('..') ? file : name}: ${facts}`));
  const { jobId } = await client.submit('staffing', input);
  return followStaffing(terminal, client, jobId, request.options, outputs);
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
