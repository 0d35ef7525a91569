import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { approve } from '../../../src/approvals/approve.ts'
import { readRequest } from '../../../src/approvals/read-request.ts'
import { returnRequest } from '../../../src/approvals/return-request.ts'
import { waiting } from '../../../src/approvals/waiting.ts'
import { withdrawRole } from '../../../src/identity/withdraw-role.ts'
import { erasePerson } from '../../../src/people/erase.ts'
import { KEPT_OF_PERSONS } from '../../../src/personal-tables.ts'
import type { Database } from '../../../src/platform/database.ts'
import { findList } from '../../../src/results/lists/find-list.ts'
import { listDigest } from '../../../src/results/lists/list-digest.ts'
import { receiveList } from '../../../src/results/lists/receive-list.ts'
import { resultRows } from '../../../src/results/lists/schema.ts'
import { standingOf } from '../../../src/results/lists/standing.ts'
import { submitList } from '../../../src/results/lists/submit-list.ts'
import { databaseTest as test } from '../../support/database.ts'
import { somebody } from '../../support/staff.ts'
import { reviewing, shownTo, teacher, workbookOf } from './reviewing.ts'

/** A list that needs no candidates' list, and the people who review it. */
async function atReview(database: Database) {
  const work = await reviewing(database, { place: 'guangan-2023' })
  const { ctx, ids, bring } = work
  const secretary = await somebody(ctx, {
    officeId: ids.committee,
    roles: ['committee-secretary'],
    person: 1,
  })
  const reviewerAt = (officeId: string, person: number) =>
    somebody(ctx, { officeId, roles: ['reviewer'], person })
  const own = await reviewerAt(ids.committee, 2)
  const bureau = await reviewerAt(ids.kunming, 3)
  const { listId } = await bring('approved', [teacher(11), teacher(12)])
  const standing = async (id = listId) => standingOf(database.read, await findList(ctx, database.read, id))
  const digest = (id = listId) => listDigest(database.read, id)
  return { ...work, secretary, own, bureau, reviewerAt, listId, standing, digest }
}

