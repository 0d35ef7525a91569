import { describe, expect } from 'vitest'
import { assignProgramme } from '../../../src/collection/programme/assign-programme.ts'
import { findProgramme, listProgrammes } from '../../../src/collection/programme/find-programme.ts'
import { openProgramme } from '../../../src/collection/programme/open-programme.ts'
import { collectionAssignments, collectionCells } from '../../../src/collection/programme/schema.ts'
import { reportZero } from '../../../src/collection/acceptance/report-zero.ts'
import type { Database } from '../../../src/platform/database.ts'
import { databaseTest as test } from '../../support/database.ts'
import { somebody } from '../../support/staff.ts'
import { collectionAtWork, SMALL, WHOLE } from '../at-work.ts'

const cells = (database: Database) => database.read.select().from(collectionCells)

describe('a programme', () => {
  test('is opened once by an office for a notice that holds there', async ({ database }) => {
    const { ids, top, officer } = await collectionAtWork(database)
    const open = (by: typeof top, officeId: string, place: string) =>
      openProgramme(by, { officeId, place, kind: 'past' })
    await expect(open(top, ids.province, 'yunnan-2023')).rejects.toMatchObject({
      code: 'collection/programme-exists',
    })
    await expect(open(top, ids.province, 'sichuan-2021')).rejects.toMatchObject({
      code: 'collection/not-this-place',
    })
    await expect(open(officer, ids.province, 'yunnan-2023')).rejects.toMatchObject({
      code: 'identity/not-allowed',
    })
    await expect(open(officer, ids.kunming, 'kunming-2023')).resolves.toBeDefined()
  })

  test('is assigned down the tree, each by the office above it', async ({ database }) => {
    const { ctx, ids, programmeId, top, officer } = await collectionAtWork(database)
    const dali = await somebody(ctx, { officeId: ids.dali, roles: ['collection-officer'], person: 831 })
    const told = (by: typeof top, officeId: string) =>
      assignProgramme(by, { programmeId, officeIds: [officeId], part: SMALL })
    await expect(told(officer, ids.dali)).rejects.toMatchObject({ code: 'collection/programme-not-found' })
    await expect(told(dali, ids.dali)).rejects.toMatchObject({ code: 'collection/programme-not-found' })
    expect(await told(dali, ids.eryuan)).toEqual({ offices: 1, cells: 3 })
    const [row] = (await database.read.select().from(collectionAssignments)).filter(
      ({ officeId }) => officeId === ids.eryuan,
    )
    expect(row?.assignedById).toBe(ids.dali)
  })

  test('of a lower office is not assigned upwards or sideways', async ({ database }) => {
    const { ids, top, officer } = await collectionAtWork(database)
    const { programmeId } = await openProgramme(officer, {
      officeId: ids.kunming,
      place: 'kunming-2023',
      kind: 'past',
    })
    await expect(
      assignProgramme(top, { programmeId, officeIds: [ids.dali], part: SMALL }),
    ).rejects.toMatchObject({ code: 'collection/not-below' })
  })

  test('makes a cell for each year, level and route the notice asks, and no other', async ({ database }) => {
    const { programmeId } = await collectionAtWork(database, WHOLE)
    const made = await cells(database)
    // 1949 to 1999 of three levels, 2000 to 2021 of two, by three routes.
    expect(made.length).toBe((51 * 3 + 22 * 2) * 3)
    expect(made.some(({ year, level }) => year >= 2000 && level === 'senior')).toBe(false)
    expect(made.every((cell) => cell.programmeId === programmeId && cell.state === 'open')).toBe(true)
    expect(new Set(made.map(({ dueOn }) => dueOn))).toEqual(new Set(['2023-06-01']))
  })

  test('asks nothing the notice does not ask', async ({ database }) => {
    const { ids, programmeId, top } = await collectionAtWork(database)
    const told = (part: typeof SMALL) => assignProgramme(top, { programmeId, officeIds: [ids.dali], part })
    await expect(
      told({ ...SMALL, levels: ['senior'], fromYear: 2000, throughYear: 2021 }),
    ).rejects.toMatchObject({ code: 'collection/beyond-own-part' })
    await expect(told({ ...SMALL, fromYear: 2022, throughYear: 2023 })).rejects.toMatchObject({
      code: 'collection/beyond-own-part',
    })
    await expect(told({ ...SMALL, fromYear: 1999, throughYear: 1997 })).rejects.toMatchObject({
      code: 'collection/bad-part',
    })
    expect((await cells(database)).filter(({ officeId }) => officeId === ids.dali)).toEqual([])
  })

  test('told anew takes back open cells, and none that something was reported for', async ({ database }) => {
    const { ids, programmeId, top, officer, officeId } = await collectionAtWork(database)
    const told = (part: typeof SMALL | null) =>
      assignProgramme(top, { programmeId, officeIds: [ids.kunming], part })
    await told({ ...SMALL, fromYear: 1998 })
    expect(new Set((await cells(database)).map(({ year }) => year))).toEqual(new Set([1998, 1999]))
    await told(SMALL)
    expect((await cells(database)).length).toBe(3)
    await database.read.update(collectionCells).set({ state: 'in-proof', inProof: 1 })
    await expect(told(null)).rejects.toMatchObject({ code: 'collection/cells-reported' })
    await database.read.update(collectionCells).set({ state: 'open', inProof: 0 })
    await told(null)
    expect(await cells(database)).toEqual([])
    await expect(
      reportZero(officer, { programmeId, officeId, part: SMALL, ground: '查档案室。' }),
    ).rejects.toMatchObject({ code: 'collection/not-assigned' })
  })

  test('is not there for whom it does not concern', async ({ database }) => {
    const { ctx, ids, programmeId, officer } = await collectionAtWork(database)
    const dali = await somebody(ctx, { officeId: ids.dali, roles: ['collection-officer'], person: 832 })
    expect((await listProgrammes(officer, database.read)).map(({ id }) => id)).toEqual([programmeId])
    expect(await listProgrammes(dali, database.read)).toEqual([])
    await expect(findProgramme(dali, database.read, programmeId)).rejects.toMatchObject({
      code: 'collection/programme-not-found',
    })
  })
})
