import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLedger } from '../../src/ledger/audit.ts'
import { decodeEntry } from '../../src/ledger/entry.ts'
import { ledgerEntries } from '../../src/ledger/schema.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { anchorTrail } from '../../src/trail/anchor.ts'
import { auditTrail } from '../../src/trail/audit.ts'
import { ownDatabase } from '../support/database.ts'
import { tamper } from '../ledger/ledger-at-work.ts'
import { clerkAtWork, record } from './trail-at-work.ts'

/** Built once: eight records, the fourth and sixth with subjects, anchored after the fifth. */
let built: Database
let at: Context
beforeAll(async () => {
  built = await ownDatabase()
  at = await clerkAtWork(built)
  for (let i = 0; i < 8; i++) {
    await record(at, { about: `object-${i}`, ...(i % 2 === 1 && { subjects: [`person-${i}`, 'person-x'] }) })
    if (i === 4) await anchorTrail(at)
  }
})
afterAll(() => built.close())

class RolledBack extends Error {}

/** What a test does to the trail is forgotten after it. */
async function onTrail(act: (ctx: Context) => Promise<void>): Promise<void> {
  const ended = built.transaction(async (outer) => {
    const transaction: Database['transaction'] = (inner) => outer.transaction(inner)
    await act({
      ...at,
      database: { kind: built.kind, read: outer, transaction, close: () => Promise.resolve() },
    })
    throw new RolledBack()
  })
  await ended.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error
  })
}

const COLUMNS =
  'at, actor, person_id, session_id, act, office_id, purpose, outcome, code, about, facts, request_id, nonce, mark, chain'

const DEEDS: readonly (readonly [what: string, statements: string, code: string, row: string])[] = [
  [
    'an actor changed',
    `update trail_records set actor = 'account:other' where position = 3`,
    'record-altered',
    '3',
  ],
  [
    'an instant moved',
    `update trail_records set at = at - interval '1 day' where position = 2`,
    'record-altered',
    '2',
  ],
  [
    'a purpose taken away',
    `update trail_records set purpose = null where position = 7`,
    'record-altered',
    '7',
  ],
  [
    'a nonce changed',
    `update trail_records set nonce = decode(repeat('ab', 32), 'hex') where position = 1`,
    'record-altered',
    '1',
  ],
  ['a mark changed', `update trail_records set mark = nonce where position = 1`, 'record-altered', '1'],
  [
    'a chain value changed',
    `update trail_records set chain = nonce where position = 1`,
    'record-out-of-order',
    '1',
  ],
  [
    'a subject hidden',
    `delete from trail_subjects where ctid = (select ctid from trail_subjects where position = 3 limit 1)`,
    'record-altered',
    '3',
  ],
  ['all subjects hidden', `delete from trail_subjects where position = 5`, 'record-altered', '5'],
  [
    'a subject added',
    `insert into trail_subjects select 2, subject from trail_subjects where position = 3 limit 1`,
    'record-altered',
    '2',
  ],
  ['a record deleted', 'delete from trail_records where position = 3', 'record-missing', '3'],
  ['the last record deleted', 'delete from trail_records where position = 7', 'record-missing', '7'],
  [
    'a record deleted and the rest moved up',
    `delete from trail_subjects where position >= 2; delete from trail_records where position = 2; update trail_records set position = position - 1 where position > 2`,
    'record-altered',
    '2',
  ],
  [
    'a record without subjects deleted and the rest moved up',
    `delete from trail_records where position = 6; update trail_subjects set position = 6 where position = 7; update trail_records set position = 6 where position = 7`,
    'record-out-of-order',
    '6',
  ],
  [
    'two records swapped',
    `update trail_records set position = 90 where position = 2; update trail_records set position = 2 where position = 4; update trail_records set position = 4 where position = 90`,
    'record-out-of-order',
    '2',
  ],
  [
    'a record put in between',
    `update trail_subjects set position = position + 100 where position >= 6; update trail_records set position = position + 100 where position >= 6; update trail_subjects set position = position - 99 where position > 100; update trail_records set position = position - 99 where position > 100; insert into trail_records select 6, ${COLUMNS} from trail_records where position = 4`,
    'record-out-of-order',
    '6',
  ],
  [
    'a record appended',
    `insert into trail_records select 8, ${COLUMNS} from trail_records where position = 7`,
    'record-stray',
    '8',
  ],
  [
    'a record before the first',
    `insert into trail_records select -1, ${COLUMNS} from trail_records where position = 7`,
    'record-stray',
    '-1',
  ],
  [
    'a subject of no record',
    `insert into trail_subjects select 50, subject from trail_subjects limit 1`,
    'record-stray',
    '50',
  ],
  [
    'a record appended and the head moved',
    `insert into trail_records select 8, ${COLUMNS} from trail_records where position = 6; update trail_head set size = 9`,
    'record-out-of-order',
    '8',
  ],
  ['the head’s chain changed', `update trail_head set chain = decode(repeat('ab', 32), 'hex')`, 'head', '1'],
  ['the anchored count changed', 'update trail_head set anchored = 0', 'head', '1'],
  [
    'the last three cut off, head and all',
    `delete from trail_subjects where position > 4; delete from trail_records where position > 4; update trail_head set size = 5, chain = (select chain from trail_records where position = 4)`,
    'head',
    '1',
  ],
  [
    'everything behind the anchor cut off',
    `delete from trail_subjects where position > 1; delete from trail_records where position > 1; update trail_head set size = 2, chain = (select chain from trail_records where position = 1)`,
    'rolled-back',
    '2',
  ],
  [
    'everything gone',
    'delete from trail_subjects; delete from trail_records; delete from trail_head',
    'rolled-back',
    '0',
  ],
]

