import { InputError } from '../contract/errors.ts';
import { staffingSvg } from '../map/staffing-svg.ts';
import { coordinatesOf, planSvg } from '../map/svg.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { checkWritable, readText, STANDARD, writeText } from './files.ts';
import { refused } from './options.ts';
import { loadRequest, planIn } from './read.ts';
import { readAll } from './read-all.ts';
import { isStaffing, loadStaffingPlan } from './staffing-read.ts';
import { line } from './summary.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  out?: string;
  title?: string;
  /** The request of the plan: says what its positions are. */
  request?: string;
  /** The plan is of routes that were judged. */
  check?: boolean;
}

export async function map(terminal: Terminal, options: Options, planFile: string): Promise<ExitCode> {
  const out = options.out ?? besideOf(planFile);
  await checkWritable([out], [planFile, options.request]);
  await writeText(out, await draw(terminal, planFile, options), terminal);
  // What is on stdout is the picture, and nothing else.
  if (out === STANDARD) return EXIT.ok;
  terminal.say(line('Picture', out));
  terminal.result({ kind: 'map', svg: out });
  return EXIT.ok;
}

/** Tours on a map, or riders against demand: as the plan is. @throws InputError */
async function draw(terminal: Terminal, planFile: string, { title, request: file, check }: Options): Promise<string> {
  if (check && file === undefined) {
    throw refused(
      '--check says how the request of the plan is read, and there is none',
      'Name it with --request FILE.',
    );
  }
  const text = await readText(planFile);
  if (isStaffing(text)) {
    if (file !== undefined) throw refused('--request is for plans of routes, and these are riders', 'Leave it out.');
    return staffingSvg(await loadStaffingPlan(text), { title });
  }
  const [plan, read] =
    file === undefined
      ? [planIn(text)]
      : await readAll([
          [planFile, () => planIn(text)],
          [file, () => loadRequest(file, undefined, terminal, check)],
        ]);
  const drawn = planSvg(plan, { title, ...(read && { coordinates: coordinatesOf(read.request) }) });
  if (!drawn.ok) throw new InputError(drawn.errors);
  return drawn.svg;
}

/** `day/plan.json` -> `day/plan.svg`. */
function besideOf(planFile: string): string {
  return planFile === STANDARD ? STANDARD : `${planFile.replace(/\.json$/i, '')}.svg`;
}
