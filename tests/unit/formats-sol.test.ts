import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/contract/errors.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import { hasSol, readRequest, readSol, writeSol } from '../../src/formats/index.ts';

type Visit = string | { task: string; label: string } | { reload: string };

/** The parts of a plan that a `.sol` file shows. */
function planOf(cost: number, routes: { vehicle: string; number: number; visits: Visit[] }[]): RoutingPlan {
  const stopOf = (visit: Visit) => {
    if (typeof visit === 'string') return { kind: 'delivery', task: visit };
    return 'reload' in visit ? { kind: 'reload', reload: 0, place: visit.reload } : { kind: 'delivery', ...visit };
  };
  return {
    cost: { total: cost },
    routes: routes.map(({ vehicle, number, visits }) => ({
      ...{ vehicle, number },
      stops: [{ kind: 'start' }, ...visits.map(stopOf), { kind: 'end' }],
    })),
  } as unknown as RoutingPlan;
}

describe('writeSol', () => {
  it('numbers routes by their vehicles, in order', () => {
    const plan = planOf(1234.5, [
      { vehicle: 'v4-4', number: 1, visits: ['7'] },
      { vehicle: 'v1-3', number: 3, visits: ['5', '2', '9'] },
      { vehicle: 'v1-3', number: 1, visits: ['1'] },
    ]);
    expect(writeSol(plan)).toBe('Route #1: 1\nRoute #3: 5 2 9\nRoute #4: 7\nCost 1234.5\n');
  });

  it('takes the label where a task stands for several clients', () => {
    const plan = planOf(3, [{ vehicle: 'v1-3', number: 1, visits: [{ task: '3', label: '8' }] }]);
    expect(writeSol(plan)).toBe('Route #1: 8\nCost 3\n');
  });

  it('shows reloads as the depots they are at', () => {
    const visits = ['5', { reload: '0' }, '2', { reload: '1' }, '4'];
    const text = writeSol(planOf(3, [{ vehicle: 'v1-3', number: 1, visits }]));
    expect(text).toBe('Route #1: 5 0 2 1 4\nCost 3\n');
    expect(readSol(text).routes).toEqual([{ number: 1, visits: [5, 0, 2, 1, 4] }]);
  });

  it('states the cost without the noise of doubles', () => {
    expect(writeSol(planOf(0.1 + 0.2, []))).toBe('Cost 0.3\n');
  });

  it.each([
    [{ vehicle: 'van', number: 1, visits: ['1'] }, 'routes[0].vehicle'],
    [{ vehicle: 'v1-1', number: 1, visits: ['parcel'] }, 'routes[0].stops[1].task'],
    [{ vehicle: 'v1-1', number: 1, visits: ['1', { reload: 'hub' }] }, 'routes[0].stops[2].place'],
  ])('refuses plans of other requests', (route, path) => {
    expect(() => writeSol(planOf(1, [route]))).toThrow(InputError);
    expect(() => writeSol(planOf(1, [route]))).toThrow(path);
  });
});

describe('hasSol', () => {
  const DATA = join(import.meta.dirname, '../../data');
  const VRP = 'TYPE : CVRP\nDIMENSION : 2\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 2\n';
  const SECTIONS = 'NODE_COORD_SECTION\n1 0 0\n2 0 10\nDEMAND_SECTION\n1 0\n2 1\nDEPOT_SECTION\n1\n-1\nEOF\n';
  it.each([
    [VRP + SECTIONS, true],
    [readFileSync(join(DATA, 'tiny.json'), 'utf8'), false],
    [readFileSync(join(DATA, 'vroom-sample.json'), 'utf8'), false],
  ])('knows benchmark files by their names %#', (text, expected) => {
    const read = readRequest(text);
    const parsed = parseRequest(read.ok && read.input);
    expect(parsed.ok && hasSol(parsed.value)).toBe(expected);
  });
});

describe('readSol', () => {
  it('reads back what was written', () => {
    const plan = planOf(42, [{ vehicle: 'v1-3', number: 2, visits: ['5', '2'] }]);
    expect(readSol(writeSol(plan))).toEqual({ routes: [{ number: 2, visits: [5, 2] }], cost: 42 });
  });

  it('takes the spellings that are about, and remarks', () => {
    const text = 'Route #1: 4 0 3 \r\nroute 2 : \r\nCost: 12.5\nOptimal: True\nComment: by hand\n';
    expect(readSol(text)).toEqual({
      routes: [
        { number: 1, visits: [4, 0, 3] },
        { number: 2, visits: [] },
      ],
      cost: 12.5,
    });
  });

  it.each([
    ['', 'there are no routes'],
    ['Route #1: 1 x 2', 'line 1'],
    ['Route #1: 1\nRoute two: 2', 'line 2'],
    ['Cost cheap', 'line 1'],
  ])('says what is wrong with %j', (text, cause) => {
    expect(() => readSol(text)).toThrow(InputError);
    expect(() => readSol(text)).toThrow(cause);
  });
});
