import { describe, expect, it } from 'vitest';
import type { RequestInput } from '../../src/contract/schema.ts';
import { hindrancesOf } from './explain-world.ts';

const VAN = { id: 'van', start: [0, 0] as [number, number], end: [0, 0] as [number, number] };

describe('what frees a task of a vehicle on its way', () => {
  it('is not one more of them, which would not be there', () => {
    const tasks: RequestInput['tasks'] = [
      { id: 'have', kind: 'visit', at: [20_000, 0] },
      { id: 'urgent', kind: 'visit', at: [20_100, 0], windows: [[0, 3200]] },
    ];
    const progress = { at: [20_000, 0] as [number, number], time: 3000 };
    const ask = (count: number) =>
      hindrancesOf({
        tasks,
        vehicles: [{ ...VAN, count, max_tasks: 1, shift: [2000, 20_000] }],
        routes: [{ vehicle: 'van', number: 1, tasks: ['have'], locked: 1, progress }],
      }).map(({ number, rule, frees }) => [number, rule, frees]);
    const full = [1, 'no_room.max_tasks', "max_tasks of 'van' 1 more"];
    expect(ask(1)).toEqual([full]);
    const late = 'its last window 14 min longer, at its close';
    expect(ask(2)).toEqual([full, [undefined, 'window_unreachable.window', late]]);
  });

  it('is no earlier begin of its shift', () => {
    const [rush] = hindrancesOf({
      tasks: [
        { id: 'next', kind: 'visit', at: [10_000, 0], windows: [[3600, 4300]] },
        { id: 'rush', kind: 'visit', at: [5000, 3000], windows: [[0, 3500]], service_s: 600 },
      ],
      vehicles: [{ ...VAN, shift: [0, 20_000] }],
      routes: [{ vehicle: 'van', tasks: ['next'], progress: { at: [0, 0], time: 3000 } }],
    });
    expect(rush!.frees).toBe('its last window 19 min longer, at its close');
    const [due] = hindrancesOf({
      tasks: [{ id: 'p', kind: 'pickup', at: [10_000, 0], due: 4900 }],
      vehicles: [VAN],
      routes: [{ vehicle: 'van', tasks: [], progress: { at: [0, 0], time: 3000 } }],
    });
    expect(due).toMatchObject({ rule: 'route_limit.due', frees: 'its due time 2 min later' });
  });

  it.each([
    ['max_distance_m', 10_000, { driven_m: 12_000 }, "max_distance of 'van' 8000 m more"],
    ['max_distance_m', 16_000, { driven_m: 12_000 }, "max_distance of 'van' 2000 m more"],
    ['max_driving_s', 1200, { driven_s: 1800 }, "max_driving of 'van' 20 min more"],
    ['max_duty_s', 1200, { left_at: 1200 }, "max_duty of 'van' 20 min more"],
    ['max_tasks', 3, { tasks_done: 5 }, "max_tasks of 'van' 3 more"],
  ])('makes up for what is overdrawn: %s %d', (limit, most, used, frees) => {
    const [far] = hindrancesOf({
      tasks: [{ id: 'far', kind: 'visit', at: [3000, 0] }],
      vehicles: [{ ...VAN, [limit]: most }],
      routes: [{ vehicle: 'van', tasks: [], progress: { at: [0, 0], time: 3000, ...used } }],
    });
    expect(far!.frees).toBe(frees);
    expect(far!.obstacle).toContain('on the rest of its route');
  });
});
