import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { createProgram } from '../../../src/cli/program.ts';
import type { RoutingPlan } from '../../../src/contract/plan.ts';

const CLI = 'npm run -s roundsman -- ';
const SCRIPT = 'docs/features/tours.mjs';

// What the pages show is what the script of the pages prints.
const { describeTours } = (await import(join(import.meta.dirname, '../../..', SCRIPT))) as {
  describeTours(plan: RoutingPlan): string;
};

export { describeTours };

/**
 * What a line of a page prints: commands of Roundsman, and the script of the pages, in a pipe. Nothing is started, as that
 * takes longer than the examples do: the program of the command line runs in this process.
 * @param scratch a folder for what goes through the pipe.
 */
export async function runLine(line: string, scratch: string): Promise<string> {
  let input = '';
  for (const command of line.split(' | ')) {
    if (command === `node ${SCRIPT}`) input = describeTours(JSON.parse(input) as RoutingPlan);
    else if (command.startsWith(CLI)) input = await runProgram(command.slice(CLI.length).split(' '), input, scratch);
    else throw new Error(`not a command of the pages: ${command}`);
  }
  return input;
}

/** @returns what it writes to stdout. */
async function runProgram(args: string[], input: string, scratch: string): Promise<string> {
  // A file takes the place of stdin; after --out, `-` is stdout.
  const file = join(scratch, 'stdin');
  writeFileSync(file, input);
  const given = args.map((arg, i) => (arg === '-' && args[i - 1] !== '--out' ? file : arg));
  let printed = '';
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await createProgram(() => {}).parseAsync(given, { from: 'user' });
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
  return printed;
}
