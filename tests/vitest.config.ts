import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/slow/**', 'node_modules/**'],
    globalSetup: ['tests/support/global-setup.ts'],
    // Each worker with a database holds some 400 MB; the machines have two cores.
    maxWorkers: 2,
    // A worker keeps what it has imported and its database for its next file: no test replaces a module of ours.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
