import { ErrorList } from '../contract/error-list.ts';
import { InputError } from '../contract/errors.ts';
import { DEFAULT_LIMITS } from '../contract/limits.ts';
import type { RoutingPlan } from '../contract/plan.ts';
import type { RoutingRequest } from '../contract/request.ts';
import {
  idsOf,
  onVroomClock,
  type Vroom,
  type VroomAnswer,
  type VroomFailure,
  type VroomIds,
  vroomAnswer,
  vroomFailure,
  vroomRequest,
} from '../formats/index.ts';
import { errorsOf } from './errors-of.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { STANDARD, writeText } from './files.ts';
import { idleSearch, NO_SEARCH } from './options.ts';
import { checkWritten, report } from './outputs.ts';
import { planFor, type SolveCommand } from './plan-for.ts';
import { loadRequest } from './read.ts';
import { line } from './summary.ts';
import type { Terminal } from './terminal.ts';

/**
 * Solves as VROOM does: the answer, also that something is wrong, is its JSON on stdout or in the file `--out`, and the exit code is its
 * `code`. Requests in other formats must be such that VROOM has words for all of it.
 */
export async function solveVroom(terminal: Terminal, options: SolveCommand, file: string): Promise<ExitCode> {
  const out = options.out ?? STANDARD;
  const { out: _, ...others } = options;
  const write = (answer: VroomAnswer | VroomFailure) => writeText(out, `${JSON.stringify(answer)}\n`, terminal);
  try {
    const started = performance.now();
    const { request: given, vroom, ids } = await loadVroom(terminal, options, file);
    checkWritten(given, others);
    // VROOM takes its `-t` and `-l` beside `-c`, too.
    const idle = given.options.search ? null : idleSearch(options, options.check ? undefined : NO_SEARCH);
    if (idle !== null) terminal.remarks([idle]);
    const loading_ms = performance.now() - started;
    const { plan, request } = await planFor(terminal, given, idle === null ? options : {});
    const geometry = options.geometry ?? vroom.options?.g ?? false;
    const answer = vroomAnswer(plan, vroom, { geometry, loading_ms }, ids);
    await write(answer);
    return await reportBeside(terminal, plan, request, others, answer);
  } catch (error) {
    const errors = errorsOf(error);
    const failure = vroomFailure(errors);
    terminal.errors(errors);
    await write(failure);
    return failure.code;
  }
}

/** The answer stands: what cannot be written beside it is said, and does not replace it. */
async function reportBeside(
  terminal: Terminal,
  plan: RoutingPlan,
  request: RoutingRequest,
  options: Parameters<typeof report>[3],
  { summary }: VroomAnswer,
): Promise<ExitCode> {
  const causes = summary.violations.map(({ cause }) => cause);
  const check = causes.length === 0 ? 'passed' : `violations in the answer: ${causes.join(', ')}`;
  try {
    await report(terminal, plan, request, options, line('Check', check));
    return EXIT.ok;
  } catch (error) {
    const errors = errorsOf(error);
    terminal.errors(errors);
    return vroomFailure(errors).code;
  }
}

async function loadVroom(
  terminal: Terminal,
  { objective, check }: SolveCommand,
  file: string,
): Promise<{ request: RoutingRequest; vroom: Vroom; ids: VroomIds }> {
  const { request, vroom } = await loadRequest(file, objective, terminal, check);
  if (vroom) return { request, vroom, ids: idsOf(vroom) };
  const errors = new ErrorList(DEFAULT_LIMITS.maxErrors);
  const notes: string[] = [];
  const written = vroomRequest(request, errors, notes);
  if (written === null) throw new InputError(errors.all());
  terminal.remarks(notes);
  // The request itself is solved: that of VROOM has whole numbers and no seed. Only the clock is VROOM's.
  return { request: onVroomClock(request), ...written };
}
