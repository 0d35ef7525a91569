import { describe, expect } from 'vitest'
import { reportZero } from '../../../src/collection/acceptance/report-zero.ts'
import { collectionReturns } from '../../../src/collection/acceptance/schema.ts'
import { acceptReturn } from '../../../src/collection/current/accept-return.ts'
import { explainException } from '../../../src/collection/current/explain-exception.ts'
import { readCurrent } from '../../../src/collection/current/read-current.ts'
import { CURRENT_APPROVAL, reportCurrent } from '../../../src/collection/current/report-current.ts'
import { readBoard } from '../../../src/collection/board/read-board.ts'
import { assignProgramme } from '../../../src/collection/programme/assign-programme.ts'
import { openProgramme } from '../../../src/collection/programme/open-programme.ts'
import { issueCertificates } from '../../../src/certificates/issue.ts'
import { authorityByCreditCode } from '../../../src/identity/find-authority.ts'
import { erasePerson } from '../../../src/people/erase.ts'
import { KEPT_OF_PERSONS } from '../../../src/personal-tables.ts'
import type { Database } from '../../../src/platform/database.ts'
import { titleRecords } from '../../../src/titles/schema.ts'
import { databaseTest as test } from '../../support/database.ts'
import { officesAtWork } from '../../support/offices-at-work.ts'
import { somebody } from '../../support/staff.ts'
import { agree } from '../at-work.ts'

const PEOPLE = 4

/** An office with a document of four people, and the current programme it is told to answer. */
async function atWork(database: Database) {
  const { ctx, authority, confirmed } = await officesAtWork(database)
  const document = await confirmed(PEOPLE)
  const { id: officeId } = await authorityByCreditCode(database.read, authority)
  const officer = await somebody(ctx, { officeId, roles: ['collection-officer'], person: 841 })
  const reviewers = [
    await somebody(ctx, { officeId, roles: ['reviewer'], person: 842 }),
    await somebody(ctx, { officeId, roles: ['reviewer'], person: 843 }),
  ]
  const place = 'yunnan-2023'
  const { programmeId } = await openProgramme(officer, { officeId, place, kind: 'current' })
  const part = {
    levels: ['senior', 'intermediate', 'junior'],
    routes: ['review', 'assessment', 'confirmation'],
    fromYear: 2022,
    throughYear: 2023,
  } as const
  await assignProgramme(officer, { programmeId, officeIds: [officeId], part })
  const sums = async () => {
    const { cells } = await readCurrent(officer, programmeId, officeId)
    const sum = (key: 'documents' | 'certificates' | 'explained') =>
      cells.reduce((all, cell) => all + cell[key], 0)
    return [sum('documents'), sum('certificates'), sum('explained')]
  }
  return { ctx, document, officeId, officer, reviewers, programmeId, sums }
}

describe('a year that gets certificates here', () => {
  test('is reported once everybody in its documents has a certificate or a stated reason', async ({
    database,
  }) => {
    const { ctx, document, officeId, officer, reviewers, programmeId, sums } = await atWork(database)
    expect(await sums()).toEqual([PEOPLE, 0, 0])
    const report = () => reportCurrent(officer, { programmeId, officeId, year: 2023 })
    await expect(report()).rejects.toMatchObject({
      code: 'collection/unexplained-left',
      facts: { count: PEOPLE },
    })
    const { without } = await readCurrent(officer, programmeId, officeId)
    expect(without.map((one) => one.document)).toEqual(Array.from({ length: PEOPLE }, () => document))
    for (const { titleId } of without)
      await explainException(officer, { titleId, reason: 'under-inquiry', ground: '投诉未结。' })
    expect(await sums()).toEqual([PEOPLE, 0, PEOPLE])

    const { returnId } = await report()
    for (const reviewer of reviewers) await agree(reviewer, CURRENT_APPROVAL, returnId)
    // A certificate issued meanwhile is another truth than the one that was approved.
    await issueCertificates(ctx, { document })
    expect(await sums()).toEqual([PEOPLE, PEOPLE, 0])
    await expect(acceptReturn(officer, returnId)).rejects.toMatchObject({
      code: 'collection/changed-meanwhile',
    })

    const again = await report()
    for (const reviewer of reviewers) await agree(reviewer, CURRENT_APPROVAL, again.returnId)
    expect(await acceptReturn(officer, again.returnId)).toMatchObject({ records: PEOPLE })
    expect((await readBoard(officer, programmeId)).all).toMatchObject({ records: PEOPLE, late: 0 })
  })

  test('is reported without whoever was erased before they got a certificate', async ({ database }) => {
    const { ctx, document, officeId, officer, reviewers, programmeId, sums } = await atWork(database)
    const [gone] = await database.read.select().from(titleRecords)
    if (!gone) throw new Error('nobody in documents')
    const kept = { ...KEPT_OF_PERSONS, refuseWhile: [] }
    await erasePerson(ctx, { personId: gone.personId, ground: 'withdrawn' }, kept)
    const { without } = await readCurrent(officer, programmeId, officeId)
    expect(without.map(({ titleId }) => titleId)).not.toContain(gone.id)
    const report = () => reportCurrent(officer, { programmeId, officeId, year: 2023 })
    await expect(report()).rejects.toMatchObject({ facts: { count: PEOPLE - 1 } })
    await issueCertificates(ctx, { document })
    expect(await sums()).toEqual([PEOPLE, PEOPLE - 1, 0])
    const { cells } = await readCurrent(officer, programmeId, officeId)
    expect(cells.reduce((all, { erased }) => all + erased, 0)).toBe(1)
    const { returnId } = await report()
    for (const reviewer of reviewers) await agree(reviewer, CURRENT_APPROVAL, returnId)
    expect(await acceptReturn(officer, returnId)).toMatchObject({ records: PEOPLE })
  })

  test('takes no zero return for a cell in which a document names somebody', async ({ database }) => {
    const { officeId, officer, programmeId } = await atWork(database)
    const [cell] = (await readCurrent(officer, programmeId, officeId)).cells
    if (!cell) throw new Error('nobody in documents')
    const part = {
      levels: [cell.level],
      routes: [cell.route],
      fromYear: cell.year,
      throughYear: cell.year,
    }
    const report = (year: number) =>
      reportZero(officer, {
        programmeId,
        officeId,
        part: { ...part, fromYear: year, throughYear: year },
        ground: '查档。',
      })
    await expect(report(cell.year)).rejects.toMatchObject({
      code: 'collection/not-empty',
      facts: { state: '文件中有人' },
    })
    expect(await database.read.select().from(collectionReturns)).toEqual([])
    await expect(report(2022)).resolves.toBeDefined()
  })

  test('is explained once for each person, and not for who has a certificate', async ({ database }) => {
    const { ctx, document, officeId, officer, programmeId } = await atWork(database)
    const [one, other] = (await readCurrent(officer, programmeId, officeId)).without
    const explain = (titleId = '', reason = 'declined') =>
      explainException(officer, { titleId, reason, ground: '本人书面声明。' })
    await expect(explain(one?.titleId, 'because')).rejects.toMatchObject({ code: 'collection/bad-return' })
    await explain(one?.titleId)
    await expect(explain(one?.titleId)).rejects.toMatchObject({ code: 'collection/nothing-unexplained' })
    await expect(explain('nobody')).rejects.toMatchObject({ code: 'collection/title-not-found' })
    await issueCertificates(ctx, { document })
    await expect(explain(other?.titleId)).rejects.toMatchObject({ code: 'collection/nothing-unexplained' })
  })
})
