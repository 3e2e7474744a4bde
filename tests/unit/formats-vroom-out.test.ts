import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VIOLATION_CAUSES } from '../../src/check/verdict.ts';
import { ErrorList } from '../../src/contract/error-list.ts';
import { codedError } from '../../src/contract/errors.ts';
import type { PlanViolation } from '../../src/contract/plan.ts';
import { checkNames, idsOf, type Vroom, vroomAnswer, vroomFailure } from '../../src/formats/index.ts';
import { nearestCause } from '../../src/formats/vroom-out-judge.ts';
import { encodePolyline } from '../../src/formats/vroom-out-polyline.ts';
import { VIOLATIONS, type VroomAnswer, vroomResponseSchema } from '../../src/formats/vroom-out-schema.ts';
import { type GivenTour, planOf } from '../support/vroom-plan.ts';

/** Ten places in a row, 60 s and 500 m apart. */
const row = (factor: number) =>
  Array.from({ length: 10 }, (_, i) => Array.from({ length: 10 }, (_, j) => factor * Math.abs(i - j)));
const matrices = { car: { durations: row(60), distances: row(500) } };
const at = (index: number): { location: [number, number]; location_index: number } => ({
  location: [index / 100, 50],
  location_index: index,
});

/** A day with everything: amounts in two dimensions, setup, types, windows, a break, priorities, descriptions. */
function fullDay(): Vroom {
  return {
    jobs: [
      {
        id: 1,
        ...at(1),
        delivery: [2, 1],
        service: 30,
        setup: 10,
        priority: 5,
        description: 'first',
        time_windows: [[200, 400]],
      },
      { id: 2, ...at(1), pickup: [1, 0], service: 20, setup: 10 },
      { id: 3, ...at(5), service: 5, service_per_type: { van: 7 }, setup_per_type: { van: 3 } },
      { id: 4, location_index: 9, delivery: [1, 1], description: 'far' },
    ],
    shipments: [
      { pickup: { id: 1, ...at(2) }, delivery: { id: 3, ...at(3), description: 'to' }, amount: [3, 2], priority: 10 },
      { pickup: { id: 7, ...at(7) }, delivery: { id: 8, ...at(8) }, amount: [1, 1] },
    ],
    vehicles: [
      {
        ...{ id: 4, start_index: 0, start: [0, 50], end_index: 0, end: [0, 50], capacity: [9, 9], type: 'van' },
        ...{ description: 'a van', time_window: [100, 9000] },
        costs: { fixed: 1000, per_hour: 7200, per_task_hour: 3600, per_km: 100 },
        breaks: [{ id: 2, time_windows: [[400, 500]], service: 60, description: 'tea' }],
      },
      { id: 5, start_index: 0 },
    ],
    matrices,
  };
}

const FULL: GivenTour = { vehicle: 4, steps: ['job 1', 'job 2', 'pickup 1', 'break 2', 'delivery 3', 'job 3'] };

function answer(vroom: Vroom, tours: GivenTour[], geometry = false, violations?: PlanViolation[]): VroomAnswer {
  const written = vroomAnswer(planOf(vroom, tours, violations), vroom, { geometry, loading_ms: 2.6 });
  // Every answer of these tests is of the documented form.
  expect(vroomResponseSchema.parse(JSON.parse(JSON.stringify(written)))).toEqual(written);
  return written;
}

