import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { CodedError } from '../../src/contract/errors.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');

export interface Ran {
  /** Null when a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** Text for stdin. */
  input?: string;
  env?: Record<string, string>;
  cwd?: string;
  /** Another command line than that of this checkout. */
  script?: string;
  /** Streams that nobody reads: closed from the start, as by a command behind a pipe that has ended. */
  closed?: ('stdout' | 'stderr')[];
  /** Called with everything stderr has said so far, and a way to send a signal. */
  onStderr?: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** The environment of this process without its own settings, plus `more`. */
export function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const isSetting = (name: string) => name === 'REDIS_URL' || name.startsWith('ROUNDSMAN_');
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !isSetting(name))), ...more };
}

/** A worker in a process of its own, with these settings. */
export function startWorker(settings: Record<string, string>): ChildProcess {
  const env = environment({ ROUNDSMAN_LOG_LEVEL: 'error', ...settings });
  return spawn(process.execPath, [CLI, 'worker'], { env, stdio: 'inherit' });
}

/** Runs the command line in a process of its own, as a user does. */
export function runCli(args: string[], options: RunOptions = {}): Promise<Ran> {
  const child = spawn(process.execPath, [options.script ?? CLI, ...args], {
    cwd: options.cwd,
    env: environment(options.env),
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    options.onStderr?.(stderr, (signal) => child.kill(signal));
  });
  for (const name of options.closed ?? []) child[name].destroy();
  // A command that refuses its input early does not read all of it.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** The errors a command with `--json` reported. */
export function errorsOf({ stderr }: Ran): CodedError[] {
  for (const line of stderr.split('\n').filter(Boolean)) {
    const value = JSON.parse(line) as { kind: string; errors: CodedError[] };
    if (value.kind === 'errors') return value.errors;
  }
  return [];
}

/** The answer a command with `--json` gave: exactly one line on stdout. */
export function resultOf({ stdout }: Ran): Record<string, unknown> {
  const lines = stdout.trimEnd().split('\n');
  if (lines.length !== 1) throw new Error(`${lines.length} lines on stdout`);
  return JSON.parse(lines[0]!) as Record<string, unknown>;
}
