import { asc } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { acceptReturn } from '../../../src/collection/current/accept-return.ts'
import { putInProof, requireCells } from '../../../src/collection/acceptance/count-cells.ts'
import { reportZero, ZERO_APPROVAL } from '../../../src/collection/acceptance/report-zero.ts'
import { collectionAcceptances, collectionReturns } from '../../../src/collection/acceptance/schema.ts'
import { collectionUploads } from '../../../src/collection/batch/schema.ts'
import { assignProgramme } from '../../../src/collection/programme/assign-programme.ts'
import { openProgramme } from '../../../src/collection/programme/open-programme.ts'
import { collectionCells } from '../../../src/collection/programme/schema.ts'
import { exportReport } from '../../../src/collection/upwards/export-report.ts'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import { ledgerEntries } from '../../../src/ledger/schema.ts'
import type { Database } from '../../../src/platform/database.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { fromUtf8 } from '../../../src/signing/bytes.ts'
import { collectedCells } from '../../../src/titles/schema.ts'
import { databaseTest as test } from '../../support/database.ts'
import { memoryInMemory } from '../../support/offices-at-work.ts'
import { agree, collectionAtWork, SMALL } from '../at-work.ts'
import { send } from '../batch/uploads.ts'
import { engineer, pastAtWork, pastCsv } from '../reconcile/past-people.ts'

const states = async (database: Database) =>
  (await database.read.select().from(collectionCells)).map(({ state }) => state)

describe('a zero return', () => {
  test('counts once both offices agreed and it was accepted, and is sealed cell by cell', async ({
    database,
  }) => {
    const at = await collectionAtWork(database)
    const { ctx, programmeId, officeId, officer, reviewer, accepter } = at
    const { returnId, cells } = await reportZero(officer, {
      programmeId,
      officeId,
      part: SMALL,
      ground: '查阅1997至1999年文书档案，没有初级评审。',
    })
    expect(cells).toBe(3)
    await expect(acceptReturn(officer, returnId)).rejects.toMatchObject({ code: 'approvals/not-approved' })
    await agree(reviewer, ZERO_APPROVAL, returnId)
    await expect(acceptReturn(officer, returnId)).rejects.toMatchObject({ code: 'approvals/not-approved' })
    expect(await states(database)).toEqual(['open', 'open', 'open'])
    await agree(accepter, ZERO_APPROVAL, returnId)
    expect(await acceptReturn(officer, returnId)).toEqual({ cells: 3, records: 0 })
    expect(await states(database)).toEqual(['zero', 'zero', 'zero'])
    await expect(acceptReturn(officer, returnId)).rejects.toMatchObject({ code: 'collection/return-ended' })

    const sealed = await database.read.select().from(collectedCells).orderBy(asc(collectedCells.year))
    expect(sealed.map(({ year, records, version }) => [year, records, version])).toEqual([
      [1997, 0, 1],
      [1998, 0, 1],
      [1999, 0, 1],
    ])
    const [acceptance] = await database.read.select().from(collectionAcceptances)
    expect(acceptance).toMatchObject({ kind: 'zero', subjectId: returnId, cells: 3, records: 0 })
    const bodies = (await database.read.select().from(ledgerEntries)).map(({ body }) => fromUtf8(body))
    const entry = bodies.find((body) => body.includes('"type":"collection.zero"'))
    expect(JSON.parse(entry ?? '{}')).toMatchObject({
      facts: { cells: 3, place: 'yunnan-2023' },
      seals: { collected_cells: { rows: 3 }, collection_acceptances: { rows: 1 } },
    })
    const memory = memoryInMemory()
    await publishCheckpoint(ctx, memory)
    expect((await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).defects).toEqual([])
  })

  test('is not agreed to by whoever entered it', async ({ database }) => {
    const { programmeId, officeId, officer } = await collectionAtWork(database)
    const { returnId } = await reportZero(officer, { programmeId, officeId, part: SMALL, ground: '查档。' })
    await expect(agree(officer, ZERO_APPROVAL, returnId)).rejects.toMatchObject({
      code: 'approvals/own-request',
    })
  })

  test('is refused where something was reported, and leaves no trace', async ({ database }) => {
    const { programmeId, officeId, officer } = await collectionAtWork(database)
    const counts = [{ year: 1998, level: 'junior', route: 'review', rows: 7 }] as const
    await database.transaction((tx) => putInProof(tx, { programmeId, officeId, counts }))
    const report = () => reportZero(officer, { programmeId, officeId, part: SMALL, ground: '查档。' })
    await expect(report()).rejects.toMatchObject({
      code: 'collection/not-empty',
      facts: { cell: '1998年初级（评审）', state: '核对中' },
    })
    expect(await database.read.select().from(collectionReturns)).toEqual([])
  })

  test('stops when a batch came in after it was approved', async ({ database }) => {
    const { programmeId, officeId, officer, reviewer, accepter } = await collectionAtWork(database)
    const { returnId } = await reportZero(officer, { programmeId, officeId, part: SMALL, ground: '查档。' })
    for (const by of [reviewer, accepter]) await agree(by, ZERO_APPROVAL, returnId)
    const counts = [{ year: 1999, level: 'junior', route: 'review', rows: 1 }] as const
    await database.transaction((tx) => putInProof(tx, { programmeId, officeId, counts }))
    await expect(acceptReturn(officer, returnId)).rejects.toMatchObject({ code: 'collection/not-empty' })
    expect(await database.read.select().from(collectedCells)).toEqual([])
  })

  test('says where was looked, in words that can be read', async ({ database }) => {
    const { programmeId, officeId, officer } = await collectionAtWork(database)
    for (const ground of ['无', ' ', 'a'.repeat(501), '查档\u202E'])
      await expect(reportZero(officer, { programmeId, officeId, part: SMALL, ground })).rejects.toMatchObject(
        { code: 'collection/bad-return' },
      )
  })
})

