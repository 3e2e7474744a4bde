/** The exit code shells expect of a process that was interrupted. */
const INTERRUPTED = 130;

/**
 * Calls `stop` on the first Ctrl-C or SIGTERM; a second one ends the process at once.
 * @returns a function after which signals have their usual effect again.
 */
export function onInterrupt(stop: () => void): () => void {
  let isStopping = false;
  const handle = () => {
    if (isStopping) process.exit(INTERRUPTED);
    isStopping = true;
    stop();
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
