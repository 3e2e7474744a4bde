import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { errorsOf, type Ran, runCli } from '../support/cli.ts';

// Each test starts processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const dir = mkdtempSync(join(tmpdir(), 'roundsman-bad-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const A = { id: 'a', position: [2, 48] };
const B = { id: 'b', position: [2.1, 48] };
const DAY = {
  kind: 'routing',
  version: 1,
  places: [A, B],
  tasks: [{ kind: 'delivery', id: 't', at: 'b', load: [1] }],
  vehicles: [{ id: 'v', start: 'a', end: 'a', capacity: [2] }],
  options: { iterations: 1 },
};
const withMatrix = (durations_s: (number | null)[][]) => ({
  ...DAY,
  profiles: [{ kind: 'matrix', name: 'car', durations_s }],
});
const C = { id: 'c', position: [2.2, 48] };

/** What the file holds, and the errors that must be among those reported: code and path. */
const CASES: Record<string, [content: string | object, ...expected: [code: string, path: string][]]> = {
  'malformed JSON': ['{"kind": "routing", "tasks": [', ['not_json', '']],
  'a list 100,000 deep': ['['.repeat(100_000) + ']'.repeat(100_000), ['too_deep', '[0][0][0]']],
  'a request 100,000 deep': [
    `{"kind":"routing","tasks":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
    ['too_deep', 'tasks.a.a'],
  ],
  'NaN in JSON': ['{"kind":"routing","tasks":[NaN]}', ['not_json', '']],
  'a number beyond every bound': [
    JSON.stringify(DAY).replace('[2]', '[1e999]'),
    ['out_of_bounds', 'vehicles[0].capacity[0]'],
  ],
  __proto__: [
    JSON.stringify(DAY).replace('"version"', '"__proto__":{"x":1},"version"'),
    ['forbidden_key', '__proto__'],
  ],
  'negative demand': [
    { ...DAY, tasks: [{ kind: 'delivery', id: 't', at: 'b', load: [-4] }] },
    ['out_of_bounds', 'tasks[0].load[0]'],
  ],
  'a matrix with a hole': [
    {
      ...withMatrix([
        [0, 1, 2],
        [1, 0, 3],
        [null, 2, 0],
      ]),
      places: [A, B, C],
    },
    ['matrix_hole', 'profiles[0].durations_s[2][0]'],
  ],
  'a stop no way leads to': [
    {
      ...withMatrix([
        [0, 1, null],
        [1, 0, null],
        [2, 3, 0],
      ]),
      places: [A, B, C],
    },
    ['unreachable_place', 'places[2]'],
  ],
  'vehicles, but none of them': [{ ...DAY, vehicles: [{ id: 'v', count: 0 }] }, ['no_vehicles', 'vehicles']],
  'several faults at once': [
    {
      ...DAY,
      tasks: [
        { kind: 'delivery', id: 't', at: 'nowhere' },
        { kind: 'delivery', id: 't', at: 'b', load: [1, 2] },
      ],
    },
    ['unknown_reference', 'tasks[0].at'],
    ['duplicate_id', 'tasks[1].id'],
    ['dimension_mismatch', 'tasks[1].load'],
  ],
  'a file of another kind': ['\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR', ['unknown_format', '']],
  'JSON of another kind': [{ hello: 'world' }, ['unknown_format', '']],
};

function expectRefusal(ran: Ran): void {
  expect(ran.stdout).toBe('');
  expect(ran.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(ran.stderr).not.toContain('node:internal');
  expect(ran.code).toBe(2);
}

function expectCodes(ran: Ran, expected: [string, string][]): void {
  expectRefusal(ran);
  const errors = errorsOf(ran);
  for (const [code, path] of expected) expect(errors).toContainEqual(expect.objectContaining({ code, path }));
  for (const error of errors) {
    expect(error.cause).not.toBe('');
    expect(error.action).not.toBe('');
  }
}

describe('bad input on the command line', () => {
  it.each(Object.entries(CASES))('solve refuses %s', async (name, [content, ...expected]) => {
    const file = join(dir, `${name.replace(/\W+/g, '-')}.json`);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    expectCodes(await runCli(['solve', file, '--json']), expected);
  });

  it('prints every error for people, with place, cause and remedy', async () => {
    const [content] = CASES['several faults at once']!;
    const ran = await runCli(['solve', '-'], { input: JSON.stringify(content) });
    expectRefusal(ran);
    expect(ran.stderr).toMatch(/^3 errors:$/m);
    expect(ran.stderr).toMatch(/duplicate_id at tasks\[1\]\.id\n {4}.*'t'.*\n {4}-> \S/);
  });

  it('refuses a valid file of 50 MB for its content, and more than 64 MB for its size', async () => {
    const big = join(dir, 'big.json');
    writeFileSync(big, JSON.stringify({ ...DAY, description: 'x'.repeat(50 * 2 ** 20) }));
    expectCodes(await runCli(['solve', big, '--json']), [['wrong_length', 'description']]);
    const huge = join(dir, 'huge.json');
    writeFileSync(huge, '');
    truncateSync(huge, 64 * 2 ** 20 + 1);
    expectCodes(await runCli(['solve', huge, '--json']), [['too_large', huge]]);
  });

  it('refuses files it cannot read or write before it works', async () => {
    const day = join(dir, 'day.json');
    writeFileSync(day, JSON.stringify(DAY));
    const none = join(dir, 'none.json');
    expectCodes(await runCli(['solve', none, '--json']), [['cannot_read', none]]);
    expectCodes(await runCli(['solve', dir, '--json']), [['cannot_read', dir]]);
    const [out, svg] = [join(dir, 'no-such-folder', 'plan.json'), join(day, 'under-a-file.svg')];
    expectCodes(await runCli(['solve', day, '--out', out, '--svg', svg, '--geojson', dir, '--json']), [
      ['cannot_write', out],
      ['cannot_write', svg],
      ['cannot_write', dir],
    ]);
    const folder = join(dir, 'new-folder/');
    expectCodes(await runCli(['solve', day, '--out', '', '--svg', folder, '--json']), [
      ['cannot_write', ''],
      ['cannot_write', folder],
    ]);
  });

  it('overwrites nothing that it reads', async () => {
    const [day, other] = [join(dir, 'precious.json'), join(dir, 'other.json')];
    for (const file of [day, other]) writeFileSync(file, JSON.stringify(DAY));
    const kept = readFileSync(day, 'utf8');
    for (const args of [
      ['solve', day, '--out', day],
      ['solve', day, '--format', 'vroom', '--out', day],
      ['submit', day, '--geojson', day],
      ['staff', day, '--svg', day],
      ['map', day, '--out', day],
      ['map', other, '--request', day, '--out', day],
      ['convert', day, '--to', 'vroom', '--out', day],
      ['convert', other, '--to', 'vroom', '--request', day, '--out', day],
    ]) {
      const ran = await runCli([...args, '--json']);
      expectRefusal(ran);
      expect(errorsOf(ran)).toMatchObject([{ code: 'bad_option', cause: `${day} is read and would be overwritten` }]);
    }
    expect(readFileSync(day, 'utf8')).toBe(kept);
  });

  it.each([
    [['solve']],
    [['solve', 'x.json', '--tiem', '3']],
    [['solve', 'x.json', '--time', 'NaN']],
    [['solve', 'x.json', '--threads', '1.5']],
    [['solve', 'x.json', '--objective', 'toString']],
    [['solve', 'x.json', '--out', '-', '--svg', '-']],
    [['solve', 'x.json', '--format', 'vroom', '--svg', '-']],
    [['solve', 'x.json', '--check', '--time', '3']],
    [['solve', 'x.json', '-c', '--seed', '0']],
    [['solve', 'x.json', '--out', 'same.json', '--geojson', './same.json']],
    [['staff', 'x.json', '--title', 'Monday']],
    [['watch', 'staffing-1', '--geojson', 'x.geojson', '--sol', 'x.sol']],
    [[]],
  ])('refuses the command line %j', async (args) => {
    expectCodes(await runCli([...args, '--json']), [['bad_option', '']]);
  });

  it('refuses plans that are none', async () => {
    const plan = join(dir, 'plan.json');
    writeFileSync(plan, '{"kind":"routing-plan","version":1,"routes":[{"vehicle":7}]}');
    expectCodes(await runCli(['map', plan, '--json']), [
      ['wrong_type', 'routes[0].vehicle'],
      ['missing_field', 'summary'],
    ]);
    const day = join(dir, 'day-2.json');
    writeFileSync(day, JSON.stringify(DAY));
    expectCodes(await runCli(['check', day, plan, '--json']), [['missing_field', 'cost']]);
  });

  it('tells what is wrong with each of several files, and with which', async () => {
    const file = (name: string, content: string) => {
      writeFileSync(join(dir, name), content);
      return join(dir, name);
    };
    const [day, plan] = [
      file('bad-day.json', '{"kind": "routing"}'),
      file('bad-plan.json', '{"kind": "routing-plan"}'),
    ];
    const [vroom, none] = [file('bad-vroom.json', '{"code": 0}'), join(dir, 'no-plan.json')];
    const ofEach = (ran: Ran) => {
      expectRefusal(ran);
      const causes = errorsOf(ran).map(({ cause }) => cause.replace(/(?:: | cannot be read).*/s, ''));
      return [...new Set(causes)].sort();
    };
    expect(ofEach(await runCli(['compare', plan, vroom, none, '--json']))).toEqual([plan, vroom, none].sort());
    expect(ofEach(await runCli(['check', day, plan, '--json']))).toEqual([day, plan]);
    expect(ofEach(await runCli(['explain', day, none, '--json']))).toEqual([day, none]);
    expect(ofEach(await runCli(['map', plan, '--request', day, '--json']))).toEqual([day, plan]);
    for (const given of [plan, vroom]) {
      const to = given === plan ? 'vroom' : 'native';
      const ran = await runCli(['convert', given, '--to', to, '--request', day, '--json']);
      expect(ofEach(ran)).toEqual([day, given]);
    }
    // Of one file alone nobody asks which.
    const alone = errorsOf(await runCli(['map', plan, '--json']));
    expect(alone.filter(({ cause }) => cause.includes(plan))).toEqual([]);
  });

  it('refuses wrong settings, all at once', async () => {
    const env = { REDIS_URL: 'http://here', ROUNDSMAN_THREADS: 'many', ROUNDSMAN_THRAEDS: '2' };
    expectCodes(await runCli(['watch', 'job', '--json'], { env }), [
      ['bad_config', 'REDIS_URL'],
      ['bad_config', 'ROUNDSMAN_THREADS'],
      ['bad_config', 'ROUNDSMAN_THRAEDS'],
    ]);
  });
});
