import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/support/count-reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    reporters: ['default', new CountReporter()],
    // Tests that start the real CLI wait for child processes and git; the pure ones take milliseconds.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A busy runner may be late for a signal or a seven-second limit once; a real fault is there the second time too.
    retry: process.env['CI'] === undefined ? 0 : 1,
  },
});
