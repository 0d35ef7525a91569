import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite, types } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { guarded, type Database } from './database.ts'
import { migrate } from './migrate.ts'
import { dataFolderUnusable } from './refusals.ts'

/**
 * PGlite in `<folder>/database`. The caller holds the folder's lock: two openers corrupt the files silently.
 * It never calls fsync, so it survives a killed process but not a power cut.
 */
export async function openEmbeddedDatabase(folder: string): Promise<Database> {
  const home = join(folder, 'database')
  if (!existsSync(home)) {
    // A first start that dies half way leaves only this name behind, and the next one begins afresh.
    const unfinished = join(folder, 'database.unfinished')
    rmSync(unfinished, { recursive: true, force: true })
    const fresh = await PGlite.create(unfinished)
    await migrate(drizzle(fresh))
    await fresh.close()
    renameSync(unfinished, home)
  }
  return embedded(await openFiles(folder, home))
}

async function openFiles(folder: string, home: string): Promise<PGlite> {
  try {
    const client = await PGlite.create(home)
    // Else every 16 MB of log one commit writes as many zeros first, and nobody has their turn for 50 ms.
    await client.exec('set wal_init_zero = off')
    return client
  } catch {
    // PGlite aborts with a trace of its machine code; nothing in it helps the person on duty.
    throw dataFolderUnusable(folder, '其中的数据库不完整或已损坏，打不开：请从备份恢复整个目录。')
  }
}

/** The adapter around an open PGlite, which it closes. */
export function embedded(client: PGlite): Database {
  // It has a reader for the arrays of every type, three hundred, and copies them all at each query, which takes longer
  // than most queries do. None of ours answers with an array.
  for (const type of Object.keys(client.parsers).map(Number))
    if (!SCALARS.has(type)) delete client.parsers[type]
  return guarded('embedded', drizzle(client), () => client.close())
}

const SCALARS: ReadonlySet<unknown> = new Set(Object.values(types))
