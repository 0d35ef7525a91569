import type { Day } from '../../calendar/day.ts'
import { authorise } from '../../identity/authorise.ts'
import { approvalFact } from '../../approvals/without-approval.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord, entryRef } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { declaredInvalid } from './conferred-by.ts'
import { checkedDecision } from './decision.ts'
import { findById, findByNumber, type FoundCertificate } from '../reading/find.ts'
import {
  nextState,
  stateAfter,
  stateOf,
  type LifeAct,
  type LifeChange,
  type StatusAct,
} from '../life-cycle.ts'
import { changesOf, earlierVersions, lockCertificates, replacedBy } from '../reading/lives.ts'
import { recordChanges, type Touched } from './record-changes.ts'
import {
  alreadyInState,
  certificateNotFound,
  endedForGood,
  needsApproval,
  notPossible,
  resultInvalid,
  supersededAlready,
} from '../refusals.ts'

export interface StatusChange {
  readonly number: string
  readonly act: StatusAct
  /** The deciding document's number, and its date: today when not given. */
  readonly document: string
  readonly decidedOn?: Day
  /** Kept under the holder's key; the public sees state and date only. */
  readonly ground: string
}

/**
 * Suspends, restores, revokes (撤销), closes (注销), lets lapse (失效) or reinstates a certificate from today on; the
 * answer to every check changes with the commit. From the console only: over the web the same act is prepared by one
 * person and approved by another (plan-change.ts). Refuses what life-cycle.ts does not allow: `certificates/already-in-state`,
 * `…/ended`, `…/not-possible`, `…/superseded`, `…/result-invalid`; and `…/not-found`, `…/bad-decision`, `…/needs-approval`.
 */
export async function changeStatus(
  ctx: Context,
  input: StatusChange,
): Promise<{ number: string; effectiveOn: Day }> {
  if (ctx.actor.kind !== 'console') throw needsApproval()
  const decision = checkedDecision({ decidedOn: ctx.today(), ...input }, ctx.today())
  return ctx.database.transaction(async (tx) => {
    const held = await holdCertificate(ctx, tx, input.number)
    const touched = await touchedWith(tx, held, input.act)
    const record = entryRecord(ctx.random(16))
    const seal = await recordChanges(ctx, tx, record, { act: input.act, decision, on: ctx.today(), touched })
    await recordAct(ctx, tx, {
      act: 'certificates.change',
      officeId: held.row.authorityId,
      about: held.row.id,
      subjects: [held.row.personId],
      facts: { what: input.act, certificates: touched.length, ...approvalFact(ctx) },
    })
    await appendEntries(tx, [
      {
        type: 'certificate.status-changed',
        record,
        day: ctx.today(),
        refs: [entryRef(held.ledgerIndex, held.ledgerLeaf)],
        seals: { status_changes: seal },
        facts: { state: touched[0]?.to ?? '', certificates: touched.length },
      },
    ])
    return { number: held.row.number, effectiveOn: ctx.today() }
  })
}

/** Step: finds a certificate and holds it until commit. Two officers at once: the second sees what the first decided. */
export async function holdCertificate(
  ctx: Context,
  tx: Transaction,
  number: string,
): Promise<FoundCertificate> {
  const named = await findByNumber(ctx, tx, number)
  if (!named) throw certificateNotFound(number)
  await authorise(ctx, tx, 'certificates.change', named.row.authorityId, certificateNotFound(number))
  await lockCertificates(tx, [named.row.id])
  return (await findById(ctx, tx, named.row.id)) as FoundCertificate
}

/** Step: what `act` does to a held certificate and, when its title falls (or stands up again), to its earlier versions. */
async function touchedWith(
  tx: Transaction,
  held: FoundCertificate,
  act: StatusAct,
): Promise<readonly Touched[]> {
  const { holder } = held
  const earlier = await earlierVersions(tx, [held.row.id])
  const ids = earlier.map(({ id }) => id)
  await lockCertificates(tx, ids)
  const changes = await changesOf(tx, [held.row.id, ...ids])
  const own = changes.get(held.row.id) ?? []
  await refuseIfImpossible(tx, held, act, own)
  return [
    { id: held.row.id, holder, changes: own.length, to: nextState(own, act) ?? 'in-force' },
    ...ids.flatMap((id) => {
      const theirs = changes.get(id) ?? []
      const to = followsTitle(act, theirs)
      return to === null ? [] : [{ id, holder, changes: theirs.length, to }]
    }),
  ]
}

/** What an earlier version becomes when the newest is revoked or reinstated; other acts leave it superseded. */
export const followsTitle = (act: LifeAct, changes: readonly LifeChange[]) =>
  act === 'revoke' || (act === 'reinstate' && stateAfter(changes) === 'revoked')
    ? nextState(changes, act)
    : null

/** Step: refuses an act that may not follow these decisions, naming why. */
export async function refuseIfImpossible(
  handle: Handle,
  { row: { id, number } }: Pick<FoundCertificate, 'row'>,
  act: LifeAct,
  changes: readonly LifeChange[],
): Promise<void> {
  const state = stateAfter(changes)
  const newer = await replacedBy(handle, id)
  if (newer !== null) throw supersededAlready(number, newer)
  if (state === stateOf(act)) throw alreadyInState(number, state)
  if (nextState(changes, act) === null)
    throw state === 'revoked' || state === 'closed' ? endedForGood(number) : notPossible(number, state, act)
  if (act === 'reinstate' && (await declaredInvalid(handle, [id])).has(id)) throw resultInvalid(number)
}
