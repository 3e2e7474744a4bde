import { expect, it } from 'vitest';
import { referencePage } from './reference-page.ts';

const { text, fields } = referencePage();

it('docs/reference.md has every field (npm run docs:reference writes it)', async () => {
  await expect(text).toMatchFileSnapshot('../../docs/reference.md');
});

it('describes every field', () => {
  expect(fields.length).toBeGreaterThan(200);
  expect(fields.filter(({ description, isConstant }) => !isConstant && !/\w{2}/.test(description))).toEqual([]);
});

it('links only to sections it has', () => {
  const anchors = new Set(
    Array.from(text.matchAll(/^###? (.*)$/gm), ([, title]) => title!.toLowerCase().replace(/[^a-z0-9_-]/g, '')),
  );
  const links = Array.from(text.matchAll(/\]\(#([^)]*)\)/g), ([, anchor]) => anchor!);
  expect(links.filter((anchor) => !anchors.has(anchor))).toEqual([]);
});
