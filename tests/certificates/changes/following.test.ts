import { describe, expect } from 'vitest'
import { approve } from '../../../src/approvals/approve.ts'
import { cancelJob } from '../../../src/jobs/cancel-job.ts'
import type { JobKind } from '../../../src/jobs/job.ts'
import { runNextJob } from '../../../src/jobs/run-next-job.ts'
import { jobs } from '../../../src/jobs/schema.ts'
import { applyChange } from '../../../src/certificates/changes/apply-change.ts'
import { changeStatus } from '../../../src/certificates/changes/change-status.ts'
import { followJob, startFollowing } from '../../../src/certificates/changes/follow-job.ts'
import { correctCertificate } from '../../../src/certificates/changes/correct.ts'
import { proposeFollowing } from '../../../src/certificates/changes/propose-following.ts'
import { issueCertificates } from '../../../src/certificates/issue.ts'
import { certificates, changePlans } from '../../../src/certificates/schema.ts'
import { STAFF_ROUTES } from '../../../src/desks.ts'
import { listAuthorities } from '../../../src/identity/find-authority.ts'
import { findDocumentAtDesk } from '../../../src/certificates/desk/documents-of.ts'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import { registerDocument } from '../../../src/results/document/register-document.ts'
import { findDocument } from '../../../src/results/document/find-document.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { verifyByCode } from '../../../src/verification/verify.ts'
import { rateLimits } from '../../../src/platform/rate-limit.ts'
import { desksAt } from '../../support/desks.ts'
import { signedIn, staffApi } from '../../support/signed-in.ts'
import { databaseTest as test } from '../../support/database.ts'
import { DOCUMENT } from '../../support/offices-at-work.ts'
import { certificateDesk, DECISION, type CertificateDesk } from '../desk/desk.ts'

const RIGHT = '云人社发〔2023〕21号'
const GROUND = '原文件文号有误，重新印发'

/** The document is corrected by another for the same people; answers its id. */
async function corrected(desk: CertificateDesk, people: number): Promise<string> {
  const { listId } = await findDocument(desk.ctx.database.read, DOCUMENT)
  const persons = await desk.list(people)
  const made = { listId, documentNumber: RIGHT, issuedOn: '2023-12-25', persons, replaces: DOCUMENT }
  return (await registerDocument(desk.ctx, made)).documentId
}

async function followed(desk: CertificateDesk, document: string) {
  const proposal = await proposeFollowing(desk.clerk, { document, ground: GROUND })
  const { requestId, digest } = proposal
  await approve(desk.reviewer, { requestId, digest })
  await approve(desk.sealer, { requestId, digest })
  return proposal
}

