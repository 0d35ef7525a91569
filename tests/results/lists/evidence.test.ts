import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { ledgerEntries } from '../../../src/ledger/schema.ts'
import { erasePerson } from '../../../src/people/erase.ts'
import { KEPT_OF_PERSONS } from '../../../src/personal-tables.ts'
import { commitEvidence, type NewEvidence } from '../../../src/results/lists/evidence/commit-evidence.ts'
import { evidenceOfCycle, readEvidence } from '../../../src/results/lists/evidence/find-evidence.ts'
import { evidenceFiles, listEvidence } from '../../../src/results/lists/evidence/schema.ts'
import { resultRows } from '../../../src/results/lists/schema.ts'
import { hex, utf8 } from '../../../src/signing/bytes.ts'
import { databaseTest as test } from '../../support/database.ts'
import { somebody } from '../../support/staff.ts'
import { reviewing, teacher } from './reviewing.ts'

const PAPER = utf8('%PDF-1.7 会议记录：出席九人')
const minutes = (cycleId: string, more: Partial<NewEvidence> = {}): NewEvidence => ({
  cycleId,
  kind: 'meeting-minutes',
  title: '评审会议记录',
  content: { bytes: PAPER, mediaType: 'application/pdf' },
  ...more,
})

describe('a supporting paper', () => {
  test('is kept encrypted, its digest committed and on the ledger by kind alone', async ({ database }) => {
    const { ctx, cycleId } = await reviewing(database)
    const { id } = await commitEvidence(ctx, minutes(cycleId))
    const [row] = await database.read.select().from(listEvidence)
    expect(hex(row?.fileDigest ?? new Uint8Array())).toBe(createHash('sha256').update(PAPER).digest('hex'))
    const [file] = await database.read.select().from(evidenceFiles)
    expect(Buffer.from(file?.file ?? []).includes(Buffer.from(PAPER))).toBe(false)
    expect((await readEvidence(ctx, id)).bytes).toEqual(PAPER)
    const [entry] = await database.read
      .select()
      .from(ledgerEntries)
      .where(eq(ledgerEntries.record, row?.sealedBy ?? ''))
    const body = Buffer.from(entry?.body ?? []).toString()
    expect(JSON.parse(body)).toMatchObject({
      type: 'list.evidence-committed',
      facts: { cycle: cycleId, kind: 'meeting-minutes' },
    })
    expect(body).not.toContain(Buffer.from(row?.fileDigest ?? []).toString('base64url'))
  })

  test('may stay elsewhere: then only its digest is here', async ({ database }) => {
    const { ctx, cycleId } = await reviewing(database)
    const { id } = await commitEvidence(
      ctx,
      minutes(cycleId, { content: { digest: new Uint8Array(32).fill(1) } }),
    )
    expect(await evidenceOfCycle(database.read, cycleId)).toMatchObject([{ id, isKept: false, size: null }])
    await expect(readEvidence(ctx, id)).rejects.toMatchObject({ code: 'results/evidence-not-kept' })
  })

  test('that is corrected stays, and the newer one is shown', async ({ database }) => {
    const { ctx, cycleId } = await reviewing(database)
    const { id } = await commitEvidence(ctx, minutes(cycleId))
    const newer = await commitEvidence(ctx, minutes(cycleId, { title: '更正的会议记录', replacesId: id }))
    expect((await evidenceOfCycle(database.read, cycleId)).map((each) => each.id)).toEqual([newer.id])
    await expect(commitEvidence(ctx, minutes(cycleId, { replacesId: id }))).rejects.toMatchObject({
      code: 'results/evidence-replaced',
    })
  })

  test('about one person goes with that person', async ({ database }) => {
    const { ctx, cycleId, bring } = await reviewing(database)
    const { listId } = await bring('candidates', [teacher(1)])
    const [row] = await database.read.select().from(resultRows)
    const { id } = await commitEvidence(
      ctx,
      minutes(cycleId, { kind: 'commission-letter', title: '委托评审函', listId, rowId: row?.id }),
    )
    expect((await readEvidence(ctx, id)).bytes).toEqual(PAPER)
    await erasePerson(ctx, { personId: row?.personId ?? '', ground: 'ordered' }, KEPT_OF_PERSONS)
    await expect(readEvidence(ctx, id)).rejects.toMatchObject({ code: 'results/evidence-not-kept' })
  })

  test.for([
    ['of no kind', { kind: 'secret' as never }, 'results/bad-evidence'],
    ['without a name', { title: ' ' }, 'results/bad-evidence'],
    [
      'that is empty',
      { content: { bytes: new Uint8Array(), mediaType: 'application/pdf' } },
      'results/bad-evidence',
    ],
    [
      'that a browser would run',
      { content: { bytes: PAPER, mediaType: 'text/html' } },
      'results/bad-evidence',
    ],
    ['by half a digest', { content: { digest: new Uint8Array(16) } }, 'results/bad-evidence'],
    ['of another cycle’s list', { listId: 'nobody' }, 'results/list-not-found'],
    ['of no cycle', { cycleId: 'nobody' }, 'cycles/cycle-not-found'],
    ['in place of nothing', { replacesId: 'nobody' }, 'results/bad-evidence'],
  ] as const)('%s is refused and leaves no trace', async ([, more, code], { database }) => {
    const { ctx, cycleId } = await reviewing(database, { through: null })
    await expect(commitEvidence(ctx, minutes(cycleId, more))).rejects.toMatchObject({ code })
    expect(await database.read.select().from(listEvidence)).toEqual([])
  })

  test('is not there for another office', async ({ database }) => {
    const { ctx, ids, cycleId } = await reviewing(database, { through: null })
    const { id } = await commitEvidence(ctx, minutes(cycleId))
    const stranger = await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 5 })
    await expect(readEvidence(stranger, id)).rejects.toMatchObject({ code: 'results/evidence-not-found' })
    await expect(commitEvidence(stranger, minutes(cycleId))).rejects.toMatchObject({
      code: 'cycles/cycle-not-found',
    })
  })
})
