import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onInterrupt } from '../../src/interrupt.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('Ctrl-C', () => {
  it('counts once where npm passes it on, and a later one ends the process', () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never);
    const stop = vi.fn();
    const release = onInterrupt(stop);
    try {
      process.emit('SIGINT', 'SIGINT');
      vi.advanceTimersByTime(200);
      process.emit('SIGINT', 'SIGINT');
      process.emit('SIGTERM', 'SIGTERM');
      expect(exit).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1000);
      process.emit('SIGINT', 'SIGINT');
      expect(exit.mock.calls).toEqual([[130]]);
      expect(stop.mock.calls).toEqual([['SIGINT']]);
    } finally {
      release();
    }
  });
});
