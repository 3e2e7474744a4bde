import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { DECISIVE, OTHER } from '../../bench/machine.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Files that these import by value, and so on; those that plan riders left out. */
function reached(file: string, files = new Set<string>()): Set<string> {
  const name = relative(ROOT, file);
  if (files.has(name) || OTHER.test(name)) return files;
  files.add(name);
  const imports = readFileSync(file, 'utf8').matchAll(/^(?:im|ex)port (?!type )[^;]*? from '(\.[^']+)';/gm);
  for (const [, path] of imports) reached(join(file, '..', path!), files);
  return files;
}

it('the hash of the solver is over all that a search runs', () => {
  const files = [...reached(join(ROOT, 'src/jobs/solve.ts')), ...reached(join(ROOT, 'workers/routing.ts'))];
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => !DECISIVE.some((folder) => file.startsWith(`${folder}/`)))).toEqual([]);
});
