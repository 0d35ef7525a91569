import { expect } from 'vitest'
import { countWaiting, waiting } from '../../src/approvals/waiting.ts'
import { returnRequest } from '../../src/approvals/return-request.ts'
import { withdrawRole } from '../../src/identity/withdraw-role.ts'
import type { Context } from '../../src/platform/context.ts'
import { databaseTest } from '../support/database.ts'
import { agree, desksAtWork, digestOf } from './desks-at-work.ts'

const ids = async (ctx: Context) => (await waiting(ctx)).items.map(({ id }) => id)

databaseTest(
  'what waits for me is what my role may decide now, and nothing of my own',
  async ({ database }) => {
    const { clerk, ctx, prefecture, province, request, someone } = await desksAtWork(database)
    const [reviewer, other, sealer, elsewhere] = [
      await someone('reviewer', province),
      await someone('reviewer', province),
      await someone('sealer', province),
      await someone('reviewer', prefecture),
    ]
    const steps = [
      { role: 'reviewer', officeId: province, people: 2 },
      { role: 'sealer', officeId: province, people: 1 },
    ] as const
    const id = await request({ steps, title: '2023 年通过人员' })
    const prepared = await request({ steps, subjectId: 'list-2' }, reviewer)
    expect(await ids(reviewer)).toEqual([id])
    expect(new Set(await ids(other))).toEqual(new Set([id, prepared]))
    expect(await countWaiting(other)).toBe(2)
    for (const nobody of [sealer, elsewhere, clerk, ctx]) {
      expect(await waiting(nobody)).toEqual({ items: [], next: null })
      expect(await countWaiting(nobody)).toBe(0)
    }
    expect((await waiting(reviewer)).items[0]).toMatchObject({
      title: '2023 年通过人员',
      kind: 'list',
      officeName: '云南省人力资源和社会保障厅',
      step: 0,
      steps: 2,
      preparedAt: ctx.now().toISOString(),
    })

    await agree(reviewer, id)
    expect(await ids(reviewer)).toEqual([])
    await agree(other, id)
    expect(await ids(sealer)).toEqual([id])

    // The first step is open again, and it is not the sealer's turn any more.
    await withdrawRole(ctx, { grantee: reviewer.actor.accountId ?? '', role: 'reviewer', officeId: province })
    expect(await ids(sealer)).toEqual([])
    expect(await ids(await someone('reviewer', province))).toContain(id)
  },
)

databaseTest('nothing waits that was returned, completed or replaced', async ({ database }) => {
  const { province, request, someone } = await desksAtWork(database)
  const [reviewer, other] = [await someone('reviewer', province), await someone('reviewer', province)]
  await agree(reviewer, await request())
  const back = await request({ subjectId: 'list-2' })
  await returnRequest(reviewer, { requestId: back, digest: digestOf('a'), comment: '请核对' })
  await request({ subjectId: 'list-3' })
  const second = await request({ subjectId: 'list-3', digest: digestOf('b') })
  expect(await ids(other)).toEqual([second])
})

databaseTest('many are shown a page at a time, oldest first, each once', async ({ database }) => {
  const { clerk, province, request, someone } = await desksAtWork(database)
  const reviewer = await someone('reviewer', province)
  const made: string[] = []
  for (let i = 0; i < 7; i++) {
    const at = new Date(clerk.now().getTime() + (i >> 1) * 1000)
    made.push(await request({ subjectId: `list-${i}` }, { ...clerk, now: () => at }))
  }
  const seen: string[] = []
  for (let after: string | null | undefined; after !== null;) {
    const page = await waiting(reviewer, { limit: 2, ...(after !== undefined && { after }) })
    seen.push(...page.items.map(({ id }) => id))
    after = page.next
  }
  expect(seen).toHaveLength(7)
  expect(seen.map((id) => made.indexOf(id) >> 1)).toEqual([0, 0, 1, 1, 2, 2, 3])
  expect(await waiting(reviewer, { after: 'unknown' })).toEqual({ items: [], next: null })
})
