import { type ChildProcess, execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { environment, startWorker } from '../support/cli.ts';
import { createRedisServer, hasRedis, type RedisServer } from '../support/redis.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const dir = mkdtempSync(join(tmpdir(), 'roundsman-readme-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Block {
  /** `run`, `run: redis` or `file: NAME`: the comment above the block. */
  mark: string;
  language: string;
  code: string;
}

/** The marked code blocks of a page. */
function blocksOf(page: string): Block[] {
  const blocks = page.matchAll(/<!-- (run(?:: redis)?|file: [\w.-]+) -->\n```(\w+)\n([\s\S]*?)```/g);
  return [...blocks].map(([, mark, language, code]) => ({ mark: mark!, language: language!, code: code! }));
}

/** Runs a block in `dir`, where the sample data are; the package is that of this checkout. */
async function runBlock({ language, code }: Block, more: Record<string, string> = {}): Promise<string> {
  // The checkout cannot be linked into a node_modules folder, where Node runs no TypeScript: its path takes the place.
  const ts = code.replaceAll("'roundsman'", `'${join(ROOT, 'src/index.ts')}'`);
  const sh = code.replaceAll('npm run -s roundsman --', `node '${join(ROOT, 'src/cli.ts')}'`);
  const options = {
    cwd: dir,
    env: environment({ PATH: `${dirname(process.execPath)}:${process.env.PATH}`, ...more }),
  };
  if (language === 'sh') return (await run('sh', ['-ec', sh], options)).stdout;
  const file = join(dir, 'example.ts');
  writeFileSync(file, ts);
  return (await run(process.execPath, [file], options)).stdout;
}

/** A function that is no class. */
const isPlainFunction = (value: unknown) => typeof value === 'function' && !/^class\b/.test(String(value));

/** Of a script what it does first; programs begin with the same imports all. */
const titleOf = ({ code }: Block) => code.split('\n').find((line) => line !== '' && !line.startsWith('import '))!;

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const library = readFileSync(join(ROOT, 'docs/library.md'), 'utf8');
const blocks = [...blocksOf(readme), ...blocksOf(library)];

beforeAll(() => {
  symlinkSync(join(ROOT, 'data'), join(dir, 'data'));
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
  writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
  for (const { mark, code } of blocks) {
    if (mark.startsWith('file: ')) writeFileSync(join(dir, mark.slice('file: '.length)), code);
  }
});

describe('README and library', () => {
  it('has examples that are run', () => {
    expect(blocks.filter(({ mark }) => mark === 'run').length).toBeGreaterThanOrEqual(6);
    expect(blocks.filter(({ mark }) => mark === 'run: redis')).toHaveLength(1);
  });

  it.each(blocks.filter(({ mark }) => mark === 'run').map((block) => [titleOf(block), block] as const))(
    'runs: %s',
    async (_, block) => {
      expect(await runBlock(block)).not.toBe('');
    },
  );

  it('names all functions of the package in the library page', async () => {
    const exported = await import('../../src/index.ts');
    const functions = Object.entries(exported).flatMap(([name, value]) => (isPlainFunction(value) ? [name] : []));
    expect(functions.length).toBeGreaterThan(20);
    expect(functions.filter((name) => !new RegExp(`\\b${name}\\b`).test(library))).toEqual([]);
  });

  it('gives a reason for every dependency', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const table = readme.slice(readme.indexOf('| dependency | why |'));
    for (const name of Object.keys(dependencies)) expect(table).toContain(name);
  });
});

/** Headings as GitHub makes anchors of them: lower case, blanks are hyphens, no marks; the second of a name ends with -1. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>([...page.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, name]) => name!));
  const text = page.replace(/^```[\s\S]*?^```/gm, '');
  for (const [, heading] of text.matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const plain = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-');
    let [name, twins] = [anchor, 0];
    while (anchors.has(name)) name = `${anchor}-${++twins}`;
    anchors.add(name);
  }
  return anchors;
}

describe('pages', () => {
  const pages = [
    ...['README.md', 'CONTRIBUTING.md'],
    ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name)),
  ];
  const anchors = new Map(pages.map((page) => [page, anchorsOf(readFileSync(join(ROOT, page), 'utf8'))]));

  it.each(pages)('%s links only to what is there, and to headings that are', (page) => {
    const text = readFileSync(join(ROOT, page), 'utf8').replace(/^```[\s\S]*?^```/gm, '');
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
    const broken = targets.filter((target) => {
      if (/^(?:https?|mailto):/.test(target)) return false;
      const [file, anchor] = target.split('#');
      const path = file === '' ? page : join(dirname(page), file!);
      if (!existsSync(join(ROOT, path))) return true;
      return anchor !== undefined && anchors.has(path) && !anchors.get(path)!.has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('have links that are looked at', () => {
    expect(pages.length).toBeGreaterThan(20);
    expect(anchors.get('README.md')!.size).toBeGreaterThan(10);
  });
});

describe.skipIf(!hasRedis)('README with a queue [redis]', () => {
  let server: RedisServer;
  let worker: ChildProcess;

  beforeAll(async () => {
    server = await createRedisServer();
    worker = startWorker({ REDIS_URL: server.url, ROUNDSMAN_THREADS: '1' });
  });
  afterAll(async () => {
    worker.kill('SIGKILL');
    await server.remove();
  });

  it.each(blocks.filter(({ mark }) => mark === 'run: redis'))('the client gets its plan', async (block) => {
    expect(await runBlock(block, { REDIS_URL: server.url })).toContain("kind: 'routing-plan'");
  });
});
