import { describe, expect, it } from 'vitest';
import { joined, type Leg } from '../../src/jobs/legs.ts';

describe('legs of a long search', () => {
  const quarters: Leg[] = [
    [0, 0],
    [0, 0.25],
    [0.25, 0.5],
    [0.5, 0.75],
    [0.75, 1],
  ];
  const those = (isTooShort: (to: number) => boolean) => [...joined(quarters, isTooShort)];

  it('stay as they are where none is too short', () => {
    expect(those(() => false)).toEqual(quarters);
  });

  it('are put together with the next where they are, but for a first plan and the last', () => {
    expect(those(() => true)).toEqual([
      [0, 0],
      [0, 1],
    ]);
    expect(those((to) => to === 0.25 || to === 0.75)).toEqual([
      [0, 0],
      [0, 0.5],
      [0.5, 1],
    ]);
  });

  it('are judged one by one, as time goes by', () => {
    const asked: number[] = [];
    const legs = joined(quarters, (to) => asked.push(to) === 1);
    expect(legs.next().value).toEqual([0, 0]);
    expect(asked).toEqual([]);
    expect(legs.next().value).toEqual([0, 0.5]);
    expect(asked).toEqual([0.25, 0.5]);
  });
});
