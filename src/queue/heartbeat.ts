import { rmSync, writeFileSync } from 'node:fs';
import type { Logger } from 'pino';

/** How often the file is written, ms. */
const INTERVAL_MS = 5_000;

/**
 * Writes a file every few seconds, so that its age shows whether the event loop still turns (a container's health
 * check). A worker that waits for Redis is alive.
 * @returns a function that ends it and removes the file.
 */
export function startHeartbeat(file: string, log: Logger): () => void {
  const beat = () => {
    try {
      writeFileSync(file, `${new Date().toISOString()}\n`);
    } catch (error) {
      log.warn({ err: error }, 'the heartbeat file cannot be written');
    }
  };
  beat();
  const timer = setInterval(beat, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    rmSync(file, { force: true });
  };
}
