import { describe, expect } from 'vitest'
import { ownStatus } from '../../../src/integrity/own/own-status.ts'
import { integrityInquiries } from '../../../src/integrity/asked/schema.ts'
import { misconductTerms, sealedMisconductTerms } from '../../../src/integrity/schema.ts'
import { sealRows } from '../../../src/ledger/seal.ts'
import type { Database } from '../../../src/platform/database.ts'
import { askAboutList } from '../../../src/results/asking/ask-about-list.ts'
import { resultRows } from '../../../src/results/lists/schema.ts'
import { importList } from '../../../src/results/lists/import-list.ts'
import { latestFiling, standingOfFiling } from '../../../src/results/filing/find-filing.ts'
import { submitFiling } from '../../../src/results/filing/submit-filing.ts'
import { takeFiling } from '../../../src/results/filing/take-filing.ts'
import { termRow } from '../../integrity/term-row.ts'
import { markedElsewhere, officesOn, reviewAtWork, soundStep } from '../../support/cycles-at-work.ts'
import { databaseTest as test } from '../../support/database.ts'
import { somebody } from '../../support/staff.ts'
import { teacher, workbookOf } from '../lists/reviewing.ts'

const KIND = 'pre-meeting'
const NOT_AN_APPLICATION = { code: 'results/not-an-application' }

/** Kunming's committee of 2023 with those who come before it, its filing not yet handed in. */
async function kunming(database: Database, people: number) {
  const at = await officesOn(database, '2023-06-01')
  const { ctx, turn, codes, ids } = at
  const { cycleId } = await reviewAtWork(ctx, {
    office: codes.committee,
    filingAuthority: codes.kunming,
    place: 'kunming-2023',
    year: 2023,
    levels: ['420'],
    meetingOn: '2023-10-16',
  })
  turn('2023-09-20')
  await soundStep(ctx, cycleId, 'notice', '2023-09-01', { filedOn: '2023-08-30' })
  await markedElsewhere(ctx, cycleId, 'recommendation-publicity', '2023-09-08')
  await soundStep(ctx, cycleId, 'qualification-check', '2023-09-10', { accepted: people, rejected: 3 })
  await markedElsewhere(ctx, cycleId, 'title-confirmation', '2023-09-10')
  await markedElsewhere(ctx, cycleId, 'pre-meeting-publicity', '2023-09-19')
  const bring = async (stage: 'candidates' | 'approved', many: number, replaces: string | null = null) =>
    importList(ctx, {
      bytes: await workbookOf(Array.from({ length: many }, (_, i) => teacher(i + 1))),
      fileName: `${stage}.xlsx`,
      authority: codes.kunming,
      office: codes.committee,
      cycleId,
      stage,
      replaces,
    })
  const { listId } = await bring('candidates', people)
  const secretary = await somebody(ctx, {
    officeId: ids.committee,
    roles: ['committee-secretary'],
    person: 861,
  })
  const reviewer = await somebody(ctx, { officeId: ids.kunming, roles: ['reviewer'], person: 862 })
  const filed = async () => {
    const texts = { 'work-plan': '分三个学科组。', rejected: '3 人学历不符。' }
    await submitFiling(secretary, { cycleId, kind: KIND, texts })
    const filing = await latestFiling(database.read, cycleId, KIND)
    const digest = filing === null ? '' : (await standingOfFiling(database.read, filing)).digest
    await takeFiling(reviewer, { cycleId, kind: KIND, digest })
  }
  return { ...at, cycleId, listId, bring, secretary, reviewer, filed }
}

/** A record of one of them that runs, sealed under nothing: nobody audits it here. */
async function record(database: Database, listId: string, position: number): Promise<string> {
  const rows = await database.read.select().from(resultRows)
  const personId = rows.find((row) => row.listId === listId && row.position === position)?.personId ?? ''
  const term = termRow({ personId, startsOn: '2023-01-01', endsOn: '2025-12-31' })
  const { rows: sealed } = sealRows(sealedMisconductTerms, 'R', [term], new Uint8Array(32))
  await database.read.insert(misconductTerms).values([...sealed])
  return personId
}

describe('a committee that asks about its applicants', () => {
  test('is told yes or no of each, and each of them sees who asked', async ({ database }) => {
    const { ctx, listId, filed, secretary } = await kunming(database, 3)
    await filed()
    const personId = await record(database, listId, 2)
    const { asOf, rows } = await askAboutList(secretary, { listId, positions: null })
    expect(asOf).toBe('2023-09-20')
    expect(rows.map(({ position, finding }) => [position, finding])).toEqual([
      [1, 'no-entry'],
      [2, 'recorded'],
      [3, 'no-entry'],
    ])
    expect(new Set(rows.map((row) => JSON.stringify(row).length)).size).toBe(1)
    const kept = await database.read.select().from(integrityInquiries)
    expect(new Set(kept.map(({ words }) => words.length)).size).toBe(1)
    const own = { ...ctx, actor: { ...ctx.actor, kind: 'public', personId } as const }
    expect((await ownStatus(own)).inquiries).toMatchObject([
      { by: 'application', office: '云南省工程等系列高级职称评审委员会', finding: 'recorded' },
    ])
    expect((await askAboutList(secretary, { listId, positions: [3] })).rows).toHaveLength(1)
    await expect(askAboutList(secretary, { listId, positions: [9] })).rejects.toMatchObject({
      code: 'results/nobody-to-ask',
    })
  })

  test('learns nothing of twenty strangers it uploads', async ({ database }) => {
    const { listId, secretary } = await kunming(database, 20)
    await record(database, listId, 7)
    await expect(askAboutList(secretary, { listId, positions: null })).rejects.toMatchObject(
      NOT_AN_APPLICATION,
    )
    await expect(askAboutList(secretary, { listId, positions: [7] })).rejects.toMatchObject(
      NOT_AN_APPLICATION,
    )
    expect(await database.read.select().from(integrityInquiries)).toEqual([])
  })

  test('is answered for the list that was filed, not for the one put in its place', async ({ database }) => {
    const { listId, filed, bring, secretary } = await kunming(database, 3)
    await filed()
    const { listId: later } = await bring('candidates', 4, listId)
    for (const each of [listId, later])
      await expect(askAboutList(secretary, { listId: each, positions: null })).rejects.toMatchObject(
        NOT_AN_APPLICATION,
      )
  })

  test('asks for its own lists only, and by whose work it is', async ({ database }) => {
    const { ctx, ids, listId, filed, reviewer } = await kunming(database, 1)
    await filed()
    const elsewhere = await somebody(ctx, {
      officeId: ids.dali,
      roles: ['committee-secretary'],
      person: 863,
    })
    for (const stranger of [elsewhere, reviewer])
      await expect(askAboutList(stranger, { listId, positions: null })).rejects.toMatchObject({
        code: 'results/list-not-found',
      })
    expect(await database.read.select().from(integrityInquiries)).toEqual([])
  })
})
