import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { devNull } from 'node:os';
import { dirname, resolve, sep } from 'node:path';
import { codedError, InputError } from '../contract/errors.ts';
import { DEFAULT_LIMITS } from '../contract/limits.ts';
import { replaceFile } from './replace-file.ts';
import type { Terminal } from './terminal.ts';

/** The name that stands for stdin or stdout. */
export const STANDARD = '-';

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'access is not allowed',
  EPERM: 'access is not allowed',
  EISDIR: 'it is a folder',
  ENOTDIR: 'part of its path is not a folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'its name is too long',
  ERR_INVALID_ARG_VALUE: 'its name is not possible',
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message;
}

/**
 * Reads a text file, or stdin for `-`.
 * @throws InputError `cannot_read`, of what is no text, too, or `too_large` before more than the limit is in memory.
 */
export async function readText(file: string, maxBytes = DEFAULT_LIMITS.maxBytes): Promise<string> {
  const tooLarge = () => new InputError([codedError('too_large', file, `more than the ${maxBytes} bytes allowed`)]);
  let bytes: Buffer;
  try {
    if (file === STANDARD) {
      const read = await readStdin(maxBytes);
      if (read === undefined) throw tooLarge();
      bytes = read;
    } else {
      if ((await stat(file)).size > maxBytes) throw tooLarge();
      bytes = await readFile(file);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError([codedError('cannot_read', file, `${file} cannot be read: ${reasonOf(error)}`)]);
  }
  return decoded(bytes, file);
}

/** Text in UTF-8, or in UTF-16 with a byte order mark, as PowerShell writes it. Anything else would have ids garbled in silence. */
function decoded(bytes: Buffer, file: string): string {
  const mark = bytes.toString('hex', 0, 2);
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  try {
    // Also drops the mark, which JSON.parse does not take.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const cause = `${file} cannot be read: it is not ${encoding.toUpperCase()}`;
    throw new InputError([codedError('cannot_read', file, cause, 'Save it as UTF-8.')]);
  }
}

async function readStdin(maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Makes sure that files can be written, so that a long solve does not end in vain. Creates nothing.
 * @param files names, of which `-` and undefined are passed over.
 * @param inputs names of what is read, which must outlive the run; `-` and undefined are passed over here, too.
 * @throws InputError `cannot_write`, one per file; `bad_option` when two are stdout or one file, or one is an input.
 */
export async function checkWritable(files: (string | undefined)[], inputs: (string | undefined)[] = []): Promise<void> {
  const checks = files.map(async (file) => {
    if (file === undefined || file === STANDARD) return [];
    if (file === '') return [cannotWrite(file, 'its name is empty')];
    if (file.endsWith(sep)) return [cannotWrite(file, REASONS['EISDIR']!)];
    try {
      await access((await isThere(file)) ? file : dirname(file), constants.W_OK);
      return [];
    } catch (error) {
      return [cannotWrite(file, reasonOf(error))];
    }
  });
  const errors = (await Promise.all(checks)).flat();
  if (files.filter((file) => file === STANDARD).length > 1) {
    errors.push(codedError('bad_option', '', 'more than one file is to be stdout', 'Name files for all but one.'));
  }
  const paths = namedFiles(files).map((file) => resolve(file));
  for (const path of new Set(paths.filter((path, i) => paths.indexOf(path) !== i))) {
    errors.push(codedError('bad_option', '', `${path} is to be written more than once`, 'Name a file for each.'));
  }
  const read = new Set(await Promise.all(namedFiles(inputs).map(identityOf)));
  for (const file of new Set(namedFiles(files))) {
    const identity = await identityOf(file);
    if (identity === null || !read.has(identity)) continue;
    errors.push(codedError('bad_option', '', `${file} is read and would be overwritten`, 'Name another file.'));
  }
  if (errors.length > 0) throw new InputError(errors);
}

function namedFiles(files: (string | undefined)[]): string[] {
  return files.flatMap((file) => (file && file !== STANDARD && file !== devNull ? [file] : []));
}

/** The same for all names and links of a file; null of what is not there, and of terminals and pipes, which nothing overwrites. */
async function identityOf(file: string): Promise<string | null> {
  const found = await stat(file, { bigint: true }).catch(() => null);
  return found?.isFile() ? `${found.dev}:${found.ino}` : null;
}

async function isThere(file: string): Promise<boolean> {
  try {
    if ((await stat(file)).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Writes a text file, or stdout for `-`.
 * @throws InputError `cannot_write`.
 */
export async function writeText(file: string, text: string, terminal: Terminal): Promise<void> {
  if (file === STANDARD) {
    terminal.write(text);
    return;
  }
  try {
    await replaceFile(file, text);
  } catch (error) {
    throw new InputError([cannotWrite(file, reasonOf(error))]);
  }
}

function cannotWrite(file: string, reason: string) {
  return codedError('cannot_write', file, `${file || 'the file'} cannot be written: ${reason}`);
}
