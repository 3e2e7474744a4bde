/**
 * `node data/generate.ts [--seed N] [--out DIR]`: writes the sample requests and the instances of the bench gate. The
 * same seed gives the same bytes; without options, the files of this folder.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { AFTERNOON, MORNING_PLAN, makeAfternoon, makeFiles, SEED } from './generate/files.ts';

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
const files = makeFiles(seed);
// The kept plan is of the repository's seed only.
if (seed === SEED) {
  const plan = JSON.parse(readFileSync(join(import.meta.dirname, MORNING_PLAN), 'utf8'));
  files.set(AFTERNOON, makeAfternoon(seed, plan));
}
for (const [path, text] of files) {
  const file = join(values.out, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`${file}  ${Math.round(text.length / 1024)} KB`);
}
