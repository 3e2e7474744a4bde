import type { RoutingPlan } from '../contract/plan.ts';
import { type Vroom, vroomAnswer } from '../formats/index.ts';
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
  await checkOutputs(options.format === 'vroom' ? { ...options, out: options.out ?? STANDARD } : options, file);
  if (options.format === 'vroom') return (await import('./solve-vroom.ts')).solveVroom(terminal, options, file);
  if (options.geometry) {
    throw refused('a native plan has no encoded geometry', 'Use --geojson, or --format vroom.');
  }
  const idle = options.check ? idleSearch(options) : null;
  if (idle !== null) throw refused(idle, 'Leave them out.');
  const { request: given, vroom } = await loadRequest(file, options.objective, terminal, options.check);
  checkWritten(given, options);
  const { plan, request } = await planFor(terminal, given, options);
  const causes = vroom ? vroomCauses(plan, vroom) : [];
  if (causes.length > 0) {
    terminal.event({ kind: 'note', text: `violations in VROOM's answer, see --format vroom: ${causes.join(', ')}` });
  }
  await report(terminal, plan, request, options, checkLine(plan, 'passed', causes));
  if (breaksRules(plan) || causes.length > 0) return EXIT.check;
  return plan.solver.stopped === 'cancelled' ? EXIT.stopped : EXIT.ok;
}

/**
 * What is violated in VROOM's answer to routes that were judged: breaks that no step names, halves of shipments and times out of all
 * windows are told only there, since no native request can say them.
 */
function vroomCauses(plan: RoutingPlan, vroom: Vroom): string[] {
  if (plan.solver.stopped !== 'not_searched') return [];
  return vroomAnswer(plan, vroom, { geometry: false, loading_ms: 0 }).summary.violations.map(({ cause }) => cause);
}
