import { expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/contract/errors.ts';

const HEAD = `# Errors

Every error of an input is reported, all at once, as \`{code, path, cause, action}\`: a code from this table, which stays as it
is; where in the input (\`tasks[3].windows[0]\`, or \`line 12\` of a text file; empty for the whole); what is wrong, with the
value; and what to do. Input errors are never retried. Where more errors are found than are listed (200), the last one is
\`more_errors\`.

This file is written from \`src/contract/errors.ts\`: \`npm test -- tests/contract/error-docs.test.ts -u\`.

| code | meaning | what to do |
|---|---|---|
`;

function row([code, text]: [string, string]): string {
  const end = text.indexOf('. ') + 1;
  return `| \`${code}\` | ${text.slice(0, end)} | ${text.slice(end + 1)} |\n`;
}

it('docs/errors.md has every code', async () => {
  await expect(HEAD + Object.entries(ERROR_CODES).map(row).join('')).toMatchFileSnapshot('../../docs/errors.md');
});

it.each(Object.entries(ERROR_CODES))('%s is named and explained alike', (code, text) => {
  expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
  expect(text, 'what it means, then what to do').toMatch(/^[A-Z].*[^.]\. [A-Z].*\.$/);
});
