import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import type { Database } from '../../../src/platform/database.ts'
import { reexaminations, rowHolds } from '../../../src/results/inquiry/schema.ts'
import { resultRows } from '../../../src/results/lists/schema.ts'
import { heldRows } from '../../../src/results/objections/held-rows.ts'
import { databaseTest as test } from '../../support/database.ts'
import { desksAt } from '../../support/desks.ts'
import { signedIn } from '../../support/signed-in.ts'
import { reviewBefore } from '../publicity/reviews.ts'

const DESK = '/desk/inquiries'

/** A secretary's browser at the desk of inquiries, with one list of three people. */
async function atTheDesk(database: Database) {
  const review = await reviewBefore(database, {
    place: 'kunming-2023',
    year: 2023,
    today: '2023-09-11',
    stage: 'candidates',
  })
  const { ctx, ids } = review
  const who = await signedIn(ctx, { officeId: ids.committee, roles: ['committee-secretary'], person: 880 })
  const app = desksAt(ctx)
  const send = async (path: string, fields?: Readonly<Record<string, string>>) => {
    const answer = await app.request(path, {
      headers: { ...who.headers, Accept: 'text/html' },
      ...(fields ? { method: 'POST', body: new URLSearchParams(fields) } : {}),
    })
    return { status: answer.status, to: answer.headers.get('Location') ?? '', text: await answer.text() }
  }
  return { ...review, listId: await review.list(), send }
}

const ASKED = {
  'asked-position': '1',
  'asked-name': '韦娟',
  scope: 'overlooked',
  receivedOn: '2023-09-11',
  text: '漏看了第 2 份业绩材料。',
}

/** What a form of the page holds: its fields by name, the chosen option of a choice. */
function filled(page: string, action: string): Readonly<Record<string, string>> {
  const form = new RegExp(`action="${action}"[^>]*>([\\s\\S]*?)</form>`).exec(page)?.[1] ?? ''
  const inputs = [...form.matchAll(/<input[^>]*name="([^"]+)"[^>]*?(?:value="([^"]*)")?[^>]*>/g)]
  const lines = [...form.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</g)]
  const choices = [...form.matchAll(/<select[^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)]
  return Object.fromEntries([
    ...inputs.map(([input, name]) => [name, /value="([^"]*)"/.exec(input)?.[1] ?? '']),
    ...lines.map(([, name, text]) => [name, text]),
    ...choices.map(([, name, options]) => [
      name,
      /value="([^"]*)"[^>]*selected/.exec(options ?? '')?.[1] ?? '',
    ]),
  ]) as Readonly<Record<string, string>>
}

describe('the desk of inquiries', () => {
  test.for([
    ['somebody who is not on the list', { 'asked-name': '查无此人' }, 404],
    ['a place that is no number', { 'asked-position': '第一' }, 422],
    ['words too short to be a reason', { text: '错' }, 422],
  ] as const)(
    'gives back the whole form for %s, and keeps nothing',
    async ([, wrong, status], { database }) => {
      const { listId, send } = await atTheDesk(database)
      const typed = { 'asked-list': listId, ...ASKED, ...wrong }
      const answer = await send(`${DESK}/reexaminations`, typed)
      expect(answer.status).toBe(status)
      expect(answer.text).toContain('role="alert"')
      expect(filled(answer.text, `${DESK}/reexaminations`)).toEqual(typed)
      expect(answer.text).toMatch(/<details class="card" open[^>]*><summary>登记复查申请/)
      expect(await database.read.select().from(reexaminations)).toEqual([])
    },
  )

  test('gives back a hold and a declared invalidity, each to its own form', async ({ database }) => {
    const { listId, send } = await atTheDesk(database)
    const held = {
      'held-list': listId,
      'held-position': '2',
      'held-name': '韦娟',
      act: 'release',
      'held-ground': '已经查清，没有问题',
    }
    const hold = await send(`${DESK}/holds`, held)
    expect(hold.status).toBe(404)
    expect(filled(hold.text, `${DESK}/holds`)).toEqual(held)
    expect(await database.read.select().from(rowHolds)).toEqual([])

    const voided = {
      scope: 'person',
      'void-list': listId,
      'void-position': '',
      'void-name': '韦娟',
      document: '云人社函〔2023〕1号',
      decidedOn: '2023-09-11',
      'void-ground': '经查，材料不实。',
    }
    const refused = await send(`${DESK}/invalidations`, voided)
    expect(refused.status).toBe(422)
    expect(filled(refused.text, `${DESK}/invalidations`)).toEqual(voided)
  })

  test('offers to hold the person asked about with the ground already written, and to let go after', async ({
    database,
  }) => {
    const { listId, send } = await atTheDesk(database)
    const { status, to } = await send(`${DESK}/reexaminations`, { 'asked-list': listId, ...ASKED })
    expect([status, to]).toEqual([303, expect.stringMatching(/^\/desk\/inquiries\/reexaminations\//)])
    const offered = async () => filled((await send(to)).text, `${to}/hold`)
    const hold = await offered()
    expect(hold).toEqual({ act: 'hold', 'held-ground': '2023-09-11 收到的复查申请，调查期间暂停' })

    // A ground that will not do comes back as it was typed, not as it was offered.
    const bad = await send(`${to}/hold`, { ...hold, 'held-ground': '查' })
    expect(bad.status).toBe(422)
    expect(filled(bad.text, `${to}/hold`)['held-ground']).toBe('查')
    expect((await heldRows(database.read, listId)).size).toBe(0)

    expect((await send(`${to}/hold`, hold)).status).toBe(303)
    const [row] = await database.read.select().from(resultRows).where(eq(resultRows.position, 1))
    expect([...(await heldRows(database.read, listId))]).toEqual([row?.id])
    const release = await offered()
    expect(release).toEqual({ act: 'release', 'held-ground': '2023-09-11 收到的复查申请已经办结' })
    expect((await send(`${to}/hold`, release)).status).toBe(303)
    expect((await heldRows(database.read, listId)).size).toBe(0)
  })

  test('gives back an answer that was not taken, its outcome too', async ({ database }) => {
    const { listId, send } = await atTheDesk(database)
    const { to } = await send(`${DESK}/reexaminations`, { 'asked-list': listId, ...ASKED })
    const typed = { outcome: 'changed', ground: '改' }
    const answer = await send(to, typed)
    expect(answer.status).toBe(422)
    expect(filled(answer.text, to)).toEqual(typed)
  })
})
