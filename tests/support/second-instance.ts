import { sql } from 'drizzle-orm'
import { inject } from 'vitest'
import { rowsOf, type Database } from '../../src/platform/database.ts'
import { openServerDatabase } from '../../src/platform/server-database.ts'
import { withName } from './global-setup.ts'

/** The address of the test's own database on the server. */
export async function urlOf(database: Database): Promise<string> {
  const template = inject('template')
  if (template.kind !== 'server') throw new Error('only a server has an address')
  const [row] = await rowsOf<{ name: string }>(database.read, sql`select current_database() as name`)
  return withName(template.url, row?.name ?? '')
}

/** The same database as another process of the service would open it. */
export const secondInstance = async (database: Database): Promise<Database> =>
  openServerDatabase(await urlOf(database))
