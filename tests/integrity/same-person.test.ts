import { describe, expect } from 'vitest'
import { approve } from '../../src/approvals/approve.ts'
import { latestRequest } from '../../src/approvals/find-request.ts'
import { barredPersons } from '../../src/integrity/barred.ts'
import { reverseRecord } from '../../src/integrity/records/change-record.ts'
import { putInForce } from '../../src/integrity/records/put-in-force.ts'
import { recordsOf } from '../../src/integrity/records/read-record.ts'
import { misconductVersions } from '../../src/integrity/records/schema.ts'
import { submitRecord } from '../../src/integrity/records/submit-record.ts'
import { carryOutJoin } from '../../src/integrity/same-person/carry-out-join.ts'
import { JOIN_APPROVAL } from '../../src/integrity/same-person/proposal.ts'
import { proposeJoin, type JoinedPerson, type NewJoin } from '../../src/integrity/same-person/propose-join.ts'
import { listJoins, readJoin } from '../../src/integrity/same-person/read-joins.ts'
import { misconductTerms } from '../../src/integrity/schema.ts'
import { auditEverything } from '../../src/ledger/audit.ts'
import { ledgerEntries } from '../../src/ledger/schema.ts'
import { isSamePerson, samePersons } from '../../src/people/same-persons.ts'
import { personJoins, persons } from '../../src/people/schema.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { fromUtf8 } from '../../src/signing/bytes.ts'
import { auditTrail } from '../../src/trail/audit.ts'
import { auditWaiting } from '../../src/trail/audit-waiting.ts'
import { closeBatches } from '../../src/trail/close-batches.ts'
import { databaseTest as test } from '../support/database.ts'
import { memoryInMemory } from '../support/offices-at-work.ts'
import { madeUpNumber, somebody } from '../support/staff.ts'
import { agree, applicant, archiveAtWork } from './records/at-work.ts'

const PASSPORT = { name: '某甲', idType: 'passport', idNumber: 'E12345678' } as const
const card = (person: number): JoinedPerson => ({
  name: '某甲',
  idType: 'resident-identity-card',
  idNumber: madeUpNumber(person),
})
const GROUND = '出入境记录和户籍证明均载明两证为同一人。'

/** The archive, two numbers of one human with a record under the passport, and the ways a merge goes. */
async function twoNumbers(database: Database) {
  const desk = await archiveAtWork(database)
  const { officer, officeId, reviewers, inForce, entered } = desk
  const recordId = await inForce({ subject: { kind: 'applicant', ...PASSPORT, nameVerified: false } })
  await entered({ subject: applicant(811), decisionNumber: '昆人社决〔2023〕11号' })
  const ids = await database.read.select({ id: persons.id, idType: persons.idType }).from(persons)
  const passport = ids.find(({ idType }) => idType === 'passport')?.id ?? ''
  const proposed = async (of: Partial<NewJoin> = {}) =>
    (
      await proposeJoin(officer, {
        act: 'merge',
        officeId,
        people: [PASSPORT, card(811)],
        ground: GROUND,
        ...of,
      })
    ).proposalId
  const agreed = async (proposalId: string, by: Context = reviewers[0]) => {
    const request = await latestRequest(database.read, { kind: JOIN_APPROVAL, subjectId: proposalId })
    await approve(by, { requestId: request?.id ?? '', digest: request?.digest ?? '' })
  }
  const carried = async (of: Partial<NewJoin> = {}) => {
    const proposalId = await proposed(of)
    await agreed(proposalId)
    await carryOutJoin(officer, proposalId)
    return proposalId
  }
  return { ...desk, recordId, passport, proposed, agreed, carried }
}

const cardOf = async (database: Database, passport: string): Promise<string> => {
  const rows = await database.read.select({ personId: misconductVersions.personId }).from(misconductVersions)
  return rows.find(({ personId }) => personId !== passport)?.personId ?? ''
}

