import type { RequestInput } from '../../src/contract/schema.ts';

const MINUTE_S = 60;
const HOUR_S = 3600;
const at = (hour: number, minute = 0) => hour * HOUR_S + minute * MINUTE_S;

/** A morning of a small shop: two vans and a cargo bike, kilometres as the crow flies on a plane. For docs/explain.md. */
function morning(id: string, description: string): RequestInput {
  return {
    kind: 'routing',
    version: 1,
    id,
    description,
    profiles: [
      { kind: 'euclidean', name: 'van', speed_m_per_s: 8, rounding: 'nearest' },
      { kind: 'euclidean', name: 'bike', speed_m_per_s: 4, rounding: 'nearest' },
    ],
    tasks: [
      { kind: 'delivery', id: 'bakery', at: [1000, 2000], load: [4], service_s: 300, windows: [[at(8), at(9)]] },
      { kind: 'delivery', id: 'school', at: [2000, 2500], load: [3], service_s: 300, windows: [[at(8), at(8, 30)]] },
      { kind: 'delivery', id: 'clinic', at: [3000, 1000], load: [2], service_s: 600, skills: ['cooled'] },
      { kind: 'delivery', id: 'hotel', at: [-2000, 1500], load: [5], service_s: 600, windows: [[at(9), at(11)]] },
      { kind: 'delivery', id: 'kiosk', at: [-500, 800], load: [1], service_s: 120 },
      { kind: 'delivery', id: 'harbour', at: [-4000, -3000], load: [2], service_s: 600, windows: [[at(10), at(12)]] },
    ],
    vehicles: [
      {
        id: 'van',
        count: 2,
        profile: 'van',
        start: [0, 0],
        end: [0, 0],
        shift: [at(7, 30), at(12)],
        capacity: [10],
        costs: { fixed: 30, per_km: 0.5, per_hour: 24 },
      },
      {
        id: 'cool van',
        profile: 'van',
        start: [0, 0],
        end: [0, 0],
        shift: [at(8), at(11)],
        capacity: [6],
        skills: ['cooled'],
        costs: { fixed: 40, per_km: 0.6, per_hour: 24 },
      },
      {
        id: 'bike',
        profile: 'bike',
        start: [0, 0],
        end: [0, 0],
        shift: [at(8), at(12)],
        capacity: [4],
        costs: { fixed: 5, per_km: 0.05, per_hour: 20 },
        max_distance_m: 9000,
      },
    ],
    options: { iterations: 200, seed: 1, threads: 1 },
  };
}

/** A dispatcher's own plan, with four mistakes in it. */
export function explainCheck(): RequestInput {
  return {
    ...morning('explain-check', 'Routes as a dispatcher drew them; nothing is searched'),
    routes: [
      { vehicle: 'van', tasks: ['bakery', 'hotel', 'school', 'clinic'] },
      { vehicle: 'bike', tasks: ['kiosk', 'harbour'] },
    ],
    options: { search: false },
  };
}

/** Why is the kiosk where it is, and not on another vehicle? */
export function explainVehicles(): RequestInput {
  return {
    ...morning('explain-vehicles', 'Why this vehicle'),
    explain: { vehicles: ['kiosk', 'clinic'] },
  };
}

/** A seventh task that is too much, and an eighth that no vehicle reaches. */
export function explainUnassigned(): RequestInput {
  const request = morning('explain-unassigned', 'Why not at all');
  return {
    ...request,
    tasks: [
      ...request.tasks,
      { kind: 'delivery', id: 'piano', at: [1500, -1000], load: [12], service_s: 900 },
      {
        kind: 'delivery',
        id: 'lighthouse',
        at: [20_000, 30_000],
        load: [1],
        service_s: 300,
        windows: [[at(7), at(8)]],
      },
      { kind: 'delivery', id: 'leaflet', at: [-3000, 4000], load: [0], service_s: 60, prize: 1 },
    ],
    explain: { unassigned: true },
  };
}

/** A customer calls: when could you come? */
export function explainSlots(): RequestInput {
  return {
    ...morning('explain-slots', 'Which appointment'),
    explain: {
      slots: [
        {
          task: { kind: 'delivery', id: 'new customer', at: [-1500, 2000], load: [2], service_s: 300 },
          windows: [
            [at(7), at(7, 30)],
            [at(8), at(9)],
            [at(9), at(10)],
            [at(10), at(11)],
            [at(11), at(12)],
          ],
        },
      ],
    },
  };
}
