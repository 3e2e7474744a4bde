import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
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

it('explains every rule that explanations name', () => {
  const folder = join(ROOT, 'src/explain');
  const source = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const named = source.flatMap((text) =>
    [...text.matchAll(/rule: (?:isPinned \? )?'(?:\w+\.)?(\w+)'/g)].map(([, rule]) => rule!),
  );
  // Not one of a task, but what a relation is loosened by.
  const rules = new Set([...named, 'locked', 'same_vehicle', 'different_vehicles', 'sequence']);
  rules.delete('relation');
  expect(rules.size).toBeGreaterThan(25);
  for (const rule of rules) expect(page('features/explain.md')).toContain(`\`${rule}\``);
});