const barred = (ctx: Context, ids: readonly string[], day = '2024-06-01') =>
  barredPersons(ctx, ctx.database.read, ids, { from: day, through: day })

describe('one human under two numbers', () => {
  test('is barred under both once merged, and sees their records under either', async ({ database }) => {
    const { ctx, passport, proposed, agreed, officer, recordId } = await twoNumbers(database)
    const other = await cardOf(database, passport)
    expect([...(await barred(ctx, [passport, other, 'nobody']))]).toEqual([passport])
    const proposalId = await proposed()
    await expect(carryOutJoin(officer, proposalId)).rejects.toMatchObject({ code: 'approvals/not-approved' })
    expect(await isSamePerson(database.read, passport, other)).toBe(false)
    await agreed(proposalId)
    await carryOutJoin(officer, proposalId)
    expect([...(await barred(ctx, [other, 'nobody']))]).toEqual([other])
    expect([...(await barred(ctx, [other, passport]))].toSorted()).toEqual([other, passport].toSorted())
    expect([...(await barred(ctx, [other], '2027-06-01'))]).toEqual([])
    expect(await recordsOf(ctx, database.read, other, '2024-06-01')).toMatchObject([{ recordId }])
    // Nothing was moved.
    expect((await database.read.select().from(misconductTerms)).map(({ personId }) => personId)).toEqual([
      passport,
    ])
  })

  test('parted again is as before, record by record, and what came meanwhile stays with its number', async ({
    database,
  }) => {
    const desk = await twoNumbers(database)
    const { ctx, passport, carried, inForce, officer } = desk
    const other = await cardOf(database, passport)
    const before = await database.read.select().from(misconductTerms)
    await carried()
    await inForce({ subject: applicant(811), decisionNumber: '昆人社决〔2023〕12号' })
    expect(await recordsOf(ctx, database.read, passport, '2024-06-01')).toHaveLength(2)
    await carried({ act: 'part', ground: '经核对指纹档案，两证并非同一人。' })
    expect(await isSamePerson(database.read, passport, other)).toBe(false)
    const after = await database.read.select().from(misconductTerms)
    expect(after.filter(({ personId }) => personId === passport)).toEqual(before)
    expect(await recordsOf(ctx, database.read, passport, '2024-06-01')).toHaveLength(1)
    expect(await recordsOf(ctx, database.read, other, '2024-06-01')).toMatchObject([
      { decisionNumber: '昆人社决〔2023〕12号' },
    ])
    // Cleared under the one, the other still is barred by its own.
    const [own] = await recordsOf(ctx, database.read, passport, '2024-06-01')
    await reverseRecord(officer, {
      recordId: own?.recordId ?? '',
      act: 'clear',
      decidedBy: '昆明市人民政府',
      decisionNumber: '昆政复〔2024〕2号',
      decidedOn: '2024-06-01',
      reason: '经复议，认定有误。',
    })
    await desk.approved(own?.recordId ?? '')
    await putInForce(officer, own?.recordId ?? '')
    expect([...(await barred(ctx, [passport, other]))]).toEqual([other])
  })

  test('is recorded for one decision once, under whichever number, until they are parted', async ({
    database,
  }) => {
    const { carried, entered } = await twoNumbers(database)
    await carried()
    await expect(entered({ subject: applicant(811) })).rejects.toMatchObject({
      code: 'integrity/already-recorded',
    })
    await carried({ act: 'part', ground: '经核对指纹档案，两证并非同一人。' })
    await entered({ subject: applicant(811) })
  })

  test('is one over a chain of three, and parting one link parts only there', async ({ database }) => {
    const { carried, passport, entered } = await twoNumbers(database)
    const other = await cardOf(database, passport)
    await entered({ subject: applicant(812), decisionNumber: '昆人社决〔2023〕13号' })
    await carried()
    await carried({ people: [card(811), card(812)] })
    const same = await samePersons(database.read, [passport, 'nobody'])
    expect(same.get(passport)).toHaveLength(3)
    expect(same.get('nobody')).toEqual(['nobody'])
    await expect(carried({ people: [PASSPORT, card(812)] })).rejects.toMatchObject({
      code: 'people/already-joined',
    })
    await expect(carried({ act: 'part', people: [PASSPORT, card(812)] })).rejects.toMatchObject({
      code: 'people/not-joined',
    })
    await carried({ act: 'part', ground: '护照一份登记有误，不是同一人。' })
    expect((await samePersons(database.read, [other])).get(other)).toHaveLength(2)
    expect((await samePersons(database.read, [passport])).get(passport)).toEqual([passport])
  })

  test('is one person among those who approve, also when it is found out afterwards', async ({
    database,
  }) => {
    const desk = await twoNumbers(database)
    const { ctx, officeId, officer, reviewers, entered } = desk
    const recordId = await entered({ subject: applicant(815), decisionNumber: '昆人社决〔2023〕15号' })
    await submitRecord(officer, recordId)
    for (const reviewer of reviewers) await agree(reviewer, recordId)
    const third = await somebody(ctx, { officeId, roles: ['reviewer'], person: 804 })
    const staff = (person: number): JoinedPerson => ({
      name: '测试人员',
      idType: 'resident-identity-card',
      idNumber: madeUpNumber(person),
    })
    const proposalId = await desk.proposed({ people: [staff(802), staff(803)] })
    await desk.agreed(proposalId, third)
    await carryOutJoin(officer, proposalId)
    await expect(putInForce(officer, recordId)).rejects.toMatchObject({ code: 'approvals/not-approved' })
    await agree(third, recordId)
    await putInForce(officer, recordId)
    const next = await entered({ subject: applicant(816), decisionNumber: '昆人社决〔2023〕16号' })
    await submitRecord(officer, next)
    await agree(reviewers[0], next)
    await expect(agree(reviewers[1], next)).rejects.toMatchObject({ code: 'approvals/already-decided' })
  })
})

