import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/platform/migrate.ts'
import { openServerDatabase } from '../../src/platform/server-database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where every test file's database is copied from. */
    template: { kind: 'embedded'; file: string } | { kind: 'server'; url: string; name: string }
  }
}

/** Migrates one database; every test file starts from a copy of it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.DATABASE_URL
  if (url) return serverTemplate(project, url)

  const folder = mkdtempSync(join(tmpdir(), 'zhengxin-tests-'))
  const file = join(folder, 'template.tar')
  const client = await PGlite.create()
  await migrate(drizzle(client))
  writeFileSync(file, new Uint8Array(await (await client.dumpDataDir('none')).arrayBuffer()))
  await client.close()
  project.provide('template', { kind: 'embedded', file })
  process.stdout.write('database tests run on PGlite; set DATABASE_URL to run them on PostgreSQL as well\n')
  return () => Promise.resolve(rmSync(folder, { recursive: true, force: true }))
}

async function serverTemplate(project: TestProject, url: string): Promise<() => Promise<void>> {
  const name = `zhengxin_test_${process.pid}`
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name}`)
  const database = await openServerDatabase(withName(url, name))
  await migrate(database.read)
  await database.close()
  project.provide('template', { kind: 'server', url, name })
  return async () => {
    for (const { datname } of await admin`select datname from pg_database where datname like ${`${name}%`}`)
      await admin.unsafe(`drop database "${String(datname)}" with (force)`)
    await admin.end()
  }
}

export function withName(url: string, name: string): string {
  const named = new URL(url)
  named.pathname = `/${name}`
  return named.href
}