describe('an answer of VROOM', () => {
  it('has every field of steps, routes and summary', () => {
    const { code, summary, routes, unassigned } = answer(fullDay(), [FULL]);
    expect(code).toBe(0);
    const none = { setup: 0, service: 0, waiting_time: 0, violations: [] };
    expect(routes[0]!.steps).toEqual([
      { type: 'start', ...at(0), ...none, arrival: 100, duration: 0, distance: 0, load: [2, 1] },
      {
        ...{ type: 'job', id: 1, description: 'first', ...at(1), arrival: 160, duration: 60, distance: 500 },
        ...{ setup: 10, service: 30, waiting_time: 40, violations: [], load: [0, 0] },
      },
      // No setup: it is there already.
      { type: 'job', id: 2, ...at(1), ...none, service: 20, arrival: 240, duration: 60, distance: 500, load: [1, 0] },
      { type: 'pickup', id: 1, ...at(2), ...none, arrival: 320, duration: 120, distance: 1000, load: [4, 2] },
      {
        ...{ type: 'break', id: 2, description: 'tea', arrival: 320, duration: 120, distance: 1000 },
        ...{ setup: 0, service: 60, waiting_time: 80, violations: [], load: [4, 2] },
      },
      {
        type: 'delivery',
        id: 3,
        description: 'to',
        ...at(3),
        ...none,
        arrival: 520,
        duration: 180,
        distance: 1500,
        load: [1, 0],
      },
      {
        type: 'job',
        id: 3,
        ...at(5),
        ...none,
        setup: 3,
        service: 7,
        arrival: 640,
        duration: 300,
        distance: 2500,
        load: [1, 0],
      },
      { type: 'end', ...at(0), ...none, arrival: 950, duration: 600, distance: 5000, load: [1, 0] },
    ]);
    const figures = {
      // Fixed, 600 s at 2, 70 s at 1, 5 km at 100.
      ...{ cost: 1000 + 1200 + 70 + 500, setup: 13, service: 117, duration: 600, waiting_time: 120 },
      // A shipment counts at both of its steps.
      ...{ priority: 5 + 2 * 10, violations: [], delivery: [5, 3], pickup: [4, 2], distance: 5000 },
    };
    const { steps: _, ...route } = routes[0]!;
    expect(route).toEqual({ vehicle: 4, description: 'a van', ...figures });
    const computing_times = { loading: 3, solving: 1250 };
    expect(summary).toEqual({ routes: 1, unassigned: 3, ...figures, computing_times });
    expect(unassigned).toEqual([
      { id: 4, type: 'job', description: 'far', location_index: 9 },
      { id: 7, type: 'pickup', ...at(7) },
      { id: 8, type: 'delivery', ...at(8) },
    ]);
  });

  it('has geometry and routing time with -g, where all places have positions', () => {
    const { routes, summary } = answer(fullDay(), [FULL], true);
    const line = [0, 1, 1, 2, 3, 5, 0].map((index) => at(index).location);
    expect(routes[0]!.geometry).toBe(encodePolyline(line));
    expect(summary.computing_times).toEqual({ loading: 3, solving: 1250, routing: 0 });
    const without = answer(fullDay(), [{ vehicle: 4, steps: ['job 4'] }], true);
    expect(without.routes[0]).not.toHaveProperty('geometry');
    expect(without.routes[0]!.distance).toBe(9000);
  });

  it('has start and end at the first and last task where the vehicle has none', () => {
    const day = fullDay();
    day.vehicles = [{ id: 1, end_index: 0, capacity: [9, 9] }];
    const [route] = answer(day, [{ vehicle: 1, steps: ['job 3', 'job 1'] }]).routes;
    expect(route!.steps.map(({ type, location_index, arrival }) => [type, location_index, arrival])).toEqual([
      ['start', 5, 0],
      ['job', 5, 0],
      ['job', 1, 245],
      ['end', 0, 345],
    ]);
    day.vehicles = [{ id: 1, start_index: 0, capacity: [9, 9] }];
    const [open] = answer(day, [{ vehicle: 1, steps: ['job 3', 'job 1'] }]).routes;
    expect(open!.steps.at(-1)).toMatchObject({ type: 'end', ...at(1), arrival: 585, duration: 540, load: [0, 0] });
  });

  it('has neither loads without capacities nor distances without their matrix and -g', () => {
    const day: Vroom = {
      jobs: [{ id: 1, location_index: 1 }],
      vehicles: [{ id: 1, start_index: 0 }],
      matrices: { car: { durations: row(60) } },
    };
    for (const geometry of [false, true]) {
      const { summary, routes } = answer(day, [{ vehicle: 1, steps: ['job 1'] }], geometry);
      for (const item of [summary, ...routes, ...routes[0]!.steps]) {
        for (const field of ['distance', 'delivery', 'pickup', 'load']) expect(item).not.toHaveProperty(field);
      }
    }
  });

  it('with a matrix of costs has the distances of the request, and the costs as cost', () => {
    const day = fullDay();
    day.vehicles[0]!.costs = { fixed: 5 };
    day.matrices = { car: { ...matrices.car, costs: row(11) } };
    const { routes } = answer(day, [FULL]);
    expect(routes[0]).toMatchObject({ cost: 5 + 10 * 11, distance: 5000 });
    expect(routes[0]!.steps.map(({ distance }) => distance)).toEqual([0, 500, 500, 1000, 1000, 1500, 2500, 5000]);
    day.matrices = { car: { durations: row(60), costs: row(11) } };
    expect(answer(day, [FULL], true).routes[0]).not.toHaveProperty('distance');
  });

  it('is empty where nothing is planned', () => {
    const { routes, summary, unassigned } = answer(fullDay(), []);
    expect([routes, summary.routes, summary.cost, unassigned.length]).toEqual([[], 0, 0, 8]);
    expect(summary).toMatchObject({ delivery: [0, 0], pickup: [0, 0], violations: [] });
  });

  it.each<[object, object, number]>([
    [{ type: 'start', service_at: 100 }, { arrival: 100 }, 400],
    [{ type: 'start', service_before: 150 }, { arrival: 150 }, 350],
    [{ type: 'start', service_after: 50 }, { arrival: 500 }, 0],
  ])('leaves when %j wants it, and waits at the first step', (step, start, more) => {
    const day = fullDay();
    Object.assign(day.vehicles[0]!, { time_window: [0, 9000], steps: [step] });
    const plan = planOf(day, [FULL]);
    // A planner that leaves as late as it can.
    const [first, second] = plan.routes[0]!.stops;
    plan.routes[0]!.starts_s = first!.arrival_s = 500;
    const { arrival_s, waiting_s } = second!;
    const [route] = vroomAnswer(plan, day, { geometry: false, loading_ms: 0 }).routes;
    expect(route!.steps[0]).toMatchObject(start);
    expect(route!.steps[1]).toMatchObject({ arrival: arrival_s - more, waiting_time: waiting_s + more });
  });

  it('waits at the end for the time that is wanted', () => {
    const day = fullDay();
    day.vehicles[0]!.steps = [{ type: 'end', service_at: 1000 }];
    const [route] = answer(day, [FULL]).routes;
    expect(route!.steps.at(-1)).toMatchObject({ arrival: 950, waiting_time: 50, violations: [] });
    expect(route!.waiting_time).toBe(170);
  });

  it('knows plans of other requests', () => {
    const day = fullDay();
    const errorsOf = (other: Vroom) => {
      const errors = new ErrorList(50);
      checkNames(planOf(day, [FULL]), idsOf(other), errors);
      return errors.all().map(({ path }) => path);
    };
    expect(errorsOf(day)).toEqual([]);
    expect(errorsOf({ ...day, jobs: day.jobs!.slice(1) })).toEqual(['routes[0].stops[1].task']);
    expect(errorsOf({ ...day, jobs: day.jobs!.slice(0, 3) })).toEqual(['unassigned[0].task']);
    expect(errorsOf({ ...day, vehicles: [{ ...day.vehicles[0]!, breaks: [] }] })).toEqual(['routes[0].stops[4].break']);
    expect(errorsOf({ ...day, vehicles: [day.vehicles[1]!] })).toContain('routes[0].vehicle');
  });

  it('has no route on which nothing is done', () => {
    const plan = planOf(fullDay(), [FULL, { vehicle: 5, steps: [] }]);
    const errors = new ErrorList(50);
    checkNames(plan, idsOf(fullDay()), errors);
    expect(errors.all().map(({ code, path }) => `${code} ${path}`)).toEqual(['wrong_length routes[1].stops']);
  });
});

