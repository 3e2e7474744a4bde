import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import type { Sized } from './cases.ts';

/** The folder of benchmark instances and the judge beside the checkout; not part of this repository. */
export interface Shared {
  root: string;
  judge: string;
}

/** @throws Error that says what is missing where. */
export function openShared(path: string | undefined): Shared {
  const root = resolve(path ?? process.env['BENCH_SHARED'] ?? join(import.meta.dirname, '../../../shared'));
  const judge = join(root, 'tools/verify.mjs');
  if (existsSync(join(root, 'instances')) && existsSync(judge)) return { root, judge };
  throw new Error(
    `The benchmark instances are absent: ${root} has no instances/ and tools/verify.mjs. ` +
      'Name the folder with --shared DIR or BENCH_SHARED. (The gate needs no such folder: npm run bench -- gate)',
  );
}

/** Instance -> file, for all instances of a set, by name. */
export function instancesOf({ root }: Shared, set: string): Map<string, string> {
  const folder = join(root, 'instances', set);
  if (!existsSync(folder)) {
    const sets = readdirSync(join(root, 'instances'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    throw new Error(`There is no set '${set}' in ${root}/instances, only ${sets.map(({ name }) => name).join(', ')}`);
  }
  const files = readdirSync(folder).filter((name) => /\.(vrp|txt)$/.test(name));
  return new Map(files.sort(byNumber).map((file) => [basename(file, extname(file)), join(folder, file)]));
}

/** The instances of a set with their sizes, for the rules that choose some of them. */
export function sizesOf(shared: Shared, set: string): Sized[] {
  const rows = readFileSync(join(shared.root, 'instances/bks.tsv'), 'utf8').split('\n');
  const sizes = new Map<string, number>();
  for (const row of rows) {
    const [ofSet, name, n] = row.split('\t');
    if (ofSet === set && name !== undefined) sizes.set(name, Number(n));
  }
  return [...instancesOf(shared, set).keys()].map((name) => ({ name, n: sizes.get(name) ?? 0 }));
}

/** X-n101 before X-n1001. */
function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