describe('certificates of a document that is corrected', () => {
  test('follow it in one act: new versions name the new document, and the old ones are superseded', async ({
    database,
  }) => {
    const desk = await certificateDesk(database, 4)
    const [first, suspended] = desk.certificates.map(({ row }) => row)
    // Words corrected before stay corrected, and what is suspended stays as it is.
    await correctCertificate(desk.ctx, {
      number: first!.number,
      corrections: { specialty: '化学' },
      ...DECISION,
    })
    await changeStatus(desk.ctx, { number: suspended!.number, act: 'suspend', ...DECISION })
    const documentId = await corrected(desk, 4)
    expect(await findDocumentAtDesk(desk.clerk, database.read, documentId)).toMatchObject({ following: 4 })
    await expect(issueCertificates(desk.ctx, { document: RIGHT })).rejects.toMatchObject({
      code: 'certificates/correct-instead',
    })

    const { planId, certificates: many } = await followed(desk, documentId)
    expect(many).toBe(3)
    expect(await applyChange(desk.clerk, planId)).toMatchObject({ certificates: 3, files: null })
    const all = await database.read.select().from(certificates)
    const next = all.filter((row) => row.documentId === documentId)
    expect(next).toHaveLength(3)
    for (const { code, replaces } of next) {
      const answer = await verifyByCode(desk.ctx, code)
      expect(answer).toMatchObject({ status: 'in-force', certificate: { document: RIGHT } })
      const old = all.find(({ id }) => id === replaces)!
      expect((await verifyByCode(desk.ctx, old.code)).status).toBe('superseded')
    }
    const words = await Promise.all(next.map(async ({ code }) => verifyByCode(desk.ctx, code)))
    expect(words.filter(({ certificate }) => certificate?.specialty === '化学')).toHaveLength(1)
    expect((await verifyByCode(desk.ctx, suspended!.code)).status).toBe('suspended')
    expect(await findDocumentAtDesk(desk.clerk, database.read, documentId)).toMatchObject({
      persons: 4,
      certificates: 3,
      following: 1,
    })
    await expect(applyChange(desk.clerk, planId)).rejects.toMatchObject({ code: 'certificates/plan-applied' })
    await publishCheckpoint(desk.ctx, desk.memory)
    expect(await auditLedger(desk.ctx, { sealedTables: SEALED_TABLES, memory: desk.memory })).toMatchObject({
      defects: [],
    })
  })

  test('do not follow when one of them changed since the approval, nor one by one beside it', async ({
    database,
  }) => {
    const desk = await certificateDesk(database, 2)
    const documentId = await corrected(desk, 2)
    const [first] = desk.certificates.map(({ row }) => row)
    await expect(
      correctCertificate(desk.ctx, {
        number: first!.number,
        corrections: { specialty: '化学' },
        ...DECISION,
      }),
    ).rejects.toMatchObject({ code: 'certificates/correct-with-document', facts: { document: RIGHT } })
    const { planId } = await followed(desk, documentId)
    await changeStatus(desk.ctx, { number: first!.number, act: 'suspend', ...DECISION })
    await expect(applyChange(desk.clerk, planId)).rejects.toMatchObject({ code: 'certificates/bulk-changed' })
    expect(await database.read.$count(certificates)).toBe(2)
  })

  test('are not proposed from the document that is corrected itself, nor where nothing was issued', async ({
    database,
  }) => {
    const desk = await certificateDesk(database, 2)
    await expect(proposeFollowing(desk.clerk, { document: DOCUMENT, ground: GROUND })).rejects.toMatchObject({
      code: 'certificates/nobody-touched',
    })
    await corrected(desk, 2)
    await expect(proposeFollowing(desk.clerk, { document: DOCUMENT, ground: GROUND })).rejects.toMatchObject({
      code: 'results/document-replaced',
    })
  })
})

