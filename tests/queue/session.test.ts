import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openSession } from '../../src/cli/session.ts';
import { createTerminal } from '../../src/cli/terminal.ts';
import { loadConfig } from '../../src/config.ts';
import { preparedStore } from '../support/embedded.ts';
import { tempDir } from './harness.ts';

const { createSolverPool } = vi.hoisted(() => ({ createSolverPool: vi.fn() }));
vi.mock('../../src/pool/pool.ts', () => ({ createSolverPool }));

it('works on the embedded queue of a command by the settings of a worker', async () => {
  createSolverPool.mockReturnValue({ close: async () => {} });
  const settings = { ROUNDSMAN_THREADS: '4', ROUNDSMAN_THREADS_PER_JOB: '2', ROUNDSMAN_GRACE_MS: '20000' };
  const ROUNDSMAN_DATA_DIR = await preparedStore(join(tempDir(), 'store'));
  const session = await openSession(createTerminal(true), loadConfig({ ...settings, ROUNDSMAN_DATA_DIR }), {
    works: true,
  });
  await session.close();
  expect(createSolverPool).toHaveBeenCalledWith({ threads: 4, threadsPerJob: 2, grace_s: 20 });
}, 60_000);
