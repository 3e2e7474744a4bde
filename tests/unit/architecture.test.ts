import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
/** Folders whose clock, randomness and output are injected. Import directions are in .dependency-cruiser.cjs. */
const PURE = [
  'kit',
  'route',
  'model',
  'routing',
  'check',
  'plan',
  'explain',
  'districts',
  'staffing',
  'simulation',
].map((folder) => `src/${folder}`);
const IMPURE =
  /\b(?:Math\.random|Date\.now|new Date\(\)|performance\.|process\.|console\.|globalThis\.|crypto\.|setTimeout|setInterval|setImmediate)/;

function sources(folder: string): string[] {
  const path = join(ROOT, folder);
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

/** Blanks out comments but keeps line numbers; string contents stay, which is stricter and simple. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

function offences(files: string[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    withoutComments(readFileSync(join(ROOT, file), 'utf8'))
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
}

describe('architecture', () => {
  it.each(PURE)('%s takes its clock, randomness and output from outside', (folder) => {
    expect(offences(sources(folder), IMPURE)).toEqual([]);
  });

  it('only src/config.ts reads the environment', () => {
    const others = sources('src').filter((file) => file !== 'src/config.ts');
    expect(offences([...others, ...sources('workers')], /\bprocess\.env\b/)).toEqual([]);
  });
});
