import { Command, Option } from 'commander';
import { OBJECTIVES } from '../formats/objectives.ts';
import { KINDS } from '../queue/kinds.ts';
import { EXIT_HELP, type ExitCode } from './exit.ts';
import { STANDARD } from './files.ts';
import { integerWithin, numberWithin } from './options.ts';
import type { Outputs } from './outputs.ts';
import { packageVersion } from './package.ts';
import { createTerminal, type Terminal } from './terminal.ts';

/** A command's own code, loaded only when it runs: `health` must not wait for a solver to load. */
export type Action<Options> = (terminal: Terminal, options: Options, ...files: string[]) => Promise<ExitCode>;

/** Formats that are written. */
const FORMATS = ['native', 'vroom'];

type Done = (code: ExitCode) => void;
type Loader<Options> = () => Promise<Action<Options>>;

/** Builds the command line. `done` receives the exit code of the command that ran. */
export function createProgram(done: Done): Command {
  const program = new Command('roundsman')
    .description('Routes and last-mile tours: from a request to checked tours, with or without a queue.')
    .version(packageVersion())
    .showSuggestionAfterError(true)
    // Lets `bench` pass its arguments on as they are.
    .enablePositionalOptions()
    .addHelpText('after', `${EXIT_HELP}\n\nA file named - is stdin or stdout. More: docs/cli.md`);
  // Errors are thrown, and reported by `runCli`. Set first: subcommands inherit it.
  program.exitOverride().configureOutput({ writeErr: () => {} });
  addLocal(program, done);
  addQueue(program, done);
  addTools(program, done);
  return program;
}

function addLocal(program: Command, done: Done): void {
  const solve = program
    .command('solve')
    .description('solve a request here, without a queue, and check the plan')
    .argument('<file>', 'request: native, VROOM or loggibud JSON, VRPLIB, Solomon, Li & Lim; - for stdin');
  solve
    .addOption(new Option('--format <name>', 'of the answer in --out: vroom for VROOM’s JSON').choices(FORMATS))
    .option('-c, --check', 'judge the routes given, search nothing (VROOM’s plan mode)')
    .option('-g, --geometry', 'with --format vroom: geometry and distances of the routes');
  finish(withSearch(withOutputs(solve)), done, async () => (await import('./solve.ts')).solve);

  const staff = program
    .command('staff')
    .description('plan riders: demand, riders per zone and slot, shifts, moves between zones, and what to expect of it')
    .argument('<file>', 'staffing request as JSON; - for stdin')
    .option('--published <plan>', 'a plan of riders whose shifts are known to them: changed as little as pays')
    .option('--out <file>', 'write the plan as JSON')
    .option('--svg <file>', 'write a picture: demand against riders per zone')
    .option('--title <text>', 'heading of the picture');
  finish(withStaffingBudget(staff), done, async () => (await import('./staff.ts')).staff);

  const convert = program
    .command('convert')
    .description('convert a request, or a plan with its request, to VROOM’s JSON and back')
    .argument('<file>', 'request (native or VROOM), plan, or answer of VROOM; - for stdin')
    .addOption(new Option('--to <format>', 'what is wanted').choices(FORMATS).makeOptionMandatory())
    .option('--request <file>', 'of a plan or an answer: its request, in either format')
    .option('--out <file>', 'where to; - for stdout', STANDARD)
    .option('-c, --check', 'the routes are to be judged, nothing is to be searched')
    .option('-g, --geometry', 'of an answer: with geometry and distances of the routes');
  finish(withObjective(convert), done, async () => (await import('./convert.ts')).convert);

  const check = program
    .command('check')
    .description('check a plan against its request, independently of the solver')
    .argument('<request>', 'the request')
    .argument('<plan>', 'the plan as JSON');
  finish(withJudged(withObjective(check)), done, async () => (await import('./check.ts')).check);

  const explain = program
    .command('explain')
    .description('say why tasks are where they are, or on no route, and which appointments could be offered')
    .argument('<request>', 'the request; what its explain asks is answered')
    .argument('<plan>', 'the plan as JSON')
    .option('--vehicle <tasks...>', 'ids of tasks: what would each cost on the other vehicles?')
    .option('--unassigned', 'for every task left out: what binds on each vehicle, and what would free it');
  finish(withJudged(withObjective(explain)), done, async () => (await import('./explain.ts')).explain);

  const map = program
    .command('map')
    .description('draw the tours of a plan, or its riders against demand, as SVG, without any network')
    .argument('<plan>', 'the plan as JSON')
    .option('--out <file>', 'where to; - for stdout (default: the plan’s name with .svg)')
    .option('--request <file>', 'the request of the plan: says whether positions are degrees or a plane’s')
    .option('--title <text>', 'heading of the picture');
  finish(withJudged(map), done, async () => (await import('./map.ts')).map);

  const compare = program
    .command('compare')
    .description('put plans side by side: cost, distance, CO2, vehicles, hours, tasks served, lateness')
    .argument('<plans...>', 'plans as JSON, two or more; the first is what the others are held against');
  finish(compare, done, async () => (await import('./compare.ts')).compare);

  const demo = program
    .command('demo')
    .description('a city’s day of parcels through queue, thread pool, solver and check; under a minute')
    .option('--time <seconds>', 'time of the search', numberWithin(0.1, 3600))
    .option('--dir <folder>', 'where plan and picture are written', 'roundsman-demo');
  finish(withLog(demo), done, async () => (await import('./demo.ts')).demo);
}

