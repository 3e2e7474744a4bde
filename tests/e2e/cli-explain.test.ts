import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { describeExplanations } from '../../src/cli/explanations.ts';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import { explainPlan } from '../../src/explain/index.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { errorsOf, resultOf, runCli } from '../support/cli.ts';
import { REPORT, rawRoute, requestOf, task } from '../unit/plan-world.ts';

// Each test starts processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const REQUEST = join(import.meta.dirname, '../../data/explain-unassigned.json');
const dir = mkdtempSync(join(tmpdir(), 'roundsman-explain-'));
afterAll(() => rmSync(dir, { recursive: true }));
const file = join(dir, 'plan.json');

it('explain answers what the request asks, and what the command line adds', async () => {
  const solved = await runCli(['solve', REQUEST, '--out', file]);
  expect(solved.stdout).toContain("Why 'piano' is left out");
  const plan = JSON.parse(readFileSync(file, 'utf8')) as RoutingPlan;
  const asked = await runCli(['explain', REQUEST, file, '--vehicle', 'kiosk', 'clinic', '--json']);
  const { kind, vehicles, ...rest } = resultOf(asked) as RoutingPlan['explanations'] & { kind: string };
  expect(kind).toBe('explanations');
  expect(vehicles!.map(({ task }) => task)).toEqual(['kiosk', 'clinic']);
  expect(rest).toEqual(plan.explanations);
});

it('explain refuses tasks and plans it does not know', async () => {
  const asked = await runCli(['explain', REQUEST, file, '--vehicle', 'nobody', '--json']);
  expect([asked.code, errorsOf(asked)[0]?.code]).toEqual([2, 'bad_option']);
  const plan = JSON.parse(readFileSync(file, 'utf8')) as RoutingPlan;
  plan.routes[0]!.vehicle = 'submarine';
  writeFileSync(file, JSON.stringify(plan));
  const other = await runCli(['explain', REQUEST, file, '--json']);
  expect([other.code, errorsOf(other)[0]?.code]).toEqual([4, 'plan_rejected']);
  expect(errorsOf(other)[0]?.action).toContain('request that the plan was made from');
});

it.each<[string, Partial<RoutingPlan['routes'][number]['stops'][number]>, string]>([
  ['an option', { option: 7 }, 'option'],
  ['a task', { task: 'nobody' }, 'task'],
  ['a reload', { kind: 'reload', reload: 3 }, 'reload'],
])('explain says where a plan names %s that is not there', (_, change, field) => {
  const request = requestOf([task('a', 10)]);
  const plan = buildPlan(request, { routes: [rawRoute(0, [0])], unassigned: [] }, REPORT);
  Object.assign(plan.routes[0]!.stops[1]!, change);
  const asked = () => explainPlan(request, plan, { vehicles: [0], unassigned: false, slots: [] });
  expect(asked).toThrow(expect.objectContaining({ path: `routes[0].stops[1].${field}` }));
});

it('explanations tell the time of day where there is a calendar', () => {
  const place = { vehicle: 'van', number: 1, before: null, obstacle: null };
  const slots = [{ task: 'new', slots: [{ ...place, window: [3600, 5400] as [number, number], cost: -1.5 }] }];
  expect(describeExplanations({ slots }, null, [])).toBe(
    "When 'new' could be served\n  1:00-1:30 van 1: -1.50, as the last",
  );
  expect(describeExplanations({ slots }, Date.parse('2027-03-16T08:00:00Z'), [])).toContain(
    'served (UTC)\n  09:00-09:30',
  );
  const offer = (window: [number, number]) => ({
    slots: [{ task: 'new', slots: [{ ...slots[0]!.slots[0]!, window }, slots[0]!.slots[0]!] }],
  });
  expect(describeExplanations(offer([-5400, -1800]), null, [])).toContain('\n  -1:30--0:30 van 1');
  const nextDay = describeExplanations(offer([82_800, 122_400]), Date.parse('2027-03-16T08:00:00Z'), []);
  expect(nextDay).toContain('\n  2027-03-17 07:00-18:00 van 1');
  expect(nextDay).toContain('\n  2027-03-16 09:00-09:30 van 1');
  const night = describeExplanations(offer([54_000, 64_800]), Date.parse('2027-03-16T08:00:00Z'), []);
  expect(night).toContain('\n  2027-03-16 23:00-2027-03-17 02:00 van 1');
  const vehicles = [{ task: 'new', alternatives: [{ ...place, cost: 2 }] }];
  expect(describeExplanations({ vehicles }, null, [{ task: 'new' }])).toContain("'new', which is left out");
  expect(describeExplanations({}, null, [])).toContain('Nothing to explain');
});