describe('errors as VROOM answers them', () => {
  it.each([
    ['missing_field', 2],
    ['unreachable_place', 3],
    ['plan_rejected', 1],
    ['internal', 1],
    ['cancelled', 1],
    ['job_timeout', 1],
  ] as const)('%s has code %i', (error, code) => {
    const failure = vroomFailure([codedError(error, 'jobs[0]', 'why'), codedError('internal', '', 'more')]);
    expect(vroomResponseSchema.parse(failure)).toEqual(failure);
    expect(failure.code).toBe(code);
    expect(failure.error).toMatch(/^jobs\[0\]: why\. /);
    expect(failure.error).toContain('more');
  });
});

describe('plan check', () => {
  /** One vehicle, capacity 5, jobs at 1, 2, 3 ..., a shipment from 4 to 5. */
  const day = (more: object = {}, jobs: object[] = [{}, {}, {}]): Vroom => ({
    jobs: jobs.map((job, i) => ({ id: i + 1, ...at(i + 1), ...job })),
    shipments: [{ pickup: { id: 4, ...at(4) }, delivery: { id: 5, ...at(5) }, amount: [1] }],
    vehicles: [{ id: 1, start_index: 0, end_index: 0, capacity: [5], ...more }],
    matrices,
    options: { c: true },
  });
  const ALL = ['job 1', 'job 2', 'job 3'];
  const SHIPMENT = ['pickup 4', 'delivery 5'];

  /** The request with these steps, judged. */
  function judge(vroom: Vroom, steps: string[], violations: PlanViolation[] = []): VroomAnswer {
    const given = steps.map((step) => ({ type: step.split(' ')[0] as 'job', id: Number(step.split(' ')[1]) }));
    vroom.vehicles[0]!.steps = [{ type: 'start' }, ...given, { type: 'end' }];
    return answer(vroom, [{ vehicle: 1, steps }], false, violations);
  }

  it('says nothing where all is kept', () => {
    const { routes, summary } = judge(day(), [...ALL, ...SHIPMENT]);
    expect([summary.violations, routes[0]!.violations]).toEqual([[], []]);
  });

  const early: object[] = [{}, { time_windows: [[0, 100]] }, {}];
  const cases: [string, Vroom, string[], number[], object][] = [
    ['delay at a task', day({}, early), ALL, [2], { cause: 'delay', duration: 20 }],
    ['delay at the end', day({ time_window: [0, 300] }), ALL, [4], { cause: 'delay', duration: 60 }],
    ['load', day({}, [{ delivery: [3] }, { delivery: [3] }, {}]), ALL, [0], { cause: 'load' }],
    ['load on the way', day({}, [{ pickup: [3] }, { pickup: [3] }, {}]), ALL, [2, 3, 4], { cause: 'load' }],
    ['max_tasks', day({ max_tasks: 2 }), ALL, [3], { cause: 'max_tasks' }],
    ['max_tasks with shipments as two', day({ max_tasks: 2 }), ['job 1', ...SHIPMENT], [3], { cause: 'max_tasks' }],
    ['skills', day({ skills: [1] }, [{ skills: [1] }, { skills: [1, 2] }, {}]), ALL, [2], { cause: 'skills' }],
    ['max_travel_time', day({ max_travel_time: 150 }), ALL, [3, 4], { cause: 'max_travel_time' }],
    ['max_distance', day({ max_distance: 1600 }), ALL, [4], { cause: 'max_distance' }],
    ['precedence: delivery first', day(), ['delivery 5', 'pickup 4'], [1, 2], { cause: 'precedence' }],
    ['precedence: no delivery', day(), ['job 1', 'pickup 4'], [2], { cause: 'precedence' }],
    ['precedence: no pickup', day(), ['delivery 5', 'job 1'], [1], { cause: 'precedence' }],
    [
      'max_load',
      day({ breaks: [{ id: 1, time_windows: [[0, 999]], max_load: [0] }] }, [{}, { delivery: [1] }, {}]),
      ['job 1', 'break 1', 'job 2', 'job 3'],
      [2],
      { cause: 'max_load' },
    ],
    [
      'delay of a break',
      day({ breaks: [{ id: 1, time_windows: [[0, 50]] }] }),
      ['job 1', 'break 1', 'job 2'],
      [2],
      { cause: 'delay', duration: 10 },
    ],
  ];
  it.each(cases)('%s', (_, vroom, steps, marked, expected) => {
    const { routes, summary } = judge(vroom, steps);
    const found = routes[0]!.steps.flatMap(({ violations }, i) => violations.map((each) => ({ i, each })));
    expect(found).toEqual(marked.map((i) => ({ i, each: expected })));
    expect(routes[0]!.violations).toEqual([expected]);
    expect(summary.violations).toEqual([expected]);
  });

  it('missing_break is of the route', () => {
    const { routes, summary } = judge(day({ breaks: [{ id: 1, time_windows: [[0, 50]] }] }), ALL);
    expect(routes[0]!.violations).toEqual([{ cause: 'missing_break' }]);
    expect(summary.violations).toEqual([{ cause: 'missing_break' }]);
    expect(routes[0]!.steps.flatMap(({ violations }) => violations)).toEqual([]);
  });

  it('a break of the steps that the plan may leave out is not missing', () => {
    const vroom = day({ breaks: [{ id: 1, time_windows: [[0, 9000]] }] });
    vroom.vehicles[0]!.steps = [
      { type: 'job', id: 1 },
      { type: 'break', id: 1 },
    ];
    expect(answer(vroom, [{ vehicle: 1, steps: ['job 1'] }], false, []).summary.violations).toEqual([]);
  });

  it('lead_time where a step is wanted before its window', () => {
    const vroom = day({ time_window: [90, 9000] }, [{ time_windows: [[300, 400]] }]);
    vroom.vehicles[0]!.steps = [
      { type: 'start', service_at: 80 },
      { type: 'job', id: 1, service_at: 260 },
    ];
    const { routes } = answer(vroom, [{ vehicle: 1, steps: ['job 1'] }]);
    const [start, job] = routes[0]!.steps;
    expect(start!.violations).toEqual([{ cause: 'lead_time', duration: 10 }]);
    expect(job).toMatchObject({ waiting_time: 120, violations: [{ cause: 'lead_time', duration: 40 }] });
    // Seconds add up.
    expect(routes[0]!.violations).toEqual([{ cause: 'lead_time', duration: 50 }]);
  });

  it('all that VROOM has a name for is tested above', () => {
    const causes = cases.map(([, , , , expected]) => (expected as { cause: string }).cause);
    const named = new Set([...causes, 'missing_break', 'lead_time']);
    expect([...named].sort()).toEqual(Object.keys(VIOLATIONS).sort());
  });

  it('adds what our checker found beside that, at its step or route', () => {
    const found: PlanViolation[] = [
      { cause: 'window_missed', path: 'routes[0].stops[2].begin_s', amount: 17.2, detail: '' },
      { cause: 'max_driving', path: 'routes[0].driving_s', amount: 5, detail: '' },
      { cause: 'max_driving', path: 'routes[7].driving_s', amount: 5, detail: 'of another route' },
    ];
    const { routes } = judge(day(), ALL, found);
    expect(routes[0]!.steps[2]!.violations).toEqual([{ cause: 'delay', duration: 17 }]);
    expect(routes[0]!.violations).toEqual([{ cause: 'delay', duration: 17 }, { cause: 'max_travel_time' }]);
    // Once.
    expect(judge(day({}, early), ALL, found.slice(0, 1)).summary.violations).toEqual([
      { cause: 'delay', duration: 20 },
    ]);
  });

  it.each([
    ['over_capacity', 'load'],
    ['missing_skill', 'skills'],
    ['vehicle_not_allowed', 'skills'],
    ['window_missed', 'delay'],
    ['shift_broken', 'delay'],
    ['max_distance', 'max_distance'],
    ['max_driving', 'max_travel_time'],
    ['max_tasks', 'max_tasks'],
    ['break_load', 'max_load'],
    ['break_missed', 'missing_break'],
    ['break_window', 'delay'],
    ['shipment_order', 'precedence'],
    ['shipment_split', 'precedence'],
  ] as const)('our %s is nearest to %s', (cause, expected) => {
    expect(Object.keys(VIOLATION_CAUSES)).toContain(cause);
    expect(nearestCause(cause)).toBe(expected);
  });
});

