/** The exit code shells expect of a process that was interrupted. */
const INTERRUPTED = 130;

/** A signal so soon after another is the same one: npm passes on the Ctrl-C that its terminal has sent to us, too. */
const SAME_MS = 1_000;

/**
 * Calls `stop` on the first Ctrl-C or SIGTERM; a second one ends the process at once.
 * @returns a function after which signals have their usual effect again.
 */
export function onInterrupt(stop: (signal: NodeJS.Signals) => void): () => void {
  let first_ms: number | null = null;
  const handle = (signal: NodeJS.Signals) => {
    const now_ms = performance.now();
    if (first_ms === null) {
      first_ms = now_ms;
      stop(signal);
    } else if (now_ms - first_ms >= SAME_MS) process.exit(INTERRUPTED);
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return () => {
    process.off('SIGINT', handle);
    process.off('SIGTERM', handle);
  };
}

/** Ends the process on Ctrl-C or SIGTERM, after `cleanUp`; a second one does not wait for it. */
export function endOnInterrupt(cleanUp: () => Promise<void>): () => void {
  return onInterrupt(() => void cleanUp().finally(() => process.exit(INTERRUPTED)));
}
