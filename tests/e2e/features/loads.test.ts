import { expect } from 'vitest';
import { drop, put } from './edit.ts';
import { HOUR_S, leftOut, MINUTE_S, orderOf, routeOf, stopOf } from './feature.ts';
import { describeFeatures } from './suite.ts';

const kinds = (stops: { kind: string }[]) => stops.map(({ kind }) => kind);

describeFeatures({
  capacity: {
    variants: {
      'kilograms-only'({ tasks, vehicles }) {
        for (const task of tasks) task.load = task.load!.slice(0, 1);
        for (const vehicle of vehicles) vehicle.capacity = vehicle.capacity!.slice(0, 1);
      },
    },
    facts(plan, kilograms) {
      expect(plan.routes).toHaveLength(2);
      for (const { max_load } of plan.routes) expect(max_load[1]).toBeLessThanOrEqual(8);
      expect(kilograms.routes.map(({ max_load }) => max_load)).toEqual([[920]]);
    },
  },

  shipments: {
    variants: { 'room-for-three': put('vehicles.capacity', [3]) },
    facts(plan, narrow) {
      for (const task of ['samples', 'flyers', 'bread']) {
        expect(stopOf(plan, task, 'pickup').departure_s).toBeLessThan(stopOf(plan, task, 'delivery').begin_s);
      }
      expect(plan.routes[0]!.max_load).toEqual([5]);
      expect(plan.summary).toMatchObject({ tasks: 4, served: 4 });
      const order = orderOf(narrow.routes[0]!).filter((task) => task !== 'meter');
      for (let i = 0; i < order.length; i += 2) expect(order[i]).toBe(order[i + 1]);
      expect(narrow.cost.total).toBeGreaterThan(plan.cost.total + 3);
    },
  },

  backhauls: {
    variants: { mixed: drop('vehicles.backhauls') },
    facts(plan, mixed) {
      const [route] = plan.routes;
      expect(kinds(route!.stops.slice(1, -1))).toEqual([...Array(4).fill('delivery'), ...Array(2).fill('pickup')]);
      expect(plan.cost.total - mixed.cost.total).toBeGreaterThan(9);
    },
  },

  lifo: {
    variants: { 'side-door': drop('vehicles.unloading') },
    facts(plan, any) {
      const board: string[] = [];
      for (const { kind, task } of plan.routes[0]!.stops) {
        if (kind === 'pickup') board.push(task!);
        if (kind === 'delivery') expect(board.pop()).toBe(task);
      }
      expect(any.routes[0]!.max_load).toEqual([3]);
      expect(plan.cost.total - any.cost.total).toBeGreaterThan(9.5);
    },
  },

  'incompatible-goods': {
    variants: { 'any-goods': drop('incompatible_goods') },
    facts(plan, any) {
      expect(plan.routes).toHaveLength(1);
      const [taken, brought] = [stopOf(plan, 'chlorine', 'pickup'), stopOf(plan, 'chlorine', 'delivery')];
      for (const food of ['cheese', 'apples']) {
        const isBefore = stopOf(plan, food, 'delivery').begin_s <= taken.begin_s;
        expect(isBefore || stopOf(plan, food, 'pickup').begin_s >= brought.begin_s).toBe(true);
      }
      expect(any.routes[0]!.max_load).toEqual([6]);
    },
  },

  reloads: {
    variants: { 'no-reloads': drop('vehicles.reloads', 'vehicles.max_trips') },
    facts(plan, without) {
      expect(plan.routes).toHaveLength(1);
      expect(plan.routes[0]).toMatchObject({ trips: 3, tasks: 6 });
      const reloads = plan.routes[0]!.stops.filter(({ kind }) => kind === 'reload');
      expect(reloads).toHaveLength(2);
      expect(reloads[0]!).toMatchObject({ place: 'hub', begin_s: HOUR_S / 2, service_s: 10 * MINUTE_S });
      expect(without.routes).toHaveLength(2);
      expect(Object.values(leftOut(without))).toEqual(['no_room']);
    },
  },

  'hub-times': {
    variants: { 'no-hub-times': drop('tasks.release', 'tasks.due') },
    facts(plan, without) {
      const { stops } = routeOf(plan, 'late');
      const reload = stops.find(({ kind }) => kind === 'reload')!;
      expect(reload.begin_s).toBe(2 * HOUR_S);
      expect(stopOf(plan, 'mill').begin_s).toBeLessThan(reload.begin_s);
      expect(stopOf(plan, 'late').begin_s).toBeGreaterThan(reload.begin_s);
      expect(stops.at(-1)!.begin_s).toBeLessThanOrEqual(5 * HOUR_S);
      expect(without.routes.map(({ trips }) => trips)).toEqual([1]);
      expect(plan.cost.total - without.cost.total).toBeGreaterThan(14);
    },
  },
});
