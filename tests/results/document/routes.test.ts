import { createHash } from 'node:crypto'
import { desc, eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import type { Database } from '../../../src/platform/database.ts'
import { rateLimits } from '../../../src/platform/rate-limit.ts'
import { paperRoutes } from '../../../src/results/document/api.ts'
import { confirmResults } from '../../../src/results/document/confirm-results.ts'
import { issueDocument } from '../../../src/results/document/issue-document.ts'
import { qualificationDocuments, resultConfirmations } from '../../../src/results/document/schema.ts'
import { trailRecords, trailSubjects } from '../../../src/trail/schema.ts'
import { databaseTest as test } from '../../support/database.ts'
import { desksAt } from '../../support/desks.ts'
import { signedIn, staffApi, type AtWork } from '../../support/signed-in.ts'
import { atWork, NUMBER } from './document-at-work.ts'

/** A list of Guang'an's rules, ready to be confirmed: there any office with the power may. */
async function ready(database: Database) {
  const work = await atWork(database, 'guangan-2023')
  await work.reviewed()
  await work.publicised()
  const { app } = staffApi(work.ctx, paperRoutes)
  const confirm = async (who: AtWork, body: object) => {
    const answer = await app.request(`/api/v1/lists/${work.listId}/confirmations`, {
      method: 'POST',
      headers: { ...who.headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    return [answer.status, (await answer.json()) as Record<string, unknown>] as const
  }
  return { ...work, app, confirm }
}

describe('confirming for programs', () => {
  test('sets the seal of the office that was named, and only in the line of who issues', async ({
    database,
  }) => {
    const { ctx, ids, codes, confirm } = await ready(database)
    const sealer = (officeId: string, person: number) =>
      signedIn(ctx, { officeId, roles: ['sealer'], person })
    const [kunming, dali] = [await sealer(ids.kunming, 320), await sealer(ids.dali, 321)]
    const province = await sealer(ids.province, 322)
    // Another prefecture has the same powers, and nothing to do with this list.
    expect(await confirm(dali, { sealedBy: codes.dali })).toEqual([
      404,
      expect.objectContaining({ title: 'results/list-not-found' }),
    ])
    for (const sealedBy of [codes.dali, '1'.repeat(18)])
      expect(await confirm(kunming, { sealedBy })).toEqual([
        404,
        expect.objectContaining({ title: 'request/no-such-thing' }),
      ])
    expect((await confirm(kunming, { sealedBy: '1' }))[0]).toBe(422)
    // The office above has to do with it, but no power over this level.
    expect(await confirm(province, { sealedBy: codes.province })).toEqual([
      403,
      expect.objectContaining({ title: 'identity/no-power' }),
    ])
    expect(await database.read.select().from(resultConfirmations)).toEqual([])

    const [status, body] = await confirm(kunming, { sealedBy: codes.kunming })
    expect([status, body]).toEqual([201, expect.objectContaining({ people: 2, held: 0 })])
    expect(await database.read.select().from(resultConfirmations)).toMatchObject([
      { officeId: ids.kunming, rowCount: 2 },
    ])
  })

  test('without a name it is the office that issues the certificates', async ({ database }) => {
    const { ctx, ids, confirm } = await ready(database)
    const who = await signedIn(ctx, { officeId: ids.kunming, roles: ['sealer'], person: 320 })
    expect((await confirm(who, {}))[0]).toBe(201)
    expect(await database.read.select().from(resultConfirmations)).toMatchObject([{ officeId: ids.kunming }])
  })
})

describe('the file of a document', () => {
  async function issued(database: Database) {
    const work = await ready(database)
    await confirmResults(work.sealer, { listId: work.listId })
    const { documentId } = await issueDocument(work.issuer, { listId: work.listId, documentNumber: NUMBER })
    const [stored] = await database.read
      .select()
      .from(qualificationDocuments)
      .where(eq(qualificationDocuments.id, documentId))
    return { ...work, documentId, digest: Buffer.from(stored?.fileDigest ?? []).toString('hex') }
  }
  const digestOf = async (answer: Response) =>
    createHash('sha256')
      .update(new Uint8Array(await answer.arrayBuffer()))
      .digest('hex')

  test('is the one that was committed, for programs and at the desk, and each taking is recorded', async ({
    database,
  }) => {
    const { ctx, ids, app, listId, documentId, digest } = await issued(database)
    const clerk = await signedIn(ctx, { officeId: ids.kunming, roles: ['clerk'], person: 330 })
    const file = await app.request(`/api/v1/documents/${documentId}/file`, { headers: clerk.headers })
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect(file.headers.get('cache-control')).toBe('no-store')
    expect(await digestOf(file)).toBe(digest)

    const desk = desksAt(ctx, { ...rateLimits(ctx), count: () => Promise.resolve() })
    const taken = await desk.request(`/desk/lists/${listId}/documents/${documentId}/file`, {
      method: 'POST',
      headers: clerk.headers,
    })
    expect(taken.headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent(NUMBER)}.pdf`,
    )
    expect(await digestOf(taken)).toBe(digest)

    const [last, before] = await database.read
      .select()
      .from(trailRecords)
      .orderBy(desc(trailRecords.position))
      .limit(2)
    for (const record of [last, before]) {
      expect(record).toMatchObject({ act: 'lists.see', about: listId })
      expect(JSON.parse(record?.facts ?? '')).toEqual({ number: NUMBER, file: true })
      const subjects = await database.read
        .select()
        .from(trailSubjects)
        .where(eq(trailSubjects.position, record?.position ?? 0n))
      expect(subjects).toHaveLength(2)
    }
  })

  test('is nobody else’s, and one that is not there looks the same', async ({ database }) => {
    const { ctx, ids, app, documentId } = await issued(database)
    const stranger = await signedIn(ctx, { officeId: ids.dali, roles: ['clerk'], person: 331 })
    const answers = await Promise.all(
      [documentId, 'A'.repeat(22)].map(async (id) => {
        const answer = await app.request(`/api/v1/documents/${id}/file`, { headers: stranger.headers })
        return [answer.status, (await answer.text()).replaceAll(id, '')] as const
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.[0]).toBe(404)
  })
})
