import { describe, expect } from 'vitest'
import { approve } from '../../../src/approvals/approve.ts'
import { applyChange } from '../../../src/certificates/changes/apply-change.ts'
import { changeStatus } from '../../../src/certificates/changes/change-status.ts'
import { correctCertificate } from '../../../src/certificates/changes/correct.ts'
import { planBulk } from '../../../src/certificates/changes/plan-bulk.ts'
import type { PlanScope } from '../../../src/certificates/changes/plan-scope.ts'
import { proposeChange, type Proposed } from '../../../src/certificates/changes/propose-change.ts'
import { proposeReplacement } from '../../../src/certificates/changes/propose-replacement.ts'
import { newVersionJob } from '../../../src/certificates/files/new-version-job.ts'
import { statusChanges } from '../../../src/certificates/schema.ts'
import { findJob } from '../../../src/jobs/find-job.ts'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { trailRecords, trailSubjects } from '../../../src/trail/schema.ts'
import { verifyByCode, verifySubmitted } from '../../../src/verification/verify.ts'
import { databaseTest as test } from '../../support/database.ts'
import { DOCUMENT } from '../../support/offices-at-work.ts'
import { certificateDesk, DECISION, type CertificateDesk } from '../desk/desk.ts'

const BY_DOCUMENT: PlanScope = { kind: 'document', number: DOCUMENT }

const asked = ({ officeId }: CertificateDesk, scope: PlanScope = BY_DOCUMENT) =>
  ({ authorityId: officeId, scope, act: 'revoke', ...DECISION }) as const

async function proposed(desk: CertificateDesk, scope: PlanScope = BY_DOCUMENT): Promise<Proposed> {
  const { digest } = await planBulk(desk.clerk, asked(desk, scope))
  return proposeChange(desk.clerk, { ...asked(desk, scope), digest })
}

const agreed = async (desk: CertificateDesk, { requestId, digest }: Proposed) => {
  await approve(desk.reviewer, { requestId, digest })
  await approve(desk.sealer, { requestId, digest })
}

const changes = ({ ctx }: CertificateDesk) => ctx.database.read.select().from(statusChanges)

describe('a change of many certificates', () => {
  test('shows whom it touches first, is approved by two, and happens at once', async ({ database }) => {
    const desk = await certificateDesk(database, 5)
    await changeStatus(desk.ctx, {
      number: desk.certificates[0]?.row.number ?? '',
      act: 'suspend',
      ...DECISION,
    })
    await changeStatus(desk.ctx, {
      number: desk.certificates[1]?.row.number ?? '',
      act: 'close',
      ...DECISION,
    })
    await changeStatus(desk.ctx, {
      number: desk.certificates[2]?.row.number ?? '',
      act: 'revoke',
      ...DECISION,
    })
    const plan = await planBulk(desk.clerk, asked(desk))
    expect(plan.touched.map(({ number }) => number)).toEqual(
      desk.certificates.filter((_, i) => i !== 2).map(({ row }) => row.number),
    )
    expect(plan.states).toEqual({ suspended: 1, closed: 1, 'in-force': 2 })
    expect(await changes(desk)).toHaveLength(3)

    const proposal = await proposed(desk)
    expect(proposal).toMatchObject({ digest: plan.digest, certificates: 4 })
    await agreed(desk, proposal)
    expect(await applyChange(desk.clerk, proposal.planId)).toMatchObject({ certificates: 4, files: null })
    for (const { row } of desk.certificates)
      expect((await verifyByCode(desk.ctx, row.code)).status).toBe('revoked')
    await expect(applyChange(desk.clerk, proposal.planId)).rejects.toMatchObject({
      code: 'certificates/plan-applied',
    })
    await publishCheckpoint(desk.ctx, desk.memory)
    expect(await auditLedger(desk.ctx, { sealedTables: SEALED_TABLES, memory: desk.memory })).toMatchObject({
      defects: [],
    })
  })

  test('by session or committee touches its titles alone', async ({ database }) => {
    const desk = await certificateDesk(database, 6)
    const [first] = desk.certificates
    const answer = await verifyByCode(desk.ctx, first?.row.code ?? '')
    const { committee, obtainedOn } = answer.certificate ?? { committee: null, obtainedOn: '' }
    const scopes: PlanScope[] = [
      { kind: 'session', committee: committee ?? '', obtainedOn },
      { kind: 'committee', committee: committee ?? '' },
    ]
    for (const scope of scopes) {
      const { touched } = await planBulk(desk.clerk, asked(desk, scope))
      expect(touched.map(({ number }) => number)).toContain(first?.row.number)
      for (const { number } of touched) {
        const { row } = desk.certificates.find((each) => each.row.number === number) ?? {}
        const { certificate } = await verifyByCode(desk.ctx, row?.code ?? '')
        expect(certificate).toMatchObject({ committee })
      }
    }
    await expect(
      planBulk(desk.clerk, asked(desk, { kind: 'committee', committee: '没有这个评委会' })),
    ).rejects.toMatchObject({ code: 'certificates/nobody-touched' })
  })

  test('does not happen without both approvals, nor when anything has changed since', async ({
    database,
  }) => {
    const desk = await certificateDesk(database, 3)
    const proposal = await proposed(desk)
    const { planId, requestId, digest } = proposal
    await expect(applyChange(desk.clerk, planId)).rejects.toMatchObject({ code: 'approvals/not-approved' })
    await approve(desk.reviewer, { requestId, digest })
    await expect(applyChange(desk.clerk, planId)).rejects.toMatchObject({ code: 'approvals/not-approved' })
    await approve(desk.sealer, { requestId, digest })
    await changeStatus(desk.ctx, {
      number: desk.certificates[2]?.row.number ?? '',
      act: 'suspend',
      ...DECISION,
    })
    await expect(applyChange(desk.clerk, planId)).rejects.toMatchObject({ code: 'certificates/bulk-changed' })
    expect(await changes(desk)).toHaveLength(1)
    await expect(
      proposeChange(desk.clerk, { ...asked(desk), digest: proposal.digest }),
    ).rejects.toMatchObject({ code: 'certificates/bulk-changed' })
  })

  test('is bound to its document, date and ground', async ({ database }) => {
    const desk = await certificateDesk(database, 2)
    const digests: string[] = []
    for (const other of [
      {},
      { document: '云人社函〔2026〕2号' },
      { decidedOn: '2026-11-19' },
      { ground: '另一理由' },
      { act: 'close' as const },
    ])
      digests.push((await planBulk(desk.clerk, { ...asked(desk), ...other })).digest)
    expect(new Set(digests).size).toBe(5)
  })
})

