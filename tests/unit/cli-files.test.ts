import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  linkSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { checkWritable, readText, writeText } from '../../src/cli/files.ts';
import { createTerminal } from '../../src/cli/terminal.ts';

const dir = mkdtempSync(join(tmpdir(), 'roundsman-files-'));
const inDir = (name: string) => join(dir, name);
const terminal = createTerminal(false);
afterEach(() => {
  for (const name of readdirSync(dir)) rmSync(inDir(name));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('reading a file', () => {
  const read = (bytes: Buffer) => {
    writeFileSync(inDir('text'), bytes);
    return readText(inDir('text'));
  };

  it('takes UTF-8, with a byte order mark or without, and UTF-16 with one', async () => {
    const [text, marked] = ['{"id": "Café \u{1f6b2}"}', '\ufeff{"id": "Café \u{1f6b2}"}'];
    for (const bytes of [text, marked].map((each) => Buffer.from(each))) expect(await read(bytes)).toBe(text);
    expect(await read(Buffer.from(marked, 'utf16le'))).toBe(text);
    expect(await read(Buffer.from(marked, 'utf16le').swap16())).toBe(text);
    expect(await read(Buffer.from(''))).toBe('');
  });

  it.each([
    ['Latin-1', Buffer.from('{"id": "Café 1"}', 'latin1'), 'UTF-8'],
    ['half a character', Buffer.from('é').subarray(0, 1), 'UTF-8'],
    ['half a UTF-16 one', Buffer.from([0xff, 0xfe, 0x7b]), 'UTF-16LE'],
  ])('refuses %s', async (_, bytes, encoding) => {
    const path = inDir('text');
    const cause = `${path} cannot be read: it is not ${encoding}`;
    await expect(read(bytes)).rejects.toMatchObject({ errors: [{ code: 'cannot_read', path, cause }] });
  });
});

describe('writing a file', () => {
  it('leaves the one before whole until the new one is: who has it open reads it to its end', async () => {
    writeFileSync(inDir('plan'), 'of before');
    chmodSync(inDir('plan'), 0o640);
    const before = openSync(inDir('plan'), 'r');
    await writeText(inDir('plan'), 'new', terminal);
    expect(readFileSync(before, 'utf8')).toBe('of before');
    closeSync(before);
    expect(readFileSync(inDir('plan'), 'utf8')).toBe('new');
    expect(statSync(inDir('plan')).mode & 0o777).toBe(0o640);
    expect(readdirSync(dir)).toEqual(['plan']);
  });

  it('goes through links, to what is there and to what is not, and keeps them', async () => {
    writeFileSync(inDir('plan'), 'of before');
    symlinkSync('plan', inDir('link'));
    symlinkSync('other', inDir('dangling'));
    await writeText(inDir('link'), 'new', terminal);
    await writeText(inDir('dangling'), 'newer', terminal);
    expect([readlinkSync(inDir('link')), readlinkSync(inDir('dangling'))]).toEqual(['plan', 'other']);
    expect(readFileSync(inDir('plan'), 'utf8')).toBe('new');
    expect(readFileSync(inDir('other'), 'utf8')).toBe('newer');
    linkSync(inDir('plan'), inDir('second name'));
    await writeText(inDir('plan'), 'newest', terminal);
    expect(readFileSync(inDir('second name'), 'utf8')).toBe('newest');
  });

  it('writes into a pipe with a name', async () => {
    execFileSync('mkfifo', [inDir('pipe')]);
    const [read] = await Promise.all([readFile(inDir('pipe'), 'utf8'), writeText(inDir('pipe'), 'new', terminal)]);
    expect(read).toBe('new');
    expect(statSync(inDir('pipe')).isFIFO()).toBe(true);
  });

  it('refuses a folder that is not there, and leaves nothing behind', async () => {
    const written = writeText(join(inDir('none'), 'plan'), 'new', terminal);
    await expect(written).rejects.toMatchObject({ errors: [{ code: 'cannot_write' }] });
    expect(readdirSync(dir)).toEqual([]);
  });
});

describe('files to be written', () => {
  it('are not those that are read, by whatever name', async () => {
    writeFileSync(inDir('day'), '{}');
    symlinkSync('day', inDir('link'));
    linkSync(inDir('day'), inDir('second name'));
    for (const out of ['day', './day', 'link', 'second name'].map((name) => `${dir}/${name}`)) {
      await expect(checkWritable([out], [inDir('day'), undefined])).rejects.toMatchObject({
        errors: [{ code: 'bad_option', cause: `${out} is read and would be overwritten` }],
      });
    }
    await checkWritable([inDir('plan'), '-'], [inDir('day'), inDir('none'), '-']);
    await checkWritable(['/dev/null'], ['/dev/null']);
  });
});
