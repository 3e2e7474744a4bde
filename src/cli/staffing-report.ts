import { InputError } from '../contract/errors.ts';
import type { StaffingPlan } from '../contract/staffing/plan.ts';
import { staffingSvg } from '../map/staffing-svg.ts';
import { STANDARD } from './files.ts';
import type { Outputs } from './outputs.ts';
import { describeStaffing } from './staffing-summary.ts';
import { line } from './summary.ts';
import type { Terminal } from './terminal.ts';
import { writeAll } from './write-all.ts';

/**
 * Writes a staffing plan to the files that are wanted, and then says what it is like: nobody may be listening.
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
  const files = [
    { name: 'Plan', file: out, text: () => `${JSON.stringify(plan)}\n` },
    { name: 'Picture', file: svg, text: () => staffingSvg(plan, { title }) },
  ];
  const { written, errors } = await writeAll(files, terminal);
  terminal.note('');
  terminal.say(describeStaffing(plan));
  terminal.say(check);
  terminal.result({ kind: 'staffing-plan', ...facts, zones: zones.length, shifts: shifts.length, files: { out, svg } });
  for (const { name, file } of written) if (file !== STANDARD) terminal.say(line(name, file));
  if (errors.length > 0) throw new InputError(errors);
}
