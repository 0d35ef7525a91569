import { isNull } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { certifiableTitles } from '../../../src/collection/certifying/certifiable-titles.ts'
import { listAccepted } from '../../../src/collection/certifying/list-accepted.ts'
import { applyCorrection } from '../../../src/collection/corrections/apply-correction.ts'
import { listUnbound } from '../../../src/collection/corrections/list-unbound.ts'
import {
  CORRECTION_APPROVAL,
  proposeCorrection,
  type Corrected,
} from '../../../src/collection/corrections/propose-correction.ts'
import { collectionCorrections } from '../../../src/collection/reconcile/schema.ts'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { personJoins, persons } from '../../../src/people/schema.ts'
import type { Database } from '../../../src/platform/database.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { titleRecords } from '../../../src/titles/schema.ts'
import { findBatch } from '../../../src/verification/batch/find-batch.ts'
import { verifySubmitted } from '../../../src/verification/verify.ts'
import { databaseTest as it } from '../../support/database.ts'
import { memoryInMemory } from '../../support/offices-at-work.ts'
import { madeUpNumber, somebody } from '../../support/staff.ts'
import { agree } from '../at-work.ts'
import { DOCUMENT, IN_2022, with2022 } from '../certifying/certificate-year.ts'
import { engineer } from '../reconcile/past-people.ts'

const bind = (person: number) =>
  ({ kind: 'bind', idType: 'resident-identity-card', idNumber: madeUpNumber(person) }) as const

/** Somebody accepted without a number, and a colleague with one. */
async function numberless(database: Database, called = engineer(3).姓名 ?? '') {
  const work = await with2022(database)
  const nobody = engineer(3, { ...IN_2022, 姓名: called, 身份证号: '', 证书编号: '甲1号' })
  await work.accepted(work.kunming, [nobody, engineer(2, IN_2022)])
  const found = await listUnbound(work.kunming.officer, { after: '' })
  const titleId = found.titles[0]?.title.id ?? ''
  const propose = (corrected: Corrected, of = titleId, by = work.kunming.officer) =>
    proposeCorrection(by, { titleId: of, corrected, ground: '人事档案第3卷身份证复印件。' })
  const done = async (corrected: Corrected, of = titleId) => {
    const { correctionId } = await propose(corrected, of)
    await agree(work.kunming.reviewer, CORRECTION_APPROVAL, correctionId)
    await agree(work.accepter, CORRECTION_APPROVAL, correctionId)
    await applyCorrection(work.kunming.officer, { correctionId })
    return correctionId
  }
  const certifiable = () =>
    certifiableTitles(database.read, { authorityId: work.officeId, document: DOCUMENT })
  return { ...work, found, titleId, name: called, propose, done, certifiable }
}

describe('a title of somebody without a number', () => {
  it('is certified once two others agreed whose number it is, and answers to it', async ({ database }) => {
    const { ctx, kunming, reviewer, clerk, officeId, found, name, propose, done, certifiable } =
      await numberless(database)
    expect(found.titles.map(({ told, tier, employer }) => [told.name, tier, employer])).toEqual([
      [name, 'none', '昆明市第一建筑公司'],
    ])
    expect((await certifiable()).notNow).toEqual({ unbound: 1 })
    const asked = { number: '甲1号', name, idNumber: madeUpNumber(3) }
    const ask = () => verifySubmitted(ctx, asked)
    const inList = (others: Partial<typeof asked> = {}) =>
      findBatch(ctx, [{ sheet: '', row: 1, code: '', paper: null, ...asked, ...others }])
    expect((await ask()).status).toBe('unknown')
    expect(await inList()).toEqual([null])

    const { correctionId } = await propose(bind(3))
    await agree(reviewer, CORRECTION_APPROVAL, correctionId)
    await expect(applyCorrection(kunming.officer, { correctionId })).rejects.toMatchObject({
      code: 'approvals/not-approved',
    })
    expect(await database.read.$count(personJoins)).toBe(0)
    const bound = await done(bind(3))
    await expect(applyCorrection(kunming.officer, { correctionId: bound })).rejects.toMatchObject({
      code: 'collection/correction-applied',
    })

    expect((await listUnbound(kunming.officer, { after: '' })).titles).toEqual([])
    expect((await ask()).status).toBe('historical')
    expect(await inList()).toMatchObject([{ kind: 'past-title' }])
    expect(await inList({ idNumber: madeUpNumber(2) })).toEqual([null])
    expect((await certifiable()).notNow).toEqual({})
    expect(await listAccepted(clerk, { authorityId: officeId, document: DOCUMENT })).toMatchObject({
      titles: 2,
    })
    const audit = await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory: memoryInMemory() })
    expect(audit.defects).toEqual([])
  })

  it('joins somebody known already, and is parted from a wrong one again', async ({ database }) => {
    const { kunming, titleId, name, accepted, done, certifiable } = await numberless(database)
    await accepted(kunming, [engineer(11, { ...IN_2022, 姓名: name, 工作单位: '另一单位' })])
    const people = await database.read.$count(persons)
    await done(bind(11))
    expect(await database.read.$count(persons)).toBe(people)
    const current = await currentOf(database, titleId)
    await done({ kind: 'unbind' }, current)
    expect((await certifiable()).notNow).toEqual({ unbound: 1 })
    expect((await listUnbound(kunming.officer, { after: '' })).titles).toHaveLength(1)
  })

  it.for<[string, string, Corrected]>([
    [
      'a number whose check digit is wrong',
      'collection/bad-correction',
      { ...bind(3), idNumber: madeUpNumber(3).slice(0, 17) + 'Y' },
    ],
    ['a number another name has', 'collection/number-of-another', bind(2)],
    ['nothing to part', 'collection/not-bound', { kind: 'unbind' }],
  ])('is not proposed with %s', async ([, code, corrected], { database }) => {
    const { propose } = await numberless(database)
    await expect(propose(corrected)).rejects.toMatchObject({ code })
    expect(await database.read.$count(collectionCorrections)).toBe(0)
  })

  it('is bound by nobody to themselves, and by nobody out of reach', async ({ database }) => {
    // Accounts are opened under one name here.
    const { ctx, dali, officeId, propose } = await numberless(database, '测试人员')
    const own = await somebody(ctx, { officeId, roles: ['collection-officer'], person: 840 })
    await expect(propose(bind(840), undefined, own)).rejects.toMatchObject({ code: 'collection/own-number' })
    await expect(propose(bind(840), undefined, dali.officer)).rejects.toMatchObject({
      code: 'collection/title-not-found',
    })
    expect((await listUnbound(dali.officer, { after: '' })).titles).toEqual([])
    expect(await database.read.$count(collectionCorrections)).toBe(0)
  })

  it('that has one is not bound to another', async ({ database }) => {
    const { propose } = await numberless(database)
    const [sound] = await database.read.select().from(titleRecords).where(isNull(titleRecords.pastNumber))
    await expect(propose(bind(5), sound?.id)).rejects.toMatchObject({ code: 'collection/already-bound' })
  })
})

async function currentOf(database: Database, titleId: string): Promise<string> {
  const rows = await database.read
    .select({ id: titleRecords.id, replaces: titleRecords.replaces })
    .from(titleRecords)
  let id = titleId
  for (
    let next = rows.find(({ replaces }) => replaces === id);
    next;
    next = rows.find((each) => each.replaces === id)
  )
    id = next.id
  return id
}
