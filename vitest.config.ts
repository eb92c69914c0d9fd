import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/support/install-clients.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Real clients, databases and processes take their time on a small machine; a test that hangs still ends.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    pool: 'forks',
    reporters: ['default', ['json', { outputFile: '.cache/tests.json' }]],
  },
});
