import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/contract/errors.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import { detectFormat } from '../../src/formats/detect.ts';
import { readRequest, readSol, writeSol } from '../../src/formats/index.ts';

const VRPLIB = `NAME : tiny
TYPE : MDVRPTW
DIMENSION : 4
VEHICLES : 2
CAPACITY : 10
VEHICLES_MAX_DURATION : 50
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 1 1
3 5 5
4 6 2
DEMAND_SECTION
1 0
2 0
3 4
4 5
TIME_WINDOW_SECTION
1 0 99
2 0 99
3 5 20
4 0 99
PRIZE_SECTION
1 0
2 0
3 4
4 0
MUTUALLY_EXCLUSIVE_GROUP_SECTION
1 3
2 4
VEHICLES_DEPOT_SECTION
1 1
2 2
DEPOT_SECTION
1
2
EOF
`;
const MATRIX = `NAME : m
TYPE : VRPTW
DIMENSION : 2
CAPACITY : 1
EDGE_WEIGHT_TYPE : EXPLICIT
EDGE_WEIGHT_FORMAT : FULL_MATRIX
EDGE_WEIGHT_SECTION
0 1
2 0
DEMAND_SECTION
1 0
2 1
TIME_WINDOW_SECTION
1 0 9
2 0 9
DEPOT_SECTION
1
EOF
`;
const SOLOMON = `S
VEHICLE
NUMBER CAPACITY
2 20
CUSTOMER
CUST NO. XCOORD. YCOORD. DEMAND READY DUE SERVICE
0 40 50 0 0 1236 0
1 45 68 10 912 967 90
2 45 70 30 825 870 90
`;
const LI_LIM = '3 20 1\n0 40 50 0 0 1236 0 0 0\n1 45 68 10 912 967 90 0 2\n2 45 70 -10 825 1000 90 1 0\n';
const VROOM = JSON.stringify({
  jobs: [{ id: 1, location_index: 1, delivery: [1], time_windows: [[0, 9]], skills: [1], service_per_type: { v: 5 } }],
  shipments: [{ pickup: { id: 1, location_index: 0 }, delivery: { id: 2, location_index: 1 }, amount: [1] }],
  vehicles: [
    {
      ...{ id: 1, start_index: 0, capacity: [2], breaks: [{ id: 1, time_windows: [[0, 9]], max_load: [1] }] },
      steps: [
        { type: 'start', service_after: 1 },
        { type: 'job', id: 1, service_at: 5 },
        { type: 'break', id: 1 },
      ],
    },
  ],
  matrices: {
    car: {
      durations: [
        [0, 1],
        [2, 0],
      ],
      distances: [
        [0, 1],
        [2, 0],
      ],
    },
  },
  options: { t: 1 },
});
const LOGGIBUD = JSON.stringify({
  name: 'x',
  origin: { lng: 1, lat: 2 },
  vehicle_capacity: 5,
  deliveries: [{ id: 'a', point: { lng: 1, lat: 2 }, size: 1 }],
});

/** Pieces that mean something in one of the formats. */
const piece = fc.oneof(
  fc.constantFrom('-1', '0', '1e999', '1e9', '99999999999', 'NaN', '-', '', ' ', '\n', '\t', ':', 'EOF', '_SECTION'),
  fc.constantFrom(
    'null',
    '[]',
    '{}',
    '"x"',
    ',',
    '"__proto__":1,',
    '[[1]]',
    'true',
    '1.5',
    'DEMAND_SECTION\n',
    '7 7 7\n',
  ),
  fc.string({ maxLength: 5 }),
);
/** Replaces some token of the text. */
const edit = fc.record({ at: fc.nat(), with: piece });

function edited(text: string, edits: { at: number; with: string }[]): string {
  return edits.reduce((now, { at, with: replacement }) => {
    const tokens = [...now.matchAll(/-?[\w.]+|[^\w\s]|\n/g)];
    const token = tokens[at % Math.max(1, tokens.length)];
    return token ? now.slice(0, token.index) + replacement + now.slice(token.index + token[0].length) : now;
  }, text);
}

describe('readers', () => {
  it.each(Object.entries({ VRPLIB, MATRIX, SOLOMON, LI_LIM, VROOM, LOGGIBUD }))(
    'never throw on a damaged %s file, and explain every refusal',
    (_, text) => {
      expect(readRequest(text).ok).toBe(true);
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
          const read = readRequest(edited(text, edits));
          const parsed = read.ok ? parseRequest(read.input) : read;
          if (parsed.ok) return true;
          const isSound = ({ code, path, cause }: { code: string; path: string; cause: string }) =>
            code in ERROR_CODES && cause !== '' && typeof (read.ok ? read.locate(path) : path) === 'string';
          return parsed.errors.length > 0 && parsed.errors.every(isSound);
        }),
        { numRuns: 300 },
      );
    },
  );

  it('a .sol file that is written is read back', () => {
    const visits = fc.array(fc.nat({ max: 9999 }), { minLength: 1, maxLength: 9 });
    const routes = fc.uniqueArray(fc.record({ number: fc.integer({ min: 1, max: 500 }), visits }), {
      selector: ({ number }) => number,
    });
    fc.assert(
      fc.property(routes, fc.integer({ min: 0, max: 1e9 }), (given, cost) => {
        const plan = {
          cost: { total: cost },
          routes: given.map(({ number, visits: clients }) => ({
            vehicle: `v1-500`,
            number,
            stops: clients.map((client) => ({ task: String(client) })),
          })),
        };
        const sorted = [...given].sort((a, b) => a.number - b.number);
        expect(readSol(writeSol(plan as never))).toEqual({ routes: sorted, cost });
      }),
    );
  });
});

describe('a text of blank lines', () => {
  it('is told to be of no format, in time', () => {
    for (const blank of ['\n', ' \n', ' ', '\t', '\r\n']) {
      expect(detectFormat(`${blank.repeat(300_000)}x`)).toBe(null);
      expect(detectFormat(`1 2 3\n${blank.repeat(300_000)}x`)).toBe(null);
    }
  });

  it('may come before a heading', () => {
    expect(detectFormat('\n \n  DIMENSION : 3\n')).toBe('vrplib');
    expect(detectFormat('\uFEFF\n CUST NO. XCOORD\n')).toBe('solomon');
    expect(detectFormat('\uFEFF\n \n25 200 1\n\n0 40 50 0 0 1236 0 0 0\n')).toBe('lilim');
  });
});
