import { describe, expect, it } from 'vitest';
import { STARTS_AT } from '../../data/generate/scenarios/common.ts';
import { continueAt } from '../../data/generate/scenarios/progress.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import type { PlanStop, RoutingPlan } from '../../src/contract/plan.ts';
import type { RequestInput } from '../../src/contract/schema.ts';

const HOUR_S = 3600;
const at = (hours: number) => `2027-03-16T${new Date(hours * HOUR_S * 1000).toISOString().slice(11, 19)}+01:00`;

/** Stops along a line: a store at 0, and a place per hundredth of a degree. */
const REQUEST: RequestInput = {
  kind: 'routing',
  version: 1,
  id: 'day',
  starts_at: STARTS_AT,
  places: [0, 1, 2, 3, 4].map((i) => ({ id: `p${i}`, position: [2 + i / 100, 48] })),
  tasks: [
    { kind: 'delivery', id: 'a', at: 'p1', load: [2] },
    { kind: 'pickup', id: 'back', at: 'p1', load: [3] },
    { kind: 'shipment', id: 's', load: [1], pickup: { at: 'p1' }, delivery: { at: 'p4' } },
    { kind: 'delivery', id: 'b', at: 'p2', load: [2], windows: [[at(8), at(18)]] },
    { kind: 'delivery', id: 'c', at: 'p3', load: [4] },
    {
      kind: 'visit',
      id: 'look',
      at: 'p1',
      windows: [
        [at(9), at(12)],
        [at(13), at(18)],
      ],
    },
  ],
  vehicles: [
    {
      id: 'van',
      count: 2,
      start: 'p0',
      end: 'p0',
      shift: [at(8), at(18)],
      capacity: [10],
      breaks: [{ id: 'lunch', duration_s: 1800, windows: [[at(10), at(14)]] }],
      reloads: [{ at: 'p0' }],
    },
  ],
  relations: [
    { kind: 'sequence', tasks: ['a', 'look'], min_gap_s: 600 },
    { kind: 'different_vehicles', tasks: ['a', 'look'] },
    { kind: 'same_vehicle', tasks: ['b', 'c'] },
  ],
};

let driven_s = 0;
function stop(
  kind: PlanStop['kind'],
  place: number | null,
  from: number,
  until: number,
  extra: Partial<PlanStop> = {},
) {
  return {
    ...{ kind, arrival_s: from * HOUR_S, waiting_s: 0, begin_s: from * HOUR_S, setup_s: 0, service_s: 0, load: [] },
    ...{ departure_s: until * HOUR_S, distance_m: 10 * driven_s, driving_s: driven_s },
    ...(place === null ? {} : { place: `p${place}`, position: [2 + place / 100, 48] as [number, number] }),
    ...extra,
  };
}
const drive = (hours: number) => void (driven_s += hours * HOUR_S);

/** a, back, s picked up at p1 (9:00 to 10:00); b at p2 at 11:00; break; reload at 13:00; c at 14:00; s delivered at 15:00. */
function planned(): RoutingPlan {
  driven_s = 0;
  const stops: PlanStop[] = [stop('start', 0, 8, 8)];
  drive(1);
  stops.push(stop('delivery', 1, 9, 9.5, { task: 'a' }), stop('pickup', 1, 9.5, 9.75, { task: 'back' }));
  stops.push(stop('pickup', 1, 9.75, 10, { task: 's' }));
  drive(1);
  stops.push(stop('delivery', 2, 11, 11.5, { task: 'b' }), stop('break', null, 11.5, 12, { break: 'lunch' }));
  drive(1);
  stops.push(stop('reload', 0, 13, 13.25, { reload: 0 }));
  drive(0.75);
  stops.push(stop('delivery', 3, 14, 14.5, { task: 'c' }));
  drive(0.5);
  stops.push(stop('delivery', 4, 15, 15.25, { task: 's' }));
  drive(1);
  stops.push(stop('end', 0, 16.25, 16.25));
  const late: PlanStop[] = [
    stop('start', 0, 12, 12),
    stop('visit', 1, 13, 13.1, { task: 'look' }),
    stop('end', 0, 14, 14),
  ];
  const routes = [
    { vehicle: 'van', number: 1, starts_s: 8 * HOUR_S, ends_s: 16.25 * HOUR_S, stops },
    { vehicle: 'van', number: 2, starts_s: 12 * HOUR_S, ends_s: 14 * HOUR_S, stops: late },
  ];
  return { routes } as unknown as RoutingPlan;
}