describe('the audit of the trail', () => {
  it('finds nothing in a trail nobody touched, nor in one that has not begun', async () => {
    await onTrail(async (ctx) => expect(await auditTrail(ctx)).toEqual({ records: 8, defects: [] }))
    await onTrail(async (ctx) => {
      await tamper(
        ctx.database.read,
        'delete from trail_subjects; delete from trail_records; delete from trail_head',
      )
      await tamper(ctx.database.read, 'delete from ledger_entries')
      expect(await auditTrail(ctx)).toEqual({ records: 0, defects: [] })
    })
  })

  it.for(DEEDS)('finds and names %s', ([, statements, code, row]) =>
    onTrail(async (ctx) => {
      await tamper(ctx.database.read, statements)
      const { defects } = await auditTrail(ctx)
      expect(defects[0]).toMatchObject({ code: `trail/${code}`, where: { row } })
      expect(defects.every(({ message }) => /^[\p{Script=Han}].*。$/u.test(message))).toBe(true)
    }),
  )

  it('finds a trail rewritten by who holds our keys, by the anchor on the ledger', () =>
    onTrail(async (ctx) => {
      const { read } = ctx.database
      await tamper(read, 'create temp table kept as select * from ledger_entries where index > 0')
      await tamper(
        read,
        'delete from ledger_entries where index > 0; delete from trail_subjects; delete from trail_records; delete from trail_head',
      )
      for (let i = 0; i < 8; i++) await record(ctx, { about: `other-${i}` })
      expect((await auditTrail(ctx)).defects).toEqual([])
      await tamper(read, 'insert into ledger_entries select * from kept')
      expect((await auditTrail(ctx)).defects).toMatchObject([
        { code: 'trail/rewritten', where: { index: 1, row: '4' } },
      ])
    }))

  it('is anchored on the ledger by its size and chain, once for what is new', () =>
    onTrail(async (ctx) => {
      expect(await anchorTrail(ctx)).toBe(true)
      expect(await anchorTrail(ctx)).toBe(false)
      const bodies = (await ctx.database.read.select().from(ledgerEntries).orderBy(ledgerEntries.index)).map(
        ({ body }) => decodeEntry(body),
      )
      const anchors = bodies.flatMap((each) =>
        each.kind === 'entry' && each.entry.type === 'trail.anchored' ? [each.entry.facts?.size] : [],
      )
      expect(anchors).toEqual([5, 8])
      expect((await auditTrail(ctx)).defects).toEqual([])
      expect((await auditLedger(ctx, { sealedTables: [], memory: null })).defects).toEqual([])
    }))

  it('does not let a trail begin again below its anchors', () =>
    onTrail(async (ctx) => {
      await tamper(
        ctx.database.read,
        'delete from trail_subjects; delete from trail_records; delete from trail_head',
      )
      await expect(record(ctx)).rejects.toMatchObject({ code: 'trail/altered' })
    }))
})
