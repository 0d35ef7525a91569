import { sql } from 'drizzle-orm'
import { describe, expect, inject, it } from 'vitest'
import { requireApproved } from '../../src/approvals/require-approved.ts'
import { returnRequest } from '../../src/approvals/return-request.ts'
import { approvalDecisions, approvalRequests } from '../../src/approvals/schema.ts'
import { countWaiting } from '../../src/approvals/waiting.ts'
import { withdrawRole } from '../../src/identity/withdraw-role.ts'
import { appendEntries } from '../../src/ledger/append.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { decodeEntry, entryRecord } from '../../src/ledger/entry.ts'
import { ledgerEntries } from '../../src/ledger/schema.ts'
import type { Context } from '../../src/platform/context.ts'
import { rowsOf, type Database } from '../../src/platform/database.ts'
import { openServerDatabase } from '../../src/platform/server-database.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { anchorTrail } from '../../src/trail/anchor.ts'
import { auditTrail } from '../../src/trail/audit.ts'
import { recordAct } from '../../src/trail/record-act.ts'
import { viewCounts } from '../../src/trail/schema.ts'
import { viewCounter } from '../../src/trail/view-counts.ts'
import { agree, desksAtWork, digestOf, type Desks } from '../approvals/desks-at-work.ts'
import { ownDatabase } from '../support/database.ts'
import { withName } from '../support/global-setup.ts'

// PGlite has one connection, and no race can be seen in it.
const onServer = inject('template').kind === 'server'

/** The same database as another instance of the service has it open. */
async function otherInstance(database: Database): Promise<Database> {
  const template = inject('template')
  const [row] = await rowsOf<{ name: string }>(database.read, sql`select current_database() as name`)
  return openServerDatabase(withName(template.kind === 'server' ? template.url : '', row?.name ?? ''))
}

const from = (database: Database, ctx: Context): Context => ({ ...ctx, database })

async function together(count: number, act: (i: number) => Promise<unknown>) {
  const settled = await Promise.allSettled(Array.from({ length: count }, (_, i) => act(i)))
  const codes = settled.flatMap((each) =>
    each.status === 'rejected' ? [(each.reason as { code?: string }).code ?? String(each.reason)] : [],
  )
  return { done: count - codes.length, codes: new Set(codes) }
}

async function expectSound({ ctx }: Desks) {
  expect((await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory: null })).defects).toEqual([])
  expect((await auditTrail(ctx)).defects).toEqual([])
}

const LIST = { kind: 'list', subjectId: 'list-1', digest: digestOf('a') }

/** The approved act, with an entry of its own, so that the ledger tells what came first. */
const actOn = (ctx: Context) =>
  ctx.database.transaction(async (tx) => {
    await requireApproved(ctx, tx, LIST)
    await recordAct(ctx, tx, { act: 'lists.confirm', officeId: null })
    await appendEntries(tx, [{ type: 'key.added', record: entryRecord(ctx.random(16)), day: ctx.today() }])
  })

const typesOf = async ({ ctx }: Desks): Promise<readonly string[]> =>
  (await ctx.database.read.select().from(ledgerEntries).orderBy(ledgerEntries.index)).map(({ body }) => {
    const decoded = decodeEntry(body)
    return decoded.kind === 'entry' ? decoded.entry.type : '?'
  })

