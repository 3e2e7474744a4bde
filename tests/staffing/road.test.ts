import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import type { StaffingPlan } from '../../src/contract/staffing/plan.ts';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { createStaffingHandler, staff } from '../../src/jobs/staffing.ts';
import { createSolverPool, type SolverPool } from '../../src/pool/pool.ts';
import { type RunTask, staffOn } from '../../src/pool/staffing.ts';
import { runStaffing } from '../../src/pool/staffing-thread.ts';
import { createConsumer } from '../../src/queue/consumer.ts';
import { createRig, log } from '../queue/harness.ts';
import { createRedisServer, hasRedis, type RedisServer } from '../support/redis.ts';
import { smallDay, square, twoPeaks } from './samples.ts';

// Threads are started, on a machine that may be busy.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let pool: SolverPool;
beforeAll(() => {
  pool = createSolverPool({ threads: 2 });
});
afterAll(() => pool.close());

const scenarios: StaffingInput['scenarios'] = [
  { id: 'rain', demand: [{ factor: 1.3 }] },
  { id: 'no-show', no_show_rate: 0.1 },
  { id: 'two-ill', lose_riders: 2 },
  { id: 'north', new_zone: { zone: { id: 'north', polygon: square(16.3, 48.22) }, orders: twoPeaks(5) } },
  { id: 'hub', hubs: [{ zone: 'east', at: [16.325, 48.205] }] },
  { id: 'faster', service: { target_min: 30, share: 0.95 } },
];

