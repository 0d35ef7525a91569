import { sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { acceptReturn } from '../../../src/collection/current/accept-return.ts'
import { putInProof } from '../../../src/collection/acceptance/count-cells.ts'
import { reportZero, ZERO_APPROVAL } from '../../../src/collection/acceptance/report-zero.ts'
import { heatMaps } from '../../../src/collection/board/heat-map.ts'
import { readBoard } from '../../../src/collection/board/read-board.ts'
import { applyCorrection } from '../../../src/collection/corrections/apply-correction.ts'
import {
  CORRECTION_APPROVAL,
  proposeCorrection,
} from '../../../src/collection/corrections/propose-correction.ts'
import { drawLines } from '../../../src/collection/programme/line.ts'
import { titleRecords } from '../../../src/titles/schema.ts'
import { engineer, pastAtWork } from '../reconcile/past-people.ts'
import { assignProgramme } from '../../../src/collection/programme/assign-programme.ts'
import type { Context } from '../../../src/platform/context.ts'
import { databaseTest as test } from '../../support/database.ts'
import { agree, collectionAtWork, SMALL } from '../at-work.ts'
import { counted } from './counted.ts'

describe('the board', () => {
  test('equals a count made from the sealed rows alone', async ({ database }) => {
    const at = await collectionAtWork(database, { ...SMALL, levels: ['junior', 'senior'] })
    const { ctx, ids, programmeId, officeId, top, officer, reviewer, accepter } = at
    await assignProgramme(top, { programmeId, officeIds: [ids.dali, ids.province], part: SMALL })
    const { returnId } = await reportZero(officer, {
      programmeId,
      officeId,
      part: { ...SMALL, throughYear: 1998 },
      ground: '查档。',
    })
    for (const by of [reviewer, accepter]) await agree(by, ZERO_APPROVAL, returnId)
    await acceptReturn(officer, returnId)

    const board = await readBoard(top, programmeId)
    const { cells, done, zero, late, tardy, records } = board.all
    expect({ cells, done, zero, late, tardy, records }).toEqual(
      await counted(database, programmeId, ctx.today()),
    )
    expect({ cells, done, zero, late }).toEqual({ cells: 12, done: 2, zero: 2, late: 10 })
    expect(board.trend).toEqual([{ month: '2026-11', done: 2 }])
  })

  test('tells rows another office has from a zero return, and what is corrected later from what is late', async ({
    database,
  }) => {
    const { ctx, programmeId, officeId, top, officer, reviewer, accepter, kunming, dali, ids, accepted } =
      await pastAtWork(database)
    await accepted(kunming, [engineer(1), engineer(2)])
    await accepted(dali, [engineer(1), engineer(2)])
    const due = sql`update collection_cells set due_on = ${ctx.today()}`
    await database.transaction(async (tx) => {
      await tx.execute(due)
      await drawLines(tx, programmeId, [ids.kunming, ids.dali])
    })
    const later = (by: Context): Context => ({ ...by, today: () => '2026-12-24' })
    const [title] = await database.read.select({ id: titleRecords.id }).from(titleRecords).limit(1)
    const { correctionId } = await proposeCorrection(officer, {
      titleId: title?.id ?? '',
      corrected: { kind: 'take-back' },
      ground: '档案中查无此人。',
    })
    for (const by of [reviewer, accepter]) await agree(by, CORRECTION_APPROVAL, correctionId)
    await applyCorrection(later(officer), { correctionId })
    const board = await readBoard(later(top), programmeId)
    const of = (id: string) => board.lines.find((line) => line.officeId === id)
    expect(of(officeId)).toMatchObject({ done: 1, zero: 0, tardy: 0, records: 1 })
    expect(of(ids.dali)).toMatchObject({ done: 1, zero: 0, tardy: 0, records: 0 })
    const { done, zero, records } = board.all
    expect(await counted(database, programmeId, '2026-12-24')).toMatchObject({ done, zero, records })
  })

  test('shows in each spot what lacks most, and rows that wait', async ({ database }) => {
    const { programmeId, officeId, top } = await collectionAtWork(database, {
      ...SMALL,
      routes: ['review', 'assessment'],
    })
    const counts = [{ year: 1998, level: 'junior', route: 'review', rows: 7 }] as const
    await database.transaction((tx) => putInProof(tx, { programmeId, officeId, counts }))
    const spotOf = async (choice?: Parameters<typeof readBoard>[2]) =>
      (await readBoard(top, programmeId, choice)).lines[0]?.spots.find(({ year }) => year === 1998)
    expect(await spotOf()).toEqual({ band: 'junior', year: 1998, state: 'late', records: 0 })
    expect((await readBoard(top, programmeId)).all).toMatchObject({ cells: 6, inProof: 1, waiting: 7 })
    // What was reported is late no more.
    expect(await spotOf({ level: 'junior', route: 'review' })).toMatchObject({
      band: 'review',
      state: 'in-proof',
    })
  })

  test('shows nobody another office’s line', async ({ database }) => {
    const { ids, programmeId, top, officer } = await collectionAtWork(database)
    await assignProgramme(top, { programmeId, officeIds: [ids.dali], part: SMALL })
    const seen = async (by: typeof top) =>
      (await readBoard(by, programmeId)).lines.map((line) => line.officeId)
    expect((await seen(top)).toSorted()).toEqual([ids.dali, ids.kunming].toSorted())
    expect(await seen(officer)).toEqual([ids.kunming])
  })

  test('is drawn with a shape for each state, so that grey paper tells them apart', async ({ database }) => {
    const { programmeId, top } = await collectionAtWork(database)
    const board = await readBoard(top, programmeId)
    const [map] = heatMaps(board, () => '/office')
    expect(map?.markup.match(/class="late" d="([^"]+)"/)?.[1]?.split('M').length).toBe(4)
    expect(map?.markup).not.toContain('class="accepted"')
    expect(map?.markup).toContain('0/3 格')
  })
})
