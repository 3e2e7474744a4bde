import { at, DAY, day, deliveries, delivery, MINUTE_S, open, pickup, van, visit } from './day.ts';

const DOOR_S = 5 * MINUTE_S;

/** Plans that are there already, and questions about the new one: a day each. */
export const PLANS = [
  day(
    { depot: [0, 0], a: [4, 2], b: [6, 1], c: [7, 4], d: [-5, -3], e: [-8, -1], f: [-6, 2], g: [3, 5] },
    {
      id: 'given-routes',
      description: 'A plan to start from, parts of it fixed',
      tasks: deliveries('a b c d e f g', { load: [1], service_s: DOOR_S }),
      vehicles: [van({ count: 2, capacity: [6] })],
      routes: [
        { vehicle: 'van', number: 1, tasks: ['d', 'a'], pinned: true },
        { vehicle: 'van', number: 2, tasks: ['c', 'e', 'b'], locked: 2 },
      ],
    },
  ),
  day(
    { depot: [0, 0], b: [6, 1], c: [7, 4], new: [8, 2], far: [-9, 3], a: [4, 2] },
    {
      id: 'in-progress',
      description: 'Half past ten: one van is out, and calls have come in',
      tasks: [
        delivery('b', { load: [2], service_s: DOOR_S }),
        pickup('c', { load: [3], service_s: DOOR_S }),
        pickup('new', { load: [2], service_s: DOOR_S }),
        pickup('far', { load: [2], service_s: DOOR_S }),
        delivery('a', { load: [2], service_s: DOOR_S, vehicles: ['van-2'] }),
      ],
      vehicles: [
        van({ id: 'van-1', costs: { fixed: 30, per_km: 1 }, capacity: [8], shift: DAY, max_tasks: 7 }),
        van({
          ...{ id: 'van-2', costs: { fixed: 30, per_km: 1 }, capacity: [8] },
          ...{ shift: open('10:30', '16:00'), max_tasks: 7 },
        }),
      ],
      routes: [
        {
          ...{ vehicle: 'van-1', tasks: ['b'] },
          progress: {
            ...{ at: [5, 3], time: at('10:30'), left_at: at('9:00') },
            ...{ load: [2], on_board: ['b'], driven_m: 21_000, tasks_done: 4 },
          },
        },
      ],
    },
  ),
  day(
    { depot: [0, 0], a: [4, 2], b: [6, 1], c: [7, 4], d: [-5, -3] },
    {
      id: 'plan-check',
      description: 'Routes drawn by hand',
      tasks: [
        ...deliveries('a c', { load: [4], service_s: DOOR_S }),
        delivery('b', { load: [4], service_s: DOOR_S, windows: [open('8:00', '8:10')] }),
        delivery('d', { load: [2], service_s: DOOR_S }),
      ],
      vehicles: [van({ capacity: [10], shift: DAY })],
      routes: [{ vehicle: 'van', tasks: ['a', 'b', 'c'] }],
      options: { search: false },
    },
  ),
  day(
    { depot: [0, 0], a: [4, 2], b: [6, 1], c: [3, 6], d: [-5, -3], e: [-8, -1], f: [1, 6], new: [-2, 5] },
    {
      id: 'stability',
      description: 'Yesterday’s tours, with as little change as possible',
      tasks: deliveries('a b c d e f new', { load: [1], service_s: DOOR_S }),
      vehicles: [van({ id: 'anna', capacity: [4] }), van({ id: 'ben', capacity: [4] })],
      objectives: ['unserved', ['cost', { name: 'change', weight: 5 }]],
      routes: [
        { vehicle: 'anna', tasks: ['a', 'b'] },
        { vehicle: 'ben', tasks: ['c', 'f', 'e', 'd'] },
      ],
    },
  ),
  day(
    { depot: [0, 0], a: [4, 2], b: [6, 1], safe: [7, 4], d: [-5, -3], e: [-8, -1] },
    {
      id: 'explain',
      description: 'Why this van, why not at all, and when could we come?',
      tasks: [
        delivery('a', { load: [1], service_s: DOOR_S, windows: [open('8:00', '8:20')] }),
        ...deliveries('b d e', { load: [1], service_s: DOOR_S }),
        delivery('safe', { load: [1], service_s: 2 * DOOR_S, skills: ['lift'], windows: [open('8:00', '8:05')] }),
      ],
      vehicles: [
        van({ id: 'anna', costs: { per_km: 0.5, per_hour: 20 }, capacity: [5], shift: DAY }),
        van({
          ...{ id: 'ben', costs: { fixed: 10, per_km: 0.5, per_hour: 20 }, capacity: [4] },
          ...{ skills: ['lift'], shift: DAY },
        }),
      ],
      explain: {
        vehicles: ['a'],
        unassigned: true,
        slots: [
          {
            task: visit('survey', { at: [5, 3], service_s: 15 * MINUTE_S }),
            windows: [open('8:00', '8:15'), open('9:00', '10:00'), open('13:00', '14:00')],
          },
        ],
      },
    },
  ),
];
