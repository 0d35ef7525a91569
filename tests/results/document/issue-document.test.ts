import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { approve } from '../../../src/approvals/approve.ts'
import { findRequest } from '../../../src/approvals/find-request.ts'
import { applyInvalidation } from '../../../src/certificates/changes/apply-invalidation.ts'
import { statusChanges } from '../../../src/certificates/schema.ts'
import { cycleById } from '../../../src/cycles/find-cycle.ts'
import { proposeInvalidation } from '../../../src/results/inquiry/propose-invalidation.ts'
import { heldRows } from '../../../src/results/objections/held-rows.ts'
import { eventsOf } from '../../../src/cycles/find-events.ts'
import { appendEntries } from '../../../src/ledger/append.ts'
import { entryRecord } from '../../../src/ledger/entry.ts'
import { issueCertificates } from '../../../src/certificates/issue.ts'
import { mergePersons } from '../../../src/people/merge-persons.ts'
import type { Context } from '../../../src/platform/context.ts'
import { closePublicity } from '../../../src/results/publicity/end-publicity.ts'
import { openPublicity } from '../../../src/results/publicity/open-publicity.ts'
import { recordChannel } from '../../../src/results/publicity/record-channel.ts'
import { listAuthorities } from '../../../src/identity/find-authority.ts'
import { erasePerson } from '../../../src/people/erase.ts'
import { rowsOf } from '../../../src/platform/database.ts'
import { KEPT_OF_PERSONS } from '../../../src/personal-tables.ts'
import type { Authority } from '../../../src/identity/authority.ts'
import { confirmResults } from '../../../src/results/document/confirm-results.ts'
import { issueDocument } from '../../../src/results/document/issue-document.ts'
import { refuseOtherOffice } from '../../../src/results/document/office-by-rule.ts'
import { printOpinions } from '../../../src/results/document/print-opinions.ts'
import { registerDocument } from '../../../src/results/document/register-document.ts'
import { qualificationDocuments } from '../../../src/results/document/schema.ts'
import { takeDocument } from '../../../src/results/document/take-document.ts'
import { holdResult } from '../../../src/results/inquiry/hold-result.ts'
import { resultRows } from '../../../src/results/lists/schema.ts'
import { markedElsewhere, officesOn, reviewAtWork } from '../../support/cycles-at-work.ts'
import { databaseTest as test, ownDatabase } from '../../support/database.ts'
import { somebody } from '../../support/staff.ts'
import { markThrough } from '../lists/reviewing.ts'
import { atWork, FIRST, NUMBER, refused } from './document-at-work.ts'

describe('who issues and confirms, where the notice names a sort of office', () => {
  const office = (kind: Authority['kind']): Authority => ({
    id: 'o',
    parentId: null,
    kind,
    name: '某机关',
    creditCode: '1'.repeat(18),
    place: '532930',
    documentWord: null,
    numberPrefix: null,
    sealName: null,
    state: 'open',
  })
  test.for([
    ['云人社函〔2023〕38号 四（四）', 'yunnan-2023', '412', 'province', 'prefecture', 'documentIssuer'],
    ['昆人社通〔2023〕37号 四（五）', 'kunming-2023', '411', 'province', 'prefecture', 'documentIssuer'],
    ['昆人社通〔2023〕37号 四（五）', 'kunming-2023', '412', 'prefecture', 'province', 'resultConfirmer'],
    ['昆人社通〔2023〕37号 四（五）', 'kunming-2023', '420', 'county', 'province', 'resultConfirmer'],
    ['洱人社〔2024〕27号 一（九）', 'eryuan-2024', '420', 'county', 'prefecture', 'documentIssuer'],
  ] as const)(
    '%s: at %s level %s a %s may, a %s may not',
    async ([, place, level, may, mayNot, rule], { database }) => {
      const { ctx, codes } = await officesOn(database, '2023-08-28')
      const opened = await reviewAtWork(ctx, {
        office: codes.committee,
        filingAuthority: { '411': codes.province, '412': codes.province, '420': codes.kunming }[level],
        place,
        year: 2024,
        levels: [level],
      })
      const cycle = await cycleById(database.read, opened.cycleId)
      await refuseOtherOffice(database.read, cycle, [level], office(may), rule)
      await expect(
        refuseOtherOffice(database.read, cycle, [level], office(mayNot), rule),
      ).rejects.toMatchObject({
        code: 'results/not-the-office',
        facts: { clause: expect.any(String) as string, quote: expect.any(String) as string },
      })
    },
  )
  test('by the level’s permissions alone, any office with the power may (广安人社办〔2023〕144号 四（四）)', async ({
    database,
  }) => {
    const { ctx, codes } = await officesOn(database, '2023-08-28')
    const { cycleId } = await reviewAtWork(ctx, {
      office: codes.committee,
      filingAuthority: codes.kunming,
      place: 'guangan-2023',
      year: 2023,
      levels: ['420'],
    })
    const cycle = await cycleById(database.read, cycleId)
    for (const kind of ['prefecture', 'county'] as const)
      await refuseOtherOffice(database.read, cycle, ['420'], office(kind), 'documentIssuer')
  })
})