async function planOf(input: StaffingInput): Promise<StaffingPlan> {
  const parsed = parseStaffing(input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const staffed = await staff(parsed.value, pool);
  if (!staffed.ok) throw new Error(JSON.stringify(staffed.errors));
  return staffed.plan;
}

describe('what if', () => {
  it('holds every scenario against the plan in one table', async () => {
    const plan = await planOf({ ...smallDay(), scenarios });
    expect(plan.scenarios.map(({ id }) => id)).toEqual(['plan', ...scenarios.map(({ id }) => id)]);
    const [base, rain, noShow, ill, north, hub, faster] = plan.scenarios;
    expect(base).toMatchObject({ demand: plan.summary.demand, cost: plan.cost.total, cost_change: 0 });
    expect(rain!.demand).toBeCloseTo(1.3 * base!.demand, 1);
    expect(rain!.required_h).toBeGreaterThan(base!.required_h);
    expect(noShow!.to_book_h).toBeGreaterThan(base!.to_book_h);
    expect(noShow!.required_h).toBe(base!.required_h);
    expect(ill!.planned_h).toBeLessThan(base!.planned_h);
    expect(north!.demand).toBeGreaterThan(base!.demand);
    expect(hub!.demand).toBe(base!.demand);
    expect(faster!.required_h).toBeGreaterThan(base!.required_h);
    for (const row of plan.scenarios) expect(row.late_share_unchanged).not.toBeNull();
  });

  it('leaves out what was killed, and keeps the plan', async () => {
    const parsed = parseStaffing({ ...smallDay(), scenarios });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const kill = new AbortController();
    let stop: ((reason: 'cancelled') => void) | undefined;
    const inTime: RunTask = async (task) => {
      if (task.scenario === null) return runStaffing(task);
      stop!('cancelled');
      kill.abort();
      return { ok: false, code: 'thread_failed', message: 'killed' };
    };
    const onStart = (given: typeof stop) => {
      stop = given;
    };
    const staffed = await staffOn(inTime, parsed.value, 1, 0n, { onStart, signal: kill.signal });
    expect(staffed).toMatchObject({ ok: true, stopReason: 'cancelled', plan: { scenarios: [] } });
  });

  it('says which what-ifs failed, or have fewer hubs than asked for, and keeps the plan', async () => {
    const hubs = Array.from({ length: 2 }, () => ({ zone: 'west' }));
    const parsed = parseStaffing({ ...smallDay(), scenarios: [...scenarios.slice(0, 1), { id: 'hubs', hubs }] });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const inTime: RunTask = async (task) => {
      if (task.scenario?.index === 0) return { ok: false, code: 'thread_failed', message: 'RangeError' };
      const answer = runStaffing(task);
      if (answer.ok && 'row' in answer) answer.row.hubs.pop();
      return answer;
    };
    const staffed = await staffOn(inTime, parsed.value, 1, process.hrtime.bigint(), {});
    if (!staffed.ok) throw new Error(JSON.stringify(staffed.errors));
    expect(staffed.plan.scenarios.map(({ id }) => id)).toEqual(['plan', 'hubs']);
    expect(staffed.plan.warnings.filter(({ code }) => code === 'scenario_not_kept')).toEqual([
      { code: 'scenario_not_kept', path: 'scenarios[0]', cause: 'it has no row: RangeError' },
      { code: 'scenario_not_kept', path: 'scenarios[1]', cause: 'there are places for 1 of 2 hubs' },
    ]);
  });

  it('gives the same table on one thread as on two', async () => {
    const rows = async (threads: number) =>
      (
        await planOf({
          ...smallDay(),
          scenarios: scenarios.slice(0, 3),
          options: { seed: 3, iterations: 100, threads },
        })
      ).scenarios;
    expect(await rows(1)).toEqual(await rows(2));
  });
});

for (const backend of ['embedded', 'redis'] as const) {
  describe.skipIf(backend === 'redis' && !hasRedis)(`queue staffing [${backend}]`, () => {
    let server: RedisServer | undefined;
    let rig: Awaited<ReturnType<typeof createRig>>;
    let consumer: ReturnType<typeof createConsumer>;
    const KIND = { kind: 'staffing' };

    beforeAll(async () => {
      server = backend === 'redis' ? await createRedisServer() : undefined;
      rig = await createRig(server?.url, { ROUNDSMAN_GRACE_MS: '120000' }, 'staffing');
      consumer = createConsumer(rig.broker, rig.config, { staffing: createStaffingHandler(pool) }, log);
      await consumer.ready();
    });
    afterAll(async () => {
      await consumer?.close();
      await rig?.close();
      await server?.remove();
    });

    async function endOf(payload: unknown, onProgress: (jobId: string) => void = () => {}) {
      const { jobId } = await rig.client.submit('staffing', payload);
      let last: unknown;
      for await (const event of rig.client.watch(jobId, KIND)) {
        if (event.type === 'progress') onProgress(jobId);
        last = event;
      }
      return { jobId, last };
    }

    it('stores and announces one plan per request', async () => {
      const { jobId, last } = await endOf(smallDay());
      expect(last).toMatchObject({ type: 'done' });
      const { plan, planId, cost } = await rig.client.fetchPlan(jobId, KIND);
      expect(plan).toMatchObject({ kind: 'staffing-plan', request: 'small' });
      expect(cost).toBe((plan as StaffingPlan).cost.total);
      expect(await rig.announcements()).toMatchObject([{ id: planId, jobId, kind: 'staffing' }]);
      expect(await rig.client.submit('staffing', smallDay())).toEqual({ jobId, created: false });
    });

    it('takes JSON as text, and tells all that is wrong with it', async () => {
      const bad = { ...smallDay(), horizon: { ...smallDay().horizon, time_zone: 'Nowhere' }, zones: [] };
      const { last } = await endOf(JSON.stringify(bad));
      expect(last).toMatchObject({ type: 'failed' });
      const codes = (last as { errors: { code: string }[] }).errors.map(({ code }) => code);
      expect(codes).toEqual(expect.arrayContaining(['bad_time_zone', 'missing_field']));
    });

    it('publishes the best so far when it is cancelled', async () => {
      const long = { ...smallDay(), id: 'long', options: { seed: 1, iterations: 100_000_000 } };
      // Progress is told once there is a first plan.
      let cancelled: Promise<string> | undefined;
      const { jobId, last } = await endOf(long, (id) => {
        cancelled ??= rig.client.cancel(id, KIND);
      });
      expect(await cancelled).toBe('stopping');
      expect(last).toMatchObject({ type: 'done', stopped: 'cancelled' });
      const { plan } = await rig.client.fetchPlan(jobId, KIND);
      expect((plan as StaffingPlan).solver.stopped).toBe('cancelled');
    });
  });
}
