import { and, eq, isNull, ne } from 'drizzle-orm'
import { describe, expect, it as plain } from 'vitest'
import { certifiableTitles } from '../../../src/collection/certifying/certifiable-titles.ts'
import { checkedChanges, type Changes } from '../../../src/collection/corrections/checked-changes.ts'
import { applyCorrection } from '../../../src/collection/corrections/apply-correction.ts'
import {
  CORRECTION_APPROVAL,
  proposeCorrection,
  type Corrected,
} from '../../../src/collection/corrections/propose-correction.ts'
import { reportZero, ZERO_APPROVAL } from '../../../src/collection/acceptance/report-zero.ts'
import { acceptReturn } from '../../../src/collection/current/accept-return.ts'
import { assignProgramme } from '../../../src/collection/programme/assign-programme.ts'
import { openProgramme } from '../../../src/collection/programme/open-programme.ts'
import { collectionCells, collectionProgrammes } from '../../../src/collection/programme/schema.ts'
import { foldDocumentNumber } from '../../../src/titles/document-number.ts'
import { collectedCells, titleRecords } from '../../../src/titles/schema.ts'
import { verifySubmitted } from '../../../src/verification/verify.ts'
import { databaseTest as it } from '../../support/database.ts'
import type { Database } from '../../../src/platform/database.ts'
import { madeUpNumber } from '../../support/staff.ts'
import { agree, WHOLE } from '../at-work.ts'
import { engineer, pastAtWork } from '../reconcile/past-people.ts'

async function acceptedOne(database: Database) {
  const work = await pastAtWork(database)
  await work.accepted(work.kunming, [engineer(1, { 证书编号: '甲1号' }), engineer(2)])
  const [title] = await database.read.select().from(titleRecords).where(eq(titleRecords.pastNumber, '甲1号'))
  const titleId = title?.id ?? ''
  const propose = (corrected: Corrected) =>
    proposeCorrection(work.kunming.officer, { titleId, corrected, ground: '原始档案第12卷载明。' })
  const approved = async (corrected: Corrected) => {
    const { correctionId } = await propose(corrected)
    await agree(work.kunming.reviewer, CORRECTION_APPROVAL, correctionId)
    await agree(work.accepter, CORRECTION_APPROVAL, correctionId)
    return correctionId
  }
  const ask = () => verifySubmitted(work.ctx, { number: '甲1号', name: engineer(1).姓名 ?? '' })
  return { ...work, titleId, propose, approved, ask }
}

