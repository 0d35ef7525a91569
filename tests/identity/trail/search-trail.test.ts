import { describe, expect } from 'vitest'
import { searchTrail, type TrailSearch } from '../../../src/identity/trail/search-trail.ts'
import { findOrAddPersons } from '../../../src/people/find-or-add.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { recordAct } from '../../../src/trail/record-act.ts'
import type { RecordedAct } from '../../../src/trail/record.ts'
import { trailRecords } from '../../../src/trail/schema.ts'
import { desksAtWork } from '../../approvals/desks-at-work.ts'
import { databaseTest } from '../../support/database.ts'

const NUMBER = '519901196004034197'

const because = (ctx: Context): Context => ({ ...ctx, actor: { ...ctx.actor, purpose: '接到投诉' } })

async function atWork(database: Database) {
  const desks = await desksAtWork(database)
  const { ctx, province, prefecture, someone } = desks
  const [personId = ''] = await database.transaction(async (tx) => {
    const { keys } = await findOrAddPersons(ctx, tx, 'A'.repeat(22), [
      { name: '韦娟', idType: 'resident-identity-card', idNumber: NUMBER },
    ])
    return keys.map((key) => key.personId)
  })
  const done = (by: Context, act: RecordedAct) => by.database.transaction((tx) => recordAct(by, tx, act))
  const certificates = (_: Context, __: unknown, number: string) =>
    Promise.resolve(number === 'YN2023000001X' ? personId : null)
  const search = async (by: Context, asked: TrailSearch) => {
    const { items, next } = await searchTrail(by, asked, certificates)
    return { found: items.map(({ about }) => about), next }
  }
  await done(desks.clerk, { act: 'lists.see', officeId: province, about: 'list-1', subjects: [personId] })
  await done(desks.clerk, { act: 'lists.import', officeId: prefecture, about: 'list-2' })
  await done(desks.clerk, {
    act: 'lists.see',
    officeId: null,
    about: 'list-3',
    outcome: 'refused',
    code: 'identity/not-allowed',
  })
  return {
    ...desks,
    personId,
    search,
    above: await someone('supervisor', province),
    below: await someone('supervisor', prefecture),
  }
}

