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

/** Every other field of the format: zones, relations, reloads, shifts, given routes, explanations ... */
export function richDay() {
  const day = globeDay();
  const [van, bike] = day.vehicles;
  return {
    ...day,
    places: [...day.places, { id: 'hub' }],
    profiles: [
      {
        ...day.profiles[0]!,
        traffic: [
          { zone: 'north', steps: [{ from: 25_200, factor: 0.7 }] },
          {
            steps: [
              { from: 25_200, factor: 0.8 },
              { from: '2026-03-02T10:00:00+01:00', factor: 1.1 },
            ],
          },
        ],
      },
      day.profiles[1]!,
      { kind: 'none', name: 'post' },
    ],
    zones: [
      {
        id: 'north',
        polygon: [
          [
            [13, 52.5],
            [14, 52.5],
            [14, 53],
            [13, 52.5],
          ],
        ],
      },
      {
        id: 'ring',
        polygon: [
          [
            [13, 52],
            [14, 52],
            [14, 53],
            [13, 53],
            [13, 52],
          ],
          [
            [13.3, 52.3],
            [13.405, 52.3],
            [13.405, 52.6],
            [13.3, 52.6],
            [13.3, 52.3],
          ],
        ],
      },
    ],
    tasks: [
      ...day.tasks,
      {
        kind: 'shipment',
        id: 's',
        pickup: { at: 'depot', service_s: 30 },
        delivery: [{ at: [13.4, 52.4], service_s: 60 }, { at: 'depot' }],
        load: [1, 1],
        max_ride_s: 3600,
        goods: 'soap',
      },
      {
        kind: 'delivery',
        id: 'o',
        options: [
          { at: 'depot', label: 'locker' },
          { at: [13.4, 52.4], cost: 2 },
        ],
        release: 3600,
        goods: 'food',
      },
      {
        kind: 'visit',
        id: 'w',
        at: 'depot',
        setup_s: 30,
        setup_by_type: [{ type: 'lorry', seconds: 90 }],
        service_by_type: [{ type: 'lorry', seconds: 300 }],
        soft_windows: [{ window: [0, 60], late_cost_per_hour: 5 }],
      },
      { kind: 'pickup', id: 'p', at: [13.45, 52.45], due: 72_000, load: [1, 0] },
      { kind: 'delivery', id: 'far', at: 'hub', vehicles: ['courier'] },
    ],
    vehicles: [
      {
        ...van!,
        count: 4,
        type: 'lorry',
        breaks: [
          { id: 'lunch', windows: [[43_200, 46_800]], duration_s: 1800, max_load: [5, 5] },
          { id: 'rest', after_driving_s: 16_200, duration_s: 2700 },
        ],
        reloads: [{ at: 'depot', windows: [[0, 80_000]], service_s: 600 }],
        max_trips: 3,
        zones: ['ring', 'north'],
        backhauls: 'after_deliveries',
        unloading: 'lifo',
        min_load: [1, 0],
        min_duty_s: 3600,
        co2_g_per_km: 180,
        costs: { ...van!.costs, overtime: { after_s: 28_800, per_hour: 30 } },
      },
      {
        ...bike!,
        shifts: [
          [20_000, 40_000],
          [50_000, 70_000],
        ],
      },
      {
        id: 'carrier',
        profile: 'post',
        tariff: [{ zone: 'north', up_to: [5, 5], price: 4 }, { price: 9 }],
      },
      { id: 'courier', profile: 'post', tariff: [{ price: 20 }] },
    ],
    relations: [
      { kind: 'same_vehicle', tasks: ['a', 'b'] },
      { kind: 'different_vehicles', tasks: ['a', 'c'] },
      { kind: 'sequence', tasks: ['a', 'c', 'w'], min_gap_s: 60 },
    ],
    incompatible_goods: [['food', 'soap']],
    objectives: ['vehicles', ['cost', { name: 'balance', weight: 2, of: 'tasks', measure: 'spread' }], { name: 'co2' }],
    routes: [
      { vehicle: 'van', tasks: ['a'], pinned: true },
      {
        vehicle: 'van',
        number: 2,
        steps: ['s', { task: 'o', option: 1 }, { reload: 0 }, 'b'],
        locked: 1,
        progress: {
          at: [13.4, 52.45],
          time: 40_000,
          left_at: 30_000,
          load: [1, 0],
          on_board: ['s', 'o'],
          driven_m: 60_000,
          driven_s: 4000,
          tasks_done: 10,
          trips_done: 1,
          breaks_done: ['lunch'],
        },
      },
      { vehicle: 'bike', shift: 2, steps: [] },
    ],
    explain: {
      vehicles: ['a'],
      unassigned: true,
      slots: [{ task: { kind: 'visit', id: 'new', at: [13.4, 52.4] }, windows: [[36_000, 40_000]] }],
    },
    options: { ...day.options, search: false },
  } satisfies RequestInput as RequestInput;
}
