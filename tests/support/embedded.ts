import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { loadConfig } from '../../src/config.ts';
import { openEmbeddedBroker } from '../../src/queue/embedded-broker.ts';

const ROOT = join(import.meta.dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache');
/** What decides on how a store is laid out. */
const MADE_BY = ['package-lock.json', 'src/queue/embedded-store.ts', 'src/queue/embedded-broker.ts'];

/**
 * Makes a folder an embedded store in which nothing has happened yet: PostgreSQL takes seconds of processor to set one up anew, so it is
 * set up once and copied.
 * @returns the folder
 */
export async function preparedStore(folder: string): Promise<string> {
  cpSync(await template(), folder, { recursive: true });
  return folder;
}

async function template(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of MADE_BY) hash.update(readFileSync(join(ROOT, file)));
  const made = join(CACHE, `store-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(made)) return made;
  mkdirSync(CACHE, { recursive: true });
  const own = join(mkdtempSync(join(CACHE, 'making-')), 'store');
  const broker = await openEmbeddedBroker(own, loadConfig({}), pino({ level: 'silent' }));
  await broker.close();
  try {
    renameSync(own, made);
  } catch {
    // Another process of the tests was quicker.
  }
  rmSync(dirname(own), { recursive: true, force: true });
  return made;
}