describe('a list at review', () => {
  test('is approved by one at each office, in order', async ({ database }) => {
    const { secretary, own, bureau, listId, standing, digest } = await atReview(database)
    expect(await standing()).toEqual({ kind: 'imported', requestId: null })
    const requestId = await submitList(secretary, { listId })
    expect(await standing()).toEqual({ kind: 'in-review', requestId, missing: 2 })
    await expect(approve(bureau, { requestId, digest: await digest() })).rejects.toMatchObject({
      code: 'approvals/out-of-order',
    })
    await approve(own, { requestId, digest: await digest() })
    expect(await standing()).toEqual({ kind: 'in-review', requestId, missing: 1 })
    await approve(bureau, { requestId, digest: await digest() })
    expect(await standing()).toEqual({ kind: 'approved', requestId })
  })

  test('that was returned is corrected; reviewers of the new one see what differs', async ({ database }) => {
    const { secretary, own, bring, listId, standing, digest } = await atReview(database)
    const requestId = await submitList(secretary, { listId })
    await returnRequest(own, { requestId, digest: await digest(), comment: '请核对专业' })
    expect(await standing()).toEqual({ kind: 'returned', requestId })
    const { listId: corrected } = await bring('approved', [teacher(11, { 申报专业: '语文' }), teacher(13)], {
      replaces: listId,
    })
    expect(await standing()).toEqual({ kind: 'replaced', requestId: null })
    await expect(submitList(secretary, { listId })).rejects.toMatchObject({
      code: 'results/list-replaced',
      facts: { by: corrected },
    })
    const again = await submitList(secretary, { listId: corrected })
    const differences = await shownTo(own, again)
    expect(differences.changed.map(({ fields }) => fields)).toEqual([
      [{ name: '专业', before: '数学', after: '语文' }],
    ])
    expect([differences.added.length, differences.removed.length, differences.same]).toEqual([1, 1, 0])
  })

  test('that is corrected during its review waits for nobody, and what was read of it is void', async ({
    database,
  }) => {
    const { secretary, own, bring, listId, digest } = await atReview(database)
    const requestId = await submitList(secretary, { listId })
    expect((await waiting(own)).items.map(({ id }) => id)).toEqual([requestId])
    await bring('approved', [teacher(11)], { replaces: listId })
    expect((await waiting(own)).items).toEqual([])
    expect((await readRequest(own, requestId)).state).toBe('superseded')
    await expect(approve(own, { requestId, digest: await digest() })).rejects.toMatchObject({
      code: 'approvals/no-longer-asked',
    })
    expect((await readRequest(own, requestId)).decisions).toEqual([])
  })

  test('is broken when who approved first lost the role after the second approved, and is submitted again', async ({
    database,
  }) => {
    const { ctx, ids, secretary, own, bureau, reviewerAt, listId, standing, digest } =
      await atReview(database)
    // A third step would be the case in an office of its own; here the bureau's comes second of two.
    const requestId = await submitList(secretary, { listId })
    await approve(own, { requestId, digest: await digest() })
    await approve(bureau, { requestId, digest: await digest() })
    await withdrawRole(ctx, { grantee: own.actor.accountId, role: 'reviewer', officeId: ids.committee })
    expect(await standing()).toEqual({ kind: 'broken', requestId })
    const other = await reviewerAt(ids.committee, 4)
    const again = await submitList(secretary, { listId })
    expect(await standing()).toEqual({ kind: 'in-review', requestId: again, missing: 2 })
    await approve(other, { requestId: again, digest: await digest() })
    await approve(bureau, { requestId: again, digest: await digest() })
    expect(await standing()).toEqual({ kind: 'approved', requestId: again })
  })

  test('shows an erased person as 已清除 and goes on', async ({ database }) => {
    const { ctx, secretary, own, listId } = await atReview(database)
    const [row] = await database.read.select().from(resultRows).where(eq(resultRows.listId, listId))
    await erasePerson(ctx, { personId: row?.personId ?? '', ground: 'ordered' }, KEPT_OF_PERSONS)
    const requestId = await submitList(secretary, { listId })
    const differences = await shownTo(own, requestId)
    expect(differences.added.map(({ label }) => label)).toContain('已清除')
  })

  test('of candidates is none: they are published, not reviewed', async ({ database }) => {
    const { ctx, bring } = await reviewing(database)
    const { listId } = await bring('candidates', [teacher(1)])
    await expect(submitList(ctx, { listId })).rejects.toMatchObject({
      code: 'results/candidates-not-reviewed',
    })
    expect(await standingOf(database.read, await findList(ctx, database.read, listId))).toEqual({
      kind: 'candidates',
      requestId: null,
    })
  })
})

describe('a file brought to a desk', () => {
  test('is not even opened for somebody who may bring none', async ({ database }) => {
    const { ctx, ids, codes } = await reviewing(database)
    const stranger = await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 5 })
    const bring = (bytes: Uint8Array) =>
      receiveList(stranger, {
        bytes,
        fileName: 'a.xlsx',
        authority: codes.kunming,
        office: codes.committee,
      })
    for (const bytes of [new Uint8Array([1, 2, 3]), await workbookOf([teacher(1, { 姓名: '=A1' })])])
      await expect(bring(bytes)).rejects.toMatchObject({ code: 'identity/not-allowed' })
  })

  test('with defects tells how many there are in all', async ({ database }) => {
    const { ctx, codes, cycleId } = await reviewing(database)
    const bytes = await workbookOf([
      teacher(1, { 姓名: '' }),
      teacher(2, { 级别: '特级' }),
      teacher(3, { 备注: '甲', 工作单位: ' 昆明市第一人民医院' }),
    ])
    await expect(
      receiveList(ctx, {
        bytes,
        fileName: 'a.xlsx',
        authority: codes.kunming,
        office: codes.committee,
        cycleId,
        stage: 'candidates',
      }),
    ).rejects.toMatchObject({ code: 'results/list-has-defects', facts: { refusals: 2, warnings: 1 } })
  })
})
