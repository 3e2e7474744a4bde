import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { environment } from '../../support/cli.ts';
import { EXAMPLE, PAGES } from './suite.ts';

const ROOT = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(file, 'utf8');
const namesIn = (folder: string, end: string) =>
  readdirSync(folder).flatMap((file) => (file.endsWith(end) ? [file.slice(0, -end.length)] : []));

const names = namesIn(join(ROOT, 'data/features'), '.json');
const pages = namesIn(PAGES, '.md');

it('there is a page, a row in the index and a test for every sample', () => {
  expect(pages.filter((page) => page !== 'README').sort()).toEqual(names.sort());
  const index = read(join(PAGES, 'README.md'));
  const tests = namesIn(import.meta.dirname, '.test.ts')
    .map((file) => read(join(import.meta.dirname, `${file}.test.ts`)))
    .filter((text) => text.includes('describeFeatures({'));
  for (const name of names) {
    expect(index).toContain(`(${name}.md)`);
    expect(
      tests.filter((text) => new RegExp(`^ {2}'?${name}'?: \\{$`, 'm').test(text)),
      name,
    ).toHaveLength(1);
  }
});

const anchorsOf = (page: string) =>
  Array.from(page.matchAll(/^#+ (.*)$/gm), ([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );

it.each(pages)('%s links only to what is there', (name) => {
  const links = Array.from(read(join(PAGES, `${name}.md`)).matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g));
  expect(links.length).toBeGreaterThan(0);
  for (const [link, path, anchor] of links) {
    const file = join(PAGES, path || `${name}.md`);
    expect(existsSync(file), link).toBe(true);
    if (anchor) expect(anchorsOf(read(file)), link).toContain(anchor);
  }
});

it('pages name only fields, codes and causes that there are', () => {
  const known = ['reference', 'errors', 'checker', 'model', 'plan']
    .map((page) => read(join(ROOT, `docs/${page}.md`)))
    // Rules that explanations name.
    .concat(read(join(ROOT, 'src/explain/reliefs.ts')))
    .join();
  for (const name of pages) {
    const words = Array.from(read(join(PAGES, `${name}.md`)).matchAll(/`([a-z]\w*_\w+)`/g), ([, word]) => word!);
    expect(words.filter((word) => !new RegExp(`\\b${word}\\b`).test(known))).toEqual([]);
  }
});

it('an example runs as it stands, in a shell', () => {
  const [, , line, , output] = [...read(join(PAGES, 'windows.md')).matchAll(EXAMPLE)][0]!;
  const command = line!.replace('npm run -s roundsman --', `'${process.execPath}' src/cli.ts`);
  const env = environment({ PATH: `${dirname(process.execPath)}:${process.env.PATH}` });
  expect(execFileSync('sh', ['-ec', command], { cwd: ROOT, env, encoding: 'utf8', stdio: 'pipe' })).toBe(output);
});