describe('correcting an accepted title', () => {
  it('makes its next version once others have approved it, and counts its cells anew', async ({
    database,
  }) => {
    const { kunming, propose, approved, ask, ids } = await acceptedOne(database)
    const change = { kind: 'change', changes: { obtainedOn: '1999-03', specialty: '电气' } } as const
    const { correctionId: alone } = await propose(change)
    await expect(applyCorrection(kunming.officer, { correctionId: alone })).rejects.toMatchObject({
      code: 'approvals/not-approved',
    })
    expect((await ask()).pastTitle?.obtainedOn).toBe('1998-12-01')
    const correctionId = await approved(change)
    await applyCorrection(kunming.officer, { correctionId })
    expect((await ask()).pastTitle).toMatchObject({ obtainedOn: '1999-03', specialty: '电气' })
    await expect(applyCorrection(kunming.officer, { correctionId })).rejects.toMatchObject({
      code: 'collection/correction-applied',
    })
    const counted = await database.read
      .select({ year: collectionCells.year, records: collectionCells.records })
      .from(collectionCells)
      .where(and(eq(collectionCells.officeId, ids.kunming), eq(collectionCells.year, 1998)))
    expect(counted.filter(({ records }) => records > 0)).toEqual([{ year: 1998, records: 1 }])
    const versions = await database.read
      .select({ version: collectedCells.version, records: collectedCells.records })
      .from(collectedCells)
      .orderBy(collectedCells.version)
    expect(versions).toEqual([
      { version: 1, records: 2 },
      { version: 2, records: 1 },
    ])
  })

  it('settles cells of another collection only where that one accepted them', async ({ database }) => {
    const { kunming, approved, ids, officeId, officer, reviewer, accepter } = await acceptedOne(database)
    const { programmeId } = await openProgramme(officer, { officeId, place: 'yunnan-2023', kind: 'past' })
    const part = { ...WHOLE, levels: ['intermediate', 'junior'] as const, fromYear: 1998, throughYear: 1999 }
    await assignProgramme(officer, { programmeId, officeIds: [ids.kunming], part })
    const route = { levels: ['intermediate'], routes: ['review'] } as const
    const first = await database.read
      .select()
      .from(collectionProgrammes)
      .where(ne(collectionProgrammes.id, programmeId))
    // 1999 is a zero return of the first collection; the second one knows nothing of either year.
    const { returnId } = await reportZero(officer, {
      programmeId: first[0]?.id ?? '',
      officeId,
      part: { ...route, fromYear: 1999, throughYear: 1999 },
      ground: '查档。',
    })
    for (const by of [reviewer, accepter]) await agree(by, ZERO_APPROVAL, returnId)
    await acceptReturn(officer, returnId)
    const correctionId = await approved({ kind: 'change', changes: { obtainedOn: '1999-03' } })
    await applyCorrection(kunming.officer, { correctionId })
    const cells = await database.read
      .select()
      .from(collectionCells)
      .where(
        and(
          eq(collectionCells.officeId, officeId),
          eq(collectionCells.level, 'intermediate'),
          eq(collectionCells.route, 'review'),
        ),
      )
      .orderBy(collectionCells.year)
    const of = (id: string) =>
      cells
        .filter((cell) => cell.programmeId === id && cell.year > 1997 && cell.year < 2000)
        .map(({ state, records }) => [state, records])
    expect(of(programmeId)).toEqual([
      ['open', 0],
      ['open', 0],
    ])
    expect(of(first[0]?.id ?? '')).toEqual([
      ['accepted', 1],
      ['accepted', 1],
    ])
  })

  it('is found by its document in whichever brackets, as collected and as corrected', async ({
    database,
  }) => {
    const { ctx, kunming, accepted, approved, officeId } = await acceptedOne(database)
    const statusOf = async (number: string, person: number) =>
      (
        await verifySubmitted(ctx, {
          number,
          name: engineer(person).姓名 ?? '',
          idNumber: madeUpNumber(person),
        })
      ).status
    const correctionId = await approved({ kind: 'change', changes: { document: '云人职发(1998)31号' } })
    await applyCorrection(kunming.officer, { correctionId })
    for (const number of ['云人职发(1998)31号', '云人职发〔1998〕31号', '云人职发[1998年]第31号'])
      expect(await statusOf(number, 1)).toBe('historical')
    const document = foldDocumentNumber('云人职发(1998)31号')
    expect((await certifiableTitles(database.read, { authorityId: officeId, document })).notNow).not.toEqual(
      {},
    )
    await accepted(kunming, [engineer(3, { 批准文号: '昆职改字(95)12号' })])
    for (const number of ['昆职改字(95)12号', '昆职改字〔95〕12号', '昆职改字[95]12号'])
      expect(await statusOf(number, 3)).toBe('historical')
  })

  it('takes back what should never have been accepted', async ({ database }) => {
    const { kunming, approved, ask } = await acceptedOne(database)
    await applyCorrection(kunming.officer, { correctionId: await approved({ kind: 'take-back' }) })
    expect((await ask()).status).toBe('unknown')
    expect(await database.read.$count(titleRecords, isNull(titleRecords.replaces))).toBe(2)
  })
})

describe('what an accepted title should say instead', () => {
  const before = {
    name: '工程师乙',
    series: '工程技术',
    specialty: '机械',
    title: '工程师',
    level: '420',
    route: 'review',
    obtainedOn: '1998-12-01',
    document: null,
    issuer: null,
    paper: null,
  } as const

  plain.each<[string, Changes]>([
    ['nothing', { specialty: '机械' }],
    ['to a day that never was', { obtainedOn: '1998-02-30' }],
    ['to a day to come', { obtainedOn: '2027' }],
    ['to a level nobody knows', { level: '特级' }],
    ['to a route that is not collected', { route: '考试' }],
    ['the name away', { name: '' }],
    ['to a formula', { specialty: '=1+1' }],
  ])('is refused where it changes %s', (_, changes) => {
    expect(() => checkedChanges(before, changes, '2026-11-21')).toThrow(
      expect.objectContaining({ code: 'collection/bad-correction' }),
    )
  })

  plain('is only what differs, in codes', () => {
    const typed = {
      level: '正高级',
      specialty: ' 电气 ',
      title: '工程师',
      document: '云人职发(1998)31号',
      issuer: '',
      obtainedOn: '1998-12',
    }
    expect(checkedChanges(before, typed, '2026-11-21')).toEqual({
      level: '411',
      specialty: '电气',
      document: '云人职发〔1998〕31号',
      obtainedOn: '1998-12',
    })
  })
})
