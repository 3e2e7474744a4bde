import { checkPlan, type Verdict } from '../check/index.ts';
import type { Objective } from '../formats/index.ts';
import { number } from '../map/text.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { loadBoth } from './read.ts';
import { item, line } from './summary.ts';
import type { Terminal } from './terminal.ts';

/** Violations that are listed for people; the rest is counted. */
const MOST_LISTED = 20;

export async function check(
  terminal: Terminal,
  options: { objective?: Objective; check?: boolean },
  requestFile: string,
  planFile: string,
): Promise<ExitCode> {
  const [{ request }, plan] = await loadBoth(terminal, options, requestFile, planFile);
  const verdict = checkPlan(request, plan);
  terminal.say(describeVerdict(verdict));
  terminal.result({ kind: 'check', ...verdict });
  return verdict.ok ? EXIT.ok : EXIT.check;
}

/** `Check     passed: ...`, or every violation. */
export function describeVerdict({ ok, violations, routes, served, unassigned, reasons }: Verdict): string {
  if (ok) {
    const left = unassigned > 0 ? ` and ${number(unassigned)} left out` : '';
    const skipped = reasons.skipped > 0 ? ` (${number(reasons.skipped)} reasons not recomputed)` : '';
    return line(
      'Check',
      `passed: ${number(served)} tasks on ${number(routes)} tours${left}, recomputed from the request${skipped}`,
    );
  }
  const listed = violations
    .slice(0, MOST_LISTED)
    .map(({ cause, path, detail }) => item(`${cause}${path && ` at ${path}`}: ${detail}`));
  const more = violations.length - listed.length;
  if (more > 0) listed.push(`  and ${number(more)} more`);
  return [
    line('Check', `FAILED: ${number(violations.length)} ${violations.length === 1 ? 'violation' : 'violations'}`),
    ...listed,
  ].join('\n');
}
