import { asc, sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { rowsOf } from '../../src/platform/database.ts'
import { auditTrail } from '../../src/trail/audit.ts'
import { recordAct } from '../../src/trail/record-act.ts'
import { recordRefused } from '../../src/trail/record-refused.ts'
import { subjectOf } from '../../src/trail/record.ts'
import { trailHead, trailRecords, trailSubjects } from '../../src/trail/schema.ts'
import { databaseTest } from '../support/database.ts'
import { tamper } from '../ledger/ledger-at-work.ts'
import { clerkAtWork, record } from './trail-at-work.ts'

describe('the trail', () => {
  databaseTest(
    'keeps who, for what purpose, on whose data, and never names anybody',
    async ({ database }) => {
      const ctx = await clerkAtWork(database)
      await record(ctx, {
        act: 'lists.import',
        subjects: ['person-1', 'person-2', 'person-1'],
        about: 'list-1',
        facts: { rows: 2 },
      })
      expect(await database.read.select().from(trailRecords)).toMatchObject([
        {
          position: 0n,
          at: ctx.now(),
          actor: 'account:clerk',
          personId: 'person-of-clerk',
          sessionId: 'session-1',
          act: 'lists.import',
          officeId: 'office-a',
          purpose: '核对名单',
          outcome: 'done',
          code: null,
          about: 'list-1',
          facts: '{"rows":2}',
        },
      ])
      const subjects = await database.read.select().from(trailSubjects)
      expect(subjects.map(({ subject }) => Buffer.from(subject).toString('hex')).toSorted()).toEqual(
        ['person-1', 'person-2']
          .map((id) => Buffer.from(subjectOf(ctx.keyring.fields, id)).toString('hex'))
          .toSorted(),
      )
      expect(subjectOf(ctx.keyring.fields, 'person-1')).not.toEqual(
        ctx.keyring.fields.blindIndex('subject|person-1'),
      )
    },
  )

  databaseTest('numbers its records without a gap, whatever else was refused', async ({ database }) => {
    const ctx = await clerkAtWork(database)
    await record(ctx)
    await database
      .transaction(async (tx) => {
        await recordAct(ctx, tx, { act: 'lists.see', officeId: null })
        throw new Error('the act failed')
      })
      .catch(() => {})
    await recordRefused(ctx, { act: 'lists.see', officeId: 'office-b', code: 'identity/not-allowed' })
    const rows = await database.read.select().from(trailRecords).orderBy(asc(trailRecords.position))
    expect(rows.map(({ position, outcome, code }) => [position, outcome, code])).toEqual([
      [0n, 'done', null],
      [1n, 'refused', 'identity/not-allowed'],
    ])
    expect(await auditTrail(ctx)).toEqual({ records: 2, defects: [] })
  })

  databaseTest('lets no act happen whose record cannot be written', async ({ database }) => {
    const ctx = await clerkAtWork(database)
    await record(ctx)
    await tamper(database.read, 'alter table trail_records add constraint full_disk check (position < 1)')
    const act = database.transaction(async (tx) => {
      await tx.execute(sql`insert into view_counts values ('2026-11-21', 'valid', 1)`)
      await recordAct(ctx, tx, { act: 'lists.see', officeId: null })
    })
    await expect(act).rejects.toMatchObject({
      cause: { message: expect.stringContaining('full_disk') as unknown },
    })
    expect(await rowsOf(database.read, sql`select 1 from view_counts`)).toEqual([])
    await expect(
      recordRefused(ctx, { act: 'lists.see', officeId: null, code: 'identity/not-allowed' }),
    ).rejects.toMatchObject({ kind: 'unavailable', code: 'trail/unwritable' })
  })

  databaseTest.for([
    ['a head moved without our keys', 'update trail_head set size = 2'],
    ['a head turned back', 'update trail_head set size = 0, chain = decode(repeat($$00$$, 32), $$hex$$)'],
    ['no head above records', 'delete from trail_head'],
    [
      'a record where the next one belongs',
      `insert into trail_records select 1, at, actor, person_id, session_id, act, office_id, purpose, outcome, code,
        about, facts, request_id, nonce, mark, chain from trail_records`,
    ],
  ])('stops everything on finding %s', async ([, statement], { database }) => {
    const ctx = await clerkAtWork(database)
    await record(ctx)
    await tamper(database.read, statement ?? '')
    await expect(record(ctx)).rejects.toMatchObject({ kind: 'unavailable', code: 'trail/altered' })
  })

  databaseTest.for([
    ['too long', '查'.repeat(201)],
    ['a number', '查 519901196004034197 的证书'],
    ['a number in full width with blanks', '５１９９０１ １９６００４０３ ４１９'],
    ['control characters', '核\u0007对'],
    ['nothing', '  '],
  ])('takes no purpose that is %s, and leaves no trace', async ([, purpose], { database }) => {
    const ctx = await clerkAtWork(database, { purpose: purpose ?? '' })
    await expect(record(ctx)).rejects.toMatchObject({ code: 'trail/bad-purpose' })
    expect(await database.read.select().from(trailHead)).toEqual([])
    await recordRefused(ctx, { act: 'lists.see', officeId: null, code: 'trail/bad-purpose' })
    expect(await database.read.select().from(trailRecords)).toMatchObject([
      { purpose: null, outcome: 'refused', code: 'trail/bad-purpose' },
    ])
  })
})
