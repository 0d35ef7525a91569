import { and, eq, sql } from 'drizzle-orm'
import { readRecord, type OpenedRecord } from '../../integrity/records/read-record.ts'
import { notInForce } from '../../integrity/records/refusals.ts'
import type { Context } from '../../platform/context.ts'
import { Refusal } from '../../platform/refusal.ts'
import { findStoredByNumber } from '../reading/find.ts'
import { nobodyTouched } from '../refusals.ts'
import { appliedPlans, changePlans } from '../schema.ts'
import type { Decision } from './decision.ts'
import { planBulk } from './plan-bulk.ts'
import { proposeChange } from './propose-change.ts'
import type { ChangeAsked } from './touched-by.ts'

/** What came of one certificate a record names. */
export interface ProposedForRecord {
  readonly number: string
  /** done: it is revoked (or stands again) already; elsewhere: another office issued it; unknown: not one of theirs. */
  readonly outcome: 'proposed' | 'waiting' | 'done' | 'elsewhere' | 'unknown'
}

/**
 * Certificates follow a record in force: proposes that each one it names is revoked, or, the record being cleared, stands
 * again, for a sealer to approve. On the ledger nothing ties the one to the other: each is an act and an entry of its own.
 * Asked again it proposes what is still missing. Refuses `integrity/record-not-found`, `integrity/not-in-force`.
 */
export async function proposeForRecord(
  ctx: Context,
  recordId: string,
): Promise<readonly ProposedForRecord[]> {
  const opened = await readRecord(ctx, recordId)
  if (opened.term === null) throw notInForce()
  const act = opened.state === 'cleared' ? 'reinstate' : 'revoke'
  const found: ProposedForRecord[] = []
  for (const number of opened.content.titles)
    found.push({ number, outcome: await proposed(ctx, opened, number, act) })
  return found
}

async function proposed(
  ctx: Context,
  opened: OpenedRecord,
  number: string,
  act: 'revoke' | 'reinstate',
): Promise<ProposedForRecord['outcome']> {
  const certificate = await findStoredByNumber(ctx.database.read, number)
  if (!certificate || certificate.row.personId !== opened.record.personId) return 'unknown'
  const { authorityId } = certificate.row
  const asked: ChangeAsked = {
    authorityId,
    act,
    scope: { kind: 'certificate', number: certificate.row.number },
  }
  const decision = decisionOf(opened)
  if (await isWaiting(ctx, asked, decision)) return 'waiting'
  try {
    const { digest } = await planBulk(ctx, { ...asked, ...decision })
    await proposeChange(ctx, { ...asked, ...decision, digest })
    return 'proposed'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === nobodyTouched().code) return 'done'
    if (error.code === 'identity/not-allowed') return 'elsewhere'
    throw error
  }
}

/** The decision that is in force, in one line. */
function decisionOf({ record, newest, term, content, reason }: OpenedRecord): Decision {
  const by = term?.versionId === newest.id ? newest : record
  const ground = by.act === 'clear' ? reason : content.facts
  return {
    document: by.decisionNumber,
    decidedOn: by.decidedOn,
    ground: Array.from(ground.replaceAll(/\s+/g, ' ')).slice(0, 500).join(''),
  }
}

/** Proposed already, and not carried out yet. */
async function isWaiting(ctx: Context, asked: ChangeAsked, { document }: Decision): Promise<boolean> {
  const number = asked.scope.kind === 'certificate' ? asked.scope.number : ''
  const [plan] = await ctx.database.read
    .select({ id: changePlans.id })
    .from(changePlans)
    .where(
      and(
        eq(changePlans.authorityId, asked.authorityId),
        eq(changePlans.act, asked.act),
        eq(changePlans.document, document),
        sql`${changePlans.scope} ->> 'number' = ${number}`,
        sql`not exists (select 1 from ${appliedPlans} where ${appliedPlans.id} = ${changePlans.id})`,
      ),
    )
    .limit(1)
  return plan !== undefined
}
