import { describe, expect, it } from 'vitest';
import { isPacked } from '../../src/routing/state/packed.ts';
import { requestOf, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

const five = ['a', 'b', 'c', 'd', 'e'].map((id) => task(id, 1));
const { problem } = compiled(requestOf(five, [vehicle({ id: 'v' }), vehicle({ id: 'w', capacity: [9] })]));

/** Two routes of types 0 and 1, task 4 absent. */
const words = [2, 1, 0, 2, 3, 1, 1, 2, 0, 2, 4];
const holds = (change: (words: number[]) => void) => {
  const changed = [...words];
  change(changed);
  return isPacked(Int32Array.from(changed), problem, 2);
};

describe('words of a solution that come back from a store', () => {
  it('are taken where every task is there once', () => {
    expect(holds(() => {})).toBe(true);
  });

  it.each<[string, (words: number[]) => void]>([
    ['a task twice', (w) => w.splice(4, 1, 1)],
    ['a task that does not exist', (w) => w.splice(4, 1, 5)],
    ['a negative task', (w) => w.splice(4, 1, -1)],
    ['a type that does not exist', (w) => w.splice(2, 1, 2)],
    ['an empty route', (w) => w.splice(3, 1, 0)],
    ['a route longer than the words', (w) => w.splice(7, 1, 100)],
    ['more routes than vehicles', (w) => w.splice(0, 1, 3)],
    ['a task left out', (w) => w.splice(1, 10, 0, 0, 2, 3, 1, 1, 2, 0, 2)],
    ['words to spare', (w) => w.push(0)],
    ['words missing', (w) => w.pop()],
    ['no words', (w) => w.splice(0)],
  ])('are refused with %s', (_, change) => {
    expect(holds(change)).toBe(false);
  });
});
