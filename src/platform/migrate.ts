import { fileURLToPath } from 'node:url'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { Handle } from './database.ts'

const MIGRATIONS = fileURLToPath(new URL('../../drizzle/migrations', import.meta.url))

interface Migrating {
  readonly dialect: {
    migrate(migrations: unknown, session: unknown, config: { migrationsFolder: string }): Promise<void>
  }
  readonly session: unknown
}

/** Brings the tables up to date; running it again changes nothing. The same folder serves both drivers. */
export async function migrate(handle: Handle): Promise<void> {
  // What drizzle's per-driver migrators do; this one does not care which driver it was given.
  const { dialect, session } = handle as unknown as Migrating
  await dialect.migrate(readMigrationFiles({ migrationsFolder: MIGRATIONS }), session, {
    migrationsFolder: MIGRATIONS,
  })
}
