import { sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { changeStatus } from '../../src/certificates/change-status.ts'
import { makeFiles } from '../../src/certificates/make-files.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { rowsOf } from '../../src/platform/database.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { databaseTest as test } from '../support/database.ts'
import { officesAtWork } from '../support/offices-at-work.ts'

/** A different value of the column's own kind. */
const ALTERATION: Readonly<Record<string, string>> = {
  bytea: `set_byte(COLUMN, 0, (get_byte(COLUMN, 0) + 1) % 256)`,
  text: `COLUMN || 'x'`,
  integer: `COLUMN + 1`,
  smallint: `COLUMN + 1`,
  bigint: `COLUMN + 1`,
  date: `COLUMN + 1`,
  jsonb: `'{"kind":"grassroots"}'::jsonb || '{"x":1}'::jsonb`,
}

describe('the audit', () => {
  test('notices any altered cell of any column that feeds a public answer, and names table and row', async ({
    database,
  }) => {
    const { ctx, issued, memory } = await officesAtWork(database)
    const [first, second] = await issued(3)
    await makeFiles(ctx, [first?.row.id ?? ''])
    await changeStatus(ctx, {
      number: second?.row.number ?? '',
      state: 'suspended',
      document: '云人社函〔2026〕1号',
      ground: '调查',
    })

    let altered = 0
    for (const table of SEALED_TABLES) {
      const types = new Map(
        (
          await rowsOf<{ column_name: string; data_type: string }>(
            database.read,
            sql`select column_name, data_type from information_schema.columns where table_name = ${table.name}`,
          )
        ).map((column) => [column.column_name, column.data_type]),
      )
      const [row] = await rowsOf<{ id: string }>(
        database.read,
        sql.raw(`select id from ${table.name} order by id limit 1`),
      )
      expect(row, `${table.name} has a row to alter`).toBeDefined()
      for (const { name } of table.columns) {
        const expression = (ALTERATION[types.get(name) ?? ''] ?? '').replaceAll('COLUMN', `"${name}"`)
        expect(expression, `${table.name}.${name}`).not.toBe('')
        const audit = await database
          .transaction(async (tx) => {
            // Foreign keys point at ids only; an alteration by the superuser needs no more than this.
            const update = `update ${table.name} set "${name}" = coalesce(${expression}, ${NULL_STAND_IN[types.get(name) ?? ''] ?? `'x'`}) where id = '${row?.id}'`
            await tx.execute(sql.raw(update))
            const inside = { ...ctx, database: { ...ctx.database, read: tx } }
            const found = await auditLedger(inside, { sealedTables: SEALED_TABLES, memory })
            throw new Found(found.defects)
          })
          .catch((error: unknown) => {
            if (error instanceof Found) return error.defects
            // A constraint that makes the alteration impossible is as good.
            expect(String((error as Error).cause ?? error)).toMatch(/foreign key|violates/)
            return null
          })
        if (audit === null) continue
        altered += 1
        expect(audit, `${table.name}.${name}`).toContainEqual(
          expect.objectContaining({
            where: expect.objectContaining({ table: table.name, row: row?.id }) as object,
          }),
        )
      }
    }
    expect(altered).toBeGreaterThan(60)
  })
})

const NULL_STAND_IN: Readonly<Record<string, string>> = {
  bytea: `'\\x00'::bytea`,
  text: `'x'`,
  integer: '1',
  smallint: '1',
  bigint: '1',
  date: `'2020-01-01'::date`,
  jsonb: `'{}'::jsonb`,
}

class Found extends Error {
  readonly defects: readonly unknown[]
  constructor(defects: readonly unknown[]) {
    super('rolled back')
    this.defects = defects
  }
}
