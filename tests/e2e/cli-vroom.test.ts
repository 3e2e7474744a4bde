import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import type { Vroom } from '../../src/formats/index.ts';
import { type VroomAnswer, vroomResponseSchema } from '../../src/formats/vroom-out-schema.ts';
import { errorsOf, runCli } from '../support/cli.ts';
import { planOf } from '../support/vroom-plan.ts';

vi.setConfig({ testTimeout: 120_000 });

const SAMPLE = join(import.meta.dirname, '../../data/vroom-sample.json');
const dir = mkdtempSync(join(tmpdir(), 'roundsman-vroom-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const inDir = (name: string) => join(dir, name);
const read = <T>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as T;
function write(name: string, value: object): string {
  writeFileSync(inDir(name), JSON.stringify(value));
  return inDir(name);
}

/** Three places in a row, a minute apart. */
const day: Vroom = {
  jobs: [1, 2].map((id) => ({ id, location_index: id, delivery: [1] })),
  vehicles: [{ id: 1, start_index: 0, end_index: 0, capacity: [5] }],
  matrices: {
    car: {
      durations: [
        [0, 60, 120],
        [60, 0, 60],
        [120, 60, 0],
      ],
    },
  },
};

describe('convert', () => {
  it('turns VROOM’s sample into a native request and back', async () => {
    const native = inDir('native.json');
    expect(await runCli(['convert', SAMPLE, '--to', 'native', '--out', native])).toMatchObject({ code: 0, stdout: '' });
    expect(parseRequest(read(native)).ok).toBe(true);
    const back = await runCli(['convert', native, '--to', 'vroom']);
    expect(back.code).toBe(0);
    const [again, sample] = [JSON.parse(back.stdout) as Vroom, read<Vroom>(SAMPLE)];
    expect(again.jobs).toEqual(sample.jobs);
    expect(again.vehicles.map(({ costs: _, profile: __, ...vehicle }) => vehicle)).toEqual(
      sample.vehicles.map(({ costs: _, ...vehicle }) => vehicle),
    );
  });

  it('turns a plan into an answer, and an answer into a request with its routes', async () => {
    const request = write('day.json', day);
    const plan = planOf(day, [{ vehicle: 1, steps: ['job 2', 'job 1'] }]);
    const costs = { fixed: 0, distance: 0, time: 240, tasks: 0, lateness: 0, unserved: 0, total: 240 };
    const figures = { setup_s: 0, service_s: 0, waiting_s: 0, duty_s: 240, break_s: 0, overtime_s: 0, lateness_s: 0 };
    const route = { ...plan.routes[0]!, ...figures, tasks: 2, trips: 1, co2_g: 0, max_load: [2], cost: costs };
    const whole = {
      ...plan,
      cost: costs,
      summary: {
        ...{ tasks: 2, served: 2, unassigned: 0, vehicles_used: 1, vehicles_available: 1, trips: 1, distance_m: 240 },
        ...{ driving_s: 240, ...figures, co2_g: 0, load_use: [0.4], tasks_per_route: 2, tasks_per_duty_hour: 30 },
        ...{ cost_per_task: 120, m_per_task: 120 },
      },
      routes: [route],
      solver: {
        ...{ seed: 1, threads: 1, iterations: 5, elapsed_s: 1, first_solution_s: 0, stopped: 'time', trace: [] },
      },
    };
    const planFile = write('plan.json', whole);
    const answerFile = inDir('answer.json');
    const args = ['convert', planFile, '--to', 'vroom', '--request', request, '--out', answerFile];
    expect(await runCli(args)).toMatchObject({ code: 0 });
    const answer = vroomResponseSchema.parse(read(answerFile)) as VroomAnswer;
    expect(answer.summary).toMatchObject({ cost: 240, routes: 1, unassigned: 0, duration: 240 });
    expect(answer.routes[0]!.steps.map(({ type, id }) => [type, id])).toEqual([
      ['start', undefined],
      ['job', 2],
      ['job', 1],
      ['end', undefined],
    ]);
    const back = await runCli(['convert', answerFile, '--to', 'native', '--request', request, '--check']);
    expect(back.code).toBe(0);
    const native = JSON.parse(back.stdout) as RequestInput;
    expect(native.routes).toEqual([{ vehicle: '1', number: 1, steps: ['2', '1'] }]);
    expect(native.options).toMatchObject({ search: false });
    expect(parseRequest(native).ok).toBe(true);
    const stranger = write('stranger.json', { ...day, jobs: day.jobs!.slice(1) });
    const refused = await runCli(['convert', planFile, '--to', 'vroom', '--request', stranger, '--json']);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(errorsOf(refused).map(({ code, path }) => `${code} ${path}`)).toEqual([
      'unknown_reference routes[0].stops[2].task',
    ]);
  });

  it('turns the plan of routes that were judged into the answer of -c; explain, check and map take it, too', async () => {
    const place = (id: number) => ({ id, location_index: id });
    const judged = write('judged.json', {
      ...day,
      shipments: [{ pickup: place(1), delivery: place(2), amount: [1] }],
      vehicles: [{ ...day.vehicles[0]!, steps: [{ type: 'pickup', id: 1 }] }],
    });
    const plan = inDir('judged-plan.json');
    expect(await runCli(['solve', judged, '--check', '--out', plan])).toMatchObject({ code: 4 });
    const ran = await runCli(['convert', plan, '--to', 'vroom', '--request', judged, '--check']);
    expect(ran.code).toBe(0);
    const [route] = (vroomResponseSchema.parse(JSON.parse(ran.stdout)) as VroomAnswer).routes;
    expect(route!.violations).toEqual([{ cause: 'precedence' }]);

    expect(await runCli(['explain', judged, plan, '--json'])).toMatchObject({ code: 2 });
    expect(await runCli(['explain', judged, plan, '-c', '--json'])).toMatchObject({ code: 0 });
    expect(await runCli(['check', judged, plan, '-c', '--json'])).toMatchObject({ code: 0 });
    const undrawn = await runCli(['map', plan, '--request', judged, '--check', '--json']);
    expect(errorsOf(undrawn)).toMatchObject([{ code: 'position_needed' }]);
    const alone = await runCli(['map', plan, '--check', '--json']);
    expect(errorsOf(alone)).toMatchObject([{ code: 'bad_option' }]);
  });

  it.each<[string, string[], string]>([
    ['the wanted format', [SAMPLE, '--to', 'vroom'], 'already'],
    ['no format wanted', [SAMPLE], '--to'],
    ['another format', [SAMPLE, '--to', 'excel'], 'excel'],
    ['a plan without its request', ['answer.json', '--to', 'native'], '--request'],
    ['geometry of a request', [SAMPLE, '--to', 'native', '-g'], '-g'],
    ['a request with a request', [SAMPLE, '--to', 'native', '--request', SAMPLE], '--request'],
  ])('%s is an error', async (_, args, cause) => {
    write('answer.json', { code: 0, routes: [] });
    const ran = await runCli(['convert', ...args, '--json'], { cwd: dir });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    const [error] = errorsOf(ran);
    expect(error).toMatchObject({ code: 'bad_option' });
    expect(`${error!.cause} ${error!.action}`).toContain(cause);
  });

  it('names all that VROOM cannot say', async () => {
    const tiny = join(import.meta.dirname, '../../data/tiny.json');
    const ran = await runCli(['convert', tiny, '--to', 'vroom', '--json']);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(errorsOf(ran).map(({ code, path }) => `${code} ${path}`)).toEqual([
      'not_supported tasks[10].prize',
      'not_supported tasks[11].prize',
      'not_supported vehicles[0].costs.per_hour',
      'not_supported vehicles[1].costs.per_hour',
      'not_supported vehicles[1].max_duty_s',
    ]);
  });
});

describe('solve --format vroom', () => {
  it.each<[string, object, number]>([
    ['an input error', { ...day, jobs: [{ id: 1 }] }, 2],
    [
      'a place that nothing leads to',
      {
        ...day,
        matrices: {
          car: {
            durations: [
              [0, null, 1],
              [null, 0, null],
              [1, null, 0],
            ],
          },
        },
      },
      3,
    ],
  ])('%s is an answer with its code, on stdout or in the file', async (_, value, code) => {
    const ran = await runCli(['solve', '-', '--format', 'vroom'], { input: JSON.stringify(value) });
    expect(ran.code).toBe(code);
    const answer = vroomResponseSchema.parse(JSON.parse(ran.stdout));
    expect(answer.code).toBe(code);
    expect(ran.stderr).toMatch(/error/);
    const out = inDir('failed.json');
    const filed = await runCli(['solve', write('bad.json', value), '--format', 'vroom', '--out', out]);
    expect(filed).toMatchObject({ code, stdout: '' });
    expect(read(out)).toEqual(answer);
  });

  it('says of options of a search beside -c that they do nothing', async () => {
    const vehicles = [{ ...day.vehicles[0]!, steps: [{ type: 'job', id: 1 }] }];
    const args = ['solve', write('stepped.json', { ...day, vehicles }), '--format', 'vroom', '-c'];
    const [plain, timed] = [await runCli(args), await runCli([...args, '--time', '5', '--threads', '1'])];
    expect([plain.code, timed.code]).toEqual([0, 0]);
    expect(plain.stderr).not.toContain('nothing is searched');
    expect(timed.stderr).toContain('--time, --threads: for a search, and with --check nothing is searched');
    const asks = write('asks.json', { ...day, vehicles, options: { c: true } });
    const ran = await runCli(['solve', asks, '--format', 'vroom', '--threads', '1', '--json']);
    expect(ran.code).toBe(0);
    const notes = ran.stderr.split('\n').flatMap((text) => (text.includes('"note"') ? [JSON.parse(text)] : []));
    expect(notes).toContainEqual({
      kind: 'note',
      text: '--threads: for a search, and the request asks for none (`options.search` is false)',
    });
  });

  it.each<[string, Partial<Vroom>, Partial<Vroom['vehicles'][number]>, string]>([
    ['max_tasks', { shipments: [] }, { max_tasks: 1 }, 'max_tasks'],
    [
      'max_tasks beside shipments',
      { shipments: [{ pickup: { id: 1, location_index: 1 }, delivery: { id: 2, location_index: 2 } }] },
      { max_tasks: 1 },
      'max_tasks',
    ],
    ['breaks', {}, { breaks: [{ id: 1, time_windows: [[0, 1000]] }] }, 'missing_break'],
    ['service_at', { jobs: [{ ...day.jobs![0]!, time_windows: [[0, 90]] }, day.jobs![1]!] }, {}, 'delay'],
  ])('judges %s as its answer does, without --format vroom, too', async (name, more, limits, cause) => {
    const [first, second] = [1, 2].map((id) => ({ type: 'job' as const, id }));
    const at = cause === 'delay' ? { ...first!, service_at: 700 } : first!;
    const vehicles = [{ ...day.vehicles[0]!, ...limits, steps: [at, second!] }];
    const file = write(`${name}.json`, { ...day, ...more, vehicles });
    const plain = await runCli(['solve', file, '-c', '--json']);
    expect(plain).toMatchObject({ code: 4, stderr: expect.stringContaining(cause) });
    const people = await runCli(['solve', file, '-c']);
    expect(people.stdout).toMatch(new RegExp(`^Check +FAILED: .*${cause}`, 'm'));
    const answer = await runCli(['solve', file, '-c', '--format', 'vroom']);
    expect(answer).toMatchObject({ code: 0, stderr: expect.stringMatching(new RegExp(`^Check +.*${cause}`, 'm')) });
    expect(JSON.parse(answer.stdout).summary.violations).toMatchObject([{ cause }]);
  });

  it('-g is for VROOM’s answers', async () => {
    const ran = await runCli(['solve', SAMPLE, '-g', '--json']);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(errorsOf(ran)).toMatchObject([{ code: 'bad_option' }]);
  });

  it('solves a native request itself, with its seed, iterations and any numbers', async () => {
    // More than a request may hold, once all loads together are a vehicle's capacity.
    const tasks = ['a', 'b', 'c', 'd'].map((id, i) => ({
      ...{ kind: 'delivery', id, at: [2 + 0.01 * i, 46], load: [900_000_000] },
    }));
    const vehicles = [{ id: 'van', start: [2, 46], end: [2, 46], costs: { per_km: 0, per_travel_hour: 3600 } }];
    const native = write('native-day.json', {
      ...{ kind: 'routing', version: 1, tasks, vehicles, options: { iterations: 40, seed: 7 } },
    });
    const [answer, plan] = [
      await runCli(['solve', native, '--format', 'vroom']),
      await runCli(['solve', native, '--out', inDir('native-plan.json')]),
    ];
    expect([answer.code, plan.code]).toEqual([0, 0]);
    const converted = await runCli(['convert', inDir('native-plan.json'), '--to', 'vroom', '--request', native]);
    const [own, other] = [answer, converted].map(({ stdout }) => JSON.parse(stdout) as VroomAnswer);
    expect(own!.routes).toHaveLength(1);
    expect(own!.routes).toEqual(other!.routes);
    expect(read<{ solver: { seed: number; iterations: number } }>(inDir('native-plan.json')).solver.seed).toBe(7);
  });

  it('solves a native request on VROOM’s clock', async () => {
    // Some 17 minutes away, to be there within 15: a vehicle without a shift would leave before second 0.
    const native = write('native-early.json', {
      ...{ kind: 'routing', version: 1, options: { iterations: 20 } },
      profiles: [{ kind: 'great_circle', name: 'car', speed_kmh: 36, detour: 1 }],
      tasks: [
        { kind: 'delivery', id: 'far', at: [0.0899, 0], load: [1], windows: [[0, 900]] },
        { kind: 'delivery', id: 'near', at: [0.01, 0], load: [1] },
      ],
      vehicles: [{ id: 'van', start: [0, 0], costs: { fixed: 0, per_km: 1 } }],
    });
    const ran = await runCli(['solve', native, '--format', 'vroom']);
    expect(ran).toMatchObject({ code: 0 });
    const { summary, routes } = JSON.parse(ran.stdout) as VroomAnswer;
    expect(summary).toMatchObject({ unassigned: 1, violations: [] });
    expect(routes[0]!.steps[0]).toMatchObject({ type: 'start', arrival: 0 });
  });
});