function addQueue(program: Command, done: Done): void {
  const submit = program
    .command('submit')
    .description(
      'put a request into the queue, of routes or of riders; without REDIS_URL, work on it here until it is done',
    )
    .argument('<file>', 'request, as for solve, or for staff')
    .option('--id <id>', 'id of the job (default: made from the content)')
    .option('--timeout <seconds>', 'stop the job after this time', numberWithin(1, 604_800))
    .option('--webhook <url>', 'address that is told how the job ended; the worker must allow its origin')
    .option('--watch', 'with REDIS_URL: follow the job until it is done, as also where a file is to be written');
  finish(withLog(withSearch(withOutputs(submit))), done, async () => (await import('./submit.ts')).submit);

  const watch = program.command('watch').description('follow a job until it is done').argument('<id>', 'id of the job');
  finish(withLog(withKind(withOutputs(watch))), done, async () => (await import('./watch.ts')).watch);

  const cancel = program
    .command('cancel')
    .description('take a waiting job out, or stop a running one: its best plan so far is published')
    .argument('<id>', 'id of the job');
  finish(withLog(withKind(cancel)), done, async () => (await import('./cancel.ts')).cancel);

  program
    .command('worker')
    .description('work on the queue until SIGTERM; the same as npm start, with the same log and exit codes')
    .action(async () => {
      await import('../main.ts');
    });

  const health = program
    .command('health')
    .description('exit with 0 when the worker’s heartbeat (ROUNDSMAN_HEARTBEAT_FILE) is fresh, else 1');
  finish(health, done, async () => (await import('./health.ts')).health);
}

function addTools(program: Command, done: Done): void {
  const bench = program
    .command('bench')
    .description('run the benches of the repository; arguments go to them')
    .argument('[args...]', 'see bench --help in the repository')
    .allowUnknownOption(true)
    .passThroughOptions(true)
    .helpOption(false);
  bench.action(async (args: string[]) => done(await (await import('./bench.ts')).bench(args)));
}

function withObjective(command: Command): Command {
  const objectives = Object.keys(OBJECTIVES);
  return command.addOption(
    new Option('--objective <name>', 'of benchmark files: how distance and time are counted').choices(objectives),
  );
}

/** The request of a plan is then read as `solve --check` reads it. */
function withJudged(command: Command): Command {
  return command.option('-c, --check', 'the plan is of routes that were judged, by solve --check');
}

function withKind(command: Command): Command {
  return command.addOption(
    new Option('--kind <name>', 'its queue (default: as the id begins, else routing)').choices(KINDS),
  );
}

function withLog(command: Command): Command {
  return command.option('--verbose', 'log what the queue does to stderr, at ROUNDSMAN_LOG_LEVEL');
}

function withOutputs(command: Command): Command {
  return command
    .option('--out <file>', 'write the plan as JSON')
    .option('--sol <file>', 'write the tours as .sol (benchmark files only)')
    .option('--geojson <file>', 'write the tours as GeoJSON')
    .option('--svg <file>', 'write a picture of the tours');
}

function withSearch(command: Command): Command {
  return withBudget(withObjective(command));
}

function withSeed(command: Command): Command {
  const seed = 'seed of the search (default: as the request says, else 1)';
  return command.option('--seed <n>', seed, integerWithin(0, 4_294_967_295));
}

function withBudget(command: Command): Command {
  const searched = command
    .option(
      '--time <seconds>',
      'time of the search (default: as the request says, else 10)',
      numberWithin(0.01, 86_400),
    )
    .option('--iterations <n>', 'iterations per thread; reproducible', integerWithin(0, 1e12));
  return withSeed(searched).option(
    '--threads <n>',
    'threads (default: as the request says, else all cores)',
    integerWithin(1, 64),
  );
}

function withStaffingBudget(command: Command): Command {
  const planned = command
    .option(
      '--time <seconds>',
      'time of the plan, what-ifs aside (default: as the request says, else as long as the iterations take)',
      numberWithin(0.1, 86_400),
    )
    .option(
      '--iterations <n>',
      'iterations of the roster; reproducible (default: as the request says, else by the number of riders)',
      integerWithin(0, 1e9),
    );
  return withSeed(planned).option(
    '--threads <n>',
    'threads for what-ifs (default: as the request says, else all cores)',
    integerWithin(1, 64),
  );
}

/** What every command has, and the call of its code. */
function finish<Options extends object>(command: Command, done: Done, load: Loader<Options>): void {
  command
    .option('--json', 'for machines: the answer as JSON on stdout, progress and errors as JSON lines on stderr')
    .action(async (...given: unknown[]) => {
      // Commander calls with the arguments, then the options, then the command itself.
      const options = given.at(-2) as Options & { json?: boolean };
      const terminal = createTerminal(options.json === true, usesStdout(options as Outputs));
      const action = await load();
      done(await action(terminal, options, ...(given.slice(0, -2).flat() as string[])));
    });
}

/** Then the answer for people moves to stderr. */
function usesStdout(options: Outputs & { format?: string }): boolean {
  // VROOM's answer is on stdout unless a file is named.
  if (options.format === 'vroom' && options.out === undefined) return true;
  return [options.out, options.sol, options.geojson, options.svg].includes(STANDARD);
}
