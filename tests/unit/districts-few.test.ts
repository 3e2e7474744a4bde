import { afterAll, describe, expect, it } from 'vitest';
import type { RoutingRequest, Task } from '../../src/contract/request.ts';
import { Districts } from '../../src/districts/index.ts';
import { suitsOf } from '../../src/districts/suits.ts';
import { DistrictSearch } from '../../src/jobs/district-search.ts';
import { Rng } from '../../src/kit/rng.ts';
import type { RawSolution } from '../../src/model/solution.ts';
import { createSolverPool } from '../../src/pool/pool.ts';
import { vehicle } from './plan-world.ts';
import { params, town } from './pool-world.ts';

const pool = createSolverPool({ threads: 1 });
afterAll(() => pool.close());

const nothing = ({ tasks }: RoutingRequest): RawSolution => ({ routes: [], unassigned: tasks.map((_, t) => t) });

/** A town of vans that are listed one by one, with little more room than there is to bring. */
function listed(tasks: number, vans: number, skills: (van: number) => string[], ask: (task: number) => Partial<Task>) {
  const plain = town(tasks);
  const vehicles = Array.from({ length: vans }, (_, v) =>
    vehicle({ id: `v${v}`, capacity: [Math.ceil((3.4 * tasks) / vans)], skills: skills(v) }),
  );
  return { ...plain, vehicles, tasks: plain.tasks.map((task, t) => ({ ...task, ...ask(t) })) };
}

const VANS = 16;
/** One task in fifteen, and the van of each: two or three for each van, anywhere. */
const isNamed = (task: number) => task % 15 === 2;
const vanOf = (task: number) => (7 * ((task - 2) / 15)) % VANS;
const named = () =>
  listed(
    600,
    VANS,
    () => [],
    (t) => (isNamed(t) ? { onlyVehicles: [`v${vanOf(t)}`] } : {}),
  );
/** Two vans have a skill for which one task in twenty asks. */
const skilled = () =>
  listed(
    600,
    VANS,
    (v) => (v % 9 === 4 ? ['crane'] : []),
    (t) => (t % 20 === 3 ? { skills: ['crane'] } : {}),
  );

async function leftOut(request: RoutingRequest): Promise<number[]> {
  const asked = { request, pool, params: params({ iterations: 3000 }), hooks: {}, rehearse: () => 0 };
  const answer = await new DistrictSearch({ ...asked, started_ns: process.hrtime.bigint() }, 100).run(nothing(request));
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer.solution.unassigned;
}

describe('tasks of few vehicles, in districts', () => {
  it('wait where the vehicle is that they name, in use or not', () => {
    const request = named();
    for (const { tasks, request: part } of new Districts(request).divide(nothing(request), new Rng(1), 100)) {
      const has = (v: number) => part.vehicles[v]!.count === 1;
      for (const task of tasks) if (isNamed(task)) expect(has(vanOf(task))).toBe(true);
    }
  });

  it('are served as others are, where one vehicle may', async () => {
    const request = named();
    const left = await leftOut(request);
    expect(left.filter(isNamed).length).toBeLessThanOrEqual(4);
  });

  it('are served as others are, where two may', async () => {
    const left = await leftOut(skilled());
    expect(left.filter((task) => task % 20 === 3).length).toBeLessThanOrEqual(4);
  });

  it('are told apart in fleets of hundreds, too', () => {
    const vans = 800;
    const request = listed(
      8000,
      vans,
      () => [],
      (t) => (t < vans ? { onlyVehicles: [`v${t}`] } : {}),
    );
    const { kindOf, groupOf, serves } = suitsOf(request);
    expect(serves[kindOf[3]!]![groupOf[3]!]).toBe(true);
    expect(serves[kindOf[3]!]![groupOf[4]!]).toBe(false);
    expect(serves[kindOf[3]!]![groupOf[900]!]).toBe(true);
  });
});
