import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import postgres from 'postgres'
import { inject, test } from 'vitest'
import type { Database } from '../../src/platform/database.ts'
import { embedded } from '../../src/platform/embedded-database.ts'
import { openServerDatabase } from '../../src/platform/server-database.ts'
import { withName } from './global-setup.ts'

/** A migrated database of this file's own, whichever kind the run is on. What is written stays written. */
export async function ownDatabase(): Promise<Database> {
  const template = inject('template')
  if (template.kind === 'embedded') {
    const loadDataDir = new Blob([readFileSync(template.file)])
    return embedded(await PGlite.create({ loadDataDir }))
  }
  const name = `${template.name}_${randomBytes(6).toString('hex')}`
  const admin = postgres(template.url, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} template ${template.name}`)
  await admin.end()
  return openServerDatabase(withName(template.url, name))
}

class RolledBack extends Error {}

/** Runs `act` in a transaction that never commits; the verbs' own transactions become savepoints of it. */
async function rolledBack(database: Database, act: (database: Database) => Promise<void>): Promise<void> {
  try {
    await database.transaction(async (outer) => {
      await act({
        kind: database.kind,
        read: outer,
        transaction: (inner) => outer.transaction(inner),
        close: () => Promise.resolve(),
      })
      throw new RolledBack()
    })
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error
  }
}

/** A test with a migrated `database` that forgets what the test wrote. One boot per worker. */
export const databaseTest = test.extend<{ workerDatabase: Database; database: Database }>({
  workerDatabase: [
    // oxlint-disable-next-line no-empty-pattern -- vitest reads the pattern to see which fixtures are wanted
    async ({}, use) => {
      const database = await ownDatabase()
      await use(database)
      await database.close()
    },
    { scope: 'worker' },
  ],
  database: ({ workerDatabase }, use) => rolledBack(workerDatabase, use),
})
