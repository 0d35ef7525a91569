import { describe, expect, inject, it } from 'vitest'
import type { Context } from '../../src/platform/context.ts'
import { Refusal } from '../../src/platform/refusal.ts'
import { currentList } from '../../src/results/lists/candidates.ts'
import { resultRows } from '../../src/results/lists/schema.ts'
import { chooseApproved } from '../../src/results/routes/choose-approved.ts'
import { enterConfirmation } from '../../src/results/routes/enter-confirmation.ts'
import { reviewing, teacher } from '../results/lists/reviewing.ts'
import { ownDatabase } from '../support/database.ts'

// PGlite has one connection, and no race can be seen in it.
const onServer = inject('template').kind === 'server'

async function together(count: number, act: (i: number) => Promise<unknown>): Promise<readonly string[]> {
  const settled = await Promise.allSettled(Array.from({ length: count }, (_, i) => act(i)))
  return settled.map((each) => {
    if (each.status === 'fulfilled') return 'done'
    if (each.reason instanceof Refusal) return each.reason.code
    throw each.reason
  })
}

const ORIGINAL = {
  number: '川0012345',
  issuer: '四川省人力资源和社会保障厅',
  series: '中小学教师',
  specialty: '数学',
  title: '一级教师',
  level: '420',
  obtainedOn: '2018-11-12',
}

describe.skipIf(!onServer)('at the same moment', () => {
  it('many clerks bring a cycle’s first list: one is taken, the others are told', async () => {
    const database = await ownDatabase()
    const { bring } = await reviewing(database, { through: null })
    const told = await together(6, (i) => bring('candidates', [teacher(i), teacher(i + 10)]))
    expect(told.toSorted()).toEqual(['done', ...Array.from({ length: 5 }, () => 'results/list-exists')])
    await database.close()
  })

  it('many clerks correct one list: one is taken, the others are told', async () => {
    const database = await ownDatabase()
    const { bring, cycleId } = await reviewing(database, { through: null })
    const { listId } = await bring('candidates', [teacher(1)])
    const told = await together(6, (i) => bring('candidates', [teacher(2 + i)], { replaces: listId }))
    expect(told.filter((each) => each === 'done')).toHaveLength(1)
    expect(new Set(told)).toEqual(new Set(['done', 'results/list-replaced']))
    expect((await currentList(database.read, cycleId, 'candidates'))?.replacesId).toBe(listId)
    await database.close()
  })

  it('many secretaries tick who passed: one list comes of it', async () => {
    const database = await ownDatabase()
    const { ctx, bring, cycleId } = await reviewing(database)
    await bring('candidates', [teacher(1), teacher(2), teacher(3)])
    const rows = await database.read.select({ id: resultRows.id }).from(resultRows)
    const tick = (i: number) =>
      chooseApproved(ctx, { cycleId, rowIds: rows.slice(i % 3).map(({ id }) => id), obtainedOn: null })
    const told = await together(6, tick)
    expect(told.filter((each) => each === 'done')).toHaveLength(1)
    for (const code of told)
      expect(['done', 'results/list-exists', 'results/already-imported']).toContain(code)
    await database.close()
  })

  it('many clerks enter one original title: its versions have no gap and no twin', async () => {
    const database = await ownDatabase()
    const { ctx, bring, cycleId } = await reviewing(database, { through: null })
    await bring('candidates', [teacher(1)])
    const [row] = await database.read.select({ id: resultRows.id }).from(resultRows)
    const versions: number[] = []
    const enter = async (by: Context) =>
      versions.push(
        (await enterConfirmation(by, { cycleId, rowId: row?.id ?? '', original: ORIGINAL })).version,
      )
    await together(6, () => enter(ctx))
    expect(versions.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6])
    await database.close()
  })
})
