import { MAX_COUNT } from './instance.ts';
import type { FileErrors } from './text.ts';
import type { VrplibFile } from './vrplib-file.ts';

/** The numbers of a VRPLIB file by the names of their specifications and sections. What is wrong with them is an error with its line. */
export class VrplibValues {
  readonly file: VrplibFile;
  readonly errors: FileErrors;
  private readonly lines = new Map<string, Map<number, number>>();

  constructor(file: VrplibFile, errors: FileErrors) {
    this.file = file;
    this.errors = errors;
  }

  count(spec: string): number | null {
    const found = this.file.specs.get(spec);
    if (!found) {
      this.errors.add(null, `${spec} is missing`);
      return null;
    }
    const value = Number(found.value || Number.NaN);
    if (Number.isInteger(value) && value > 0 && value <= MAX_COUNT) return value;
    this.errors.add(found.line, `${spec} is '${found.value.slice(0, 40)}', not a whole number from 1 to ${MAX_COUNT}`);
    return null;
  }

  /**
   * The rows of a section by the number in their first column, which must run over 1..count; null = no such section.
   * @param width how many values follow that number; null = any.
   */
  rows(name: string, count: number, width: number | null): number[][] | null {
    const section = this.file.sections.get(name);
    if (!section) return null;
    const found = new Map<number, number[]>();
    for (const { line, values } of section.rows) {
      const [index = 0, ...rest] = values;
      const what = `row ${index} of ${name}_SECTION`;
      if (!Number.isInteger(index) || index < 1 || index > count) this.errors.add(line, `${what}: not in 1..${count}`);
      else if (found.has(index)) this.errors.add(line, `${what} appears a second time`);
      else if (width !== null && rest.length !== width)
        this.errors.add(line, `${what} has ${rest.length} values, not ${width}`);
      found.set(index, rest);
    }
    return Array.from({ length: count }, (_, i) => {
      const row = found.get(i + 1);
      if (!row) this.errors.add(section.line, `${name}_SECTION: row ${i + 1} of ${count} is missing`);
      return row ?? new Array<number>(width ?? 0).fill(0);
    });
  }

  /** The number of a specification; null = there is none. */
  number(spec: string): number | null {
    const found = this.file.specs.get(spec);
    if (!found) return null;
    const [value, ...others] = this.errors.numbers(found.value, found.line);
    const shown = `${spec} is '${found.value.slice(0, 40)}'`;
    if (value === undefined || others.length > 0) this.errors.add(found.line, `${shown}, not one number`);
    else if (value < 0) this.errors.add(found.line, `${shown}, less than 0`, 'out_of_bounds');
    return value ?? null;
  }

  /** Of the row, else of its section, else of the specification. */
  lineOf(name: string, row: number | null): number | null {
    const line = row === null ? undefined : this.linesOf(name).get(row);
    return line ?? (this.file.sections.get(name) ?? this.file.specs.get(name))?.line ?? null;
  }

  /** Per number of a row of a section: its line. Made once, for there may be as many errors as rows. */
  private linesOf(name: string): Map<number, number> {
    let lines = this.lines.get(name);
    if (!lines) {
      lines = new Map();
      for (const { values, line } of this.file.sections.get(name)?.rows ?? []) {
        if (!lines.has(values[0]!)) lines.set(values[0]!, line);
      }
      this.lines.set(name, lines);
    }
    return lines;
  }

  /** One number each: from NAME_SECTION, else the number of the specification NAME for all, else the fallback. */
  column<T>(name: string, count: number, fallback: T): (number | T)[] {
    const rows = this.rows(name, count, 1);
    if (rows) return rows.map(([value]) => value ?? fallback);
    return new Array<number | T>(count).fill(this.number(name) ?? fallback);
  }

  /** 0-based locations out of 1-based nodes. */
  locations(name: string, rows: number[][], dimension: number): number[][] {
    const line = this.file.sections.get(name)?.line ?? null;
    return rows.map((nodes, i) =>
      nodes.map((node) => {
        const isNode = Number.isInteger(node) && node >= 1 && node <= dimension;
        if (!isNode) this.errors.add(line, `${name}_SECTION: row ${i + 1} names node ${node}, not in 1..${dimension}`);
        return node - 1;
      }),
    );
  }

  lists(name: string, count: number, dimension: number): number[][] | null {
    const rows = this.rows(name, count, null);
    return rows && this.locations(name, rows, dimension);
  }
}
