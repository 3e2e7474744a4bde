import { expect, it } from 'vitest';
import { Control } from '../../src/pool/control.ts';
import { createStaffingEntry } from '../../src/pool/staffing-entry.ts';
import { loadHighs } from '../../src/staffing/highs.ts';
import { readRequest } from './plan-here.ts';
import { smallDay } from './samples.ts';

it('loads HiGHS again where that failed, or a job did, and keeps it otherwise', { timeout: 60_000 }, async () => {
  let loads = 0;
  const run = createStaffingEntry(async () => {
    if (++loads === 1) throw new Error('no memory');
    return loadHighs();
  });
  const request = readRequest({ ...smallDay(), options: { seed: 1, iterations: 1 } });
  const task = { request, scenario: null, control: new Control().buffer, started_ns: process.hrtime.bigint() };
  await expect(run(task)).rejects.toThrow('no memory');
  for (let times = 0; times < 2; times++) expect(await run(task)).toMatchObject({ ok: true });
  expect(loads).toBe(2);
  const broken = { ...task, request: { ...request, options: null as never } };
  expect(await run(broken)).toMatchObject({ ok: false, code: 'thread_failed' });
  expect(await run(task)).toMatchObject({ ok: true });
  expect(loads).toBe(3);
});
