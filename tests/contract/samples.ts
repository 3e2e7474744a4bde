import type { RequestInput } from '../../src/contract/schema.ts';

/** A small day on the globe that uses every field this version supports. */
export function globeDay() {
  return {
    kind: 'routing',
    version: 1,
    id: 'monday',
    description: 'Parcels in the old town',
    starts_at: '2026-03-02T00:00:00+01:00',
    places: [{ id: 'depot', position: [13.4, 52.5], description: 'Hall 3' }],
    profiles: [
      { kind: 'great_circle', name: 'van', speed_kmh: 35, detour: 1.4 },
      { kind: 'great_circle', name: 'bike' },
    ],
    tasks: [
      {
        kind: 'delivery',
        id: 'a',
        description: 'second floor',
        at: [13.41, 52.51],
        windows: [
          ['2026-03-02T08:00:00+01:00', '2026-03-02T10:00:00+01:00'],
          [43_200, 50_400],
        ],
        service_s: 120,
        cost: 1,
        label: 'home',
        load: [3, 0.5],
        skills: ['lift'],
        any_skills: ['cold', 'dry'],
        forbidden_skills: ['dirty'],
        priority: 5,
      },
      { kind: 'pickup', id: 'b', at: [13.42, 52.52], load: [1, 0], vehicles: ['van'], prize: 20 },
      { kind: 'visit', id: 'c', at: 'depot', forbidden_vehicles: ['bike'] },
    ],
    vehicles: [
      {
        id: 'van',
        description: 'white',
        count: 2,
        profile: 'van',
        speed_factor: 1.1,
        start: 'depot',
        end: [13.4, 52.5],
        shift: [25_200, '2026-03-02T18:00:00+01:00'],
        capacity: [10, 4.5],
        skills: ['lift', 'cold'],
        costs: { fixed: 50, per_km: 0.4, per_hour: 20, per_task: 0.1 },
        max_distance_m: 100_000,
        max_driving_s: 20_000,
        max_duty_s: 36_000,
        max_tasks: 40,
      },
      { id: 'bike', profile: 'bike', start: 'depot', capacity: [2, 1] },
    ],
    objectives: ['unserved', 'cost'],
    options: { time_s: 2, iterations: 1000, seed: 7, threads: 1 },
  } satisfies RequestInput;
}

/** Three places and a given matrix. */
export function matrixDay() {
  return {
    kind: 'routing',
    version: 1,
    places: [{ id: 'd' }, { id: 'x' }, { id: 'y' }],
    profiles: [
      {
        kind: 'matrix',
        name: 'car',
        durations_s: [
          [0, 60, 90],
          [61, null, 30],
          [91, 31, 0],
        ],
        distances_m: [
          [0, 600, 900],
          [610, 0, 300],
          [910, 310, 0],
        ],
      },
    ],
    tasks: [
      { kind: 'delivery', id: '1', at: 'x' },
      { kind: 'delivery', id: '2', at: 'y' },
    ],
    vehicles: [{ id: 'v', start: 'd', end: 'd' }],
  } satisfies RequestInput;
}

/** Fields the format specifies and this version refuses. */
export function futureDay(): RequestInput {
  const day = globeDay();
  const [van] = day.vehicles;
  return {
    ...day,
    zones: [
      {
        id: 'north',
        polygon: [
          [
            [13, 52],
            [14, 52],
            [14, 53],
            [13, 52],
          ],
        ],
      },
    ],
    tasks: [
      ...day.tasks,
      {
        kind: 'shipment',
        id: 's',
        pickup: { at: 'depot' },
        delivery: [{ at: [13.4, 52.4], service_s: 60 }],
        load: [1, 1],
      },
      { kind: 'delivery', id: 'o', options: [{ at: 'depot', label: 'locker' }, { at: [13.4, 52.4] }], release: 3600 },
      { kind: 'visit', id: 'w', at: 'depot', setup_s: 30, soft_windows: [{ window: [0, 60], late_cost_per_hour: 5 }] },
    ],
    vehicles: [
      {
        ...van!,
        breaks: [{ id: 'lunch', windows: [[43_200, 46_800]], duration_s: 1800 }],
        reloads: [{ at: 'depot' }],
        zones: ['north'],
        backhauls: 'after_deliveries',
        unloading: 'lifo',
        costs: { overtime: { after_s: 28_800, per_hour: 30 } },
      },
      day.vehicles[1]!,
    ],
    relations: [{ kind: 'same_vehicle', tasks: ['a', 'b'] }],
    incompatible_goods: [['food', 'soap']],
    objectives: ['unserved', 'vehicles', 'cost'],
    routes: [{ vehicle: 'van', tasks: ['a'], pinned: true }],
  };
}
