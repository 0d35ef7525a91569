import { and, eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { newVersionJob, startNewVersionFile } from '../../../src/certificates/files/new-version-job.ts'
import { takeFile } from '../../../src/certificates/files/take-file.ts'
import { approve } from '../../../src/approvals/approve.ts'
import { applyChange } from '../../../src/certificates/changes/apply-change.ts'
import { proposeReplacement } from '../../../src/certificates/changes/propose-replacement.ts'
import { certificateFiles, certificates } from '../../../src/certificates/schema.ts'
import { findJob } from '../../../src/jobs/find-job.ts'
import { runNextJob } from '../../../src/jobs/run-next-job.ts'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import type { Context } from '../../../src/platform/context.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { trailRecords } from '../../../src/trail/schema.ts'
import { verifySubmitted } from '../../../src/verification/verify.ts'
import { databaseTest as test } from '../../support/database.ts'
import { certificateDesk, DECISION, type CertificateDesk } from '../desk/desk.ts'

const run = ({ ctx, memory }: CertificateDesk, logged: unknown[] = []) =>
  runNextJob(ctx, [newVersionJob], {
    leaseMs: 60_000,
    log: (error) => logged.push(error),
    publish: (at: Context) => publishCheckpoint(at, memory),
  })

async function corrected(desk: CertificateDesk) {
  const old = desk.certificates[0]!.row
  const correction = { number: old.number, corrections: { specialty: '物理' }, ...DECISION }
  const proposal = await proposeReplacement(desk.clerk, { act: 'correct', ...correction })
  await approve(desk.sealer, proposal)
  const { files } = await applyChange(desk.clerk, proposal.planId)
  const [next] = await desk.ctx.database.read
    .select({ id: certificates.id })
    .from(certificates)
    .where(eq(certificates.replaces, old.id))
  return { jobId: files ?? '', id: next?.id ?? '' }
}

describe('the file of a corrected certificate', () => {
  test('is made once the ledger has published it, by the one who carried the correction out', async ({
    database,
  }) => {
    const desk = await certificateDesk(database, 1)
    const { jobId, id } = await corrected(desk)
    await publishCheckpoint(desk.ctx, desk.memory)
    expect(await run(desk)).toBe(true)
    expect(await findJob(desk.clerk, database.read, jobId)).toMatchObject({
      status: 'done',
      startedBy: desk.clerk.actor.name,
      result: { certificate: id },
    })
    const purpose = { actor: { ...desk.clerk.actor, purpose: '领取证书' } }
    const { bytes } = await takeFile({ ...desk.clerk, ...purpose }, id)
    expect(await database.read.select().from(certificateFiles)).toHaveLength(1)
    expect(await verifySubmitted(desk.ctx, { file: bytes })).toMatchObject({ verdict: 'valid' })
    const sealedBy = and(
      eq(trailRecords.act, 'certificates.change'),
      eq(trailRecords.actor, desk.clerk.actor.name),
    )
    expect((await database.read.select().from(trailRecords).where(sealedBy)).at(-1)?.facts).toContain(
      '"files":1',
    )
    expect(await auditLedger(desk.ctx, { sealedTables: SEALED_TABLES, memory: desk.memory })).toMatchObject({
      defects: [],
    })
  })

  test('waits, and is not given up, while the ledger has not published it', async ({ database }) => {
    const desk = await certificateDesk(database, 1)
    const { jobId } = await corrected(desk)
    const logged: unknown[] = []
    await run(desk, logged)
    expect(logged).toMatchObject([{ code: 'certificates/not-published' }])
    expect(await findJob(desk.clerk, database.read, jobId)).toMatchObject({ status: 'waiting' })
    expect(await database.read.select().from(certificateFiles)).toEqual([])
  })

  test('is the only one such a job makes: a first version’s is a sealer’s to make', async ({ database }) => {
    const desk = await certificateDesk(database, 1)
    const { id: certificateId } = desk.certificates[0]!.row
    const jobId = await database.transaction((tx) =>
      startNewVersionFile(desk.clerk, tx, { certificateId, officeId: desk.officeId }),
    )
    await run(desk)
    expect(await findJob(desk.clerk, database.read, jobId)).toMatchObject({
      status: 'failed',
      problem: { code: 'certificates/not-found' },
    })
    expect(await database.read.select().from(certificateFiles)).toEqual([])
  })
})
