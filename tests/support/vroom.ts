import { parseRequest } from '../../src/contract/parse.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import { readRequest } from '../../src/formats/index.ts';

/** Reads a request into the native format. */
export function readVroomDay(value: object): { input: RequestInput; notes: string[] } {
  const result = readRequest(JSON.stringify(value));
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return { input: result.input as RequestInput, notes: result.notes };
}

/** Errors of reading, or of the native request in terms of the file. */
export function errorsOfVroom(value: object): string[] {
  const result = readRequest(value);
  if (!result.ok) return result.errors.map(({ code, path }) => `${code} ${path}`.trim());
  const parsed = parseRequest(result.input);
  return parsed.ok ? [] : parsed.errors.map(({ code, path }) => `${code} ${result.locate(path)}`.trim());
}

/** A day in VROOM's terms, without matrices. */
export function vroomDay() {
  return {
    jobs: [
      {
        id: 1,
        location: [2.35, 48.85],
        delivery: [4, 1],
        service: 300,
        skills: [1, 14],
        priority: 10,
        description: 'x',
      },
      {
        id: 2,
        location: [2.36, 48.86],
        pickup: [1, 0],
        time_windows: [
          [3600, 7200],
          [9000, 9600],
        ],
      },
      { id: 3, location: [2.37, 48.87] },
    ],
    vehicles: [
      {
        ...{ id: 7, start: [2.3, 48.8], end: [2.3, 48.8], capacity: [8, 2], skills: [1, 14, 2] },
        ...{ time_window: [0, 28_800], max_tasks: 9, max_travel_time: 7200, max_distance: 90_000, speed_factor: 1.2 },
        costs: { fixed: 100, per_hour: 1800, per_task_hour: 900, per_km: 5 },
      },
    ],
  };
}

/** The same with a matrix: the depot and two jobs. */
export function vroomMatrixDay() {
  return {
    jobs: [
      { id: 1, location_index: 1, delivery: [1] },
      { id: 2, location_index: 2, location: [2.37, 48.87], delivery: [1] },
    ],
    vehicles: [{ id: 1, start_index: 0, end_index: 0, capacity: [2] }],
    matrices: {
      car: {
        durations: [
          [0, 10, 20],
          [11, 0, 30],
          [21, 31, 0],
        ],
        distances: [
          [0, 100, 200],
          [110, 0, 300],
          [210, 310, 0],
        ],
      },
    },
  };
}
