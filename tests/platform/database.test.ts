import { sql } from 'drizzle-orm'
import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { describe, expect } from 'vitest'
import { bytes, dayColumn, indexColumn } from '../../src/platform/columns.ts'
import { copyIn, rowsOf, uniqueViolation } from '../../src/platform/database.ts'
import { databaseTest, ownDatabase } from '../support/database.ts'

const things = pgTable('things', {
  id: integer('id').primaryKey(),
  name: text('name'),
  content: bytes('content').notNull(),
  day: dayColumn('day').notNull(),
  place: indexColumn('place').notNull(),
})

const HARD = [
  '',
  'a\tb',
  'line\nbreak',
  'back\\slash',
  '\\N',
  '\\.',
  '阿卜杜拉·买买提',
  '𬱖𪚥',
  'quote " and \'',
  '\r\n',
]

const thing = (id: number) => ({
  id,
  name: id % 11 === 10 ? null : (HARD[id % 11] ?? ''),
  content: Uint8Array.from({ length: id % 5 }, (_, i) => (i * 67 + id) & 0xff),
  day: '2023-11-12',
  place: 2n ** 53n + BigInt(id),
})

const create = sql`create table things (id int primary key, name text, content bytea not null, day date not null, place bigint not null)`

describe('the database adapter', () => {
  databaseTest.for([1, 63, 64, 5000])(
    'copies %i rows in and reads the same rows out',
    async (count, { database }) => {
      await database.transaction(async (tx) => {
        await tx.execute(create)
        const rows = Array.from({ length: count }, (_, i) => thing(i))
        await copyIn(tx, things, rows)
        const read = await tx.select().from(things).orderBy(things.id)
        expect(read).toEqual(rows)
        expect(read[0]?.content.constructor).toBe(Uint8Array)
      })
    },
  )

  databaseTest('gives rows of a raw query in one shape', async ({ database }) => {
    expect(await rowsOf(database.read, sql`select 1 as one, 'x' as two`)).toEqual([{ one: 1, two: 'x' }])
  })

  databaseTest('names the constraint a duplicate ran into, and nothing else', async ({ database }) => {
    const failure = await database
      .transaction(async (tx) => {
        await tx.execute(create)
        await tx.insert(things).values([thing(1)])
        await tx.insert(things).values([thing(1)])
      })
      .catch((error: unknown) => error)
    expect(uniqueViolation(failure)).toBe('things_pkey')
    expect(uniqueViolation(new Error('other'))).toBeNull()
  })

  databaseTest(
    'refuses the outer handle and a second transaction inside a transaction, instead of hanging',
    async () => {
      const database = await ownDatabase()
      await database.transaction(async () => {
        expect(() => database.read).toThrow(/outer handle/)
        expect(() => database.transaction(() => Promise.resolve())).toThrow(/call its step/)
      })
      await database.close()
    },
  )

  databaseTest('keeps nothing of a transaction that fails', async ({ database }) => {
    await database.read.execute(create)
    await database
      .transaction(async (tx) => {
        await tx.insert(things).values([thing(1)])
        throw new Error('stop')
      })
      .catch(() => {})
    expect(await database.read.select().from(things)).toEqual([])
  })
})
