import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { StaffingPlan } from '../../src/contract/staffing/plan.ts';
import { smallDay } from '../staffing/samples.ts';
import { errorsOf, resultOf, runCli } from '../support/cli.ts';
import { preparedStore } from '../support/embedded.ts';

// Each test starts processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const dir = mkdtempSync(join(tmpdir(), 'roundsman-staff-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const REQUEST = join(dir, 'day.json');
writeFileSync(REQUEST, JSON.stringify({ ...smallDay(), scenarios: [{ id: 'rain', demand: [{ factor: 1.3 }] }] }));

const planIn = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as StaffingPlan;

describe('staff', () => {
  it('plans a day, writes plan and picture, and says what it is like', async () => {
    const [out, svg] = [join(dir, 'plan.json'), join(dir, 'plan.svg')];
    const ran = await runCli(['staff', REQUEST, '--out', out, '--svg', svg, '--threads', '1']);
    expect(ran).toMatchObject({ code: 0 });
    for (const word of ['Demand', 'Riders', 'Shifts', 'Service', 'Cost', 'rain', 'Check     passed']) {
      expect(ran.stdout).toContain(word);
    }
    const plan = planIn(out);
    expect(plan).toMatchObject({ kind: 'staffing-plan', request: 'small' });
    expect(plan.scenarios).toHaveLength(2);
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg /);

    const again = join(dir, 'again.json');
    const published = await runCli(['staff', REQUEST, '--published', out, '--out', again, '--threads', '1']);
    expect(published).toMatchObject({ code: 0 });
    expect(planIn(again).summary.changes).toBe(0);

    const drawn = await runCli(['map', out, '--out', join(dir, 'again.svg')]);
    expect(drawn).toMatchObject({ code: 0 });
    expect(readFileSync(join(dir, 'again.svg'), 'utf8')).toContain('>east<');
    const tours = await runCli(['map', out, '--request', REQUEST, '--json']);
    expect(errorsOf(tours)[0]).toMatchObject({ code: 'bad_option' });
  });

  it('answers machines in JSON, and refuses bad input with every error', async () => {
    const ran = await runCli(['staff', REQUEST, '--json', '--threads', '1', '--seed', '5']);
    expect(resultOf(ran)).toMatchObject({ kind: 'staffing-plan', solver: { seed: 5 } });
    const bad = join(dir, 'bad.json');
    writeFileSync(bad, JSON.stringify({ ...smallDay(), horizon: { time_zone: 'Mars', starts_on: '2026-13-01' } }));
    const refused = await runCli(['staff', bad, '--json']);
    expect(refused.code).toBe(2);
    expect(errorsOf(refused).map(({ code }) => code)).toEqual(expect.arrayContaining(['bad_time_zone', 'bad_time']));
    const wrongKind = await runCli(['staff', join(import.meta.dirname, '../../data/tiny.json'), '--json']);
    expect(errorsOf(wrongKind)[0]).toMatchObject({ code: 'wrong_value', path: 'kind' });
    writeFileSync(bad, readFileSync(REQUEST, 'utf8').replace('"version":1,', '"version":1,,'));
    const broken = await runCli(['staff', bad, '--json']);
    expect(errorsOf(broken).map(({ code }) => code)).toEqual(['not_json']);
  });
});

describe('submit', () => {
  const env = { ROUNDSMAN_DATA_DIR: join(dir, 'store'), ROUNDSMAN_THREADS: '1' };

  it('recognises riders, and watch finds their plan later', async () => {
    const out = join(dir, 'submitted.json');
    await preparedStore(env.ROUNDSMAN_DATA_DIR);
    const ran = await runCli(['submit', REQUEST, '--out', out, '--json'], { env });
    expect(ran).toMatchObject({ code: 0 });
    expect(resultOf(ran)).toMatchObject({ kind: 'staffing-plan', request: 'small' });
    const { jobId } = ran.stderr
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { kind: string; jobId: string })
      .find(({ kind }) => kind === 'submitted')!;
    expect(jobId).toMatch(/^staffing-/);
    const watched = await runCli(['watch', jobId, '--out', '-'], { env });
    expect(watched.code).toBe(0);
    expect(JSON.parse(watched.stdout)).toEqual(planIn(out));
    const late = await runCli(['cancel', jobId, '--json'], { env });
    expect(resultOf(late)).toMatchObject({ outcome: 'finished' });
    const tours = await runCli(['submit', REQUEST, '--geojson', join(dir, 'x.geojson'), '--json'], { env });
    expect(errorsOf(tours)[0]).toMatchObject({ code: 'bad_option' });
  });
});
