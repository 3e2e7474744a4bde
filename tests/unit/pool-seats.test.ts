import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Seats } from '../../src/pool/seats.ts';

describe('seats', () => {
  it('are granted in the order asked for, never more than there are, and never kept from the first in line', async () => {
    const event = fc.record({ count: fc.integer({ min: 1, max: 3 }), leaves: fc.boolean(), frees: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
        const all = 3;
        const seats = new Seats(all, 1000);
        const taken: { id: number; count: number }[] = [];
        const order: number[] = [];
        const waiting = new Set<number>();
        const gone = new Set<number>();
        let most = 0;
        for (const [id, { count, leaves, frees }] of events.entries()) {
          const abort = new AbortController();
          waiting.add(id);
          void seats.take(count, abort.signal).then((granted) => {
            waiting.delete(id);
            if (!granted) return void gone.add(id);
            taken.push({ id, count });
            order.push(id);
            most = Math.max(most, sum(taken));
          });
          await turn();
          if (leaves && waiting.has(id)) abort.abort();
          if (frees && taken.length > 0) seats.free(taken.shift()!.count);
          await turn();
        }
        while (taken.length > 0) {
          seats.free(taken.shift()!.count);
          await turn();
        }
        expect(most).toBeLessThanOrEqual(all);
        expect(order).toEqual([...order].sort((a, b) => a - b));
        expect(order.length + gone.size).toBe(events.length);
      }),
      { seed: 3, numRuns: 50 },
    );
  });
});

const sum = (taken: { count: number }[]) => taken.reduce((total, { count }) => total + count, 0);
