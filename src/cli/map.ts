import { InputError } from '../contract/errors.ts';
import { staffingSvg } from '../map/staffing-svg.ts';
import { planSvg } from '../map/svg.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { checkWritable, readText, STANDARD, writeText } from './files.ts';
import { planIn } from './read.ts';
import { isStaffing, loadStaffingPlan } from './staffing-read.ts';
import type { Terminal } from './terminal.ts';

export async function map(
  terminal: Terminal,
  options: { out?: string; title?: string },
  planFile: string,
): Promise<ExitCode> {
  const out = options.out ?? besideOf(planFile);
  await checkWritable([out]);
  await writeText(out, await draw(planFile, options.title), terminal);
  // What is on stdout is the picture, and nothing else.
  if (out === STANDARD) return EXIT.ok;
  terminal.say(`Picture   ${out}`);
  terminal.result({ kind: 'map', svg: out });
  return EXIT.ok;
}

/** Tours on a map, or riders against demand: as the plan is. @throws InputError */
async function draw(planFile: string, title: string | undefined): Promise<string> {
  const text = await readText(planFile);
  if (isStaffing(text)) return staffingSvg(await loadStaffingPlan(text), { title });
  const drawn = planSvg(planIn(text), { title });
  if (!drawn.ok) throw new InputError(drawn.errors);
  return drawn.svg;
}

/** `day/plan.json` -> `day/plan.svg`. */
function besideOf(planFile: string): string {
  return planFile === STANDARD ? STANDARD : `${planFile.replace(/\.json$/i, '')}.svg`;
}
