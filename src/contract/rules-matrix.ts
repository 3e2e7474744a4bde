import type { ErrorList } from './error-list.ts';
import { list } from './loose.ts';

/**
 * A given matrix has one row and one column per place and no holes off its diagonal. A place whose whole row or column
 * is empty is off the network: one error for it, not one per hole.
 * @param places their ids.
 */
export function checkMatrix(rows: unknown[], places: string[], path: string, errors: ErrorList): void {
  const size = places.length;
  if (rows.length !== size) errors.add('matrix_size', path, `${rows.length} rows for ${size} places`);
  rows.forEach((row, i) => {
    if (!Array.isArray(row) || row.length === size) return;
    errors.add('matrix_size', `${path}[${i}]`, `${row.length} columns for ${size} places`);
  });
  const holes = countHoles(rows, size);
  if (holes.total === 0) return;
  const isCutOff = places.map((_, i) => size > 1 && (holes.inRow[i] === size - 1 || holes.inColumn[i] === size - 1));
  places.forEach((id, i) => {
    if (isCutOff[i]) errors.add('unreachable_place', `places[${i}]`, `'${id}' has no way in or out in ${path}`);
  });
  for (const [i, row] of rows.entries()) {
    for (const [j, value] of list(row).entries()) {
      if (!isHole(value, i, j) || isCutOff[i] || isCutOff[j]) continue;
      errors.add('matrix_hole', `${path}[${i}][${j}]`, `from '${places[i] ?? i}' to '${places[j] ?? j}' is missing`);
    }
  }
}

/** Staying where one is needs no value. */
function isHole(value: unknown, row: number, column: number): boolean {
  return value === null && row !== column;
}

function countHoles(rows: unknown[], size: number): { inRow: number[]; inColumn: number[]; total: number } {
  const inRow = new Array<number>(size).fill(0);
  const inColumn = new Array<number>(size).fill(0);
  let total = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = list(rows[i]);
    for (let j = 0; j < row.length; j++) {
      if (!isHole(row[j], i, j)) continue;
      total++;
      if (i < size) inRow[i]!++;
      if (j < size) inColumn[j]!++;
    }
  }
  return { inRow, inColumn, total };
}
