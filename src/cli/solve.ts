import { availableParallelism } from 'node:os';
import { InputError } from '../contract/errors.ts';
import type { Objective } from '../formats/index.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type SearchOptions, searchOptionsOf } from './options.ts';
import { checkOutputs, type Outputs, report } from './outputs.ts';
import { loadRequest } from './read.ts';
import { line } from './summary.ts';
import type { Terminal } from './terminal.ts';

interface Options extends SearchOptions, Outputs {
  objective?: Objective;
}

/** Solves a request in this process; the plan has passed the independent check before it is shown. */
export async function solve(terminal: Terminal, options: Options, file: string): Promise<ExitCode> {
  await checkOutputs(options);
  const { request: given } = await loadRequest(file, options.objective, terminal);
  const search = searchOptionsOf(given, options);
  const threads = search.threads ?? availableParallelism();
  const request = { ...given, options: { ...search, threads } };
  // Solver and threads are loaded only now, so that bad input is answered at once.
  const { solveHere } = await import('./solve-here.ts');
  const solved = await solveHere(terminal, request, threads);
  if (!solved.ok) throw new InputError(solved.errors);
  await report(terminal, solved.plan, request, options, line('Check', 'passed'));
  return solved.plan.solver.stopped === 'cancelled' ? EXIT.stopped : EXIT.ok;
}