describe('a dry run', () => {
  test('is for those who may propose it, and leaves a record of whom it showed', async ({ database }) => {
    const desk = await certificateDesk(database, 2)
    const trials = async () =>
      (await database.read.select().from(trailRecords)).filter(({ facts }) => facts.includes('"trial":true'))
    await expect(planBulk(desk.reviewer, asked(desk))).rejects.toMatchObject({ code: 'identity/not-allowed' })
    expect(await trials()).toEqual([])
    await planBulk(desk.clerk, asked(desk))
    const [trial, ...more] = await trials()
    expect(more).toEqual([])
    expect(trial).toMatchObject({ act: 'certificates.change', officeId: desk.officeId, outcome: 'done' })
    const subjects = await database.read.select().from(trailSubjects)
    expect(subjects.filter(({ position }) => position === trial?.position)).toHaveLength(2)
  })
})

describe('a change of one certificate over the web', () => {
  test('is proposed by one person and approved by another', async ({ database }) => {
    const desk = await certificateDesk(database, 2)
    const { number, code } = desk.certificates[0]!.row
    await expect(changeStatus(desk.clerk, { number, act: 'revoke', ...DECISION })).rejects.toMatchObject({
      code: 'certificates/needs-approval',
    })
    const proposal = await proposed(desk, { kind: 'certificate', number })
    await approve(desk.sealer, proposal)
    await applyChange(desk.clerk, proposal.planId)
    expect(await verifyByCode(desk.ctx, code)).toMatchObject({ status: 'revoked' })
    expect((await verifyByCode(desk.ctx, desk.certificates[1]!.row.code)).verdict).toBe('valid')
  })

  test('a correction is signed as approved, and not when the certificate changed since', async ({
    database,
  }) => {
    const desk = await certificateDesk(database, 1)
    const { number, code } = desk.certificates[0]!.row
    await expect(
      correctCertificate(desk.clerk, { number, corrections: { specialty: '物理' }, ...DECISION }),
    ).rejects.toMatchObject({ code: 'certificates/needs-approval' })
    const correction = { number, act: 'correct', corrections: { specialty: '物理' }, ...DECISION } as const
    const [first, second] = [
      await proposeReplacement(desk.clerk, correction),
      await proposeReplacement(desk.clerk, { ...correction, corrections: { specialty: '化学' } }),
    ]
    for (const each of [first, second]) await approve(desk.sealer, each)
    const { files } = await applyChange(desk.clerk, first.planId)
    expect(await findJob(desk.clerk, database.read, files ?? '')).toMatchObject({
      kind: newVersionJob.kind,
      status: 'waiting',
      startedBy: desk.clerk.actor.name,
    })
    expect(await verifyByCode(desk.ctx, code)).toMatchObject({ status: 'superseded' })
    await expect(applyChange(desk.clerk, second.planId)).rejects.toMatchObject({
      code: 'certificates/bulk-changed',
    })
    const rows = await changes(desk)
    expect(rows).toMatchObject([{ act: 'correct', changed: ['specialty'] }])
  })

  test('nobody of another office learns that the certificate or the plan exists', async ({ database }) => {
    const desk = await certificateDesk(database, 1)
    const stranger = {
      ...desk.clerk,
      actor: { ...desk.clerk.actor, accountId: 'nobody', name: 'account:nobody' },
    }
    const { number } = desk.certificates[0]!.row
    await expect(
      proposeReplacement(stranger, { number, act: 'correct', corrections: {}, ...DECISION }),
    ).rejects.toMatchObject({ code: 'certificates/not-found' })
    const { planId } = await proposed(desk, { kind: 'certificate', number })
    await expect(applyChange(stranger, planId)).rejects.toMatchObject({ code: 'certificates/plan-not-found' })
    await expect(applyChange(stranger, 'AAAA')).rejects.toMatchObject({ code: 'certificates/plan-not-found' })
    expect((await verifySubmitted(desk.ctx, { code: desk.certificates[0]!.row.code })).verdict).toBe('valid')
  })
})