describe('whom it concerns', () => {
  const staff: JoinedPerson = {
    name: '测试人员',
    idType: 'resident-identity-card',
    idNumber: madeUpNumber(802),
  }
  test('agrees neither to the merge of their own number nor to its parting', async ({ database }) => {
    const { officer, reviewers, proposed, agreed, carried } = await twoNumbers(database)
    const [own, other] = reviewers
    const people = [staff, card(811)] as const
    const proposalId = await proposed({ people })
    await expect(agreed(proposalId, own)).rejects.toMatchObject({ code: 'approvals/own-request' })
    await agreed(proposalId, other)
    await carryOutJoin(officer, proposalId)
    // Under either number by now.
    await expect(carried({ people: [PASSPORT, card(811)] })).rejects.toMatchObject({
      code: 'approvals/own-request',
    })
    const part = await proposed({ act: 'part', people })
    await expect(agreed(part, own)).rejects.toMatchObject({ code: 'approvals/own-request' })
  })

  test('does not count among those who approved, also when it is found out afterwards', async ({
    database,
  }) => {
    const { ctx, officeId, officer, reviewers, entered, proposed, agreed } = await twoNumbers(database)
    const recordId = await entered({ subject: applicant(815), decisionNumber: '昆人社决〔2023〕15号' })
    await submitRecord(officer, recordId)
    for (const reviewer of reviewers) await agree(reviewer, recordId)
    const third = await somebody(ctx, { officeId, roles: ['reviewer'], person: 804 })
    const proposalId = await proposed({ people: [staff, card(815)] })
    await agreed(proposalId, third)
    await carryOutJoin(officer, proposalId)
    await expect(putInForce(officer, recordId)).rejects.toMatchObject({ code: 'approvals/not-approved' })
    await agree(third, recordId)
    await putInForce(officer, recordId)
  })
})

