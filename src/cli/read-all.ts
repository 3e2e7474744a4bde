import { type CodedError, InputError } from '../contract/errors.ts';
import { STANDARD } from './files.ts';

/** Reads a file whose errors are to be told from those of others: their causes name it. */
export async function ofFile<T>(file: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.errors.map((each) => named(each, file)));
  }
}

/** Some name it already: those of files that cannot be read. */
function named(error: CodedError, file: string): CodedError {
  if (error.path === file) return error;
  return { ...error, cause: `${file === STANDARD ? 'stdin' : file}: ${error.cause}` };
}

/**
 * Reads several files, one after the other.
 * @throws InputError with what is wrong with any of them.
 */
export async function readAll<T extends unknown[]>(
  files: {
    [K in keyof T]: [file: string, read: () => T[K] | Promise<T[K]>];
  },
): Promise<T> {
  const all: unknown[] = [];
  const errors: CodedError[] = [];
  for (const [file, read] of files) {
    try {
      all.push(await ofFile(file, read));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(...error.errors);
    }
  }
  if (errors.length > 0) throw new InputError(errors);
  return all as T;
}
