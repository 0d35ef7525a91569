import { createHash } from 'node:crypto'
import { and, asc, eq, inArray, isNotNull, type SQL } from 'drizzle-orm'
import type { Handle } from '../../platform/database.ts'
import { findDocument } from '../../results/document/find-document.ts'
import { hex, utf8 } from '../../signing/bytes.ts'
import { canonicalJson } from '../../signing/canonical-json.ts'
import { foldNumber } from '../../titles/past-title.ts'
import { titleRecords } from '../../titles/schema.ts'
import { declaredInvalid } from './conferred-by.ts'
import type { Decision } from './decision.ts'
import { followsTitle } from './change-status.ts'
import { nextState, stateAfter, type CertificateState, type StatusAct } from '../life-cycle.ts'
import { changesOf, earlierVersions } from '../reading/lives.ts'
import type { PlanScope } from './plan-scope.ts'
import { nobodyTouched, resultInvalid, tooManyTouched } from '../refusals.ts'
import { certificates } from '../schema.ts'

/** Most certificates of one decision: a committee's whole session, many times over. */
export const MOST_TOUCHED = 20_000

/** What a decision would do to one certificate. */
export interface WouldTouch {
  readonly id: string
  readonly number: string
  readonly personId: string
  readonly changes: number
  readonly from: CertificateState
  readonly to: CertificateState
}

export interface ChangeAsked {
  /** The issuing office. */
  readonly authorityId: string
  readonly scope: PlanScope
  readonly act: StatusAct
}

/**
 * Step: exactly the certificates a decision touches now, by number: those of the scope on which the act is possible,
 * and the earlier versions that fall with them. Nothing is reinstated whose result was declared invalid. Refuses
 * `certificates/nobody-touched`, `…/result-invalid`, `…/too-many`.
 */
export async function touchedBy(handle: Handle, asked: ChangeAsked): Promise<readonly WouldTouch[]> {
  const found = await handle
    .select({ id: certificates.id, number: certificates.number, personId: certificates.personId })
    .from(certificates)
    .innerJoin(titleRecords, eq(titleRecords.id, certificates.titleId))
    .where(
      and(
        eq(certificates.authorityId, asked.authorityId),
        // What an erasure emptied says nothing any more that could be changed.
        isNotNull(certificates.sealSalt),
        await within(handle, asked.scope),
      ),
    )
    .orderBy(asc(certificates.number))
  const ids = found.map(({ id }) => id)
  const own = await changesOf(handle, ids)
  const invalid = asked.act === 'reinstate' ? await declaredInvalid(handle, ids) : new Set<string>()
  const touched = found.flatMap((each): WouldTouch[] => {
    const changes = own.get(each.id) ?? []
    const from = stateAfter(changes)
    // A superseded version changes with its newest one only, below.
    const to = from === 'superseded' || invalid.has(each.id) ? null : nextState(changes, asked.act)
    return to === null ? [] : [{ ...each, changes: changes.length, from, to }]
  })
  if (touched.length === 0) {
    const stopped = found.find(({ id }) => invalid.has(id))
    throw stopped ? resultInvalid(stopped.number) : nobodyTouched()
  }
  const all = [...touched, ...(await earlierTouched(handle, asked.act, touched))]
  if (all.length > MOST_TOUCHED) throw tooManyTouched(all.length, MOST_TOUCHED)
  return all
}

async function within(handle: Handle, scope: PlanScope): Promise<SQL | undefined> {
  switch (scope.kind) {
    case 'certificate':
      return eq(certificates.number, foldNumber(scope.number))
    case 'document':
      return eq(certificates.documentId, (await findDocument(handle, scope.number)).id)
    case 'session':
      return and(eq(titleRecords.committee, scope.committee), eq(titleRecords.obtainedOn, scope.obtainedOn))
    case 'corrected':
      return eq(certificates.documentId, scope.documentId)
    case 'committee':
      return eq(titleRecords.committee, scope.committee)
  }
}

async function earlierTouched(
  handle: Handle,
  act: StatusAct,
  touched: readonly WouldTouch[],
): Promise<readonly WouldTouch[]> {
  if (act !== 'revoke' && act !== 'reinstate') return []
  const earlier = await earlierVersions(
    handle,
    touched.map(({ id }) => id),
  )
  if (earlier.length === 0) return []
  const ids = earlier.map(({ id }) => id)
  const changes = await changesOf(handle, ids)
  const numbers = new Map(
    (
      await handle
        .select({ id: certificates.id, number: certificates.number })
        .from(certificates)
        .where(inArray(certificates.id, ids))
    ).map(({ id, number }) => [id, number]),
  )
  return earlier.flatMap(({ id, personId }): WouldTouch[] => {
    const theirs = changes.get(id) ?? []
    const to = followsTitle(act, theirs)
    const number = numbers.get(id) ?? ''
    return to === null ? [] : [{ id, number, personId, changes: theirs.length, from: stateAfter(theirs), to }]
  })
}

/** SHA-256 over the act, the decision and the exact list: whoever approves it approves nothing else. 64 hex digits. */
export function digestOf(asked: ChangeAsked, decision: Decision, touched: readonly WouldTouch[]): string {
  const list = touched.map(({ id, changes, to }) => [id, changes, to])
  const plan = canonicalJson({ ...asked, ...decision, list })
  return hex(new Uint8Array(createHash('sha256').update(utf8(plan)).digest()))
}

/** How many are in which state, for the person who is about to propose it. */
export function countStates(
  touched: readonly WouldTouch[],
): Readonly<Partial<Record<CertificateState, number>>> {
  const counts: Partial<Record<CertificateState, number>> = {}
  for (const { from } of touched) counts[from] = (counts[from] ?? 0) + 1
  return counts
}
