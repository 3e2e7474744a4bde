import { type Instance, MAX_COUNT } from './instance.ts';
import { checkObjective, type Objective } from './objectives.ts';
import { type FileErrors, type Line, linesOf } from './text.ts';

interface Table {
  name: string | null;
  /** Number of vehicles and their capacity. */
  fleet: number[];
  rows: number[][];
  lineOf: Instance['lineOf'];
}

/** What VRPLIB calls what stands on the line of the fleet. */
const OF_FLEET = ['VEHICLES', 'CAPACITY'];

function linesIn(fleet: Line | undefined, rows: Line[]): Instance['lineOf'] {
  return (name, row) => (OF_FLEET.includes(name) ? fleet : rows[(row ?? 0) - 1])?.number ?? null;
}

/**
 * Reads the text format of Solomon (1987, https://doi.org/10.1287/opre.35.2.254) and Gehring & Homberger: number of
 * vehicles and capacity, then one row per location: id, x, y, demand, ready, due, service.
 */
export function readSolomon(text: string, errors: FileErrors, objective?: Objective): Instance | null {
  checkObjective(objective, false, errors);
  const lines = linesOf(text);
  const fleetAt = lines.findIndex((line) => /^NUMBER\s+CAPACITY/i.test(line.text)) + 1;
  const rowsAt = lines.findIndex((line) => /^CUST\s+NO/i.test(line.text)) + 1;
  const name = /^VEHICLE/i.test(lines[0]?.text ?? '') ? null : (lines[0]?.text ?? null);
  if (fleetAt === 0) errors.add(null, "the heading 'NUMBER CAPACITY' is missing");
  if (rowsAt === 0) errors.add(null, "the heading 'CUST NO.' is missing");
  if (fleetAt === 0 || rowsAt === 0) return null;
  const fleet = fleetOf(lines[fleetAt], 2, errors);
  const rows = rowsOf(lines.slice(rowsAt), 7, errors);
  return toInstance('VRPTW', { name, fleet, rows, lineOf: linesIn(lines[fleetAt], lines.slice(rowsAt)) }, errors);
}

/**
 * Reads the text format of Li & Lim (2001): number of vehicles, capacity and speed, then the columns of Solomon and two
 * more: the id of the pickup a delivery belongs to, and of the delivery a pickup belongs to; 0 = none.
 */
export function readLiLim(text: string, errors: FileErrors, objective?: Objective): Instance | null {
  checkObjective(objective, false, errors);
  const lines = linesOf(text);
  const fleet = fleetOf(lines[0], 3, errors);
  // Some files of the set state a speed of 0; travel time is the distance in all of them.
  if ((fleet[2] ?? 0) > 1) errors.add(lines[0]?.number ?? null, `the speed is ${fleet[2]}, not 1`, 'not_supported');
  const rows = rowsOf(lines.slice(1), 9, errors);
  const lineOf = linesIn(lines[0], lines.slice(1));
  const instance = toInstance('PDPTW', { name: null, fleet, rows, lineOf }, errors);
  if (instance) pairUp(instance, rows, lines, errors);
  return errors.isEmpty ? instance : null;
}

function fleetOf(line: Line | undefined, width: number, errors: FileErrors): number[] {
  const values = line ? errors.numbers(line.text, line.number) : [];
  const [count = 0] = values;
  const isCount = Number.isInteger(count) && count > 0 && count <= MAX_COUNT;
  if (values.length !== width || !isCount) {
    errors.add(line?.number ?? null, `expected ${width} numbers: vehicles (1 to ${MAX_COUNT}), capacity ...`);
  }
  return values;
}

function rowsOf(lines: Line[], width: number, errors: FileErrors): number[][] {
  if (lines.length < 2) errors.add(null, 'there are no clients');
  return lines.map(({ text, number }, id) => {
    const row = errors.numbers(text, number);
    if (row.length !== width || row[0] !== id) errors.add(number, `expected id ${id} and ${width - 1} more numbers`);
    else if (row[5]! < row[4]!)
      errors.add(number, `it opens at ${row[4]} and closes at ${row[5]}`, 'impossible_window');
    return row;
  });
}

function toInstance(type: string, { name, fleet, rows, lineOf }: Table, errors: FileErrors): Instance | null {
  if (!errors.isEmpty) return null;
  const take = (column: number) => rows.map((row) => row[column]!);
  const zeros = () => rows.map(() => 0);
  const [demand, service] = [take(3), take(6)];
  if (demand[0] !== 0 || service[0] !== 0)
    errors.add(lineOf('DEMAND', 1), 'the depot has a demand or a service time', 'not_supported');
  const vehicle = { depot: 0, maxDuration: null, fixedCost: 0, unitCost: 1, reloadDepots: [], allowed: null };
  return {
    type,
    name,
    depots: 1,
    positions: rows.map((row) => [row[1]!, row[2]!]),
    matrix: null,
    demand,
    backhaul: zeros(),
    windows: rows.map((row) => [row[4]!, row[5]!]),
    service,
    release: zeros(),
    prize: zeros(),
    groups: [],
    deliveryOf: new Map(),
    vehicles: [{ first: 1, count: fleet[0]!, capacity: fleet[1]!, ...vehicle }],
    isFleetLimited: true,
    lineOf,
  };
}

/** Every client is the pickup or the delivery of one pair, with opposite demands. */
function pairUp(instance: Instance, rows: number[][], lines: Line[], errors: FileErrors): void {
  rows.forEach((row, id) => {
    if (id === 0) return;
    const [, , , demand, , , , pickup = 0, delivery = 0] = row;
    const partner = rows[pickup || delivery];
    const isPaired = partner && (pickup === 0) !== (delivery === 0) && partner[pickup ? 8 : 7] === id;
    const line = lines[id + 1]?.number ?? null;
    if (!isPaired) errors.add(line, `client ${id} is not half of a pair of pickup and delivery`);
    else if (partner[3] !== -demand!) errors.add(line, `client ${id} moves ${demand}, but its partner ${partner[3]}`);
    else if (delivery !== 0) instance.deliveryOf.set(id, delivery);
  });
}
