import { expect, it } from 'vitest';
import { referencePage, staffingPage } from './reference-page.ts';

const PAGES = [
  { name: 'reference.md', ...referencePage() },
  { name: 'reference-staffing.md', ...staffingPage() },
];

it.each(PAGES)('docs/$name has every field (npm run docs:reference writes it)', async ({ name, text }) => {
  await expect(text).toMatchFileSnapshot(`../../docs/${name}`);
});

it.each(PAGES)('$name describes every field', ({ fields }) => {
  expect(fields.length).toBeGreaterThan(200);
  expect(fields.filter(({ description, isConstant }) => !isConstant && !/\w{2}/.test(description))).toEqual([]);
});

it.each(PAGES)('$name links only to sections it has', ({ text }) => {
  const anchors = new Set(
    Array.from(text.matchAll(/^###? (.*)$/gm), ([, title]) => title!.toLowerCase().replace(/[^a-z0-9_-]/g, '')),
  );
  const links = Array.from(text.matchAll(/\]\(#([^)]*)\)/g), ([, anchor]) => anchor!);
  expect(links.filter((anchor) => !anchors.has(anchor))).toEqual([]);
});
