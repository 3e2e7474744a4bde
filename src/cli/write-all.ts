import { type CodedError, InputError } from '../contract/errors.ts';
import { writeText } from './files.ts';
import type { Terminal } from './terminal.ts';

/** A file that may be wanted. */
export interface Wanted {
  name: string;
  /** Undefined: it is not. */
  file: string | undefined;
  text: () => string | Promise<string>;
}

/** Writes what is wanted, one after the other; what cannot be written keeps no other from it. */
export async function writeAll(
  files: Wanted[],
  terminal: Terminal,
): Promise<{ written: { name: string; file: string }[]; errors: CodedError[] }> {
  const written: { name: string; file: string }[] = [];
  const errors: CodedError[] = [];
  for (const { name, file, text } of files) {
    if (file === undefined) continue;
    try {
      await writeText(file, await text(), terminal);
      written.push({ name, file });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(...error.errors);
    }
  }
  return { written, errors };
}