describe('polylines', () => {
  it('are those of the format', () => {
    const text = encodePolyline([
      [-120.2, 38.5],
      [-120.95, 40.7],
      [-126.453, 43.252],
    ]);
    expect(text).toBe('_p~iF~ps|U_ulLnnqC_mqNvxq`@');
    expect(encodePolyline([])).toBe('');
  });

  /** The description of the format, backwards. */
  function decode(text: string): [number, number][] {
    const numbers: number[] = [];
    let [value, shift] = [0, 1];
    for (const character of text) {
      const chunk = character.charCodeAt(0) - 63;
      value += (chunk % 32) * shift;
      shift *= 32;
      if (chunk >= 32) continue;
      numbers.push(value % 2 === 1 ? -(value + 1) / 2 : value / 2);
      [value, shift] = [0, 1];
    }
    let [x, y] = [0, 0];
    return Array.from({ length: numbers.length / 2 }, (_, i) => {
      y += numbers[2 * i]!;
      x += numbers[2 * i + 1]!;
      return [x, y];
    });
  }

  it('keep five decimal places of every position', () => {
    const degree = (max: number) => fc.integer({ min: -max * 1e5, max: max * 1e5 });
    fc.assert(
      fc.property(fc.array(fc.tuple(degree(180), degree(90))), (line) => {
        const text = encodePolyline(line.map(([x, y]) => [x / 1e5, y / 1e5]));
        expect(decode(text)).toEqual(line.map(([x, y]) => [x + 0, y + 0]));
      }),
    );
  });
});
