import { readFileSync } from 'node:fs';
import type { QualityReport } from './record.ts';

/** @throws Error where the file is something else. */
export function readReport(file: string): QualityReport {
  const report = JSON.parse(readFileSync(file, 'utf8')) as Partial<QualityReport>;
  if (report.kind !== 'quality' || !Array.isArray(report.records)) throw new Error(`${file} is no report of quality`);
  return { ...report, machine: { solver: null, ...report.machine } } as QualityReport;
}
