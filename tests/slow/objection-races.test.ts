import { describe, expect, inject, it } from 'vitest'
import { approve } from '../../src/approvals/approve.ts'
import { findRequest } from '../../src/approvals/find-request.ts'
import { issueCertificates } from '../../src/certificates/issue.ts'
import { certificates } from '../../src/certificates/schema.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { ledgerEntries } from '../../src/ledger/schema.ts'
import { confirmResults } from '../../src/results/document/confirm-results.ts'
import { issueDocument } from '../../src/results/document/issue-document.ts'
import { holdResult } from '../../src/results/inquiry/hold-result.ts'
import { submitList } from '../../src/results/lists/submit-list.ts'
import { raiseObjection } from '../../src/results/objections/raise-objection.ts'
import { objections } from '../../src/results/objections/schema.ts'
import { openPublicity } from '../../src/results/publicity/open-publicity.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { actorOf } from '../../src/platform/context.ts'
import { markThrough, reviewing, teacher } from '../results/lists/reviewing.ts'
import { recommended } from '../results/publicity/reviews.ts'
import { ownDatabase } from '../support/database.ts'
import { somebody } from '../support/staff.ts'

// PGlite has one connection, and no race can be seen in it.
const onServer = inject('template').kind === 'server'
const FIRST = '2023-12-11'
const NUMBER = '昆人社发〔2023〕88号'
const TRIES = 4

/** Two teachers whose document is issued and confirmed, while their list of candidates is still before the public. */
async function readyToIssue() {
  const database = await ownDatabase()
  const review = await reviewing(database, { place: 'kunming-2023', through: 'meeting', first: FIRST })
  const { ctx, ids, cycleId } = review
  const at = (
    role: Parameters<typeof somebody>[1]['roles'][number],
    person: number,
    officeId = ids.kunming,
  ) => somebody(ctx, { officeId, roles: [role], person })
  await recommended(ctx, cycleId)
  const people = [1, 2].map((person) => teacher(person, { 取得时间: '2023-12-01' }))
  const candidates = await review.bring('candidates', people)
  const { listId } = await review.bring('approved', people)
  const { publicationId } = await openPublicity(ctx, {
    listId: candidates.listId,
    kind: 'pre-meeting',
    opensOn: FIRST,
    closesOn: '2023-12-29',
  })
  await markThrough(ctx, cycleId, 'post-meeting-filing', FIRST)
  const requestId = await submitList(await at('committee-secretary', 301, ids.committee), { listId })
  const { digest } = (await findRequest(database.read, requestId))!
  await approve(await at('reviewer', 302, ids.committee), { requestId, digest })
  await approve(await at('reviewer', 303), { requestId, digest })
  await issueDocument(await at('document-issuer', 304), { listId, documentNumber: NUMBER })
  const sealer = await at('sealer', 305)
  await confirmResults(sealer, { listId })
  return { database, ctx, sealer, listId, publicationId }
}

type Ready = Awaited<ReturnType<typeof readyToIssue>>

/** Where each came on the ledger: only that tells who was first. */
async function order({ database }: Ready, type: string): Promise<readonly bigint[]> {
  const all = await database.read.select().from(ledgerEntries)
  return all.flatMap((entry) => {
    const { type: each } = JSON.parse(Buffer.from(entry.body).toString('utf8')) as { type: string }
    return each === type ? [entry.index] : []
  })
}

async function race(stop: (ready: Ready) => Promise<unknown>, type: string): Promise<'first' | 'after'> {
  const ready = await readyToIssue()
  const { database, ctx, sealer, listId } = ready
  try {
    const [held, issued] = await Promise.allSettled([
      stop(ready),
      issueCertificates(sealer, { document: NUMBER }),
    ])
    expect([held.status, issued.status]).toEqual(['fulfilled', 'fulfilled'])
    const [stopped = 0n] = await order(ready, type)
    const certified = await order(ready, 'certificate.issued')
    const isFirst = certified.every((index) => index > stopped)
    const rows = await database.read.select().from(certificates)
    // Who came first is kept out; who came after finds the certificate issued. Nothing lies in between.
    expect(rows).toHaveLength(isFirst ? 1 : 2)
    expect((await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory: null })).defects).toEqual([])
    expect(listId).not.toBe('')
    return isFirst ? 'first' : 'after'
  } finally {
    await database.close()
  }
}

describe.runIf(onServer)('while a certificate is being issued', () => {
  it('an objection comes before all of it or after all of it', async () => {
    const seen = []
    for (let i = 0; i < TRIES; i++)
      seen.push(
        await race(async ({ ctx, publicationId, database }) => {
          await raiseObjection(
            { ...ctx, actor: actorOf('public', '') },
            {
              publicationId,
              about: { position: 1, name: '测试乙' },
              text: '任职年限不足，单位证明与事实不符。',
              contact: null,
            },
          )
          expect(await database.read.select().from(objections)).toHaveLength(1)
        }, 'objection.raised'),
      )
    expect(seen).toHaveLength(TRIES)
  })

  it('a suspension during an inquiry comes before all of it or after all of it', async () => {
    for (let i = 0; i < TRIES; i++)
      await race(
        ({ ctx, listId }) =>
          holdResult(ctx, {
            listId,
            position: 1,
            name: '测试乙',
            act: 'hold',
            ground: '接到反映，正在核查。',
          }),
        'result.held',
      )
  })
})
