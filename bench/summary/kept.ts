import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReport } from '../quality/read.ts';
import type { Kept } from './summary.ts';

const RESULTS = join(import.meta.dirname, '../results');

/** The reports of quality in `bench/results` that are no study, in the order of their names. */
export function keptReports(): Kept[] {
  return readdirSync(RESULTS)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .filter((file) => (JSON.parse(readFileSync(join(RESULTS, file), 'utf8')) as { kind?: string }).kind === 'quality')
    .map((file) => {
      const name = file.replace(/\.json$/, '');
      return { name, report: readReport(join(RESULTS, file)), pictured: existsSync(join(RESULTS, `${name}.svg`)) };
    })
    .filter(({ report }) => report.study === undefined);
}
