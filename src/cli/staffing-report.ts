import { InputError } from '../contract/errors.ts';
import type { StaffingPlan } from '../contract/staffing/plan.ts';
import { staffingSvg } from '../map/staffing-svg.ts';
import { STANDARD, writeText } from './files.ts';
import type { Outputs } from './outputs.ts';
import { describeStaffing } from './staffing-summary.ts';
import { line } from './summary.ts';
import type { Terminal } from './terminal.ts';

/**
 * Writes a staffing plan to the files that are wanted, and says what it is like.
 * @throws InputError when a file cannot be written; the others are.
 */
export async function reportStaffing(
  terminal: Terminal,
  plan: StaffingPlan,
  outputs: Pick<Outputs, 'out' | 'svg'>,
  check: string,
  title?: string,
): Promise<void> {
  const { kind: _, zones, shifts, ...facts } = plan;
  const { out, svg } = outputs;
  terminal.note('');
  terminal.say(describeStaffing(plan));
  terminal.say(check);
  terminal.result({ kind: 'staffing-plan', ...facts, zones: zones.length, shifts: shifts.length, files: { out, svg } });
  const files = [
    { name: 'Plan', file: out, text: () => `${JSON.stringify(plan)}\n` },
    { name: 'Picture', file: svg, text: () => staffingSvg(plan, { title }) },
  ];
  const errors = [];
  for (const { name, file, text } of files) {
    if (file === undefined) continue;
    try {
      await writeText(file, text(), terminal);
      if (file !== STANDARD) terminal.say(line(name, file));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(...error.errors);
    }
  }
  if (errors.length > 0) throw new InputError(errors);
}
