import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['tests/slow/**/*.test.{ts,tsx}'],
    globalSetup: ['tests/support/global-setup.ts', 'tests/support/compiled-house.ts'],
    // One at a time: they drive whole processes, and time is what some of them are about.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
})
