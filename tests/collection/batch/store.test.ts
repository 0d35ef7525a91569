import { asc, eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { collectionParts, collectionRows, collectionUploads } from '../../../src/collection/batch/schema.ts'
import { collectionBatches } from '../../../src/collection/batch/schema.ts'
import { completeUpload } from '../../../src/collection/batch/complete-upload.ts'
import { countChanges } from '../../../src/collection/batch/count-changes.ts'
import { beginUpload } from '../../../src/collection/batch/begin-upload.ts'
import { readDefects, readMarked } from '../../../src/collection/batch/read-findings.ts'
import { readRows } from '../../../src/collection/batch/read-rows.ts'
import { SET_ROWS } from '../../../src/collection/batch/stream-sets.ts'
import { takePart } from '../../../src/collection/batch/take-part.ts'
import { wholeBatch } from '../../../src/collection/batch/whole-batch.ts'
import { withdrawBatch } from '../../../src/collection/batch/withdraw-batch.ts'
import { collectionCells } from '../../../src/collection/programme/schema.ts'
import { collectEntryDefects } from './defects.ts'
import { persons } from '../../../src/people/schema.ts'
import type { Database } from '../../../src/platform/database.ts'
import { databaseTest as it } from '../../support/database.ts'
import { collectionAtWork } from '../at-work.ts'
import { csv, send, sha256Hex, stored, work } from './uploads.ts'

/** 0 position, 1 name, 2 number, 3 employer, 4 series, 5 specialty, 6 title … 9 obtained on. */
const changed = (at: number, column: number, text: string) => (i: number, cells: string[]) =>
  i === at ? cells.with(column, text) : cells

const rowsOf = (database: Database) =>
  database.read
    .select()
    .from(collectionRows)
    .orderBy(asc(collectionRows.batchId), asc(collectionRows.position))

const inProof = async (database: Database) =>
  (await database.read.select().from(collectionCells)).reduce((sum, cell) => sum + cell.inProof, 0)

describe('a list of past titles', () => {
  it('becomes a batch of all its rows, each person registered once, and every seal holds', async ({
    database,
  }) => {
    const { officer, programmeId, officeId } = await collectionAtWork(database)
    const first = new TextDecoder()
      .decode(csv({ people: 1 }))
      .split('\n')[1]!
      .split(',')
    const bytes = csv({
      people: 70,
      line: (i, cells) => (i === 69 ? first.with(4, '农业技术').with(6, '助理农艺师') : cells),
    })
    const id = await stored(officer, { programmeId, officeId, bytes })
    expect(await wholeBatch(database.read, id)).toMatchObject({ state: 'in-proof', rowCount: 70, flawed: 0 })
    const rows = await rowsOf(database)
    expect(rows).toHaveLength(70)
    expect(rows[69]).toMatchObject({ personId: rows[0]?.personId, match: 'number', name: null })
    expect(await database.read.$count(collectionParts)).toBe(0)
    expect(await inProof(database)).toBe(70)
    expect(await collectEntryDefects(officer)).toEqual([])
  })

  it('is one batch however often it is sent', async ({ database }) => {
    const { officer, programmeId, officeId } = await collectionAtWork(database)
    const sent = { programmeId, officeId, bytes: csv({ people: 20 }) }
    const first = await send(officer, sent)
    expect(await send(officer, sent)).toBe(first)
    await work(officer)
    expect(await send(officer, sent)).toBe(first)
    await work(officer)
    expect(await database.read.$count(collectionRows)).toBe(20)
    expect(await database.read.$count(collectionUploads)).toBe(1)
  })

  it('keeps a number two names share apart, and everybody without a number', async ({ database }) => {
    const { officer, programmeId, officeId } = await collectionAtWork(database)
    const shared = (i: number, cells: string[]) =>
      i === 1 || i === 2 ? cells.with(2, '') : i === 3 ? cells.with(2, '53010119400101000X') : cells
    const bytes = csv({ people: 5, line: shared })
    await stored(officer, { programmeId, officeId, bytes })
    const rows = await rowsOf(database)
    expect(rows.map(({ identity }) => identity)).toEqual(['sound', 'none', 'none', 'flawed', 'sound'])
    expect(new Set(rows.map(({ personId }) => personId)).size).toBe(5)
    const [numberless] = await database.read.select().from(persons).where(eq(persons.id, rows[1]!.personId))
    expect(numberless).toMatchObject({ tier: 'none', idNumber: null, blindIndex: null })
    const again = csv({
      people: 1,
      line: (_, cells) => cells.with(1, '另一人').with(6, '助理会计师').with(4, '会计'),
    })
    const id = await stored(officer, { programmeId, officeId, bytes: again })
    const [row] = await database.read.select().from(collectionRows).where(eq(collectionRows.batchId, id))
    expect(row).toMatchObject({ match: 'registered', namesakeId: rows[0]!.personId })
  })

  it('knows whoever shares a number again by their name, and keeps that it is shared', async ({
    database,
  }) => {
    const { officer, programmeId, officeId } = await collectionAtWork(database)
    await stored(officer, { programmeId, officeId, bytes: csv({ people: 1 }) })
    const [first] = await rowsOf(database)
    const namesake = (i: number, cells: string[]) =>
      i === 3 ? cells : cells.with(1, i === 2 ? '又一人' : '另一人').with(2, NUMBER)
    const NUMBER = new TextDecoder()
      .decode(csv({ people: 1 }))
      .split('\n')[1]!
      .split(',')[2]!
    const sent = { programmeId, officeId }
    const id = await stored(officer, { ...sent, bytes: csv({ people: 4, line: namesake }) })
    const people = await database.read.$count(persons)
    const ofBatch = async (batchId: string) =>
      (await rowsOf(database))
        .filter((row) => row.batchId === batchId)
        .map(({ personId, namesakeId, match }) => ({ personId, namesakeId, match }))
    const [one, same, other] = await ofBatch(id)
    const namesakeId = first!.personId
    expect([one?.match, same?.match, other?.match]).toEqual(['registered', 'number', 'registered'])
    expect(same).toMatchObject({ personId: one?.personId, namesakeId })
    expect(other).toMatchObject({ namesakeId })
    expect(other?.personId).not.toBe(one?.personId)

    // Another report, and a correction of it: nobody is registered, and the number is still asked about.
    const later = await stored(officer, { ...sent, bytes: csv({ people: 3, line: namesake }) })
    const known = { personId: one?.personId, namesakeId }
    expect((await ofBatch(later))[1]).toEqual({ ...known, match: 'number' })
    const line = (i: number, cells: string[]) =>
      namesake(i, i === 0 ? cells.with(10, '云职〔1998〕9号') : cells)
    const corrected = await stored(officer, { ...sent, bytes: csv({ people: 3, line }), replacesId: later })
    expect((await ofBatch(corrected))[0]).toEqual({ ...known, match: 'former-row' })
    expect(await database.read.$count(persons)).toBe(people)
  })

  it('knows them again in a later set of the same file, stored or not', async ({ database }) => {
    const { officer, programmeId, officeId } = await collectionAtWork(database)
    const [, first] = new TextDecoder().decode(csv({ people: 1 })).split('\n')
    const sharing = (i: number, cells: string[]) =>
      i === 1 || i === SET_ROWS + 1 ? cells.with(1, '另一人').with(2, first!.split(',')[2]!) : cells
    const bytes = csv({ people: SET_ROWS + 2, line: sharing })
    await stored(officer, { programmeId, officeId, bytes })
    const rows = await rowsOf(database)
    const [before, later] = [rows[1]!, rows[SET_ROWS + 1]!]
    expect(before).toMatchObject({ match: 'registered', namesakeId: rows[0]!.personId })
    expect(later).toMatchObject({ match: 'number', namesakeId: rows[0]!.personId })
    expect(later.personId).toBe(before.personId)
  })

  it('with one bad cell stores nothing and comes back marked', async ({ database }) => {
    const { officer, programmeId, officeId } = await collectionAtWork(database)
    const before = await database.read.$count(persons)
    const id = await stored(officer, {
      programmeId,
      officeId,
      bytes: csv({ people: 10, line: changed(4, 9, '二月三十') }),
    })
    const [upload] = await database.read.select().from(collectionUploads)
    expect(upload).toMatchObject({ state: 'refused', refusals: 1, judged: 10 })
    expect(await readDefects(officer, id)).toMatchObject([
      { row: 6, column: '取得时间', severity: 'refusal' },
    ])
    expect((await readMarked(officer, id)).length).toBeGreaterThan(1000)
    expect(await database.read.$count(collectionRows)).toBe(0)
    expect(await database.read.$count(persons)).toBe(before)
    await expect(wholeBatch(database.read, id)).rejects.toMatchObject({ code: 'collection/batch-not-found' })
  })

  it('of a year nobody asked for is refused, and stores nothing', async ({ database }) => {
    const { officer, programmeId, officeId } = await collectionAtWork(database)
    const bytes = csv({ people: 4, years: [1997, 2005] })
    await stored(officer, { programmeId, officeId, bytes })
    const [upload] = await database.read.select().from(collectionUploads)
    expect(upload).toMatchObject({ state: 'refused' })
    expect(await database.read.$count(collectionRows)).toBe(0)
    expect(await inProof(database)).toBe(0)
  })

  it('corrected and sent again shows only what changed, and takes the place of the first', async ({
    database,
  }) => {
    const { officer, programmeId, officeId } = await collectionAtWork(database)
    const numberless = (i: number, cells: string[]) => (i === 3 ? cells.with(2, '') : cells)
    const former = await stored(officer, {
      programmeId,
      officeId,
      bytes: csv({ people: 12, line: numberless }),
    })
    const persons1 = await database.read.$count(persons)
    const corrected = csv({
      people: 12,
      from: 1,
      line: (i, cells) =>
        i === 2 ? cells.with(2, '') : i === 5 ? cells.with(10, '云人职发〔1998〕9号') : cells,
    })
    const id = await stored(officer, { programmeId, officeId, bytes: corrected, replacesId: former })
    const batch = await wholeBatch(database.read, id)
    expect(await countChanges(database.read, batch)).toEqual({ added: 1, changed: 1, removed: 1 })
    const { rows } = await readRows(officer, { batchId: id, after: 0, limit: 50, onlyChanged: true })
    expect(rows.map(({ row }) => [row.position, row.change, row.formerPosition])).toEqual([
      [6, 'changed', 7],
      [12, 'new', null],
    ])
    // The one without a number is known again as the same row, so only the new person was registered.
    expect(await database.read.$count(persons)).toBe(persons1 + 1)
    expect(await wholeBatch(database.read, former)).toMatchObject({ state: 'replaced' })
    expect(await inProof(database)).toBe(12)
    const third = csv({ people: 3 })
    await expect(
      send(officer, { programmeId, officeId, bytes: third, replacesId: former }),
    ).rejects.toMatchObject({ code: 'collection/cannot-replace', facts: { why: 'ended' } })
    await expect(
      send(officer, { programmeId, officeId, bytes: corrected.slice(), replacesId: id }),
    ).rejects.toMatchObject({ code: 'collection/same-file' })
  })

  it('corrected takes word for word what it left as it was, wherever that stands now', async ({
    database,
  }) => {
    const { officer, programmeId, officeId } = await collectionAtWork(database)
    const sent = { programmeId, officeId }
    const [header, ...lines] = new TextDecoder()
      .decode(csv({ people: 3 }))
      .trim()
      .split('\n')
    // Three titles of one person.
    const [a, b, c] = lines.map((line, i) => {
      const own = lines[0]!.split(',')
      return own
        .with(6, line.split(',')[6]!)
        .with(9, String(1997 + i))
        .join(',')
    })
    const file = (...rows: (string | undefined)[]) => new TextEncoder().encode([header, ...rows].join('\n'))
    const former = await stored(officer, { ...sent, bytes: file(b, c) })
    const id = await stored(officer, { ...sent, bytes: file(a, b, c), replacesId: former })
    const batch = await wholeBatch(database.read, id)
    expect(await countChanges(database.read, batch)).toEqual({ added: 1, changed: 0, removed: 0 })
    const rows = (await rowsOf(database)).filter(({ batchId }) => batchId === id)
    expect(rows.map(({ change, formerPosition }) => [change, formerPosition])).toEqual([
      ['new', null],
      [null, 1],
      [null, 2],
    ])
  })

  it('first sent as a list of its own by mistake may still be sent as a correction, and again when that was withdrawn', async ({
    database,
  }) => {
    const { officer, programmeId, officeId } = await collectionAtWork(database)
    const sent = { programmeId, officeId }
    const former = await stored(officer, { ...sent, bytes: csv({ people: 3 }) })
    const bytes = csv({ people: 4 })
    const mistaken = await stored(officer, { ...sent, bytes })
    const correction = await stored(officer, { ...sent, bytes, replacesId: former })
    expect(correction).not.toBe(mistaken)
    expect(await wholeBatch(database.read, correction)).toMatchObject({ replacesId: former })
    expect(await wholeBatch(database.read, former)).toMatchObject({ state: 'replaced' })
    expect(await stored(officer, { ...sent, bytes })).toBe(mistaken)

    await withdrawBatch(officer, { batchId: mistaken, ground: '误作新批次上传' })
    const again = await stored(officer, { ...sent, bytes })
    expect(again).not.toBe(mistaken)
    expect(await send(officer, { ...sent, bytes })).toBe(again)
    expect(await wholeBatch(database.read, again)).toMatchObject({ state: 'in-proof', rowCount: 4 })
    expect(await inProof(database)).toBe(8)
    // What was replaced may come once more as well.
    expect(await stored(officer, { ...sent, bytes: csv({ people: 3 }) })).not.toBe(former)
  })

  it('withdrawn before it is accepted counts no more', async ({ database }) => {
    const { officer, programmeId, officeId } = await collectionAtWork(database)
    const id = await stored(officer, { programmeId, officeId, bytes: csv({ people: 6 }) })
    await withdrawBatch(officer, { batchId: id, ground: '报错了机构' })
    expect(await wholeBatch(database.read, id)).toMatchObject({ state: 'withdrawn' })
    expect(await inProof(database)).toBe(0)
    await expect(withdrawBatch(officer, { batchId: id, ground: '再撤' })).rejects.toMatchObject({
      code: 'collection/batch-ended',
    })
  })
})

describe('half an upload', () => {
  it('is not judged, says what is missing, and goes on where it stopped', async ({ database }) => {
    const { officer, programmeId, officeId } = await collectionAtWork(database)
    const bytes = csv({ people: 7000 })
    const file = { programmeId, officeId, fileName: 'a.csv', size: bytes.length, digest: sha256Hex(bytes) }
    const { id, partSize } = await beginUpload(officer, file)
    const part = (number: number) => {
      const piece = bytes.slice(number * partSize, (number + 1) * partSize)
      return { uploadId: id, number, bytes: piece, digest: sha256Hex(piece) }
    }
    await takePart(officer, part(1))
    await takePart(officer, part(1))
    await expect(completeUpload(officer, id)).rejects.toMatchObject({
      code: 'collection/part-missing',
      facts: { missing: [0] },
    })
    await expect(takePart(officer, { ...part(0), digest: sha256Hex(bytes) })).rejects.toMatchObject({
      code: 'collection/part-differs',
      facts: { why: 'digest' },
    })
    await expect(takePart(officer, { ...part(0), number: 7 })).rejects.toMatchObject({
      code: 'collection/no-such-part',
    })
    expect((await beginUpload(officer, file)).id).toBe(id)
    await takePart(officer, part(0))
    expect(await completeUpload(officer, id)).toMatchObject({ state: 'judging' })
    await expect(takePart(officer, part(0))).rejects.toMatchObject({ code: 'collection/upload-closed' })
  })

  it('whose parts are of another file is never stored, and may be sent again', async ({ database }) => {
    const { officer, programmeId, officeId } = await collectionAtWork(database)
    const bytes = csv({ people: 5 })
    const other = csv({ people: 5, from: 9 }).slice(0, bytes.length)
    const file = { programmeId, officeId, fileName: 'a.csv', size: bytes.length, digest: sha256Hex(bytes) }
    const { id } = await beginUpload(officer, file)
    const padded = new Uint8Array(bytes.length).fill(32)
    padded.set(other)
    await takePart(officer, { uploadId: id, number: 0, bytes: padded, digest: sha256Hex(padded) })
    await completeUpload(officer, id)
    await work(officer)
    const [upload] = await database.read.select().from(collectionUploads)
    expect(upload).toMatchObject({ state: 'receiving' })
    expect(await database.read.$count(collectionParts)).toBe(0)
    expect(await database.read.$count(collectionBatches)).toBe(0)
  })
})