describe('a merge that is not made', () => {
  const refused: readonly (readonly [string, Partial<NewJoin>, string])[] = [
    ['of one record with itself', { people: [card(811), card(811)] }, 'people/same-person'],
    ['of somebody nobody knows', { people: [PASSPORT, card(899)] }, 'integrity/person-unknown'],
    [
      'under a name that was not registered',
      { people: [PASSPORT, { ...card(811), name: '某乙' }] },
      'integrity/person-unknown',
    ],
    ['without saying why', { ground: '同一人' }, 'integrity/bad-record'],
    ['taken back though there was none', { act: 'part' }, 'people/not-joined'],
  ]
  test.for(refused)('%s', async ([, of, code], { database }) => {
    const { proposed } = await twoNumbers(database)
    await expect(proposed(of)).rejects.toMatchObject({ code })
    expect(await database.read.select().from(personJoins)).toEqual([])
  })

  test('by whom it concerns, or agreed to by who proposed it', async ({ database }) => {
    const { ctx, officeId, officer, proposed, agreed } = await twoNumbers(database)
    const own = { name: '测试人员', idType: 'resident-identity-card', idNumber: madeUpNumber(801) } as const
    await expect(proposed({ people: [own, card(811)] })).rejects.toMatchObject({
      code: 'integrity/join-of-oneself',
    })
    const proposalId = await proposed()
    const again = await somebody(ctx, { officeId, roles: ['reviewer'], person: 801 })
    await expect(agreed(proposalId, again)).rejects.toMatchObject({ code: 'approvals/own-request' })
    await expect(agreed(proposalId, officer)).rejects.toMatchObject({ code: 'approvals/own-request' })
  })

  test('twice by one approval, also after it was taken back', async ({ database }) => {
    const { carried, officer } = await twoNumbers(database)
    const proposalId = await carried()
    await expect(carryOutJoin(officer, proposalId)).rejects.toMatchObject({ code: 'integrity/join-settled' })
    await carried({ act: 'part', ground: '经核对指纹档案，两证并非同一人。' })
    await expect(carryOutJoin(officer, proposalId)).rejects.toMatchObject({ code: 'integrity/join-settled' })
    expect(await database.read.select().from(personJoins)).toHaveLength(2)
  })
})

describe('what a merge leaves', () => {
  test('is under the ledger by the day, with nothing of anybody, and every row is audited', async ({
    database,
  }) => {
    const { ctx, carried, officer } = await twoNumbers(database)
    const size = (await database.read.select().from(ledgerEntries)).length
    const proposalId = await carried()
    expect(await database.read.select().from(ledgerEntries)).toHaveLength(size)
    const means = { sealedTables: SEALED_TABLES, memory: memoryInMemory(), auditTrail, auditWaiting }
    expect((await auditEverything(ctx, means)).defects).toEqual([])
    const later = new Date(ctx.now().getTime() + 86_400_000)
    const next = { ...ctx, now: () => later, today: () => '2026-11-22' }
    await closeBatches(next)
    expect((await auditEverything(next, means)).defects).toEqual([])
    const bodies = await database.read.select({ body: ledgerEntries.body }).from(ledgerEntries)
    for (const { body } of bodies) expect(fromUtf8(body)).not.toMatch(/integrity\.|join/)
    expect(await listJoins(officer)).toEqual([
      { proposalId, act: 'merge', proposedOn: '2026-11-21', state: 'done' },
    ])
    expect(await readJoin(officer, proposalId)).toMatchObject({
      ground: GROUND,
      people: [{ name: '某甲' }, { name: '某甲' }],
    })
  })

  test('is nobody else’s to see', async ({ database }) => {
    const { ctx, ids, carried } = await twoNumbers(database)
    const proposalId = await carried()
    const elsewhere = await somebody(ctx, { officeId: ids.dali, roles: ['integrity-officer'], person: 830 })
    expect(await listJoins(elsewhere)).toEqual([])
    await expect(readJoin(elsewhere, proposalId)).rejects.toMatchObject({ code: 'integrity/join-not-found' })
  })
})
