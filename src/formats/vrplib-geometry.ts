import type { Position } from '../contract/request.ts';
import type { Instance } from './instance.ts';
import type { VrplibValues } from './vrplib-values.ts';

/** Where the nodes are and how far they are from each other. */
export function readGeometry(values: VrplibValues, dimension: number): Pick<Instance, 'positions' | 'matrix'> {
  const { file, errors } = values;
  const kind = file.specs.get('EDGE_WEIGHT_TYPE');
  const positions = values.rows('NODE_COORD', dimension, 2) as Position[] | null;
  if (kind?.value === 'EUC_2D') {
    if (!positions) errors.add(kind.line, 'EDGE_WEIGHT_TYPE is EUC_2D, but there is no NODE_COORD_SECTION');
    return { positions, matrix: null };
  }
  const format = file.specs.get('EDGE_WEIGHT_FORMAT');
  if (kind?.value === 'EXPLICIT' && format?.value === 'FULL_MATRIX')
    return { positions, matrix: readMatrix(values, dimension) };
  const named = `EDGE_WEIGHT_TYPE ${kind?.value ?? '(none)'} ${format?.value ?? ''}`.trim();
  errors.add(kind?.line ?? null, `${named}: only EUC_2D and EXPLICIT FULL_MATRIX are read`, 'unsupported_section');
  return { positions, matrix: null };
}

function readMatrix({ file, errors }: VrplibValues, dimension: number): number[][] {
  const section = file.sections.get('EDGE_WEIGHT');
  const weights = section?.rows.flatMap((row) => row.values) ?? [];
  if (weights.length !== dimension ** 2) {
    const cause = `EDGE_WEIGHT_SECTION has ${weights.length} values, not ${dimension} x ${dimension}`;
    errors.add(section?.line ?? null, cause);
    return [];
  }
  return Array.from({ length: dimension }, (_, i) => weights.slice(i * dimension, (i + 1) * dimension));
}
