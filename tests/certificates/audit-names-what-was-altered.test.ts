import { sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { approve } from '../../src/approvals/approve.ts'
import { applyChange } from '../../src/certificates/changes/apply-change.ts'
import { planBulk } from '../../src/certificates/changes/plan-bulk.ts'
import { proposeChange } from '../../src/certificates/changes/propose-change.ts'
import { changeStatus } from '../../src/certificates/changes/change-status.ts'
import { reissueCertificate } from '../../src/certificates/changes/reissue.ts'
import { logKeyEvent } from '../../src/keylife/log-key-event.ts'
import { appendEntries } from '../../src/ledger/append.ts'
import type { Context } from '../../src/platform/context.ts'
import type { KeyRecord } from '../../src/signing/keyring.ts'
import { recordCollectedCells } from '../../src/titles/collected.ts'
import { photoJpeg } from '../rendering/photo-jpeg.ts'
import { certificateDesk, DECISION } from './desk/desk.ts'
import { makeFiles } from '../../src/certificates/files/make-files.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { auditSeals } from '../../src/ledger/audit-seals.ts'
import type { Defect } from '../../src/ledger/defect.ts'
import { rowsOf } from '../../src/platform/database.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { databaseTest as test } from '../support/database.ts'

/** A different value of the column's own kind. */
const ALTERATION: Readonly<Record<string, string>> = {
  bytea: `set_byte(COLUMN, 0, (get_byte(COLUMN, 0) + 1) % 256)`,
  text: `COLUMN || 'x'`,
  integer: `COLUMN + 1`,
  smallint: `COLUMN + 1`,
  bigint: `COLUMN + 1`,
  date: `COLUMN + 1`,
  'timestamp with time zone': `COLUMN + interval '1 second'`,
  boolean: `not COLUMN`,
  jsonb: `'{"kind":"grassroots"}'::jsonb || '{"x":1}'::jsonb`,
}

describe('the audit', () => {
  test('notices any altered cell of any column that feeds a public answer, and names table and row', async ({
    database,
  }) => {
    const { ctx, memory, certificates, clerk, sealer, officeId } = await certificateDesk(database, 4)
    const [first, second, third, fourth] = certificates
    await makeFiles(ctx, [first?.row.id ?? ''])
    await changeStatus(ctx, {
      number: second?.row.number ?? '',
      act: 'suspend',
      document: '云人社函〔2026〕1号',
      ground: '调查',
    })

    await reissueCertificate(ctx, { number: third?.row.number ?? '', photo: photoJpeg(), ...DECISION })
    const scope = { kind: 'certificate', number: fourth?.row.number ?? '' } as const
    const asked = { authorityId: officeId, scope, act: 'close', ...DECISION } as const
    const { digest } = await planBulk(clerk, asked)
    const proposal = await proposeChange(clerk, { ...asked, digest })
    await approve(sealer, proposal)
    await applyChange(clerk, proposal.planId)
    await keysAndCells(ctx)
    expect(await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).toMatchObject({ defects: [] })

    let altered = 0
    const reached = new Set<string>()
    for (const table of SEALED_TABLES) {
      const types = new Map(
        (
          await rowsOf<{ column_name: string; data_type: string }>(
            database.read,
            sql`select column_name, data_type from information_schema.columns where table_name = ${table.name}`,
          )
        ).map((column) => [column.column_name, column.data_type]),
      )
      const [row] = await rowsOf<{ id: string; rows: string }>(
        database.read,
        sql.raw(`select id, count(*) over () as rows from ${table.name} order by id limit 1`),
      )
      // Tables this journey does not reach are altered where their own capability is tested.
      if (!row) continue
      reached.add(table.name)
      for (const { name } of table.columns) {
        const expression = (ALTERATION[types.get(name) ?? ''] ?? '').replaceAll('COLUMN', `"${name}"`)
        expect(expression, `${table.name}.${name}`).not.toBe('')
        const audit = await database
          .transaction(async (tx) => {
            // Foreign keys point at ids only; an alteration by the superuser needs no more than this.
            const update = `update ${table.name} set "${name}" = coalesce(${expression}, ${NULL_STAND_IN[types.get(name) ?? ''] ?? `'x'`}) where id = '${row?.id}'`
            await tx.execute(sql.raw(update))
            const defects: Defect[] = []
            const bounds = { table, size: 1_000_000n, expected: Number(row.rows) }
            await auditSeals(tx, bounds, (defect) => defects.push(defect))
            throw new Found(defects)
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
    expect([...reached]).toEqual(expect.arrayContaining(OWN))
    expect(altered).toBeGreaterThan(80)
  })
})

const OWN = [
  'key_events',
  'title_records',
  'collected_cells',
  'certificates',
  'status_changes',
  'change_plans',
  'applied_plans',
  'certificate_photos',
  'certificate_files',
]

/** A key and a collected cell, under an entry of their own. */
const keysAndCells = (ctx: Context) =>
  ctx.database.transaction(async (tx) => {
    const key = ctx.keyring.history[0] as KeyRecord
    const entry = await logKeyEvent(ctx, tx, 'added', key)
    const cells = await recordCollectedCells(ctx, tx, entry.record, [
      {
        id: 'cell',
        authorityId: 'office',
        year: 1998,
        level: 'intermediate',
        route: 'review',
        version: 1,
        records: 12,
        acceptedBy: 'office',
        acceptedOn: ctx.today(),
      },
    ])
    await appendEntries(tx, [{ ...entry, seals: { ...entry.seals, collected_cells: cells } }])
  })

const NULL_STAND_IN: Readonly<Record<string, string>> = {
  bytea: `'\\x00'::bytea`,
  text: `'x'`,
  integer: '1',
  smallint: '1',
  bigint: '1',
  date: `'2020-01-01'::date`,
  jsonb: `'{}'::jsonb`,
  'timestamp with time zone': `now()`,
  boolean: 'true',
}

class Found extends Error {
  readonly defects: readonly unknown[]
  constructor(defects: readonly unknown[]) {
    super('rolled back')
    this.defects = defects
  }
}
