import { type FileErrors, type Line, linesOf } from './text.ts';

/** A VRPLIB file taken apart, not yet understood. */
export interface VrplibFile {
  /** `CAPACITY : 100` -> CAPACITY. */
  specs: Map<string, { line: number; value: string }>;
  /** `DEMAND_SECTION` -> DEMAND. */
  sections: Map<string, Section>;
}

export interface Section {
  line: number;
  rows: Row[];
}

export interface Row {
  line: number;
  values: number[];
}

/** Anything else could be a rule that would be silently broken, so it is an error. */
const SPECS = new Set(
  (
    'NAME COMMENT TYPE DIMENSION EDGE_WEIGHT_TYPE EDGE_WEIGHT_FORMAT CAPACITY VEHICLES SERVICE_TIME ' +
    'VEHICLES_MAX_DURATION DISPLAY_DATA_TYPE NODE_COORD_TYPE'
  ).split(' '),
);
const SECTIONS = new Set(
  (
    'NODE_COORD EDGE_WEIGHT DEMAND LINEHAUL BACKHAUL DEPOT SERVICE_TIME TIME_WINDOW RELEASE_TIME PRIZE ' +
    'MUTUALLY_EXCLUSIVE_GROUP CAPACITY VEHICLES_DEPOT VEHICLES_ALLOWED_CLIENTS VEHICLES_RELOAD_DEPOT ' +
    // The last one is for drawing only, so nobody asks for it.
    'VEHICLES_MAX_DURATION VEHICLES_FIXED_COST VEHICLES_UNIT_DISTANCE_COST DISPLAY_DATA'
  ).split(' '),
);
const HEADER = /^([A-Z][A-Z_]*?)(_SECTION\b|\s*:)\s*(.*)$/;

/** Splits a file into specifications and sections of numbers. */
export function takeApart(text: string, errors: FileErrors): VrplibFile {
  const file: VrplibFile = { specs: new Map(), sections: new Map() };
  let rows: Row[] | null = null;
  for (const line of linesOf(text)) {
    if (/^EOF\b/.test(line.text)) break;
    const [, name, separator, value = ''] = HEADER.exec(line.text) ?? [];
    if (name === undefined) addRow(line, rows, errors);
    else if (separator === '_SECTION') {
      rows = openSection(name, line.number, file, errors);
      const first = value.replace(/^:\s*/, '');
      if (first !== '') addRow({ ...line, text: first }, rows, errors);
    } else addSpec(name, value, line.number, file, errors);
  }
  return file;
}

function addRow(line: Line, rows: Row[] | null, errors: FileErrors): void {
  if (rows) rows.push({ line: line.number, values: errors.numbers(line.text, line.number) });
  else errors.add(line.number, `the line is not understood: '${line.text.slice(0, 60)}'`);
}

function openSection(name: string, line: number, file: VrplibFile, errors: FileErrors): Row[] {
  if (!SECTIONS.has(name)) errors.add(line, `${name}_SECTION is not understood`, 'unsupported_section');
  if (file.sections.has(name)) errors.add(line, `${name}_SECTION appears a second time`);
  const section: Section = { line, rows: [] };
  file.sections.set(name, section);
  return section.rows;
}

function addSpec(name: string, value: string, line: number, file: VrplibFile, errors: FileErrors): void {
  if (!SPECS.has(name)) errors.add(line, `${name} is not understood`, 'unsupported_section');
  // A remark of several lines, as the national TSPs have it.
  if (file.specs.has(name) && name !== 'COMMENT') errors.add(line, `${name} appears a second time`);
  file.specs.set(name, { line, value });
}
