import type { Position } from '../contract/request.ts';
import type { Instance } from './instance.ts';
import type { VrplibValues } from './vrplib-values.ts';

/** The columns of a row that a file states, from the first one to before the second one. */
type Columns = (row: number, dimension: number) => [number, number];

const COLUMNS = new Map<string, Columns>([
  ['FULL_MATRIX', (_, dimension) => [0, dimension]],
  ['LOWER_ROW', (row) => [0, row]],
  ['LOWER_DIAG_ROW', (row) => [0, row + 1]],
  ['UPPER_ROW', (row, dimension) => [row + 1, dimension]],
  ['UPPER_DIAG_ROW', (row, dimension) => [row, dimension]],
]);

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
  const columns = COLUMNS.get(format?.value ?? '');
  if (kind?.value === 'EXPLICIT' && columns) {
    return { positions, matrix: readMatrix(values, dimension, columns, format?.value !== 'FULL_MATRIX') };
  }
  const named = `EDGE_WEIGHT_TYPE ${kind?.value ?? '(none)'} ${format?.value ?? ''}`.trim();
  const cause = `${named}: only EUC_2D and EXPLICIT ${[...COLUMNS.keys()].join(', ')} are read`;
  errors.add(kind?.line ?? null, cause, 'unsupported_section');
  return { positions, matrix: null };
}

/** @param isTriangle what it says of one way holds for the way back. */
function readMatrix(
  { file, errors }: VrplibValues,
  dimension: number,
  columns: Columns,
  isTriangle: boolean,
): number[][] {
  const section = file.sections.get('EDGE_WEIGHT');
  const weights = section?.rows.flatMap((row) => row.values) ?? [];
  for (const { line, values } of section?.rows ?? []) {
    const weight = values.find((value) => value < 0);
    if (weight !== undefined) errors.add(line, `the weight ${weight} is less than 0`, 'out_of_bounds');
  }
  const spans = Array.from({ length: dimension }, (_, row) => columns(row, dimension));
  const count = spans.reduce((sum, [from, to]) => sum + to - from, 0);
  if (weights.length !== count) {
    const cause = `EDGE_WEIGHT_SECTION has ${weights.length} values, not the ${count} of ${dimension} nodes`;
    errors.add(section?.line ?? null, cause);
    return [];
  }
  const matrix = spans.map(() => new Array<number>(dimension).fill(0));
  let next = 0;
  for (const [row, [from, to]] of spans.entries()) {
    for (let column = from; column < to; column++) {
      const weight = weights[next++]!;
      matrix[row]![column] = weight;
      if (isTriangle) matrix[column]![row] = weight;
    }
  }
  return matrix;
}
