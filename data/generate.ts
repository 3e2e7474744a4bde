/**
 * `node data/generate.ts [--seed N] [--out DIR]`: writes the sample requests and the instances of the bench gate. The
 * same seed gives the same bytes; without options, the files of this folder.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeFiles, SEED } from './generate/files.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(SEED) },
    out: { type: 'string', default: import.meta.dirname },
  },
});

const seed = Number(values.seed);
if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
  console.error(`--seed ${values.seed}: not a whole number from 0 to 4294967295`);
  process.exit(2);
}
for (const [path, text] of makeFiles(seed)) {
  const file = join(values.out, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`${file}  ${Math.round(text.length / 1024)} KB`);
}
