import { eq, isNotNull } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { reportZero, ZERO_APPROVAL } from '../../../src/collection/acceptance/report-zero.ts'
import { collectionUploads } from '../../../src/collection/batch/schema.ts'
import { wholeBatch } from '../../../src/collection/batch/whole-batch.ts'
import { withdrawBatch } from '../../../src/collection/batch/withdraw-batch.ts'
import { readBoard } from '../../../src/collection/board/read-board.ts'
import { acceptReturn } from '../../../src/collection/current/accept-return.ts'
import { applyCorrection } from '../../../src/collection/corrections/apply-correction.ts'
import { listUnbound } from '../../../src/collection/corrections/list-unbound.ts'
import {
  CORRECTION_APPROVAL,
  proposeCorrection,
} from '../../../src/collection/corrections/propose-correction.ts'
import { assignProgramme } from '../../../src/collection/programme/assign-programme.ts'
import { openProgramme } from '../../../src/collection/programme/open-programme.ts'
import { exportReport } from '../../../src/collection/upwards/export-report.ts'
import { importReport } from '../../../src/collection/upwards/import-report.ts'
import { nameSender } from '../../../src/collection/upwards/name-sender.ts'
import { openReport, sealReport, type Manifest } from '../../../src/collection/upwards/report-file.ts'
import { collectionImports } from '../../../src/collection/upwards/schema.ts'
import { jobs } from '../../../src/jobs/schema.ts'
import { erasePerson } from '../../../src/people/erase.ts'
import { persons } from '../../../src/people/schema.ts'
import { KEPT_OF_PERSONS } from '../../../src/personal-tables.ts'
import type { Database } from '../../../src/platform/database.ts'
import { base64url, fromUtf8 } from '../../../src/signing/bytes.ts'
import { databaseTest as test } from '../../support/database.ts'
import { madeUpNumber } from '../../support/staff.ts'
import { agree, SMALL, WHOLE } from '../at-work.ts'
import { work } from '../batch/uploads.ts'
import { decideFirst, engineer, pastAtWork, shownOf } from '../reconcile/past-people.ts'

/** Kunming with two accepted titles and a zero return; and a collection of its own the report can be taken into. */
async function reported(database: Database) {
  const at = await pastAtWork(database)
  const { ids, programmeId, officeId, officer, reviewer, accepter, top, kunming, accepted } = at
  await accepted(kunming, [engineer(1), engineer(2, { 身份证号: '', 工作单位: '昆明第二印刷厂' })])
  const { returnId } = await reportZero(officer, { programmeId, officeId, part: SMALL, ground: '查档。' })
  for (const by of [reviewer, accepter]) await agree(by, ZERO_APPROVAL, returnId)
  await acceptReturn(officer, returnId)
  const { programmeId: own } = await openProgramme(officer, {
    officeId,
    place: 'yunnan-2023',
    kind: 'past',
  })
  await assignProgramme(officer, { programmeId: own, officeIds: [officeId], part: WHOLE })
  const named = (of: string, publicKey: Uint8Array = at.ctx.keyring.certificates.publicKey) =>
    nameSender(top, { officeId: of, publicKey: base64url(publicKey), ground: '电话核对。' })
  const made = () => exportReport(officer, { programmeId, officeId })
  return { ...at, own, named, made, ids }
}

