import { EXIT, type ExitCode } from './exit.ts';
import { STANDARD } from './files.ts';
import { idleSearch, refused } from './options.ts';
import { checkOutputs, checkWritten, report } from './outputs.ts';
import { planFor, type SolveCommand } from './plan-for.ts';
import { loadRequest } from './read.ts';
import { breaksRules, checkLine } from './summary.ts';
import type { Terminal } from './terminal.ts';

/** Solves a request in this process; the plan has passed the independent check before it is shown. */
export async function solve(terminal: Terminal, options: SolveCommand, file: string): Promise<ExitCode> {
  // VROOM's answer is on stdout unless a file is named.
  await checkOutputs(options.format === 'vroom' ? { ...options, out: options.out ?? STANDARD } : options);
  if (options.format === 'vroom') return (await import('./solve-vroom.ts')).solveVroom(terminal, options, file);
  if (options.geometry) {
    throw refused('a native plan has no encoded geometry', 'Use --geojson, or --format vroom.');
  }
  const idle = options.check ? idleSearch(options) : null;
  if (idle !== null) throw refused(idle, 'Leave them out.');
  const { request: given } = await loadRequest(file, options.objective, terminal, options.check);
  checkWritten(given, options);
  const { plan, request } = await planFor(terminal, given, options);
  await report(terminal, plan, request, options, checkLine(plan, 'passed'));
  if (breaksRules(plan)) return EXIT.check;
  return plan.solver.stopped === 'cancelled' ? EXIT.stopped : EXIT.ok;
}
