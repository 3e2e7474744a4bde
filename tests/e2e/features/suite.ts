import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkPlan } from '../../../src/check/index.ts';
import { parseRequest } from '../../../src/contract/parse.ts';
import type { RoutingPlan } from '../../../src/contract/plan.ts';
import type { RequestInput } from '../../../src/contract/schema.ts';
import { solveRouting } from '../../../src/jobs/solve.ts';
import { createSolverPool, type SolverPool } from '../../../src/pool/pool.ts';
import { describeTours, runLine } from './command.ts';
import type { Edit } from './edit.ts';
import type { Feature } from './feature.ts';

const ROOT = join(import.meta.dirname, '../../..');
export const PAGES = join(ROOT, 'docs/features');
/** A command that is run, and what it prints; or the tours of a variant. */
export const EXAMPLE = /(<!-- run -->\n```sh\n)(.*)(\n```\n\n```text\n)([\s\S]*?)```/g;
const VARIANT = /(<!-- tours: ([\w-]+) -->\n```text\n)[\s\S]*?```/g;

export const readSample = (name: string) =>
  JSON.parse(readFileSync(join(ROOT, `data/features/${name}.json`), 'utf8')) as RequestInput;

/** Solves an edited copy of a sample in the pipeline of every job. The plan passes its check, or says what is broken. */
export async function solveSample(name: string, pool: SolverPool, edit: Edit = () => {}): Promise<RoutingPlan> {
  const input = readSample(name);
  edit(input);
  const parsed = parseRequest(input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const solved = await solveRouting(parsed.value, pool);
  if (!solved.ok) throw new Error(JSON.stringify(solved.errors));
  expect(checkPlan(parsed.value, solved.plan).violations).toEqual(solved.plan.violations ?? []);
  return solved.plan;
}

/**
 * Every feature acts as its facts say, and its page says what comes out of its example and of its variants.
 * `npm run docs:features` writes the outputs of the pages again.
 */
export function describeFeatures(features: Record<string, Feature>): void {
  const pool = createSolverPool({ threads: 1 });
  const scratch = mkdtempSync(join(tmpdir(), 'roundsman-features-'));
  afterAll(async () => {
    await pool.close();
    rmSync(scratch, { recursive: true });
  });

  describe.each(Object.entries(features))('%s', (name, { variants, facts }) => {
    const plans = new Map<string, Promise<RoutingPlan>>();
    const planOf = (variant: string) => {
      const known = plans.get(variant) ?? solveSample(name, pool, variants[variant]);
      plans.set(variant, known);
      return known;
    };

    it('acts', async () => {
      const others: RoutingPlan[] = [];
      const plan = await planOf('');
      for (const variant of Object.keys(variants)) others.push(await planOf(variant));
      expect(others.map(describeTours)).not.toContain(describeTours(plan));
      facts(plan, ...others);
    });

    it('has a page that says what comes out', async () => {
      const file = join(PAGES, `${name}.md`);
      let page = readFileSync(file, 'utf8');
      const examples = [...page.matchAll(EXAMPLE)];
      expect(examples.length).toBeGreaterThan(0);
      expect(examples[0]![2]).toContain(`solve data/features/${name}.json`);
      for (const [all, before, line, between] of examples) {
        const output = await runLine(line!, scratch);
        page = page.replace(all, () => `${before}${line}${between}${output.trimEnd()}\n\`\`\``);
      }
      for (const [all, before, variant] of page.matchAll(VARIANT)) {
        expect(Object.keys(variants), `${name}.md`).toContain(variant);
        const output = describeTours(await planOf(variant!));
        page = page.replace(all, () => `${before}${output}\`\`\``);
      }
      await expect(page).toMatchFileSnapshot(file);
    });
  });
}