describe('a report upwards', () => {
  test('holds all that was accepted, zero returns too, each time as the next version', async ({
    database,
  }) => {
    const { ctx, made } = await reported(database)
    expect(await made()).toMatchObject({ version: 1, rows: 2 })
    const { bytes, version } = await made()
    const opened = openReport(bytes, ctx.keyring.certificates.publicKey)
    if ('fault' in opened) throw new Error(opened.fault)
    expect(version).toBe(2)
    expect(opened.manifest).toMatchObject({ version: 2, rows: 2, place: 'yunnan-2023' })
    expect(opened.manifest.cells).toEqual([
      [1997, 'junior', 'review', 0],
      [1998, 'intermediate', 'review', 2],
      [1998, 'junior', 'review', 0],
      [1999, 'junior', 'review', 0],
    ])
    expect(fromUtf8(opened.csv).trim().split('\n').length).toBe(3)
  })

  test('is taken in one level up by the same judge, its empty cells as a zero return', async ({
    database,
  }) => {
    const { officer, officeId, own, named, made } = await reported(database)
    await named(officeId)
    const { bytes } = await made()
    const { uploadId, returnId } = await importReport(officer, { programmeId: own, officeId, bytes })
    await work(officer)
    const batch = await wholeBatch(database.read, uploadId ?? '')
    expect(batch).toMatchObject({ rowCount: 2, numberless: 1, state: 'in-proof' })
    expect(batch.cells).toEqual([{ year: 1998, level: 'intermediate', route: 'review', rows: 2 }])
    expect(returnId).not.toBeNull()
    expect((await readBoard(officer, own)).all).toMatchObject({ inProof: 1, waiting: 2, done: 0 })
    await expect(importReport(officer, { programmeId: own, officeId, bytes })).rejects.toMatchObject({
      code: 'collection/report-older',
    })
  })

  test('of two titles of one name decided to be two is taken in, and asked about there', async ({
    database,
  }) => {
    const { officer, officeId, own, named, made, kunming, report, compare, finish } = await reported(database)
    const electrician = { 专业: '电气', 取得时间: '1999-12-01', 批准文号: '云人职发〔1999〕30号' }
    const second = await report(kunming, [engineer(1, electrician)])
    await compare(kunming, second)
    await decideFirst(officer, second, { outcome: 'two-titles' })
    await finish(kunming, second)
    await named(officeId)
    const { bytes, rows } = await made()
    expect(rows).toBe(3)
    const { uploadId } = await importReport(officer, { programmeId: own, officeId, bytes })
    await work(officer)
    expect(await wholeBatch(database.read, uploadId ?? '')).toMatchObject({ rowCount: 3, state: 'in-proof' })
    await compare(kunming, uploadId ?? '')
    const asked = (await shownOf(officer, uploadId ?? '')).map(({ comparison }) => comparison.against)
    expect(asked).toContain('same-file')
  })

  test('with the rows of one that was withdrawn is taken in again', async ({ database }) => {
    const { officer, officeId, own, named, made } = await reported(database)
    await named(officeId)
    const take = async () =>
      (await importReport(officer, { programmeId: own, officeId, bytes: (await made()).bytes })).uploadId ??
      ''
    const first = await take()
    await work(officer)
    await withdrawBatch(officer, { batchId: first, ground: '请报送机构再核对一遍' })
    const second = await take()
    await work(officer)
    expect(second).not.toBe(first)
    expect(await wholeBatch(database.read, second)).toMatchObject({ rowCount: 2, state: 'in-proof' })
  })

  test('altered, cut short, signed by another or of another office is refused and leaves nothing', async ({
    database,
  }) => {
    const { ids, officer, officeId, own, programmeId, dali, named, made } = await reported(database)
    const { bytes } = await made()
    const take = (changed: Uint8Array = bytes) =>
      importReport(officer, { programmeId: own, officeId, bytes: changed })
    await expect(take()).rejects.toMatchObject({ code: 'collection/sender-unknown' })
    await named(officeId, new Uint8Array(32).fill(9))
    await expect(take()).rejects.toMatchObject({ facts: { fault: 'wrong-signature' } })
    await named(officeId)
    const altered = bytes.slice()
    altered[bytes.indexOf(10) + 4] = 65
    await expect(take(altered)).rejects.toMatchObject({ facts: { fault: 'altered' } })
    await expect(take(bytes.slice(0, -20))).rejects.toMatchObject({ code: 'collection/bad-report' })
    await expect(take(bytes.slice(bytes.indexOf(10) + 1))).rejects.toMatchObject({
      facts: { fault: 'altered' },
    })
    await expect(take(new Uint8Array())).rejects.toMatchObject({ facts: { fault: 'no-signature' } })
    await named(ids.dali)
    await expect(
      importReport(dali.officer, { programmeId, officeId: ids.dali, bytes }),
    ).rejects.toMatchObject({ code: 'collection/report-elsewhere' })
    expect(await database.read.select().from(collectionImports)).toEqual([])
    const uploads = await database.read.select().from(collectionUploads)
    expect(uploads.filter((upload) => upload.programmeId === own)).toEqual([])
  })

  test('whose signature counts other than the judge is refused, cell and all', async ({ database }) => {
    const { ctx, officer, officeId, own, named, made } = await reported(database)
    await named(officeId)
    const { bytes } = await made()
    const opened = openReport(bytes, ctx.keyring.certificates.publicKey)
    if ('fault' in opened) throw new Error(opened.fault)
    const { csv, manifest } = opened
    const lying = (cells: Manifest['cells'], rows = manifest.rows) =>
      sealReport(ctx.keyring.certificates, csv, { ...manifest, cells, rows })
    const take = (changed: Uint8Array) =>
      importReport(officer, { programmeId: own, officeId, bytes: changed })
    // Rows nobody announced.
    await expect(take(lying([], 0))).rejects.toMatchObject({ code: 'collection/bad-report' })
    const { uploadId } = await take(lying([[1998, 'junior', 'review', 2]]))
    await work(officer)
    const ended = await database.read
      .select({ code: jobs.problemCode })
      .from(jobs)
      .where(isNotNull(jobs.problemCode))
    expect(ended).toEqual([{ code: 'collection/report-miscounted' }])
    const [upload] = await database.read
      .select({ state: collectionUploads.state })
      .from(collectionUploads)
      .where(eq(collectionUploads.id, uploadId ?? ''))
    expect(upload?.state).toBe('refused')
    await expect(wholeBatch(database.read, uploadId ?? '')).rejects.toMatchObject({
      code: 'collection/batch-not-found',
    })
    expect((await readBoard(officer, own)).all).toMatchObject({ inProof: 0, waiting: 0 })
  })

  test('broken off before its last byte was sent is asked again and goes on', async ({ database }) => {
    const { officer, officeId, own, named, made } = await reported(database)
    await named(officeId)
    const { bytes } = await made()
    const asked = { programmeId: own, officeId, bytes }
    const { uploadId, returnId } = await importReport(officer, asked)
    // As a crash leaves it between keeping the report and handing its rows to the judge.
    await database.transaction(async (tx) => {
      await tx
        .update(collectionUploads)
        .set({ state: 'receiving', jobId: null })
        .where(eq(collectionUploads.id, uploadId ?? ''))
    })
    expect(await importReport(officer, asked)).toEqual({ version: 1, uploadId, returnId })
    await work(officer)
    expect(await wholeBatch(database.read, uploadId ?? '')).toMatchObject({ rowCount: 2 })
    await expect(importReport(officer, asked)).rejects.toMatchObject({ code: 'collection/report-older' })
  })

  test('says nobody only of zero returns, and of whom a number was found, that number', async ({
    database,
  }) => {
    const { ctx, officer, reviewer, accepter, made } = await reported(database)
    const [nobody] = (await listUnbound(officer, { after: '' })).titles
    const { correctionId } = await proposeCorrection(officer, {
      titleId: nobody?.title.id ?? '',
      corrected: { kind: 'bind', idType: 'resident-identity-card', idNumber: madeUpNumber(2) },
      ground: '人事档案中的身份证复印件。',
    })
    for (const by of [reviewer, accepter]) await agree(by, CORRECTION_APPROVAL, correctionId)
    await applyCorrection(officer, { correctionId })
    const read = async () => {
      const opened = openReport((await made()).bytes, ctx.keyring.certificates.publicKey)
      if ('fault' in opened) throw new Error(opened.fault)
      return opened
    }
    const text = fromUtf8((await read()).csv)
    expect(text).toContain(`${madeUpNumber(2)},昆明第二印刷厂`)
    for (const { id } of await database.read.select({ id: persons.id }).from(persons))
      await erasePerson(ctx, { personId: id, ground: 'withdrawn' }, { ...KEPT_OF_PERSONS, refuseWhile: [] })
    expect((await read()).manifest).toMatchObject({
      rows: 0,
      cells: [
        [1997, 'junior', 'review', 0],
        [1998, 'junior', 'review', 0],
        [1999, 'junior', 'review', 0],
      ],
    })
  })

  test('is signed with a key somebody above the office named', async ({ database }) => {
    const { officer, officeId, top } = await reported(database)
    const name = (by: typeof top, publicKey: string) =>
      nameSender(by, { officeId, publicKey, ground: '电话核对。' })
    await expect(name(top, 'short')).rejects.toMatchObject({ code: 'collection/bad-sender' })
    await expect(name(officer, base64url(new Uint8Array(32)))).rejects.toMatchObject({
      code: 'identity/office-not-found',
    })
  })
})