describe('the forms for it', () => {
  test('propose it at the desk and by the staff API, and come back with what was typed', async ({
    database,
  }) => {
    const desk = await certificateDesk(database, 2)
    const { ctx, officeId } = desk
    const documentId = await corrected(desk, 2)
    const clerk = await signedIn(ctx, { officeId, roles: ['clerk'], person: 11 })
    const app = desksAt(ctx, { ...rateLimits(ctx), count: () => Promise.resolve() })
    const page = `/desk/certificates/documents/${documentId}`
    const post = async (ground: string) => {
      const body = new URLSearchParams({ ground })
      const answer = await app.request(`${page}/following`, { method: 'POST', headers: clerk.headers, body })
      return { status: answer.status, to: answer.headers.get('Location') ?? '', text: await answer.text() }
    }
    expect(await (await app.request(page, { headers: clerk.headers })).text()).toContain(`${page}/following`)
    const short = await post(' ')
    expect([short.status, short.text]).toEqual([422, expect.stringContaining('role="alert"')])
    expect(await database.read.select().from(changePlans)).toEqual([])
    expect((await post(GROUND)).to).toMatch(/^\/desk\/certificates\/changes\/[\w-]{22}$/)

    const { app: api } = staffApi(ctx, STAFF_ROUTES)
    const ask = (who: typeof clerk, id: string) =>
      api.request(`/api/v1/documents/${id}/following`, {
        method: 'POST',
        headers: { ...who.headers, 'Content-Type': 'application/json' },
        body: JSON.stringify({ ground: GROUND }),
      })
    const proposed = await ask(clerk, documentId)
    expect([proposed.status, await proposed.json()]).toEqual([
      201,
      expect.objectContaining({ certificates: 2 }),
    ])
    const { id: kunming } = (await listAuthorities(database.read)).find(({ place }) => place === '530100')!
    const stranger = await signedIn(ctx, { officeId: kunming, roles: ['clerk'], person: 12 })
    expect((await ask(stranger, documentId)).status).toBe((await ask(stranger, 'A'.repeat(22))).status)
  })

  test('carry it out as a job with progress, whole or not at all, and once', async ({ database }) => {
    const desk = await certificateDesk(database, 3)
    const { ctx, officeId } = desk
    const documentId = await corrected(desk, 3)
    const { planId } = await followed(desk, documentId)
    const clerk = await signedIn(ctx, { officeId, roles: ['clerk'], person: 13 })
    const app = desksAt(ctx, { ...rateLimits(ctx), count: () => Promise.resolve() })
    const answer = await app.request(`/desk/certificates/changes/${planId}/application`, {
      method: 'POST',
      headers: clerk.headers,
    })
    const page = answer.headers.get('Location') ?? ''
    expect(page).toMatch(/^\/desk\/jobs\/[\w-]{22}$/)
    const shown = async () => (await app.request(page, { headers: clerk.headers })).text()
    expect(await shown()).toContain('证书随文件更正')
    expect(await database.read.$count(certificates)).toBe(3)

    // The process is asked to stop while it signs: nothing of it stays, and the job waits for another.
    const told: number[] = []
    const stopping = new AbortController()
    const stopped: JobKind = {
      ...followJob,
      act: (acting, job) =>
        followJob.act(acting, {
          ...job,
          progress(done, total) {
            job.progress(done, total)
            told.push(done)
            stopping.abort()
          },
        }),
    }
    const faults: unknown[] = []
    const means = { leaseMs: 60_000, log: (error: unknown) => void faults.push(error) }
    expect(await runNextJob(ctx, [stopped], { ...means, stopping: stopping.signal })).toBe(true)
    expect(told).toEqual([0])
    expect(await database.read.$count(certificates)).toBe(3)
    expect((await database.read.select().from(jobs))[0]).toMatchObject({ status: 'waiting' })

    expect(await runNextJob(ctx, [followJob], means)).toBe(true)
    expect(faults).toEqual([])
    expect(await database.read.select().from(jobs)).toMatchObject([
      { status: 'done', result: { planId, certificates: 3 } },
    ])
    expect(await shown()).toContain('3 份证书已更正')
    expect(await database.read.$count(certificates)).toBe(6)

    // Begun once more, by somebody who had not seen that: it finds it done.
    await startFollowing(desk.clerk, planId)
    expect(await runNextJob(ctx, [followJob], means)).toBe(true)
    expect((await database.read.select().from(jobs)).map(({ status }) => status)).toEqual(['done', 'done'])
    expect(await database.read.$count(certificates)).toBe(6)
  })

  test('end it when it is cancelled, with every certificate as it was', async ({ database }) => {
    const desk = await certificateDesk(database, 2)
    const { ctx } = desk
    const { planId } = await followed(desk, await corrected(desk, 2))
    const jobId = await startFollowing(desk.clerk, planId)
    // Taken up and cancelled before its first certificate: the lease says so inside its own transaction.
    const cancelled: JobKind = {
      ...followJob,
      async act(acting, job) {
        await cancelJob(desk.clerk, jobId)
        return followJob.act(acting, job)
      },
    }
    await runNextJob(ctx, [cancelled], { leaseMs: 60_000, log: () => {} })
    expect((await database.read.select().from(jobs))[0]).toMatchObject({ status: 'cancelled' })
    expect(await database.read.$count(certificates)).toBe(2)
    // The plan still stands, to be carried out later.
    expect(await applyChange(desk.clerk, planId)).toMatchObject({ certificates: 2 })
  })
})