describe('a batch', () => {
  test('for a year nobody asked for is refused with the clause of the programme', async ({ database }) => {
    const { programmeId, officeId, ids } = await collectionAtWork(database)
    const batch = (year: number, level: 'junior' | 'senior') => ({
      programmeId,
      officeId,
      counts: [
        { year: 1998, level: 'junior', route: 'review', rows: 3 },
        { year, level, route: 'review', rows: 5 },
      ] as const,
    })
    await expect(requireCells(database.read, batch(2005, 'senior'))).rejects.toMatchObject({
      code: 'collection/not-required',
      facts: { year: 2005, level: 'senior', rows: 5, notice: '云人社函〔2023〕38号', clause: '四（三）' },
    })
    await expect(database.transaction((tx) => putInProof(tx, batch(1996, 'junior')))).rejects.toMatchObject({
      code: 'collection/not-required',
    })
    expect(await states(database)).toEqual(['open', 'open', 'open'])
    await expect(
      requireCells(database.read, { ...batch(1998, 'junior'), officeId: ids.dali }),
    ).rejects.toMatchObject({ code: 'collection/not-assigned' })
  })

  test('is refused of a cell in which another collection, or a correction, put somebody', async ({
    database,
  }) => {
    const { kunming, officeId, ids, accepted } = await pastAtWork(database)
    await accepted(kunming, [engineer(1)])
    const { programmeId } = await openProgramme(kunming.officer, {
      officeId,
      place: 'yunnan-2023',
      kind: 'past',
    })
    const part = { ...SMALL, levels: ['intermediate'] as const }
    await assignProgramme(kunming.officer, { programmeId, officeIds: [ids.kunming], part })
    await expect(
      reportZero(kunming.officer, { programmeId, officeId, part, ground: '查档。' }),
    ).rejects.toMatchObject({ code: 'collection/not-empty' })
    expect(await database.read.select().from(collectionReturns)).toEqual([])
  })
})

describe('a batch of a collection of current years', () => {
  test('is refused: what is certified here is not typed again', async ({ database }) => {
    const { officer, officeId } = await collectionAtWork(database)
    const place = 'yunnan-2023'
    const { programmeId } = await openProgramme(officer, { officeId, place, kind: 'current' })
    const part = { ...SMALL, fromYear: 2022, throughYear: 2022 }
    await assignProgramme(officer, { programmeId, officeIds: [officeId], part })
    await expect(
      send(officer, { programmeId, officeId, bytes: pastCsv([engineer(1)]) }),
    ).rejects.toMatchObject({ code: 'collection/not-past' })
    await expect(exportReport(officer, { programmeId, officeId })).rejects.toMatchObject({
      code: 'collection/not-past',
    })
    expect(await database.read.select().from(collectionUploads)).toEqual([])
  })
})
