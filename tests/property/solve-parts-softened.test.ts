import { describe, expect, it } from 'vitest';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { Section } from '../../src/routing/search/section.ts';
import { type Packed, packedLength } from '../../src/routing/state/packed.ts';
import { vehicle } from '../unit/plan-world.ts';
import { compiled, town } from '../unit/pool-world.ts';

/** A whole, and all of it as the only part. */
function partOf(request: RoutingRequest) {
  const { problem } = compiled(request);
  const rng = new Rng(1);
  const whole = Section.ofWhole(problem, rng);
  whole.anneal.construct();
  const packed: Packed = new Int32Array(packedLength(problem, whole.tours.slots));
  whole.packCurrent(packed);
  return { whole, packed, part: Section.ofPart(whole, packed, Int32Array.from(problem.count), rng, null) };
}

const withVans = (van: Parameters<typeof vehicle>[0]) => ({ ...town(120), vehicles: [vehicle({ count: 30, ...van })] });

describe('parts of a solution', () => {
  const shortDays = withVans({ capacity: [40], maxDuty_s: 3000 });

  it('may be beyond the longest duty at the prices of the whole, and then have no best until they are not', () => {
    const { whole, part, packed } = partOf(shortDays);
    const { anneal } = part;
    anneal.softens = true;
    let beyond = 0;
    for (let i = 0; i < 400 && beyond === 0; i++) {
      anneal.run(20, 3 * whole.tours.problem.arcUnit);
      if (anneal.isBeyond) beyond = i + 1;
    }
    expect(beyond).toBeGreaterThan(0);
    expect(anneal.softening).toBe(whole.anneal.softening);
    part.packCurrent(packed);
    part.load(packed);
    expect(anneal.bestMissing).toBe(Number.POSITIVE_INFINITY);
    for (let i = 0; i < 400 && anneal.bestMissing > 0; i++) anneal.run(20, 0);
    expect(anneal.bestMissing).toBe(0);
  });

  it('keep all limits where only capacities are walls', () => {
    const { whole, part } = partOf(withVans({ capacity: [30] }));
    expect(whole.anneal.softening).not.toBeNull();
    expect(part.anneal.softening).toBeNull();
  });
});
