import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    // Tests that start the real CLI wait for child processes and git; the pure ones take milliseconds.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
