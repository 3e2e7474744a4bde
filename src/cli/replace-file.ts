import { randomUUID } from 'node:crypto';
import { chmod, lstat, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** What a folder says that takes no new file, though the one that is there may be written to: one mounted alone, say. */
const IN_PLACE_ONLY = ['EACCES', 'EPERM', 'EROFS', 'EBUSY'];

/**
 * Writes a text file, whole or not at all: it is written beside and then takes the place of the one before, which is still there where
 * that fails or is interrupted. What must not be replaced is written in place.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const target = await replaceable(file);
  if (target === null) return writeFile(file, text);
  const beside = join(dirname(target.path), `.roundsman-${randomUUID()}.tmp`);
  try {
    await writeFile(beside, text, { flag: 'wx' });
    if (target.mode !== null) await chmod(beside, target.mode);
    await rename(beside, target.path);
  } catch (error) {
    await rm(beside, { force: true });
    if (!IN_PLACE_ONLY.includes(codeOf(error))) throw error;
    await writeFile(file, text);
  }
}

/**
 * The path behind all links, and its mode where it is there already. Null where it must not be replaced: pipes, devices, what another
 * name or a descriptor (`/dev/stdout`) stands for too, somebody else's.
 */
async function replaceable(file: string): Promise<{ path: string; mode: number | null } | null> {
  if (/^\/(?:dev|proc)\//.test(resolve(file))) return null;
  try {
    const found = await stat(file);
    const isOurs = found.uid === (process.getuid?.() ?? found.uid);
    if (!found.isFile() || found.nlink > 1 || !isOurs) return null;
    return { path: await realpath(file), mode: found.mode };
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return (await isLink(file)) ? null : { path: file, mode: null };
  }
}

/** One to a file that is not there. */
async function isLink(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
