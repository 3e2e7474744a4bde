import { defineConfig } from 'vitest/config';

/** Suites that tidy up what they start, and leave no handlers of signals and no mocked modules behind. */
const INSIDE = '{contract,oracle,property,regression,staffing,unit}';

export default defineConfig({
  cacheDir: 'node_modules/.cache/vite',
  test: {
    projects: [
      // One process per worker for all of them: each of its own, and all modules once more, takes half a second, 180 times.
      { extends: true, test: { name: 'inside', include: [`tests/${INSIDE}/**/*.test.ts`], isolate: false } },
      { extends: true, test: { name: 'around', include: ['tests/**/*.test.ts'], exclude: [`tests/${INSIDE}/**`] } },
    ],
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