describe.skipIf(!onServer)('at the same moment', () => {
  it('a hundred approvals by one account on two instances count once', async () => {
    const database = await ownDatabase()
    const second = await otherInstance(database)
    const desks = await desksAtWork(database)
    const reviewer = await desks.someone('reviewer', desks.province)
    const requestId = await desks.request({
      steps: [{ role: 'reviewer', officeId: desks.province, people: 2 }],
    })
    const raced = await together(100, (i) => agree(from(i % 2 ? second : database, reviewer), requestId))
    expect(raced).toEqual({ done: 1, codes: new Set(['approvals/already-decided']) })
    expect(await database.read.select().from(approvalDecisions)).toHaveLength(1)
    await expect(actOn(desks.ctx)).rejects.toMatchObject({ code: 'approvals/not-approved' })
    await expectSound(desks)
    await second.close()
    await database.close()
  })

  it('one person’s many accounts count once, and returning does not slip in beside agreeing', async () => {
    const database = await ownDatabase()
    const desks = await desksAtWork(database)
    const reviewer = await desks.someone('reviewer', desks.province)
    const accounts = [reviewer, await desks.someone('reviewer', desks.province, reviewer)]
    const requestId = await desks.request({
      steps: [{ role: 'reviewer', officeId: desks.province, people: 3 }],
    })
    const back = { requestId, digest: digestOf('a'), comment: '请核对' }
    const raced = await together(40, (i) => {
      const account = accounts[i % 2] as Context
      return i % 4 < 2 ? agree(account, requestId) : returnRequest(account, back)
    })
    expect(raced.done).toBe(1)
    expect([...raced.codes].every((code) => /already-decided|returned/.test(code))).toBe(true)
    await expectSound(desks)
    await database.close()
  })

  it('no act follows a withdrawal on the ledger by an approval that no longer counts', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 8; round++) {
      const database = await ownDatabase()
      const second = await otherInstance(database)
      const desks = await desksAtWork(database)
      const reviewer = await desks.someone('reviewer', desks.province)
      await agree(reviewer, await desks.request())
      const grantee = reviewer.actor.accountId ?? ''
      const raced = await together(2, async (i) => {
        const isAct = (i + round) % 2 === 0
        return isAct
          ? actOn(desks.ctx)
          : withdrawRole(from(second, desks.ctx), { grantee, role: 'reviewer', officeId: desks.province })
      })
      const order = (await typesOf(desks)).slice(-2)
      const acted = raced.done === 2
      expect(raced.codes).toEqual(new Set(acted ? [] : ['approvals/role-withdrawn']))
      if (acted) expect(order).toEqual(['key.added', 'role.withdrawn'])
      else expect(order[1]).toBe('role.withdrawn')
      outcomes.add(acted ? 'acted' : 'refused')
      await expectSound(desks)
      await second.close()
      await database.close()
    }
    process.stdout.write(`act against withdrawal: ${[...outcomes].join(', ')}\n`)
  })

  it('a withdrawal that is under way makes the act wait, and then refuses it', async () => {
    const database = await ownDatabase()
    const second = await otherInstance(database)
    const desks = await desksAtWork(database)
    const reviewer = await desks.someone('reviewer', desks.province)
    await agree(reviewer, await desks.request())
    const withdrawn = {
      grantee: reviewer.actor.accountId ?? '',
      role: 'reviewer',
      officeId: desks.province,
    } as const
    const outcome = await oneBehindTheOther(second, {
      first: () => withdrawRole(desks.ctx, withdrawn),
      later: () => actOn(from(second, desks.ctx)),
    })
    expect(outcome).toBe('approvals/role-withdrawn')
    await second.close()
    await database.close()
  })

  it('a new version or a return that is under way makes the next approval wait, and then refuses it', async () => {
    const database = await ownDatabase()
    const second = await otherInstance(database)
    const desks = await desksAtWork(database)
    const [one, other] = [
      await desks.someone('reviewer', desks.province),
      await desks.someone('reviewer', desks.province),
    ]
    const requestId = await desks.request()
    const voided = await oneBehindTheOther(second, {
      first: () => desks.request({ digest: digestOf('b') }),
      later: () => agree(from(second, one), requestId),
    })
    expect(voided).toBe('approvals/superseded')
    const again = await desks.request()
    const returned = await oneBehindTheOther(second, {
      first: () => returnRequest(one, { requestId: again, digest: digestOf('a'), comment: '请核对' }),
      later: () => agree(from(second, other), again),
    })
    expect(returned).toBe('approvals/returned')
    await expectSound(desks)
    await second.close()
    await database.close()
  })

  it('two who prepare one subject make two versions or one, never a twin', async () => {
    const database = await ownDatabase()
    const desks = await desksAtWork(database)
    const reviewer = await desks.someone('reviewer', desks.province)
    const raced = await together(12, (i) => desks.request({ digest: digestOf('abcdef'[i % 6] ?? 'a') }))
    expect([...raced.codes].filter((code) => code !== 'approvals/prepared-elsewhere')).toEqual([])
    const rows = await database.read.select().from(approvalRequests)
    expect(rows.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: raced.done }, (_, i) => i + 1),
    )
    expect(await countWaiting(reviewer)).toBe(1)
    await expectSound(desks)
    await database.close()
  })

  it('approving and voiding: whoever is last, only the newest version can be acted on', async () => {
    const database = await ownDatabase()
    const desks = await desksAtWork(database)
    const reviewer = await desks.someone('reviewer', desks.province)
    const requestId = await desks.request()
    const raced = await together(2, (i) =>
      i === 0 ? agree(reviewer, requestId) : desks.request({ digest: digestOf('b') }),
    )
    expect([...raced.codes].every((code) => code === 'approvals/superseded')).toBe(true)
    await expect(actOn(desks.ctx)).rejects.toMatchObject({ code: 'approvals/changed' })
    expect(await countWaiting(reviewer)).toBe(1)
    await expectSound(desks)
    await database.close()
  })

  it('the trail is recorded and anchored from two instances without a gap, and views add up', async () => {
    const database = await ownDatabase()
    const second = await otherInstance(database)
    const desks = await desksAtWork(database)
    const counters = [viewCounter(database), viewCounter(second)]
    const raced = await together(120, async (i) => {
      const ctx = from(i % 2 ? second : database, desks.ctx)
      if (i % 10 === 0) return anchorTrail(ctx)
      if (i % 10 === 1) {
        for (const verdict of i % 20 === 1 ? ['valid', 'not-valid'] : ['not-valid', 'valid'])
          counters[i % 2]?.count('2026-11-21', verdict)
        return counters[i % 2]?.flush()
      }
      return ctx.database.transaction((tx) => recordAct(ctx, tx, { act: 'lists.see', officeId: null }))
    })
    expect(raced).toEqual({ done: 120, codes: new Set() })
    expect((await database.read.select().from(viewCounts)).map(({ views }) => views)).toEqual([12, 12])
    await anchorTrail(desks.ctx)
    await expectSound(desks)
    await second.close()
    await database.close()
  })
})

/** `first` is stopped before it is recorded, `later` comes, both go on; says how the second ended. */
async function oneBehindTheOther(
  database: Database,
  { first, later }: { first(): Promise<unknown>; later(): Promise<unknown> },
): Promise<string | undefined> {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  const holding = database.transaction(async (tx) => {
    await tx.execute(sql`select 1 from trail_head for update`)
    await released
  })
  await expect.poll(() => held(database)).toBe(true)
  const earlier = first()
  await expect.poll(() => waitingForLocks(database)).toBe(1)
  const ended = later().then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )
  await expect.poll(() => waitingForLocks(database)).toBe(2)
  release()
  await holding
  await earlier
  return ended
}

async function held(database: Database): Promise<boolean> {
  const rows = await rowsOf(database.read, sql`select 1 from trail_head for update skip locked`)
  return rows.length === 0
}

async function waitingForLocks(database: Database): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    database.read,
    sql`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return row?.n ?? 0
}
