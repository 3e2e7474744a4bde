import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../machine.ts';
import { outstanding } from './cases.ts';
import { readReport } from './read.ts';
import { type Case, isQuiet, type QualityReport } from './record.ts';

/** The plan of a run, beside its report: what it consists of, in order. */
interface PlanFile {
  name: string;
  study?: QualityReport['study'];
  cases: Case[];
}

const PLAN = 'cases.json';
export const REPORT = 'quality';

/** @throws Error where a run began there before: hours of searches would be written over */
export function writePlan(folder: string, plan: PlanFile): void {
  if (existsSync(join(folder, PLAN)))
    throw new Error(`There is a run in ${folder} already: --resume ${folder} goes on with it`);
  writeFileSync(join(folder, PLAN), `${JSON.stringify(plan)}\n`);
}

/** A run that was broken off: its plan, and what there is of it. */
export interface Unfinished extends PlanFile {
  report: QualityReport | null;
}

/** @throws Error where no run began in the folder. */
export function openUnfinished(folder: string): Unfinished {
  const file = join(folder, PLAN);
  if (!existsSync(file)) throw new Error(`Nothing to go on with: there is no ${PLAN} in ${folder}`);
  const plan = JSON.parse(readFileSync(file, 'utf8')) as PlanFile;
  const report = join(folder, `${REPORT}.json`);
  return { ...plan, report: existsSync(report) ? readReport(report) : null };
}

/** Why searches of today do not belong into one report with those of another day; empty where they do. */
export function hindrances(then: Machine, now: Machine): string[] {
  const told = (what: string, before: string | number | null, after: string | number | null) =>
    before === after ? [] : [`${what}: ${before ?? 'unknown'} then, ${after ?? 'unknown'} now`];
  return [
    ...solverHindrance(then, now),
    ...told('processor', then.cpu, now.cpu),
    ...told('cores', then.cores, now.cores),
    ...told('Node', then.node, now.node),
  ];
}

/** Two checkouts with changes on top cannot be known to be the same. */
function solverHindrance(then: Machine, now: Machine): string[] {
  const isKnown = (solver: string | null): solver is string => solver !== null && !solver.endsWith('+');
  if (isKnown(then.solver) && then.solver === now.solver) return [];
  const shown = ({ solver, commit }: Machine) => `${solver ?? 'unknown'} (commit ${commit ?? 'unknown'})`;
  const dirty = [then, now].some(({ solver }) => solver?.endsWith('+')) ? '; + is a checkout with changes' : '';
  return [`solver: ${shown(then)} then, ${shown(now)} now${dirty}`];
}

/**
 * What is left to be solved, and the records that stay. What found no plan is tried again: its process may have been killed.
 * @param redoBusy solve again what ran while others were at work
 */
export function remaining(plan: Case[], report: QualityReport | null, redoBusy: boolean) {
  const kept = (report?.records ?? []).filter(
    (record) => record.solved !== null && !(redoBusy && isQuiet(record) === false),
  );
  return { kept, cases: outstanding(plan, kept) };
}
