import { spawn } from 'node:child_process';
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
  /** Called with everything stderr has said so far, and a way to send a signal. */
  onStderr?: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs the command line in a process of its own, as a user does, without the settings of this one. */
export function runCli(args: string[], options: RunOptions = {}): Promise<Ran> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => name !== 'REDIS_URL' && !name.startsWith('ROUNDSMAN_')),
  );
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: options.cwd,
    env: { ...env, ...options.env },
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
