import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { partition } from '../../src/routing/search/partition.ts';
import { Section } from '../../src/routing/search/section.ts';
import { slice } from '../../src/routing/search/slice.ts';
import { join, pack, packedLength, unpack } from '../../src/routing/state/packed.ts';
import { isAllSound } from '../../src/routing/state/sound.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { Undo } from '../../src/routing/state/undo.ts';
import { compiled } from './solve-plan.ts';
import { anyRequest } from './solve-world.ts';

const worlds = anyRequest({ tasks: [2, 40], kinds: [1, 3], count: [1, 5] });

/** A problem that needs no simulation, a solution of it, and the solution cut in two. */
function cutInTwo(request: Parameters<typeof compiled>[0]) {
  const { problem } = compiled(request);
  if (problem.rich !== null) return null;
  const rng = new Rng(3, 0);
  const whole = Section.ofWhole(problem, rng);
  const anneal = new Anneal(whole.tours, rng);
  anneal.construct();
  anneal.run(20, problem.arcUnit);
  const words = new Int32Array(packedLength(problem, problem.tasks));
  pack(problem, whole.tours, words);
  if (words[0] === 0) return null;
  const parts = [0, 1].map(() => new Int32Array(words.length));
  const quotas = parts.map(() => new Int32Array(problem.types));
  partition(problem, words, parts, quotas, new Rng(9));
  // Lanes are never left without tasks: see Lane.partsPerLane.
  if (parts.some(([routes, absent]) => routes! + absent! === 0)) return null;
  return { problem, whole, words, parts, quotas, rng };
}

/** What a solution is worth, and which tasks it leaves out. */
function worth(problem: Parameters<typeof unpack>[1]['problem'], words: Int32Array) {
  const tours = new Tours(problem);
  unpack(words, tours);
  const absent = [...tours.absent.subarray(0, tours.absentCount)].sort((a, b) => a - b);
  return { cost: tours.cost, missing: tours.missing, absent };
}

/** Whether all routes of a solution keep their limits. */
function isSoundAt(problem: Parameters<typeof unpack>[1]['problem'], words: Int32Array): boolean {
  const tours = new Tours(problem);
  unpack(words, tours);
  const undo = new Undo(tours);
  undo.begin();
  for (let slot = 0; slot < tours.slots; slot++) undo.toTouch(slot);
  return isAllSound(tours, undo);
}

describe('a part of a problem on tables of its own', () => {
  it('is worth what it is worth on those of the whole, and comes back as it was', () => {
    let looked = 0;
    fc.assert(
      fc.property(worlds, (request) => {
        const cut = cutInTwo(request);
        if (cut === null) return;
        looked++;
        const { problem, whole, words, parts, quotas, rng } = cut;
        const sections = parts.map((part, p) => Section.ofPart(whole, part, quotas[p]!, rng, null));
        const rows = sections.map((section) => {
          const row = new Int32Array(words.length);
          section.packCurrent(row);
          return row;
        });
        const together = new Int32Array(words.length);
        join(rows, together);
        expect(worth(problem, together)).toEqual(worth(problem, words));
        const [cost, missing] = [0, 0].map((_, k) =>
          sections.reduce((sum, { tours }) => sum + (k === 0 ? tours.cost : tours.missing), 0),
        );
        expect({ cost, missing }).toMatchObject({ cost: whole.tours.cost, missing: whole.tours.missing });
      }),
      { numRuns: 200 },
    );
    expect(looked).toBeGreaterThan(50);
  });

  it('comes back after a search as a sound part of the whole, at the cost it was found at', () => {
    let looked = 0;
    fc.assert(
      fc.property(worlds, (request) => {
        const cut = cutInTwo(request);
        if (cut === null) return;
        looked++;
        const { problem, whole, words, parts, quotas, rng } = cut;
        const row = new Int32Array(words.length);
        parts.forEach((part, p) => {
          const section = Section.ofPart(whole, part, quotas[p]!, rng, null);
          section.anneal.run(30, problem.arcUnit);
          section.packBest(row);
          const { cost, missing } = worth(problem, row);
          expect({ cost, missing }).toEqual({ cost: section.anneal.bestCost, missing: section.anneal.bestMissing });
          expect(isSoundAt(problem, row)).toBe(true);
        });
      }),
      { numRuns: 200 },
    );
    expect(looked).toBeGreaterThan(50);
  });

  it('uses memory again, whatever was in it', () => {
    let looked = 0;
    fc.assert(
      fc.property(worlds, (request) => {
        const cut = cutInTwo(request);
        if (cut === null) return;
        looked++;
        const { problem, parts, quotas } = cut;
        const [part, quota] = [parts[0]!, quotas[0]!];
        const fresh = slice(problem, part, quota, null);
        const littered = new SharedArrayBuffer(fresh.problem.buffer.byteLength + 64);
        new Uint8Array(littered).fill(0xa5);
        const again = slice(problem, part, quota, littered);
        expect(again.problem.buffer).toBe(littered);
        expect({ ...again.problem, buffer: null }).toEqual({ ...fresh.problem, buffer: null });
      }),
      { numRuns: 50 },
    );
    expect(looked).toBeGreaterThan(5);
  });
});