/** Two accounts of one human, under two numbers. */
const joined = (ctx: Context, one: Context, other: Context) =>
  ctx.database.transaction(async (tx) => {
    const record = entryRecord(ctx.random(16))
    const [oneId, otherId] = [one.actor.personId ?? '', other.actor.personId ?? '']
    const ground = '同一人，两个号码。'
    const { sealRoot } = await mergePersons(ctx, tx, record, { oneId, otherId, officeId: 'office', ground })
    const seals = { person_joins: sealRoot }
    await appendEntries(tx, [{ type: 'document.committed', record, day: ctx.today(), seals }])
  })

describe('a document made here', () => {
  test('waits for its review, its publicity and, in Guang’an, its confirmation by another hand', async ({
    database,
  }) => {
    const work = await atWork(database, 'guangan-2023')
    const { ctx, listId, issuer, sealer } = work
    const issue = (at = issuer) => issueDocument(at, { listId, documentNumber: NUMBER })
    await refused(issue(), 'approvals/not-requested')
    await work.reviewed()
    await refused(issue(), 'cycles/step-not-reached')
    await refused(confirmResults(sealer, { listId }), 'cycles/step-not-reached')
    await work.publicised()
    await refused(issue(), 'cycles/step-not-reached')
    await refused(issue(sealer), 'results/list-not-found')
    expect(await confirmResults(sealer, { listId })).toMatchObject({ people: 2, held: 0 })
    expect(await database.read.$count(qualificationDocuments)).toBe(0)

    expect(await issue()).toMatchObject({ number: NUMBER, titles: 2, held: 0 })
    const events = await eventsOf(database.read, work.cycleId)
    expect(events.map(({ step }) => step)).toEqual(
      expect.arrayContaining(['result-publicity', 'result-confirmation', 'document']),
    )
    await refused(issueDocument(ctx, { listId, documentNumber: NUMBER }), 'results/nobody-to-name')
  })

  test('leaves out whom somebody inquires about, who comes later in a document of their own', async ({
    database,
  }) => {
    const work = await atWork(database, 'guangan-2023')
    const { ctx, listId, issuer, sealer } = work
    await work.reviewed()
    await work.publicised()
    await confirmResults(sealer, { listId })
    const hold = { listId, position: 2, name: '测试丙', ground: '正在核实业绩材料' } as const
    await holdResult(ctx, { ...hold, act: 'hold' })
    expect(await issueDocument(issuer, { listId, documentNumber: NUMBER })).toMatchObject({
      titles: 1,
      held: 1,
    })
    await holdResult(ctx, { ...hold, act: 'release' })
    const later = { listId, documentNumber: '昆人社发〔2023〕89号' }
    expect(await issueDocument(issuer, later)).toMatchObject({ titles: 1, held: 0 })
  })

  test('is drawn again byte for byte, until one of its people is erased', async ({ database }) => {
    const work = await atWork(database, 'guangan-2023')
    const { ctx, listId, issuer, sealer } = work
    await work.reviewed()
    await work.publicised()
    await confirmResults(sealer, { listId })
    const { documentId } = await issueDocument(issuer, { listId, documentNumber: NUMBER })
    const [stored] = await database.read
      .select()
      .from(qualificationDocuments)
      .where(eq(qualificationDocuments.id, documentId))
    const { bytes } = await takeDocument(sealer, documentId)
    expect(createHash('sha256').update(bytes).digest()).toEqual(Buffer.from(stored!.fileDigest!))
    expect(await printOpinions(sealer, { document: NUMBER })).toMatchObject({ people: 2 })
    const [row] = await database.read.select().from(resultRows).where(eq(resultRows.listId, listId))
    await erasePerson(ctx, { personId: row!.personId, ground: 'ordered' }, KEPT_OF_PERSONS)
    await refused(takeDocument(sealer, documentId), 'results/document-not-drawn')
  })

  test('is corrected by another made here, which names the same people and the number it corrects', async ({
    database,
  }) => {
    const work = await atWork(database, 'guangan-2023')
    const { listId, issuer, sealer } = work
    await work.reviewed()
    await work.publicised()
    await confirmResults(sealer, { listId })
    const right = '昆人社发〔2023〕90号'
    const correct = (documentNumber: string, replaces: string) =>
      issueDocument(issuer, { listId, documentNumber, replaces })
    await refused(correct(right, NUMBER), 'results/document-not-correctable')
    const { documentId } = await issueDocument(issuer, { listId, documentNumber: NUMBER })
    const made = await correct(right, '昆人社发[2023] 88 号')
    expect(made).toMatchObject({ number: right, titles: 2, held: 0 })
    await refused(correct('昆人社发〔2023〕91号', documentId), 'results/document-not-correctable')
    expect(await database.read.$count(qualificationDocuments)).toBe(2)

    // Its file says which one it corrects, whenever it is drawn again.
    expect(await takeDocument(sealer, made.documentId)).toMatchObject({ number: right })
    await refused(issueCertificates(sealer, { document: NUMBER }), 'results/document-replaced')
    // Guang'an's certificates wait for 三审三校, whichever document they are on.
    await refused(issueCertificates(sealer, { document: right }), 'approvals/not-requested')
  })

  test('comes before its confirmation in Kunming, and neither hand does both', async ({ database }) => {
    const work = await atWork(database, 'kunming-2023')
    const { listId, issuer, sealer, ids } = work
    await markThrough(work.ctx, work.cycleId, 'post-meeting-filing', FIRST)
    await work.reviewed()
    await refused(confirmResults(sealer, { listId }), 'cycles/step-not-reached')
    await issueDocument(issuer, { listId, documentNumber: NUMBER })
    const both = await somebody(work.ctx, {
      officeId: ids.kunming,
      roles: ['sealer'],
      person: 304,
    })
    await refused(confirmResults(both, { listId }), 'results/sealed-itself')
    // Nor under another number of theirs.
    const other = await somebody(work.ctx, { officeId: ids.kunming, roles: ['sealer'], person: 308 })
    await joined(work.ctx, issuer, other)
    await refused(confirmResults(other, { listId }), 'results/sealed-itself')
    expect(await confirmResults(sealer, { listId })).toMatchObject({ people: 2 })
    expect(await issueCertificates(sealer, { document: NUMBER })).toMatchObject({ issued: 2 })
  })

  test.for(['session', 'committee'] as const)(
    'falls with its certificates when its %s is declared invalid, and nothing before both approved',
    async (kind, { database }) => {
      const work = await atWork(database, 'kunming-2023')
      const { ctx, cycleId, listId, issuer, sealer, ids } = work
      await markThrough(ctx, cycleId, 'post-meeting-filing', FIRST)
      await work.reviewed()
      await issueDocument(issuer, { listId, documentNumber: NUMBER })
      await confirmResults(sealer, { listId })
      await issueCertificates(sealer, { document: NUMBER })
      const officer = await somebody(ctx, {
        officeId: ids.kunming,
        roles: ['integrity-officer'],
        person: 306,
      })
      const { committeeId } = await cycleById(database.read, cycleId)
      const scope = kind === 'session' ? { kind, cycleId } : { kind, committeeId: committeeId ?? '' }
      const { planId, requestId, rows } = await proposeInvalidation(officer, {
        scope,
        document: '昆人社函〔2023〕7号',
        decidedOn: FIRST,
        ground: '经查，评审程序违规。',
      })
      expect(rows).toBe(2)
      const { digest } = (await findRequest(database.read, requestId))!
      const reviewer = await somebody(ctx, { officeId: ids.kunming, roles: ['reviewer'], person: 307 })
      await approve(reviewer, { requestId, digest })
      await refused(applyInvalidation(officer, planId), 'approvals/not-approved')
      await approve(issuer, { requestId, digest })
      expect(await applyInvalidation(officer, planId)).toEqual({ results: 2, certificates: 2 })
      const changed = await database.read.select().from(statusChanges)
      expect(changed.map(({ act }) => act)).toEqual(['revoke', 'revoke'])
      expect((await heldRows(database.read, listId)).size).toBe(2)
    },
  )

  test('makes whoever issues on its results wait while they are declared invalid', async () => {
    const database = await ownDatabase()
    try {
      const work = await atWork(database, 'kunming-2023')
      const { ctx, cycleId, listId, issuer, ids } = work
      await markThrough(ctx, cycleId, 'post-meeting-filing', FIRST)
      await work.reviewed()
      await issueDocument(issuer, { listId, documentNumber: NUMBER })
      const officer = await somebody(ctx, {
        officeId: ids.kunming,
        roles: ['integrity-officer'],
        person: 306,
      })
      const reviewer = await somebody(ctx, { officeId: ids.kunming, roles: ['reviewer'], person: 307 })
      const { planId, requestId } = await proposeInvalidation(officer, {
        scope: { kind: 'person', listId, position: 1, name: '测试乙' },
        document: '昆人社函〔2023〕7号',
        decidedOn: FIRST,
        ground: '经查，评审程序违规。',
      })
      const { digest } = (await findRequest(database.read, requestId))!
      await approve(reviewer, { requestId, digest })
      // PostgreSQL writes on a row who held it last.
      const holders = () =>
        rowsOf<{ by: string }>(
          database.read,
          sql`select xmax::text as by from review_cycles union all select xmax::text from qualification_documents`,
        )
      const before = await holders()
      await applyInvalidation(officer, planId)
      const after = await holders()
      expect(after).toHaveLength(2)
      expect(after.filter(({ by }) => before.some((row) => row.by === by))).toEqual([])
      expect(new Set(after.map(({ by }) => by)).size).toBe(1)
    } finally {
      await database.close()
    }
  })

  test('and one made elsewhere of a cycle is held to the same order', async ({ database }) => {
    const work = await atWork(database, 'guangan-2023')
    const persons = [
      { name: '测试乙', title: '一级教师', employer: null, specialty: null },
      { name: '测试丙', title: '一级教师', employer: null, specialty: null },
    ]
    const made = { listId: work.listId, documentNumber: NUMBER, issuedOn: FIRST, persons }
    await refused(registerDocument(work.ctx, made), 'approvals/not-requested')
    await work.reviewed()
    await refused(registerDocument(work.ctx, made), 'cycles/step-not-reached')
    await work.publicised()
    await confirmResults(work.sealer, { listId: work.listId })
    await refused(
      registerDocument(work.issuer, {
        ...made,
        documentNumber: '昆人社发〔2019〕1号',
        issuedOn: '2019-01-04',
      }),
      'results/document-before-meeting',
    )
    expect(await registerDocument(work.issuer, made)).toMatchObject({ titles: 2 })
  })

  test('nor made elsewhere by an office of ours that may not issue it (洱人社〔2024〕27号 一（九）)', async ({
    database,
  }) => {
    const work = await atWork(database, 'eryuan-2024')
    const { ctx, cycleId, listId, issuer } = work
    await work.reviewed()
    const { publicationId } = await openPublicity(ctx, {
      listId,
      kind: 'result',
      opensOn: FIRST,
      closesOn: '2023-12-18',
    })
    for (const channel of ['“信息平台”', '洱源县人民政府门户网站'])
      await recordChannel(ctx, {
        publicationId,
        channel,
        address: 'https://rsj.example.gov.cn/gs',
        upOn: FIRST,
        fileDigest: null,
      })
    work.turn('2023-12-19')
    await closePublicity(ctx, { publicationId })
    await markedElsewhere(ctx, cycleId, 'post-meeting-filing', '2023-12-19')
    const persons = ['测试乙', '测试丙'].map((name) => ({
      name,
      title: '一级教师',
      employer: null,
      specialty: null,
    }))
    const made = { listId, documentNumber: NUMBER, issuedOn: '2023-12-19', persons }
    await refused(registerDocument(issuer, made), 'results/not-the-office')
    const { name } = (await listAuthorities(database.read)).find(({ kind }) => kind === 'county')!
    expect(await registerDocument(issuer, { ...made, issuer: name })).toMatchObject({ titles: 2 })
  })
})