describe('the search of the trail', () => {
  databaseTest(
    'shows the records of the offices in reach, newest first, and is itself recorded',
    async ({ database }) => {
      const { above, below, clerk, search } = await atWork(database)
      const byClerk = { actor: clerk.actor.name }
      expect((await search(above, byClerk)).found).toEqual(['list-3', 'list-2', 'list-1'])
      expect((await search(below, byClerk)).found).toEqual(['list-2'])
      expect(await search(below, { act: 'lists.see' })).toEqual({ found: [], next: null })
      const all = await database.read.select().from(trailRecords)
      expect(all.slice(-3)).toMatchObject([
        { act: 'trail.search', actor: above.actor.name },
        { act: 'trail.search', actor: below.actor.name },
        { act: 'trail.search', facts: expect.stringContaining('"act":"lists.see"') as unknown },
      ])
    },
  )

  databaseTest('finds by actor, act, object, office, outcome and days', async ({ database }) => {
    const { above, clerk, prefecture, search } = await atWork(database)
    const { act, ...byClerk } = { act: 'lists.see', actor: clerk.actor.name }
    expect((await search(above, { act })).found).toEqual(['list-3', 'list-1'])
    expect((await search(above, { about: 'list-2' })).found).toEqual(['list-2'])
    expect((await search(above, { ...byClerk, officeId: prefecture })).found).toEqual(['list-2'])
    expect((await search(above, { ...byClerk, outcome: 'refused' })).found).toEqual(['list-3'])
    expect((await search(above, { actor: 'desk-1-0-0' })).found).toHaveLength(3)
    expect((await search(above, { actor: 'nobody' })).found).toEqual([])
    // Half past midnight in Beijing on the 21st, when a UTC day is still yesterday.
    expect(
      (await search(above, { ...byClerk, from: '2026-11-21', through: '2026-11-21' })).found,
    ).toHaveLength(3)
    expect((await search(above, { ...byClerk, through: '2026-11-20' })).found).toEqual([])
    expect((await search(above, { ...byClerk, from: '2026-11-22' })).found).toEqual([])
  })

  databaseTest(
    'finds by a person, by number and name or by certificate, and keeps neither',
    async ({ database }) => {
      const { above, personId, search } = await atWork(database)
      const by = because(above)
      expect(
        (await search(by, { person: { name: '韦娟', idNumber: ' 519901 19600403 4197' } })).found,
      ).toEqual(['list-1'])
      expect((await search(by, { certificateNumber: 'YN2023000001X' })).found).toEqual([null, 'list-1'])
      for (const nobody of [
        { person: { name: '韦鹃', idNumber: NUMBER } },
        { person: { name: '韦娟', idNumber: '519901196004034198' } },
        { person: { name: '韦娟', idNumber: '' } },
        { certificateNumber: 'YN2023000002X' },
      ])
        expect((await search(by, nobody)).found).toEqual([])
      const kept = JSON.stringify(await database.read.select().from(trailRecords), (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      )
      for (const secret of [NUMBER, '韦娟', 'YN2023000001X', personId]) expect(kept).not.toContain(secret)
    },
  )

  databaseTest(
    'tells of a record in the integrity archive only whom the archive is open to',
    async ({ database }) => {
      const { ctx, clerk, above, province, someone, personId, search } = await atWork(database)
      const auditor = await someone('auditor', province)
      const subjects = [personId]
      const telling: readonly RecordedAct[] = [
        { act: 'integrity.enter', officeId: province, about: 'record', subjects },
        { act: 'integrity.own', officeId: null, about: 'record-own', subjects },
        {
          act: 'approvals.request',
          officeId: province,
          about: 'request',
          subjects,
          facts: { kind: 'integrity.record' },
        },
        {
          act: 'lists.import',
          officeId: province,
          about: 'list-4',
          subjects,
          outcome: 'refused',
          code: 'results/not-accepted',
        },
      ]
      for (const act of telling)
        await ctx.database.transaction((tx) => recordAct({ ...ctx, actor: clerk.actor }, tx, act))
      const person = { name: '韦娟', idNumber: NUMBER }
      expect((await search(because(auditor), { person })).found).toEqual(['list-1'])
      const seen = (await search(because(above), { person })).found
      for (const { about } of telling) expect(seen).toContain(about)
      // Of nobody in particular the auditor still sees that the work was done.
      expect((await search(auditor, { act: 'integrity.enter' })).found).toEqual(['record'])
    },
  )

  databaseTest.for<[string, TrailSearch, string]>([
    ['a person without a purpose', { person: { name: '韦娟', idNumber: NUMBER } }, 'purpose'],
    ['a certificate without a purpose', { certificateNumber: 'YN2023000001X' }, 'purpose'],
    ['a number where an id belongs', { about: NUMBER }, 'about'],
    ['a number where a login belongs', { actor: NUMBER }, 'actor'],
    ['a day that is none', { from: '2026-02-30' }, 'from'],
    ['days the wrong way round', { from: '2026-11-21', through: '2026-11-20' }, 'through'],
    ['a page that is none', { after: '1; drop table trail_records' }, 'after'],
  ])('refuses %s and leaves no trace', async ([, asked, field], { database }) => {
    const { above, search } = await atWork(database)
    const before = await database.read.select().from(trailRecords)
    await expect(search(above, asked)).rejects.toMatchObject({ code: 'trail/bad-search', facts: { field } })
    expect(await database.read.select().from(trailRecords)).toEqual(before)
  })

  databaseTest('is for those who oversee only', async ({ database }) => {
    const { clerk, search } = await atWork(database)
    await expect(search(clerk, {})).rejects.toMatchObject({ code: 'identity/not-allowed' })
  })

  databaseTest('goes on page by page, each record once', async ({ database }) => {
    const { above, clerk, search } = await atWork(database)
    const seen: (string | null)[] = []
    for (let after: string | null | undefined; after !== null;) {
      const page = await search(above, { actor: clerk.actor.name, limit: 2, after })
      seen.push(...page.found)
      after = page.next
    }
    expect(seen).toEqual(['list-3', 'list-2', 'list-1'])
  })
})
