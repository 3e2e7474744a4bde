/**
 * Lets some runs in together, or one alone: a job whose process died before runs alone, so that if it kills the process
 * again it takes nobody with it. First come, first served.
 */
export interface Gate {
  /**
   * Waits for a place.
   * @returns a function that gives the place back.
   * @throws the signal's reason when it aborts while waiting.
   */
  enter(alone: boolean, signal: AbortSignal): Promise<() => void>;
}

interface Waiting {
  alone: boolean;
  admit: () => void;
}

/** @param most runs inside at a time, whatever queue they are of */
export function createGate(most = Number.POSITIVE_INFINITY): Gate {
  const line: Waiting[] = [];
  let inside = 0;
  let aloneInside = false;

  const admitNext = () => {
    for (let next = line[0]; next !== undefined; next = line[0]) {
      if (aloneInside || inside >= most || (next.alone && inside > 0)) return;
      line.shift();
      inside++;
      aloneInside = next.alone;
      next.admit();
    }
  };
  const leave = () => {
    inside--;
    aloneInside = false;
    admitNext();
  };
  return {
    enter: (alone, signal) =>
      new Promise((resolve, reject) => {
        const giveUp = () => {
          line.splice(line.indexOf(waiting), 1);
          admitNext();
          reject(signal.reason);
        };
        const waiting = {
          alone,
          admit() {
            signal.removeEventListener('abort', giveUp);
            resolve(leave);
          },
        };
        if (signal.aborted) return reject(signal.reason);
        signal.addEventListener('abort', giveUp, { once: true });
        line.push(waiting);
        admitNext();
      }),
  };
}
