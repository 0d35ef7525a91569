import { beginLedger } from '../../src/ledger/begin.ts'
import type { Actor, Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { recordAct } from '../../src/trail/record-act.ts'
import type { RecordedAct } from '../../src/trail/record.ts'
import { testContext } from '../support/context.ts'

export const CLERK: Actor = {
  kind: 'account',
  name: 'account:clerk',
  personId: 'person-of-clerk',
  accountId: 'clerk',
  sessionId: 'session-1',
  purpose: '核对名单',
}

/** Somebody at work on the test's database, whose ledger has begun. */
export async function clerkAtWork(database: Database, actor: Partial<Actor> = {}): Promise<Context> {
  const ctx: Context = { ...testContext(database), actor: { ...CLERK, ...actor } }
  await beginLedger(ctx, 'rcps.example.gov.cn/ledger')
  return ctx
}

export const record = (ctx: Context, act: Partial<RecordedAct> = {}): Promise<void> =>
  ctx.database.transaction((tx) => recordAct(ctx, tx, { act: 'lists.see', officeId: 'office-a', ...act }))
