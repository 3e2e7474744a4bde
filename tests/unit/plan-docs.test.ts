import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { VIOLATION_CAUSES } from '../../src/check/index.ts';
import { UNASSIGNED_REASONS } from '../../src/contract/request.ts';

const ROOT = join(import.meta.dirname, '../..');
const page = (name: string) => readFileSync(join(ROOT, 'docs', name), 'utf8');

it('prints what docs/plan.md says its example prints', () => {
  const [, code, printed] = /```ts\n([\s\S]*?)```\s+```text\n([\s\S]*?)```/.exec(page('plan.md'))!;
  const node = join(ROOT, 'node_modules/.bin/node');
  const options = { cwd: ROOT, input: code!, encoding: 'utf8' } as const;
  expect(execFileSync(node, ['--input-type=module-typescript'], options)).toBe(printed);
});

it('explains every reason and every cause', () => {
  for (const reason of Object.keys(UNASSIGNED_REASONS)) expect(page('plan.md')).toContain(`\`${reason}\``);
  for (const cause of Object.keys(VIOLATION_CAUSES)) expect(page('checker.md')).toContain(`\`${cause}\``);
});
