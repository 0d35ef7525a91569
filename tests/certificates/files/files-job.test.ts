import { describe, expect } from 'vitest'
import { filesJob, startFiles } from '../../../src/certificates/files/files-job.ts'
import { takeFile } from '../../../src/certificates/files/take-file.ts'
import { issueCertificates } from '../../../src/certificates/issue.ts'
import { issueJob, startIssuing } from '../../../src/certificates/issue-job.ts'
import { certificateFiles, certificates, numberCounters } from '../../../src/certificates/schema.ts'
import { findJob } from '../../../src/jobs/find-job.ts'
import type { JobKind } from '../../../src/jobs/job.ts'
import { runNextJob } from '../../../src/jobs/run-next-job.ts'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import { ledgerEntries } from '../../../src/ledger/schema.ts'
import type { Context } from '../../../src/platform/context.ts'
import { registerDocument } from '../../../src/results/document/register-document.ts'
import { importList } from '../../../src/results/lists/import-list.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { databaseTest as test } from '../../support/database.ts'
import { DOCUMENT, type OfficesAtWork } from '../../support/offices-at-work.ts'
import { certificateDesk } from '../desk/desk.ts'

const NEXT = '云人社发〔2023〕13号'

const run = ({ ctx, memory }: OfficesAtWork) =>
  runNextJob(ctx, [issueJob, filesJob], {
    leaseMs: 60_000,
    log: (error) => {
      throw error
    },
    publish: (at: Context) => publishCheckpoint(at, memory),
  })

const filesEntries = async ({ ctx }: OfficesAtWork) =>
  (await ctx.database.read.select().from(ledgerEntries)).filter(({ body }) =>
    Buffer.from(body).includes('certificate.files-committed'),
  )

describe('issuing as a job', () => {
  test('stops while it signs when it is asked to, with no certificate and no number taken', async ({
    database,
  }) => {
    const desk = await certificateDesk(database, 1)
    await desk.confirmed(3, NEXT, 2)
    const before = await desk.ctx.database.read.select().from(numberCounters)
    const id = await startIssuing(desk.sealer, { document: NEXT })
    const stopping = new AbortController()
    const stopped: JobKind = {
      ...issueJob,
      act: (ctx, job) => {
        const cancelled = () => (stopping.abort(), job.cancelled())
        return issueJob.act(ctx, { ...job, cancelled })
      },
    }
    const means = { leaseMs: 60_000, log: () => {}, stopping: stopping.signal }
    expect(await runNextJob(desk.ctx, [stopped], means)).toBe(true)
    expect(await findJob(desk.sealer, database.read, id)).toMatchObject({ status: 'waiting' })
    expect(await database.read.$count(certificates)).toBe(1)
    expect(await database.read.select().from(numberCounters)).toEqual(before)

    expect(await run(desk)).toBe(true)
    expect(await findJob(desk.sealer, database.read, id)).toMatchObject({ result: { issued: 3 } })
  })
})

describe('a document whose number another issuer uses too', () => {
  test('is issued, and its files are made, by its id', async ({ database }) => {
    const desk = await certificateDesk(database, 1)
    const persons = await desk.list(1, 2)
    const { listId } = await importList(desk.ctx, {
      bytes: persons,
      fileName: 'list.xlsx',
      authority: desk.authority,
    })
    const made = { listId, documentNumber: DOCUMENT, issuedOn: '2023-12-20', persons, issuer: '某某大学' }
    const { documentId } = await registerDocument(desk.ctx, made)
    const issuing = await startIssuing(desk.sealer, { document: documentId })
    await run(desk)
    const issued = await findJob(desk.sealer, database.read, issuing)
    expect(issued).toMatchObject({ status: 'done', result: { document: DOCUMENT, issued: 1 } })
    await run(desk)
    expect(await findJob(desk.sealer, database.read, String(issued?.result?.files))).toMatchObject({
      status: 'done',
      result: { document: DOCUMENT, made: 1 },
    })
  })
})

describe('after a document’s certificates are issued', () => {
  test('their files are made by a job of the same sealer, under one entry, and anybody at a post may take one', async ({
    database,
  }) => {
    const desk = await certificateDesk(database, 1)
    await desk.confirmed(3, NEXT, 2)
    const issuing = await startIssuing(desk.sealer, { document: NEXT })
    expect(await run(desk)).toBe(true)
    const issued = await findJob(desk.sealer, database.read, issuing)
    expect(issued).toMatchObject({
      status: 'done',
      result: { issued: 3, files: expect.any(String) as string },
    })
    expect(await database.read.select().from(certificateFiles)).toEqual([])
    const files = String(issued?.result?.files)
    expect(issueJob.outcome?.(issued?.result ?? {})).toMatchObject({ href: `/desk/jobs/${files}` })

    expect(await run(desk)).toBe(true)
    expect(await findJob(desk.sealer, database.read, files)).toMatchObject({
      status: 'done',
      startedBy: desk.sealer.actor.name,
      done: 3,
      total: 3,
      result: { document: NEXT, made: 3, unusable: 0, named: [] },
    })
    const rows = await database.read.select().from(certificateFiles)
    expect(rows).toHaveLength(3)
    expect(await filesEntries(desk)).toHaveLength(1)

    const clerk = { ...desk.clerk, actor: { ...desk.clerk.actor, purpose: '领取证书' } }
    const { bytes } = await takeFile(clerk, rows[0]?.certificateId ?? '')
    expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-')
    expect(await database.read.select().from(certificateFiles)).toHaveLength(3)
    expect(await auditLedger(desk.ctx, { sealedTables: SEALED_TABLES, memory: desk.memory })).toMatchObject({
      defects: [],
    })
  })

  test('a second job finds nothing left to make and adds no entry', async ({ database }) => {
    const desk = await certificateDesk(database, 2)
    await startFiles(desk.sealer, { document: DOCUMENT })
    await run(desk)
    const again = await startFiles(desk.sealer, { document: DOCUMENT })
    await run(desk)
    expect(await findJob(desk.sealer, database.read, again)).toMatchObject({ result: { made: 0 } })
    expect(await filesEntries(desk)).toHaveLength(1)
  })

  test('a file waits until the ledger has published its certificate', async ({ database }) => {
    const desk = await certificateDesk(database, 1)
    const { id } = desk.certificates[0]!.row
    await desk.confirmed(1, NEXT, 2)
    await issueCertificates(desk.ctx, { document: NEXT })
    const all = await database.read.select().from(certificates)
    const fresh = all.find((each) => each.id !== id)
    const sealer = { ...desk.sealer, actor: { ...desk.sealer.actor, purpose: '领取证书' } }
    await expect(takeFile(sealer, fresh?.id ?? '')).rejects.toMatchObject({
      code: 'certificates/not-published',
      kind: 'unavailable',
    })
    expect(await database.read.select().from(certificateFiles)).toEqual([])
  })

  test('is not for those who may not issue', async ({ database }) => {
    const desk = await certificateDesk(database, 1)
    await expect(startFiles(desk.clerk, { document: DOCUMENT })).rejects.toMatchObject({
      code: 'results/document-not-found',
    })
  })
})
