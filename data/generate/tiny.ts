import type { RequestInput } from '../../src/contract/schema.ts';

/** The smallest request that shows most of the format: written by hand, so that a person can follow the plan. */
export function tiny(): RequestInput {
  const at = (hours: string) => `2027-03-16T${hours}:00+01:00`;
  return {
    kind: 'routing',
    version: 1,
    id: 'tiny',
    description: 'Twelve tasks for a van and a cargo bike; loads in kilograms',
    starts_at: at('00:00'),
    places: [
      { id: 'depot', position: [2.752, 46.972] },
      { id: 'market', position: [2.75, 46.95] },
      { id: 'station', position: [2.757, 46.954] },
      { id: 'mill', position: [2.741, 46.953] },
      { id: 'harbour', position: [2.744, 46.944] },
      { id: 'school', position: [2.762, 46.948] },
      { id: 'airfield', position: [2.79, 46.965] },
    ],
    profiles: [
      { kind: 'great_circle', name: 'van', speed_kmh: 24, detour: 1.35 },
      { kind: 'great_circle', name: 'bike', speed_kmh: 15, detour: 1.2 },
    ],
    tasks: [
      {
        kind: 'delivery',
        id: 'bakery',
        at: 'market',
        load: [20],
        service_s: 180,
        windows: [[at('06:30'), at('08:00')]],
      },
      {
        kind: 'delivery',
        id: 'pharmacy',
        at: 'market',
        load: [4],
        service_s: 120,
        priority: 90,
        windows: [[at('08:00'), at('10:00')]],
      },
      {
        kind: 'delivery',
        id: 'bookshop',
        at: 'station',
        load: [30],
        service_s: 240,
        windows: [
          [at('09:00'), at('12:00')],
          [at('14:00'), at('18:00')],
        ],
      },
      { kind: 'delivery', id: 'locker', at: 'station', load: [45], service_s: 300 },
      { kind: 'delivery', id: 'home-1', at: 'mill', load: [5], service_s: 120 },
      {
        kind: 'delivery',
        id: 'home-2',
        at: [2.739, 46.956],
        load: [8],
        service_s: 120,
        windows: [[at('13:00'), at('15:00')]],
      },
      {
        kind: 'delivery',
        id: 'home-3',
        at: [2.743, 46.941],
        load: [3],
        service_s: 120,
        windows: [[at('15:00'), at('17:00')]],
      },
      { kind: 'delivery', id: 'fridge', at: 'harbour', load: [70], service_s: 900, skills: ['lift'] },
      {
        kind: 'delivery',
        id: 'canteen',
        at: 'school',
        load: [60],
        service_s: 360,
        windows: [[at('07:30'), at('10:30')]],
      },
      { kind: 'pickup', id: 'return', at: 'school', load: [6], service_s: 120 },
      { kind: 'visit', id: 'notice', at: 'mill', service_s: 60, prize: 3 },
      { kind: 'visit', id: 'leaflets', at: 'airfield', service_s: 120, prize: 1 },
    ],
    vehicles: [
      {
        id: 'van',
        profile: 'van',
        start: 'depot',
        end: 'depot',
        shift: [at('06:00'), at('18:00')],
        capacity: [300],
        skills: ['lift'],
        costs: { fixed: 30, per_km: 0.4, per_hour: 22 },
      },
      {
        id: 'bike',
        profile: 'bike',
        start: 'depot',
        end: 'depot',
        shift: [at('08:00'), at('18:00')],
        capacity: [60],
        costs: { fixed: 8, per_km: 0.05, per_hour: 20 },
        max_duty_s: 21_600,
      },
    ],
    options: { iterations: 2000, seed: 1 },
  };
}
