import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QualityReport } from '../quality/record.ts';
import { instancePanels, setPanels } from './curves.ts';
import { curvesSvg } from './svg.ts';

/**
 * Writes the pictures of a report beside it: `NAME.svg` with a panel per set, and `NAME-instances.svg` with one per instance
 * of which others' figures are known. Returns the names of those written: searches without a curve have no picture.
 */
export function writeCurves(reports: QualityReport[], folder: string, name: string): string[] {
  const records = reports.flatMap((report) => report.records);
  mkdirSync(folder, { recursive: true });
  const subtitle = subtitleOf(reports);
  return [
    { file: `${name}.svg`, title: 'Mean gap to the best known costs over time', panels: setPanels(records) },
    { file: `${name}-instances.svg`, title: 'Gap to the best known cost over time', panels: instancePanels(records) },
  ].flatMap(({ file, title, panels }) => {
    if (panels.length === 0) return [];
    writeFileSync(join(folder, file), curvesSvg(panels, { title, subtitle }));
    return [file];
  });
}

function subtitleOf(reports: QualityReport[]): string {
  return reports
    .map(({ name, startedAt, machine }) => {
      const { cpu, cores, node, commit } = machine;
      return `${name}: ${startedAt.slice(0, 10)}, commit ${commit ?? 'unknown'}, ${cpu}, ${cores} cores, Node ${node}`;
    })
    .join('  ·  ');
}
