import { readFileSync } from 'node:fs'
import { count, sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { ledgerHead } from '../../../src/ledger/schema.ts'
import { persons } from '../../../src/people/schema.ts'
import { rowsOf } from '../../../src/platform/database.ts'
import { importList } from '../../../src/results/lists/import-list.ts'
import { resultLists, resultRows } from '../../../src/results/lists/schema.ts'
import { titleRecords } from '../../../src/titles/schema.ts'
import type { Refusal } from '../../../src/platform/refusal.ts'
import { databaseTest as test } from '../../support/database.ts'
import { workbookOf } from '../../support/list.ts'
import { officesAtWork, SAMPLE, type OfficesAtWork } from '../../support/offices-at-work.ts'

const FAULTS = new Uint8Array(
  readFileSync(new URL('../../samples/approved-list-2023-faults.xlsx', import.meta.url)),
)

async function everything({ ctx }: OfficesAtWork) {
  const { read } = ctx.database
  const size = async (table: typeof resultLists | typeof resultRows | typeof persons | typeof titleRecords) =>
    (await read.select({ n: count() }).from(table))[0]?.n
  const [head] = await read.select().from(ledgerHead)
  return {
    lists: await size(resultLists),
    rows: await size(resultRows),
    persons: await size(persons),
    titles: await size(titleRecords),
    entries: head?.size,
  }
}

describe('importing an approved list', () => {
  test('takes the office’s own file in, row for row, under one ledger entry', async ({ database }) => {
    const offices = await officesAtWork(database)
    const before = await everything(offices)
    const imported = await importList(offices.ctx, {
      bytes: SAMPLE,
      fileName: 'a.xlsx',
      authority: offices.authority,
    })
    expect(imported.rows).toBe(200)
    expect(await everything(offices)).toMatchObject({
      lists: 1,
      rows: 200,
      persons: 200,
      entries: (before.entries ?? 0n) + 1n,
    })
  })

  test('stores nothing of a file with any defect, and tells every one of them at once', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const before = await everything(offices)
    const refusal = await importList(offices.ctx, {
      bytes: FAULTS,
      fileName: 'f.xlsx',
      authority: offices.authority,
    }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'results/list-has-defects' })
    const { defects } = (refusal as { facts: { defects: { row: number; severity: string }[] } }).facts
    expect(
      new Set(defects.filter(({ severity }) => severity === 'refusal').map(({ row }) => row)).size,
    ).toBeGreaterThan(12)
    expect(await everything(offices)).toEqual(before)
  })

  test('refuses the same bytes a second time and says which list they are', async ({ database }) => {
    const offices = await officesAtWork(database)
    const bytes = await offices.list(3)
    const { listId } = await importList(offices.ctx, {
      bytes,
      fileName: 'a.xlsx',
      authority: offices.authority,
    })
    await expect(
      importList(offices.ctx, { bytes, fileName: 'b.xlsx', authority: offices.authority }),
    ).rejects.toMatchObject({ code: 'results/already-imported', facts: { listId } })
  })

  test('refuses an office nobody registered', async ({ database }) => {
    const offices = await officesAtWork(database)
    await expect(
      importList(offices.ctx, {
        bytes: await offices.list(1),
        fileName: 'a.xlsx',
        authority: '91110000000000000X',
      }),
    ).rejects.toMatchObject({ code: 'identity/authority-not-found' })
  })

  test('knows a person again by the number, however the interpunct is typed', async ({ database }) => {
    const { ctx, authority } = await officesAtWork(database)
    await importList(ctx, {
      bytes: await workbookOf([{ 姓名: '买买提·艾力' }]),
      fileName: 'a.xlsx',
      authority,
    })
    await importList(ctx, {
      bytes: await workbookOf([{ 姓名: '买买提•艾力', 申报专业: '水利工程' }]),
      fileName: 'b.xlsx',
      authority,
    })
    expect(await database.read.select({ n: count() }).from(persons)).toEqual([{ n: 1 }])
  })

  test('refuses a known number under another name without telling whose it is', async ({ database }) => {
    const { ctx, authority } = await officesAtWork(database)
    await importList(ctx, { bytes: await workbookOf([{}]), fileName: 'a.xlsx', authority })
    const refusal = (await importList(ctx, {
      bytes: await workbookOf([{ 姓名: '另一个' }]),
      fileName: 'b.xlsx',
      authority,
    }).catch((error: unknown) => error)) as Refusal
    expect(refusal.facts.defects).toEqual([
      expect.objectContaining({ code: 'people/other-name', column: '姓名', value: '另一个' }),
    ])
    expect(JSON.stringify(refusal.facts)).not.toContain('韦娟')
  })

  test('leaves no name and no number readable anywhere in the database', async ({ database }) => {
    const offices = await officesAtWork(database)
    await importList(offices.ctx, { bytes: SAMPLE, fileName: 'a.xlsx', authority: offices.authority })
    const tables = ['persons', 'result_lists', 'result_rows', 'ledger_entries', 'ledger_tiles']
    for (const table of tables) {
      const [dump] = await rowsOf<{ text: string }>(
        database.read,
        sql.raw(`select string_agg(t::text, '\n') as text from ${table} t`),
      )
      const bytes = Buffer.from(
        (dump?.text ?? '').replaceAll(/\\x([0-9a-f]+)/g, (_, hex: string) =>
          Buffer.from(hex, 'hex').toString('latin1'),
        ),
        'latin1',
      )
      const text = dump?.text ?? ''
      for (const secret of ['韦娟', '519901196004034197', '539901197301239170']) {
        expect(text, table).not.toContain(secret)
        expect(bytes.includes(Buffer.from(secret, 'utf8')), table).toBe(false)
        expect(bytes.includes(Buffer.from(secret, 'utf16le')), table).toBe(false)
        expect(text, table).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''))
      }
    }
  })
})
