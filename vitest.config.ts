import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/bench/**'],
    // Only what hangs should end by it, also where coverage is measured on a machine with much else to do.
    testTimeout: 120_000,
    // All cores: most tests wait for processes that they started. vitest would leave one core free.
    maxWorkers: availableParallelism(),
    // The goap that tests start runs what the tests import, the sources, also where a bundle of them stands beside.
    env: { GOAP_SOURCES: '1' },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90 },
    },
  },
})
