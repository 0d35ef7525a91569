import { describe, expect, inject, it } from 'vitest'
import { approve } from '../../src/approvals/approve.ts'
import { applyChange } from '../../src/certificates/changes/apply-change.ts'
import { changeStatus } from '../../src/certificates/changes/change-status.ts'
import { correctCertificate } from '../../src/certificates/changes/correct.ts'
import { planBulk } from '../../src/certificates/changes/plan-bulk.ts'
import { proposeChange } from '../../src/certificates/changes/propose-change.ts'
import { statusChanges } from '../../src/certificates/schema.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { Refusal } from '../../src/platform/refusal.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { certificateDesk, DECISION } from '../certificates/desk/desk.ts'
import { ownDatabase } from '../support/database.ts'
import { DOCUMENT } from '../support/offices-at-work.ts'

// PGlite has one connection, and no race can be seen in it.
const onServer = inject('template').kind === 'server'

describe.skipIf(!onServer)('at the same moment', () => {
  it('an approved change of a whole document happens once, whoever else changes its certificates', async () => {
    const database = await ownDatabase()
    const desk = await certificateDesk(database, 30)
    const asked = {
      authorityId: desk.officeId,
      scope: { kind: 'document', number: DOCUMENT },
      act: 'revoke',
      ...DECISION,
    } as const
    const { digest } = await planBulk(desk.clerk, asked)
    const proposal = await proposeChange(desk.clerk, { ...asked, digest })
    await approve(desk.reviewer, proposal)
    await approve(desk.sealer, proposal)

    const acts = Array.from({ length: 12 }, (_, i) => {
      const number = desk.certificates[i]!.row.number
      if (i % 3 === 0) return applyChange(desk.clerk, proposal.planId)
      if (i % 3 === 1) return changeStatus(desk.ctx, { number, act: 'suspend', ...DECISION })
      return correctCertificate(desk.ctx, { number, corrections: { specialty: '物理' }, ...DECISION })
    })
    const settled = await Promise.allSettled(acts)
    const reasons = settled
      .filter((each) => each.status === 'rejected')
      .map(({ reason }) => reason as unknown)
    expect(reasons.filter((reason) => !(reason instanceof Refusal))).toEqual([])
    const applied = settled.filter((each, i) => i % 3 === 0 && each.status === 'fulfilled').length
    expect(applied).toBeLessThanOrEqual(1)

    const rows = await database.read.select().from(statusChanges)
    // Whole or not at all: one decision touches every certificate of its list.
    const revoked = rows.filter(({ act }) => act === 'revoke').length
    expect(revoked).toBe(applied === 1 ? 30 : 0)
    await publishCheckpoint(desk.ctx, desk.memory)
    expect(
      (await auditLedger(desk.ctx, { sealedTables: SEALED_TABLES, memory: desk.memory })).defects,
    ).toEqual([])
    await database.close()
  })

  it('two corrections of one certificate make one new version', async () => {
    const database = await ownDatabase()
    const desk = await certificateDesk(database, 1)
    const { number } = desk.certificates[0]!.row
    const settled = await Promise.allSettled(
      ['物理', '化学', '生物'].map((specialty) =>
        correctCertificate(desk.ctx, { number, corrections: { specialty }, ...DECISION }),
      ),
    )
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const each of settled)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'certificates/superseded' })
    await database.close()
  })
})
