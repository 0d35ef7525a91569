import { and, asc, eq, sql } from 'drizzle-orm'
import { numbersOf, versionsOf } from '../../integrity/records/find-record.ts'
import { openInForce, type InForceRecord } from '../../integrity/records/open-in-force.ts'
import { readRecord } from '../../integrity/records/read-record.ts'
import { notInForce } from '../../integrity/records/refusals.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { Refusal } from '../../platform/refusal.ts'
import { fromHex } from '../../signing/bytes.ts'
import { findStoredByNumber } from '../reading/find.ts'
import { nobodyTouched } from '../refusals.ts'
import { standing } from '../life-cycle.ts'
import { appliedPlans, certificates, changePlans, statusChanges } from '../schema.ts'
import type { Decision } from './decision.ts'
import { planBulk } from './plan-bulk.ts'
import { planStanding } from './plan-standing.ts'
import { proposeChange } from './propose-change.ts'
import type { ChangeAsked } from './touched-by.ts'

/** What came of one certificate a record names. */
export interface ProposedForRecord {
  readonly number: string
  /**
   * done: it is revoked (or stands again) already; other-record: another record of theirs takes it away too;
   * other-decision: what ended it was no decision of this record; elsewhere: another office issued it; unknown: not one of
   * theirs.
   */
  readonly outcome:
    'proposed' | 'waiting' | 'done' | 'other-record' | 'other-decision' | 'elsewhere' | 'unknown'
}

interface Following {
  readonly act: 'revoke' | 'reinstate'
  readonly inForce: InForceRecord
  /** Every number of whom it is about. */
  readonly own: readonly string[]
  /** Certificates that other records in force of the same human take away. */
  readonly takenByOthers: ReadonlySet<string>
}

/**
 * Certificates follow a record in force: proposes that each one it names is revoked, for a sealer to approve; or, the
 * record being cleared, that those stand again which a decision of this record took away and no other record does. On the
 * ledger nothing ties the one to the other: each is an act and an entry of its own. Asked again it proposes what is still
 * missing. Refuses `integrity/record-not-found`, `integrity/not-in-force`.
 */
export async function proposeForRecord(
  ctx: Context,
  recordId: string,
): Promise<readonly ProposedForRecord[]> {
  const opened = await readRecord(ctx, recordId)
  const { inForce, others, record } = opened
  if (inForce === null) throw notInForce()
  const isCleared = inForce.version.act === 'clear'
  const following: Following = {
    act: isCleared ? 'reinstate' : 'revoke',
    inForce,
    own: record.personId === null ? [] : await numbersOf(ctx.database.read, record.personId),
    takenByOthers: isCleared ? await takenBy(ctx, others) : new Set(),
  }
  const found: ProposedForRecord[] = []
  for (const number of inForce.titles) found.push({ number, outcome: await proposed(ctx, following, number) })
  return found
}

async function takenBy(ctx: Context, recordIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { read } = ctx.database
  const taken = new Set<string>()
  for (const recordId of recordIds) {
    const versions = await versionsOf(read, recordId)
    // What was destroyed or erased says nothing any more.
    const inForce = versions[0].sealSalt === null ? null : await openInForce(ctx, read, versions)
    if (inForce === null || inForce.version.act === 'clear') continue
    for (const number of inForce.titles) taken.add(number)
  }
  return taken
}

async function proposed(
  ctx: Context,
  following: Following,
  number: string,
): Promise<ProposedForRecord['outcome']> {
  const named = await findStoredByNumber(ctx.database.read, number)
  if (!named || !following.own.includes(named.row.personId)) return 'unknown'
  const certificate = await newestOf(ctx.database.read, named.row)
  const { authorityId } = certificate
  const asked: ChangeAsked = {
    authorityId,
    act: following.act,
    scope: { kind: 'certificate', number: certificate.number },
  }
  const decision = decisionOf(following.inForce)
  try {
    const { digest } = await planBulk(ctx, { ...asked, ...decision })
    if (following.act === 'reinstate') {
      if ([number, certificate.number].some((each) => following.takenByOthers.has(each)))
        return 'other-record'
      const document = await endedBy(ctx, certificate.id)
      if (!following.inForce.decisions.includes(document)) return 'other-decision'
    }
    if (await isWaiting(ctx.database.read, digest)) return 'waiting'
    await proposeChange(ctx, { ...asked, ...decision, digest })
    return 'proposed'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === nobodyTouched().code) return 'done'
    if (error.code === 'identity/not-allowed') return 'elsewhere'
    if (error.code === 'certificates/result-invalid') return 'other-decision'
    throw error
  }
}

interface Version {
  readonly id: string
  readonly number: string
  readonly authorityId: string
}

/** A title that was corrected or reissued since is taken with its newest version, and the earlier ones with that. */
async function newestOf(handle: Handle, named: Version): Promise<Version> {
  const { id, number, authorityId, replaces } = certificates
  for (let newest = named; ;) {
    const [next] = await handle
      .select({ id, number, authorityId })
      .from(certificates)
      .where(eq(replaces, newest.id))
    if (!next) return newest
    newest = next
  }
}

/** The document of the decision that an appeal upheld would undo. */
async function endedBy(ctx: Context, certificateId: string): Promise<string> {
  const changes = await ctx.database.read
    .select({
      act: statusChanges.act,
      state: statusChanges.state,
      effectiveOn: statusChanges.effectiveOn,
      document: statusChanges.document,
    })
    .from(statusChanges)
    .where(eq(statusChanges.certificateId, certificateId))
    .orderBy(asc(statusChanges.position))
  return standing(changes).at(-1)?.document ?? ''
}

/** The decision that takes the certificates, or the one that cleared the record, in one line. */
function decisionOf({ version, record, content, reason }: InForceRecord): Decision {
  const by = version.act === 'clear' ? version : record
  const ground = by.act === 'clear' ? reason : content.facts
  return {
    document: by.decisionNumber,
    decidedOn: by.decidedOn,
    ground: Array.from(ground.replaceAll(/\s+/g, ' ')).slice(0, 500).join(''),
  }
}

/** Proposed already, of the certificate as it is, and neither sent back nor carried out. */
async function isWaiting(handle: Handle, digest: string): Promise<boolean> {
  const plans = await handle
    .select({ id: changePlans.id })
    .from(changePlans)
    .where(
      and(
        eq(changePlans.digest, fromHex(digest)),
        sql`not exists (select 1 from ${appliedPlans} where ${appliedPlans.id} = ${changePlans.id})`,
      ),
    )
  for (const { id } of plans) {
    const { standing: plan } = await planStanding(handle, id)
    if (plan.kind === 'open' || plan.kind === 'approved') return true
  }
  return false
}
