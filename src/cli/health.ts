import { statSync } from 'node:fs';
import { loadConfig } from '../config.ts';
import { codedError, InputError } from '../contract/errors.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** A worker touches its heartbeat file every few seconds; one that has not for this long hangs or is gone, seconds. */
const FRESH_S = 30;

/** Looks at the worker's heartbeat file, as the health check of a container does. */
export async function health(terminal: Terminal): Promise<ExitCode> {
  const { heartbeatFile } = loadConfig();
  if (heartbeatFile === undefined) {
    const action = 'Name the file that the worker touches.';
    throw new InputError([codedError('bad_config', 'ROUNDSMAN_HEARTBEAT_FILE', 'it is not set', action)]);
  }
  const age_s = ageOf(heartbeatFile);
  if (age_s === undefined || age_s > FRESH_S) {
    terminal.errors([codedError('internal', heartbeatFile, causeOf(age_s), 'Look at the log of the worker.')]);
    return EXIT.internal;
  }
  terminal.say(`well: last heartbeat ${Math.max(0, age_s).toFixed(1)} s ago`);
  terminal.result({ kind: 'health', ok: true, age_s });
  return EXIT.ok;
}

function ageOf(file: string): number | undefined {
  const modified_ms = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return modified_ms === undefined ? undefined : (Date.now() - modified_ms) / 1000;
}

function causeOf(age_s: number | undefined): string {
  return age_s === undefined
    ? 'there is no heartbeat: the worker is not running'
    : `the last heartbeat is ${age_s.toFixed(0)} s old: the worker hangs or is gone`;
}