const KEY = { kind: 'visit' as const, id: 'key', at: 'p2' };
function restAt(hours: number) {
  const rest = continueAt(REQUEST, planned(), hours * HOUR_S, [KEY]);
  const parsed = parseRequest(rest);
  expect(parsed.ok ? [] : parsed.errors).toEqual([]);
  return { rest, ids: rest.tasks.map(({ id }) => id), first: rest.routes![0]!, second: rest.routes![1]! };
}

describe('the rest of a day', () => {
  it('keeps what is not begun, and adds what is new', () => {
    expect(restAt(8.5).ids).toEqual(['a', 'back', 's', 'b', 'c', 'look', 'key']);
    expect(restAt(9.2).ids).toEqual(['back', 's', 'b', 'c', 'look', 'key']);
    // A shipment on board is still to be delivered.
    expect(restAt(14.6).ids).toEqual(['s', 'key']);
    expect(restAt(9.2).rest.id).toBe('day-0912');
  });

  it('a vehicle under way is somewhere between, and goes on to its next stop', () => {
    const { first } = restAt(8.5);
    expect(first).toMatchObject({ vehicle: 'van', number: 1, locked: 1 });
    expect(first.progress).toEqual({
      ...{ at: [2.005, 48], time: at(8.5), left_at: at(8), driven_m: 0, driven_s: 0 },
      on_board: ['a', 'b'],
    });
  });

  it('one that is busy goes on from there when it is done', () => {
    const { first } = restAt(9.8);
    expect(first.locked).toBeUndefined();
    expect(first.progress).toMatchObject({ at: 'p1', time: at(10), load: [3], on_board: ['b', 's'], tasks_done: 2 });
    expect(first.steps).toEqual([{ task: 'b' }, { reload: 0 }, { task: 'c' }, { task: 's' }]);
  });

  it('a break that is begun is over at its end, wherever it is taken', () => {
    const { first } = restAt(11.75);
    expect(first.progress).toMatchObject({ at: 'p2', time: at(12), breaks_done: ['lunch'], driven_s: 2 * HOUR_S });
  });

  it('goods of a later trip are not on board, nor those that were unloaded', () => {
    expect(restAt(12.5).first.progress).toMatchObject({ load: [3], on_board: ['s'] });
    const { first } = restAt(13.1);
    expect(first.progress).toMatchObject({ at: 'p0', time: at(13.25), on_board: ['c', 's'], trips_done: 1 });
    expect(first.progress!.load).toBeUndefined();
  });

  it('who has not left leaves not before now, by what was planned', () => {
    const { rest, second } = restAt(9.2);
    expect(second).toEqual({ vehicle: 'van', number: 2, steps: [{ task: 'look' }] });
    expect(rest.vehicles[0]!.shift).toEqual([at(9.2), at(18)]);
  });

  it('what waits for a task that is done waits for the gap after it', () => {
    const windowsAt = (hours: number) =>
      (restAt(hours).rest.tasks.find(({ id }) => id === 'look') as { windows: unknown }).windows;
    expect(windowsAt(8.5)).toEqual([
      [at(9), at(12)],
      [at(13), at(18)],
    ]);
    expect(windowsAt(9.2)).toEqual([
      [at(9.5 + 1 / 6), at(12)],
      [at(13), at(18)],
    ]);
    expect(restAt(8.5).rest.relations).toHaveLength(3);
    expect(restAt(9.2).rest.relations).toEqual([{ kind: 'same_vehicle', tasks: ['b', 'c'] }]);
    expect(restAt(11.2).rest.relations).toBeUndefined();
  });

  it('who is back may go out again', () => {
    const { second } = restAt(14.6);
    expect(second).toMatchObject({ number: 2, steps: [], progress: { at: 'p0', time: at(14.6), tasks_done: 1 } });
  });
});
