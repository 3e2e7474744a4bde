import { defineConfig } from 'vitest/config';

export default defineConfig({
  cacheDir: 'node_modules/.cache/vite',
  test: {
    include: ['tests/**/*.test.ts'],
    // Forks, not threads: suites start Piscina threads, child processes and signal handlers of their own.
    pool: 'forks',
    // One more than the cores of a machine of CI: suites of the queue wait a third of their time.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
