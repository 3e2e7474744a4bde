import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import { errorsOf, resultOf, runCli } from '../support/cli.ts';

// Each test starts processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const ROOT = join(import.meta.dirname, '../..');
const TINY = join(ROOT, 'data/tiny.json');
const CITY = join(ROOT, 'data/city-day.json');
const dir = mkdtempSync(join(tmpdir(), 'roundsman-cli-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const SQUARE = `NAME : square
TYPE : CVRP
DIMENSION : 5
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 2
NODE_COORD_SECTION
1 0 0
2 0 10
3 1 10
4 0 -10
5 1 -10
DEMAND_SECTION
1 0
2 1
3 1
4 1
5 1
DEPOT_SECTION
1
-1
EOF
`;

const planIn = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as RoutingPlan;

/** What must be the same in two runs with the same seed and iterations. */
const decided = ({ routes, unassigned, cost }: RoutingPlan) => ({ routes, unassigned, cost });

describe('solve, check and map on the command line', () => {
  const plan = join(dir, 'plan.json');
  const args = ['solve', TINY, '--iterations', '200', '--threads', '2', '--seed', '3'];
  beforeAll(async () => {
    expect(await runCli([...args, '--out', plan])).toMatchObject({ code: 0 });
  }, 120_000);

  it('solves a request into a plan, GeoJSON and a picture, and says what the plan is like', async () => {
    const [out, geojson, svg] = ['json', 'geojson', 'svg'].map((ending) => join(dir, `first.${ending}`)) as [
      string,
      string,
      string,
    ];
    const ran = await runCli([...args, '--out', out, '--geojson', geojson, '--svg', svg]);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toMatch(/^Tasks +\d+ of 12 served$/m);
    expect(ran.stdout).toMatch(/^Check +passed$/m);
    expect(ran.stdout).toContain(out);
    expect(planIn(out)).toMatchObject({ kind: 'routing-plan', request: 'tiny', solver: { seed: 3, threads: 2 } });
    expect(JSON.parse(readFileSync(geojson, 'utf8'))).toMatchObject({ type: 'FeatureCollection' });
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg .*<\/svg>\s*$/s);
  });

  it('gives the same plan for the same seed and iterations, from a file or stdin, to a file or stdout', async () => {
    const input = readFileSync(TINY, 'utf8');
    const piped = args.map((arg) => (arg === TINY ? '-' : arg));
    const ran = await runCli([...piped, '--out', '-', '--json'], { input });
    expect(ran.code).toBe(0);
    expect(decided(resultOf(ran) as never)).toEqual(decided(planIn(plan)));
    const last = JSON.parse(ran.stderr.trimEnd().split('\n').at(-1)!) as { kind: string };
    expect(last).toMatchObject({ kind: 'plan', summary: { tasks: 12 } });
  });

  it('check passes the plan, and finds what was changed in it', async () => {
    const good = await runCli(['check', TINY, plan, '--json']);
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(resultOf(good)).toMatchObject({ kind: 'check', ok: true, violations: [] });

    const changed = planIn(plan);
    changed.routes[0]!.stops[1]!.begin_s += 3600 * 24;
    const people = await runCli(['check', TINY, '-'], { input: JSON.stringify(changed) });
    expect(people.code).toBe(4);
    expect(people.stdout).toMatch(/^Check +FAILED: \d+ violation/m);
  });

  it('map draws a plan beside it, to a file or to stdout', async () => {
    const beside = await runCli(['map', plan, '--title', 'Tuesday <1>', '--json']);
    expect(beside.code).toBe(0);
    expect(resultOf(beside)).toEqual({ kind: 'map', svg: join(dir, 'plan.svg') });
    expect(readFileSync(join(dir, 'plan.svg'), 'utf8')).toContain('Tuesday &lt;1&gt;');
    const piped = await runCli(['map', plan, '--out', '-']);
    expect(piped.stdout).toMatch(/^<svg /);
    // A plane of which the tours are as long as they would be on the globe.
    const request = join(dir, 'plane.json');
    const tasks = [{ kind: 'visit', id: 'a', at: [10, 60] }];
    const profiles = [{ kind: 'euclidean', name: 'car', scale: 1000 }];
    const vehicles = [{ id: 'v', start: [0, 60] }];
    writeFileSync(request, JSON.stringify({ kind: 'routing', version: 1, profiles, tasks, vehicles }));
    const plane = join(dir, 'plane-plan.json');
    await runCli(['solve', request, '--iterations', '1', '--threads', '1', '--out', plane]);
    const told = await runCli(['map', plane, '--request', request, '--out', '-']);
    expect(told.stdout).toMatch(/ units?<\/text>/);
  });

  it('writes .sol files for benchmark files', async () => {
    const [vrp, sol] = [join(dir, 'square.vrp'), join(dir, 'square.sol')];
    writeFileSync(vrp, SQUARE);
    const ran = await runCli(['solve', vrp, '--iterations', '100', '--threads', '1', '--sol', sol]);
    expect(ran.code).toBe(0);
    // Up to one side and back: 10 + 1 + round(sqrt(101)) = 21; then down to the other.
    expect(readFileSync(sol, 'utf8')).toMatch(/^Route #1: \d \d\nRoute #2: \d \d\nCost 42\n$/);
  });

  it('refuses files that its plan cannot be written to before it solves', async () => {
    const day = join(dir, 'matrix.json');
    const native = {
      ...{ kind: 'routing', version: 1, places: [{ id: '0' }], tasks: [{ kind: 'visit', id: '1', at: '0' }] },
      ...{ profiles: [{ kind: 'matrix', name: 'car', durations_s: [[0]] }], vehicles: [{ id: 'van', start: '0' }] },
    };
    writeFileSync(day, JSON.stringify(native));
    for (const command of [['solve'], ['solve', '--format', 'vroom'], ['submit']]) {
      const files = ['--sol', join(dir, 'no.sol'), '--svg', join(dir, 'no.svg')];
      const ran = await runCli([...command, day, ...files, '--json'], { cwd: dir });
      expect(ran.code).toBe(2);
      expect(errorsOf(ran).map(({ code }) => code)).toEqual(['bad_option', 'bad_option']);
      expect(ran.stderr).not.toContain('"progress"');
    }
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('writes the best plan so far on %s, and ends with 5', async (signal) => {
    const out = join(dir, `${signal}.json`);
    let isSent = false;
    const ran = await runCli(['solve', CITY, '--time', '600', '--threads', '1', '--out', out, '--json'], {
      onStderr(stderr, kill) {
        if (isSent || !stderr.includes('"progress"')) return;
        isSent = true;
        kill(signal);
        // As under npm, which passes on what we have been sent already.
        kill(signal === 'SIGINT' ? 'SIGTERM' : 'SIGINT');
      },
    });
    expect(ran.code).toBe(5);
    expect(planIn(out).solver.stopped).toBe('cancelled');
  });

  it('does not lose a plan to a Ctrl-C that comes while it is written', async () => {
    const pipe = join(dir, 'pipe');
    execFileSync('mkfifo', [pipe]);
    let interrupt = () => {};
    const running = runCli(['solve', CITY, '--iterations', '1', '--threads', '1', '--out', pipe, '--json'], {
      onStderr(_, kill) {
        interrupt = () => kill('SIGINT');
      },
    });
    // Open once there is a writer, whose plan is more than a pipe holds.
    const reader = await open(pipe);
    interrupt();
    const text = await reader.readFile('utf8');
    await reader.close();
    expect(await running).toMatchObject({ code: 0, stderr: expect.stringContaining('progress') });
    expect(JSON.parse(text)).toMatchObject({ kind: 'routing-plan' });
  });

  it('writes its files and ends with its own code though nobody listens', async () => {
    const [out, svg] = [join(dir, 'unheard.json'), join(dir, 'unheard.svg')];
    writeFileSync(out, 'of before');
    const closed: ('stdout' | 'stderr')[] = ['stdout', 'stderr'];
    expect(await runCli([...args, '--out', out, '--svg', svg], { closed })).toMatchObject({ code: 0 });
    expect(decided(planIn(out))).toEqual(decided(planIn(plan)));
    expect(readFileSync(svg, 'utf8')).toMatch(/<\/svg>\s*$/);

    const changed = planIn(plan);
    changed.routes[0]!.stops[1]!.begin_s += 3600 * 24;
    expect(await runCli(['check', TINY, '-'], { input: JSON.stringify(changed), closed })).toMatchObject({ code: 4 });
  });

  it('ends quietly when the reader of a pipe has seen enough', async () => {
    const script = `"${process.execPath}" "${join(ROOT, 'src/cli.ts')}" map "${plan}" --out - | head -c 5`;
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', script]);
    expect({ stdout, stderr }).toEqual({ stdout: '<svg ', stderr: '' });
  });
});
