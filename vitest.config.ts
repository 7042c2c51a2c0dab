import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/support/count-reporter.ts';

/** Tests that hold the program to a time: nothing else runs beside them. */
const timed = ['test/run/lease.test.ts', 'test/run/throttle.test.ts'];

export default defineConfig({
  test: {
    reporters: ['default', new CountReporter()],
    // Tests that start the real CLI wait for child processes and git; the pure ones take milliseconds.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A busy runner may be late for a signal or a seven-second limit once; a real fault is there the second time too.
    retry: process.env['CI'] === undefined ? 0 : 1,
    projects: [
      {
        extends: true,
        test: {
          name: 'free',
          include: ['test/**/*.test.ts'],
          exclude: timed,
          globalSetup: ['test/support/build.ts'],
          // A third of the time goes by in waiting for git and the server.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'timed',
          include: timed,
          globalSetup: ['test/support/build.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      // No test: `npm run bench` measures.
      {
        extends: true,
        test: {
          name: 'bench',
          include: ['test/bench/*.bench.ts'],
          globalSetup: ['test/support/build.ts'],
          retry: 0,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
