import { InputError } from '../contract/errors.ts';
import { planSvg } from '../map/svg.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { checkWritable, STANDARD, writeText } from './files.ts';
import { loadPlan } from './read.ts';
import type { Terminal } from './terminal.ts';

export async function map(
  terminal: Terminal,
  options: { out?: string; title?: string },
  planFile: string,
): Promise<ExitCode> {
  const out = options.out ?? besideOf(planFile);
  await checkWritable([out]);
  const drawn = planSvg(await loadPlan(planFile), { title: options.title });
  if (!drawn.ok) throw new InputError(drawn.errors);
  await writeText(out, drawn.svg, terminal);
  if (out !== STANDARD) terminal.say(`Picture   ${out}`);
  terminal.result({ kind: 'map', svg: out });
  return EXIT.ok;
}

/** `day/plan.json` -> `day/plan.svg`. */
function besideOf(planFile: string): string {
  return planFile === STANDARD ? STANDARD : `${planFile.replace(/\.json$/i, '')}.svg`;
}
