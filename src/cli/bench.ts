import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { codedError, InputError } from '../contract/errors.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { packageRoot } from './package.ts';

/** Runs the benches of the repository in a process of their own, with the arguments as they are. */
export async function bench(args: string[]): Promise<ExitCode> {
  const script = join(packageRoot(), 'bench', 'main.ts');
  if (!existsSync(script)) {
    const cause = 'the benches are part of the repository, not of the installed package';
    throw new InputError([
      codedError('bad_option', 'bench', cause, 'Clone the repository and run npm run bench there.'),
    ]);
  }
  const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  // A bench says with 1 that something is not as good as it was, and with 2 that it was called wrongly.
  return code === 0 ? EXIT.ok : code === EXIT.input ? EXIT.input : EXIT.internal;
}
